"""Reads the rules that hold over all accepted records of one file, in their small vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any, get_args

from trunkline.contract.model import Column, FileRule, FileRuleKind, Span

OTHERS = "others"
"""Stands for all columns that the rule does not name: what else a record says."""

_KINDS = get_args(FileRuleKind)
_NUMBERED = ("integer", "timestamp", "date")


def read_file_rules(
    values: Iterable[dict[str, Any]], columns: tuple[Column, ...]
) -> tuple[FileRule, ...]:
    """Return the rules of an entity; raise ValueError for one that could not be asked.

    A key may be named as well by ``alike``, columns beside it that must be the same; both
    ``alike`` and ``differing`` may say ``others``.
    """
    rules = tuple(_read(each, columns) for each in values)
    names = [rule.name for rule in rules]
    if len(set(names)) < len(names):
        raise ValueError("two file_rules have one name")
    return rules


def _read(values: dict[str, Any], columns: tuple[Column, ...]) -> FileRule:
    options = dict(values)
    name = options["name"]
    unknown = set(options) - {each.name for each in fields(FileRule)} - {"alike"}
    if unknown:
        raise ValueError(f"file rule {name} has the unknown entries {', '.join(sorted(unknown))}")
    options["key"] = tuple(options["key"])
    options["filled"] = tuple(options.get("filled", ()))
    options["during"] = tuple(_span(name, each) for each in options.get("during", ()))
    for each in ("only", "empty"):
        given = options.get(each, {})
        options[each] = tuple((column, str(value)) for column, value in given.items())
    others = _others(options, columns)
    for each in ("alike", "differing"):
        named = options.get(each, ())
        options[each] = others if named == OTHERS else tuple(named)
    options["key"] += options.pop("alike")
    rule = FileRule(**options)
    _check(rule, {column.name: column for column in columns})
    return rule


def _span(name: str, values: list[str]) -> Span:
    begin, end, *more = values
    if more not in ([], ["inclusive"]):
        raise ValueError(f"file rule {name} has a span of more than a begin and an end")
    return Span(begin, end, bool(more))


def _others(options: dict[str, Any], columns: tuple[Column, ...]) -> tuple[str, ...]:
    named = {*options["key"], *dict(options["only"])}
    for span in options["during"]:
        named |= {span.begin, span.end}
    kept = (column for column in columns if column.personal != "restricted")
    return tuple(column.name for column in kept if column.name not in named)


def _check(rule: FileRule, columns: dict[str, Column]) -> None:
    for name in _named(rule):
        if name not in columns:
            raise ValueError(f"file rule {rule.name} names {name}, which is no column")
        if columns[name].personal == "restricted":
            raise ValueError(f"file rule {rule.name} names {name}, which the lake does not hold")
    for name in _measured(rule):
        if columns[name].type not in _NUMBERED:
            raise ValueError(
                f"file rule {rule.name} measures {name}, which is {columns[name].type}"
            )
    for span in rule.during[1:]:
        # it is cut at each begin that there is: a column of few values
        bounds = (columns[span.begin], columns[span.end])
        if any(each.type != "integer" or each.maximum is None for each in bounds):
            raise ValueError(
                f"file rule {rule.name} has a further span that is not of few integers"
            )
    if rule.kind not in _KINDS or rule.level not in ("refuse", "warn"):
        raise ValueError(f"file rule {rule.name} has an unknown kind or level")
    if len(rule.during) > 2 or (rule.kind == "no_gap" and len(rule.during) != 1):
        raise ValueError(f"file rule {rule.name} has a number of spans that is not foreseen")
    if (rule.kind == "from_zero") != (rule.column is not None):
        raise ValueError(f"file rule {rule.name}: from_zero, and nothing else, needs a column")
    if rule.kind != "no_overlap" and rule.differing:
        raise ValueError(f"file rule {rule.name}: only no_overlap knows differing columns")


def _named(rule: FileRule) -> Iterator[str]:
    yield from (*rule.key, *rule.differing, *rule.filled, *dict(rule.only), *dict(rule.empty))
    yield from _measured(rule)


def _measured(rule: FileRule) -> Iterator[str]:
    for span in rule.during:
        yield from (span.begin, span.end)
    if rule.column is not None:
        yield rule.column
