"""Takes a record apart: SQL that turns a line into the list of its fields' texts."""

from __future__ import annotations

from ingestion.fields.quoting import literal
from trunkline.contract import Column, RecordTemplate

_LINE_ENDS = "chr(13) || chr(10)"


def split_sql(delimiter: str, has_quotes: bool) -> str:
    """Return SQL for the fields of ``line``, null where its quotes are not as RFC 4180 has them.

    The line end stays on the last field of a line without quotes: ``last_text_sql`` takes it off,
    which is far cheaper than shortening every line.
    """
    plain = f"string_split(line, {literal(delimiter)})"
    if not has_quotes:
        return plain
    quoted = _quoted_sql(delimiter, f"rtrim(line, {_LINE_ENDS})")
    return f"case when not contains(line, '\"') then {plain} else {quoted} end"


def split_template_sql(template: RecordTemplate, delimiter: str) -> str:
    """Return SQL for the fields of a ``line`` written by a template, null where it is not.

    The source puts quotes around every field and leaves those within as they are, so that a field
    ends at a quote, the delimiter and a quote. A record whose fields are not all in quotes is read
    by RFC 4180, as any other.
    """
    whole = f"rtrim(line, {_LINE_ENDS})"
    if template.before or template.after:
        start, end = len(template.before) + 1, len(template.after) + 1
        whole = (
            f"(case when starts_with({whole}, {literal(template.before)})"
            f" and ends_with({whole}, {literal(template.after)}) then {whole}[{start}:-{end}] end)"
        )
    # Two of FreeSWITCH's templates have a space behind one of their commas.
    between = literal(f'"{_escaped(delimiter)} ?"')
    fields = f"string_split_regex({whole}[2:-2], {between})"
    width = len(template.columns)
    return (
        f"case when starts_with({whole}, '\"') and ends_with({whole}, '\"')"
        f" and length({whole}) > 1 and len({fields}) = {width} then {fields}"
        f" else {_quoted_sql(delimiter, whole)} end"
    )


def _quoted_sql(delimiter: str, whole: str) -> str:
    """Return SQL for the fields of a text with quotes by RFC 4180, null where it breaks it."""
    other = f'[^"{_in_class(delimiter)}]*'
    field = f'(?:"(?:[^"]|"")*"|{other})'
    sign = _escaped(delimiter)
    each = literal(f"{sign}({field})")
    pieces = f"regexp_extract_all({literal(delimiter)} || {whole}, {each}, 1)"
    unquoted = (
        f"list_transform({pieces}, lambda piece: case when starts_with(piece, '\"')"
        " then replace(piece[2:-2], '\"\"', '\"') else piece end)"
    )
    is_well_quoted = f"regexp_full_match({whole}, {literal(f'{field}(?:{sign}{field})*')})"
    return f"case when {is_well_quoted} then {unquoted} end"


def field_text_sql(position: int, width: int) -> str:
    """Return SQL for one field's text of the list ``parts``; empty text is null."""
    part = f"parts[{position}]"
    if position == width:
        part = f"rtrim({part}, {_LINE_ENDS})"
    return f"nullif({part}, '')"


def filled_sql(column: Column, text: str) -> str:
    """Return SQL for a field's text, null for spaces alone where the contract takes them so."""
    return f"nullif(rtrim({text}), '')" if column.blank_is_empty else text


def json_parts_sql(names: tuple[str, ...]) -> str:
    """Return SQL for the texts of some names of the JSON object in ``line``, in their order.

    Null where the line is no object, names a key twice, or writes a number that binary floating
    point would not give back (more than 15 digits), for then its text is lost.
    """
    paths = ", ".join(literal(f'$."{name}"') for name in names)
    is_whole = (
        "json_type(line) = 'OBJECT' and len(json_keys(line)) = len(list_distinct(json_keys(line)))"
    )
    long_number = r"[:\[,]\s*-?(?:[0-9][.]?){16,}[0-9]*"
    without_text = r"""regexp_replace(line, '"(?:[^"\\]|\\.)*"', '""', 'g')"""
    return (
        f"case when not json_valid(line) then null when not ({is_whole}) then null"
        f" when regexp_matches({without_text}, {literal(long_number)}) then null"
        f" else json_extract_string(line, [{paths}]) end"
    )


def _in_class(delimiter: str) -> str:
    return "\\" + delimiter if delimiter in "\\]^-" else delimiter


def _escaped(delimiter: str) -> str:
    return "\\" + delimiter if delimiter in r"\|.*+?^$()[]{}" else delimiter
