from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trunkline.numbering import normalise, normalise_sql, prefix, prefix_sql

CASES = [
    ("korean_mobile", "010-1234-5678", "KR", "+821012345678", "82101234"),
    ("already_e164", "+821012345678", "KR", "+821012345678", "82101234"),
    ("trunk_zero_left_behind", "+82 010-1234-5678", "KR", "+821012345678", "82101234"),
    ("without_plus", "821012345678", "KR", "+821012345678", "82101234"),
    ("seoul", "(02) 123-4567", "KR", "+8221234567", "822123"),
    ("international_by_carrier", "00700 1 917 375 0980", "KR", "+19173750980", "1917375"),
    ("emergency_is_kept_whole", "112", "KR", "+82112", "82112"),
    ("freephone_is_kept_whole", "080-123-4567", "KR", "+82801234567", "82801234567"),
    ("nationwide_number", "1588-1234", "KR", "+8215881234", "821588"),
    ("american", "917-375-0980", "US", "+19173750980", "1917375"),
    ("american_with_trunk", "1 (917) 375-0980", "US", "+19173750980", "1917375"),
    ("no_valid_area_code", "397-815-2211", "US", "+13978152211", "1397815"),
    ("american_freephone", "1-800-555-0100", "US", "+18005550100", "18005550100"),
    ("foreign_freephone", "+18005550100", "KR", "+18005550100", "18005550100"),
    ("extension", "600", "US", "+1600", "1600"),
    ("star_code", "*43", "US", "*43", "*43"),
    ("a_name_leaves_no_prefix", "John.Smith", "US", "johnsmith", ""),
    ("unknown_country", "+999123456", "XX", "+999123456", "99912"),
]


@pytest.mark.parametrize(
    ("text", "country", "number", "kept"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_number(text: str, country: str, number: str, kept: str) -> None:
    assert normalise(text, country) == number
    assert prefix(number) == kept


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.from_regex(r"(\+|00[1-9]?|0|1|82|\*)?[0-9 ()-]{0,16}", fullmatch=True),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from(["KR", "US", "JP", "GB", "any"]),
)
def test_sql_and_python_agree(texts: list[str], country: str) -> None:
    with duckdb.connect() as connection:
        rows = connection.execute(
            f"select n, {prefix_sql('n')} from (select {normalise_sql('raw', country)} as n"
            " from (select unnest($texts) as raw))",
            {"texts": texts},
        ).fetchall()
    expected = [normalise(text, country) for text in texts]
    assert rows == [(number, prefix(number)) for number in expected]


@given(st.from_regex(r"\+[1-9][0-9]{9,14}", fullmatch=True))
def test_a_full_number_never_keeps_its_last_four_digits(number: str) -> None:
    assert prefix(number) in (number[1:-4], number[1:])
    if prefix(number) == number[1:]:
        assert number.startswith(("+8280", "+18", "+800", "+81120", "+81800", "+4480"))
