"""Writes the derived reference pages: contract, commands, marts, synthetic operator.

`make docs` calls it; `python docs/write_reference.py --check` (a test) says which page is stale.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from operator_page import operator_page

from trunkline.cli import COMMANDS, load_command
from trunkline.contract import Column, Entity, load_contract

REFERENCE = Path(__file__).resolve().parent / "reference"
MARTS = REFERENCE.parents[1] / "models" / "marts"

LOAD_MODES = {
    "events": "appended; a repeated event key is a duplicate",
    "changes": "a later record with the same key paints over an earlier one",
    "full": "a complete export; a key that is missing from it is deleted",
}
PERSONAL = {
    "number": "key of the number",
    "person": "key of the name",
    "account": "key of the account",
    "email": "key of the e-mail address",
    "other_number": "key of the number, and its prefix less the last four digits",
    "restricted": "not kept in the lake",
}
CONTRACT_INTRODUCTION = """\
# The landing contract

Written by `make docs` from `trunkline/contract/entities/`; do not edit. `trunkline contract show
ENTITY` prints one entity, `trunkline contract template ENTITY` an empty file to start from.

Columns are matched by name. A column that the contract does not know is kept aside and reported;
a required one that is missing, doubled or renamed refuses the whole file. Every file ends with a
newline. A file is refused whole when more records are rejected than the greater of the two
thresholds of its entity. What a column of personal data becomes in the lake stands beside it.
"""
COMMANDS_INTRODUCTION = """\
# Commands

Written by `make docs` from the commands themselves; do not edit. Every command ends with exit code
0 when it did what was asked. What you can put right is told in one message, without a traceback,
and exit code 1; a wrong argument gives 2. A command that knows further codes says so.
"""
MARTS_INTRODUCTION = """\
# Marts

Written by `make docs` from the yml beside each model; do not edit. These tables are under
contract: their columns, types and keys are checked whenever they are built. Every column with its
meaning, and the lineage from file to mart, stand in dbt's own documentation, which the page *Data
trust* links. [Query the marts yourself](../how-to/query-the-marts.md) says how to open them.

Amounts are DECIMAL in the currency of the row, times are UTC, days named `_date` are local days of
the operator. `valid_from` and `valid_to` say when a row applies, `known_from` and `known_to` at
which loads it was the knowledge; both are half-open, and open ends are far-away values, never null.
"""


def cell(text: str) -> str:
    """Text that stays within one cell of a table."""
    return text.replace("|", "\\|").replace("\n", " ").strip()


def limits(column: Column) -> str:
    """Which values a column may hold: list, pattern, bounds and zone, each if there is one."""
    parts = []
    if column.allowed:
        parts.append("one of " + ", ".join(f"`{value}`" for value in column.allowed))
    if column.pattern:
        parts.append(f"pattern `{column.pattern}`")
    if column.minimum is not None:
        parts.append(f"at least {column.minimum}")
    if column.maximum is not None:
        parts.append(f"at most {column.maximum}")
    if column.zone == "required":
        parts.append("with its offset")
    if column.zone == "source":
        parts.append("local time of the source's zone")
    if column.zone == "optional":
        parts.append("with its offset, or local time of the source's zone")
    if column.blank_is_empty:
        parts.append("spaces alone count as empty")
    return cell("; ".join(parts))


def entity_section(entity: Entity) -> Iterator[str]:
    """The lines of one entity: what it is, how it is loaded, its columns and rules."""
    yield f"### {entity.label}"
    yield ""
    yield f"{entity.description} Version {entity.version}."
    yield ""
    yield f"- load mode: **{entity.load_mode}** ({LOAD_MODES[entity.load_mode]})"
    yield f"- formats: {', '.join(entity.formats)}" + ("" if entity.header else "; no header line")
    if entity.key:
        yield f"- key: {', '.join(f'`{name}`' for name in entity.key)}"
    if entity.event_key == "all":
        yield "- event key: all fields, as typed values"
    elif entity.event_key:
        yield f"- event key: {', '.join(f'`{name}`' for name in entity.event_key)}"
    if entity.reversal_column:
        yield f"- a record with `{entity.reversal_column}` takes back the one whose key it holds"
    if entity.zone or entity.country:
        yield f"- declared zone {entity.zone or 'none'}, country {entity.country or 'none'}"
    if entity.record_templates:
        named = ", ".join(f"{each.name} ({len(each.columns)})" for each in entity.record_templates)
        yield f"- templates of a record, with their fields, recognised by them: {named}"
    for reader in entity.readers:
        brings = " and ".join(f"`{name}`" for name in reader.brings)
        yield f"- a .{reader.format} is read as {reader.name}" + (
            f" and brings {brings} at once" if brings else ""
        )
    if entity.file_identity:
        closing = "; a missing one blocks a close" if entity.file_identity.blocks_close else ""
        yield (
            f"- file name: `{entity.file_identity.pattern}`, such as `{entity.file_name}`{closing}"
        )
    elif entity.example_file:
        yield f"- file name: such as `{entity.example_file}`"
    threshold = entity.reject_threshold
    yield f"- refused whole above {threshold.records} rejects and a share of {threshold.share}"
    yield ""
    yield "| column | type | required | values | in the lake | meaning |"
    yield "|---|---|---|---|---|---|"
    for column in entity.columns:
        kept = PERSONAL[column.personal] if column.personal else ""
        unit = f" ({column.unit})" if column.unit else ""
        yield (
            f"| `{column.name}` | {column.type}{unit} | {'yes' if column.required else ''} "
            f"| {limits(column)} | {kept} | {cell(column.description)} |"
        )
    if entity.record_rules:
        yield ""
        yield "| rule of the whole record | must hold | what to do |"
        yield "|---|---|---|"
        for rule in entity.record_rules:
            yield f"| `{rule.name}` | `{cell(rule.condition)}` | {cell(rule.advice)} |"
    if entity.file_rules:
        yield ""
        yield "| rule of the whole file | broken by | then | what to do |"
        yield "|---|---|---|---|"
        for each in entity.file_rules:
            outcome = "the file is refused" if each.level == "refuse" else "a note on the file"
            yield f"| `{each.name}` | {cell(each.message)} | {outcome} | {cell(each.advice)} |"
    yield ""


def contract_page() -> str:
    """The page of all entities that are landed from outside, grouped by source."""
    lines = [CONTRACT_INTRODUCTION]
    source = ""
    landed = [entity for entity in load_contract().entities if not entity.own]
    for entity in sorted(landed, key=lambda entity: (entity.source, entity.name)):
        if entity.source != source:
            source = entity.source
            lines += [f"## {source}", ""]
        lines += entity_section(entity)
    return "\n".join(lines).rstrip() + "\n"


def parameter_rows(command: Any) -> Iterator[str]:
    """One row per argument and option of a command, `--help` left out."""
    for parameter in command.params:
        if parameter.name == "help":
            continue
        is_option = parameter.param_type_name == "option"
        secondary = getattr(parameter, "secondary_opts", [])
        names = [*parameter.opts, *secondary] if is_option else [parameter.name.upper()]
        needed = " (required)" if parameter.required else ""
        text = cell(getattr(parameter, "help", "") or "")
        yield f"| {', '.join(f'`{name}`' for name in names)}{needed} | {text} |"


def command_sections(command: Any, path: str) -> Iterator[str]:
    """The lines of one command, and of those below it."""
    children = getattr(command, "commands", {})
    callback_runs = getattr(command, "invoke_without_command", True)
    if not children or callback_runs:
        yield f"## {path}"
        yield ""
        yield " ".join((command.help or "").split())
        yield ""
        rows = list(parameter_rows(command))
        if rows:
            yield from ("| argument | meaning |", "|---|---|", *rows, "")
    for name, child in children.items():
        yield from command_sections(child, f"{path} {name}")


def commands_page() -> str:
    """The page of every `trunkline` command."""
    lines = [COMMANDS_INTRODUCTION]
    for name, origin in COMMANDS.items():
        lines += command_sections(load_command(name, origin), f"trunkline {name}")
    return "\n".join(lines).rstrip() + "\n"


def marts_page() -> str:
    """The page of every mart: its grain and key, by domain."""
    lines = [MARTS_INTRODUCTION]
    for domain in sorted(path for path in MARTS.iterdir() if path.is_dir()):
        lines += [f"## {domain.name}", "", "| mart | what it holds | key |", "|---|---|---|"]
        for path in sorted(domain.glob("*.yml")):
            content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
            for model in content.get("models", []):
                meta = model.get("config", {}).get("meta", {})
                key = ", ".join(f"`{name}`" for name in meta.get("grain", []))
                text = cell(str(model.get("description", "")))
                lines.append(f"| `{model['name']}` | {text} | {key} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` name those that are stale; the exit code."""
    pages = {
        "contract.md": contract_page(),
        "commands.md": commands_page(),
        "marts.md": marts_page(),
        "synthetic-operator.md": operator_page(),
    }
    stale = []
    for name, text in pages.items():
        path = REFERENCE / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8")
    if stale and "--check" in arguments:
        print(f"Stale: {', '.join(stale)}. Write them anew with: make docs")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
