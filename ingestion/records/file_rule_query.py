"""Writes the SQL that finds the records of a file that contradict one another.

It sorts and never compares each record with each: within a key, in the order in which they begin,
a record is held against the one that lasts longest of those before it. That finds a contradiction
wherever there is one. For if a record contradicts any before it, both hold at its beginning, and so
does the one that lasts longest; if that one says the same as the record, it contradicts the other,
and of these two the later was held against such a one before.
"""

from __future__ import annotations

from ingestion.fields.quoting import identifier, literal
from trunkline.contract import Column, Entity, FileRule, Span, lake_columns, sql_type

MOST_NAMED = 5
"""Contradictions of one file and rule that are named line by line."""

_FIRST_AND_LAST = {
    "integer": ("cast(-9223372036854775808 as bigint)", "cast(9223372036854775807 as bigint)"),
    "timestamp": ("timestamp '-infinity'", "timestamp 'infinity'"),
    "date": ("date '-infinity'", "date 'infinity'"),
}
_ALWAYS = ("0", "1")


def contradictions(entity: Entity, rule: FileRule, staged: str) -> str:
    """Return the query for what breaks a rule, file by file and at most ``MOST_NAMED`` of each.

    ``staged`` is a relation of lake rows. A row holds file_no, the lines of the two records that
    contradict (the first null where it is one alone) and how many contradictions the file has.
    """
    found = _below_zero(entity, rule) if rule.kind == "from_zero" else _pairs(entity, rule)
    return (
        f"with given as ({_given(entity, rule, staged)}), {found},"
        " counted as (select *, count(*) over (partition by file_no) as found,"
        " row_number() over (partition by file_no order by line_no, other_line) as place"
        " from (select distinct file_no, other_line, line_no from broken))"
        " select file_no, if(other_line is null, null, least(other_line, line_no)) as first_line,"
        " greatest(other_line, line_no) as line_no, found"
        f" from counted where place <= {MOST_NAMED} order by file_no, place"
    )


def _given(entity: Entity, rule: FileRule, staged: str) -> str:
    """The records that take part: their key, what they say, and when."""
    shown = ["file_no", "line_no"]
    shown += [f"{_value(entity, rule, each)} as key{n}" for n, each in enumerate(rule.key)]
    shown += [f"{_value(entity, rule, each)} as said{n}" for n, each in enumerate(rule.differing)]
    for number, span in enumerate(rule.during):
        begin, end = _bounds(entity.column(span.begin), entity.column(span.end), span)
        shown += [f"{begin} as begin{number}", f"{end} as end{number}"]
    if not rule.during:
        shown += [f"{_ALWAYS[0]} as begin0", f"{_ALWAYS[1]} as end0"]
    if rule.column is not None:
        shown.append(f"{_name(entity.column(rule.column))} as measured")
    held = [f"{_name(entity.column(name))} is not null" for name in rule.filled]
    held += [f"{_value(entity, rule, name)} = {literal(value)}" for name, value in rule.only]
    where = f" where {' and '.join(held)}" if held else ""
    return f"select {', '.join(shown)} from {staged}{where}"


def _pairs(entity: Entity, rule: FileRule) -> str:
    """CTEs up to ``broken``: pairs of records that hold at one time, or leave a gap."""
    keys = [f"key{n}" for n in range(len(rule.key))]
    relation = "given"
    placed = ""
    if len(rule.during) > 1:
        # Two spans meet where one of them begins: cut at each begin, they meet where equal.
        same = " and ".join(f"given.{each} is not distinct from starts.{each}" for each in keys)
        placed = (
            f"starts as (select distinct file_no, {', '.join(keys)}, begin1 as start from given),"
            " placed as (select given.*, starts.start from given inner join starts"
            f" on given.file_no = starts.file_no and {same}"
            " and given.begin1 <= starts.start and starts.start < given.end1), "
        )
        relation = "placed"
        keys.append("start")
    partition = ", ".join(["file_no", *keys])
    broken = "before.ends < begin0" if rule.kind == "no_gap" else "before.ends > begin0"
    return (
        f"{placed}swept as (select *, max({{'ends': end0, 'line': -line_no}}) over"
        f" (partition by {partition} order by begin0, line_no"
        f" rows between unbounded preceding and 1 preceding) as before from {relation}),"
        f" met as (select *, -before.line as other_line from swept where {broken}),"
        f" broken as ({_differing(rule)})"
    )


def _differing(rule: FileRule) -> str:
    if not rule.differing:
        return "select file_no, other_line, line_no from met"
    places = range(len(rule.differing))
    differ = " or ".join(f"met.said{n} is distinct from other.said{n}" for n in places)
    return (
        "select met.file_no, met.other_line, met.line_no from met inner join given as other"
        " on other.file_no = met.file_no and other.line_no = met.other_line"
        f" where {differ}"
    )


def _below_zero(entity: Entity, rule: FileRule) -> str:
    """CTE ``broken``: of each key whose least value is not 0 the record that holds it."""
    keys = ", ".join(["file_no", *(f"key{n}" for n in range(len(rule.key)))])
    return (
        "broken as (select file_no, cast(null as bigint) as other_line, least_of_set.line as"
        " line_no from (select file_no, min({'measured': measured, 'line': line_no}) as"
        f" least_of_set from given group by {keys}) where least_of_set.measured > 0)"
    )


def _bounds(begin: Column, end: Column, span: Span) -> tuple[str, str]:
    first, last = _FIRST_AND_LAST[begin.type]
    until = f"{_name(end)} + 1" if span.is_inclusive else _name(end)
    return f"coalesce({_name(begin)}, {first})", f"coalesce({until}, {last})"


def _value(entity: Entity, rule: FileRule, name: str) -> str:
    column = entity.column(name)
    otherwise = dict(rule.empty).get(name)
    if otherwise is None:
        return _name(column)
    return f"coalesce({_name(column)}, cast({literal(otherwise)} as {sql_type(column)}))"


def _name(column: Column) -> str:
    """The name under which the lake holds a column: of a person it is the key."""
    return identifier(lake_columns(column)[0][0])
