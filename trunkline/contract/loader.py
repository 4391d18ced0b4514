"""Reads the landing contract from its yml files and checks that it is well formed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from trunkline.contract.file_rules import read_file_rules
from trunkline.contract.model import (
    Column,
    Entity,
    FileIdentity,
    FileReader,
    RecordRule,
    RecordTemplate,
    RejectThreshold,
)
from trunkline.errors import ContractError

ENTITIES = Path(__file__).parent / "entities"
MOST_NAMED = 4
"""Entities that are named beside one that is not there."""

# The same safe loader in C, where the machine has it: half a second less for every command.
_SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_TYPE = re.compile(r"text|integer|timestamp|date|boolean|decimal\(\d{1,2},\d{1,2}\)")
_PERSONAL = {"number", "person", "account", "email", "other_number", "restricted"}


@dataclass(frozen=True)
class Contract:
    """All entities, by source and name."""

    entities: tuple[Entity, ...]

    def __iter__(self) -> Iterator[Entity]:
        return iter(self.entities)

    def find(self, source: str, name: str) -> Entity | None:
        """Return the entity, or None when the contract has none of that name."""
        matches = (each for each in self.entities if (each.source, each.name) == (source, name))
        return next(matches, None)

    def entity(self, source: str, name: str) -> Entity:
        """Return the entity; raise ContractError with the names there are."""
        found = self.find(source, name)
        if found is None:
            raise self._unknown(f"{source}/{name}")
        return found

    def named(self, text: str) -> Entity:
        """Return an entity by ``source/name`` or, where it is the only one, by ``name``."""
        if "/" in text:
            source, _, name = text.partition("/")
            return self.entity(source, name)
        matches = [each for each in self.entities if each.name == text]
        if len(matches) == 1:
            return matches[0]
        if not matches:
            raise self._unknown(text)
        labels = " or ".join(each.label for each in matches)
        raise ContractError(f"Several sources have an entity {text}.", f"Name {labels}.")

    def of_source(self, source: str) -> list[Entity]:
        """Return the entities that a system may land, none where it is not known."""
        return [each for each in self.entities if each.source == source and not each.own]

    def check_sources(self, names: Iterable[str], where: str) -> None:
        """Raise ContractError for a name that is no system that lands files; ``where`` names it."""
        known = sorted({each.source for each in self.entities if not each.own})
        for name in names:
            if name not in known:
                raise ContractError(
                    f"{where} has settings of {name}, which is no source: they count for nothing.",
                    f"Name one of {', '.join(known)}.",
                )

    def _unknown(self, text: str) -> ContractError:
        """Name what is nearest to a name that is not there; never all of them."""
        landed = [each for each in self.entities if not each.own]
        name = text.rpartition("/")[2]
        near = get_close_matches(name, {each.name for each in landed})
        near_labels = get_close_matches(text, [each.label for each in landed])
        stem = name.removesuffix("s")
        meant = [each for each in landed if stem and each.name.startswith(stem)]
        meant += [each for word in near for each in landed if each.name == word]
        meant += [each for word in near_labels for each in landed if each.label == word]
        meant += [each for each in landed if stem and stem in each.name]
        named = list(dict.fromkeys(each.label for each in meant))[:MOST_NAMED]
        guess = f"Did you mean {' or '.join(named)}? " if named else ""
        return ContractError(
            f"The contract has no entity {text}.",
            f"{guess}`trunkline contract list` names all {len(landed)}.",
        )


def load_contract(folder: Path = ENTITIES) -> Contract:
    """Read every entity below a folder, ordered by source and name."""
    entities = [load_entity(path) for path in sorted(folder.glob("*/*.yml"))]
    return Contract(tuple(sorted(entities, key=lambda each: (each.source, each.name))))


def load_entity(path: Path) -> Entity:
    """Read one entity; raise ContractError naming the file when it is not well formed."""
    try:
        values: dict[str, Any] = yaml.load(path.read_text("utf-8"), _SAFE_LOADER)
        entity = _entity(values)
    except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise ContractError(
            f"Contract file {path.parent.name}/{path.name} cannot be read: {error}.",
            "Correct it; the reference page shows what an entity may hold.",
        ) from error
    return entity


def _entity(values: dict[str, Any]) -> Entity:
    known = {each.name for each in fields(Entity)} | {"entity"}
    unknown = set(values) - known
    if unknown:
        raise ValueError(f"unknown entries {', '.join(sorted(unknown))}")
    options = {name: value for name, value in values.items() if name not in ("entity", "columns")}
    options["formats"] = tuple(options["formats"])
    options["key"] = tuple(options.get("key", ()))
    options["record_rules"] = tuple(RecordRule(**rule) for rule in options.get("record_rules", ()))
    options["record_templates"] = tuple(
        RecordTemplate(**{**template, "columns": tuple(template["columns"])})
        for template in options.get("record_templates", ())
    )
    options["readers"] = tuple(
        FileReader(**{**reader, "brings": tuple(reader.get("brings", ()))})
        for reader in options.get("readers", ())
    )
    if isinstance(options.get("event_key"), list):
        options["event_key"] = tuple(options["event_key"])
    if "file_identity" in options:
        options["file_identity"] = FileIdentity(**options["file_identity"])
    if "reject_threshold" in options:
        threshold = options["reject_threshold"]
        options["reject_threshold"] = RejectThreshold(str(threshold["share"]), threshold["records"])
    elif values["load_mode"] == "full":
        # what a complete export lacks is deleted: a rejected record would be, though it was sent
        options["reject_threshold"] = RejectThreshold("0", 0)
    columns = tuple(_column(column) for column in values["columns"])
    options["file_rules"] = read_file_rules(options.get("file_rules", ()), columns)
    entity = Entity(name=values["entity"], columns=columns, **options)
    _check(entity)
    return entity


def _column(values: dict[str, Any]) -> Column:
    options = dict(values)
    options["allowed"] = tuple(str(each) for each in options.get("allowed", ()))
    for bound in ("minimum", "maximum"):
        if options.get(bound) is not None:
            options[bound] = str(options[bound])
    column = Column(**options)
    if column.zone not in (None, "required", "source", "optional"):
        raise ValueError(f"column {column.name} has the unknown zone {column.zone}")
    if not _TYPE.fullmatch(column.type):
        raise ValueError(f"column {column.name} has the unknown type {column.type}")
    if column.personal is not None and column.personal not in _PERSONAL:
        raise ValueError(f"column {column.name} has the unknown personal class {column.personal}")
    if column.personal and column.type != "text":
        raise ValueError(f"column {column.name} is personal and must be text")
    return column


def _check(entity: Entity) -> None:
    names = [column.name for column in entity.columns]
    doubled = {name for name in names if names.count(name) > 1}
    if doubled:
        raise ValueError(f"columns {', '.join(sorted(doubled))} stand there twice")
    if entity.load_mode not in ("events", "changes", "full"):
        raise ValueError(f"unknown load_mode {entity.load_mode}")
    identity = entity.file_identity
    if identity and not re.search(identity.pattern, entity.example_file):
        raise ValueError("its example_file has no name after the pattern of file_identity")
    event_key = entity.event_key if isinstance(entity.event_key, tuple) else ()
    reversal = (entity.reversal_column,) if entity.reversal_column else ()
    for name in (*event_key, *entity.key, *reversal):
        if name not in names:
            raise ValueError(f"{name} is named as a key but is no column")
    if entity.load_mode == "events" and entity.event_key is None:
        raise ValueError("an entity of events must declare its event_key")
    unfit = [name for name in event_key if not (c := entity.column(name)).required or c.personal]
    if unfit:
        raise ValueError(f"event_key columns must be required and not personal: {unfit[0]}")
    required = {column.name for column in entity.columns if column.required}
    for template in entity.record_templates:
        if not required <= set(template.columns) <= set(names):
            raise ValueError(f"template {template.name} lacks a required column or has another")
