"""Comparing figures, exact figures of known differences, and the lines of the report."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.conformance.admissible import broken_rules, check_values
from tests.conformance.comparing import compare
from tests.conformance.fields import NotUnderstoodError
from tests.conformance.judging import FAILED, PASSED, Verdict, expected_of
from tests.conformance.reading import Case, own_files, read_cases
from tests.conformance.report import failures, table

CASES = {case.id: case for case in read_cases(own_files())}


@pytest.mark.parametrize(
    ("expected", "got", "is_equal"),
    [
        ("12.3", "12.300000", True),
        ("12.3", "12.4", False),
        ("113.22580645161288", "113.2258064516", True),
        ("94.311377245509", "94.3113772455", True),
        (10, "10.000000", True),
        ("-0.6", "-0.600000", True),
    ],
)
def test_figures_are_compared_at_the_decimals_written(
    expected: object, got: str, is_equal: bool
) -> None:
    found = compare({"figure": expected}, {"figure": Decimal(got)}, ())
    assert (not found.differences) == is_equal


def test_a_figure_without_a_counterpart_is_a_difference_unless_listed() -> None:
    expected = {"total": "1", "tree": [1, 2]}
    figures = {"total": Decimal(1)}
    assert [each.place for each in compare(expected, figures, ()).differences] == ["tree"]
    listed = compare(expected, figures, {"tree"})
    assert (listed.differences, listed.not_compared, listed.equal) == ([], ["tree"], 1)


def test_lists_and_truths_are_compared_as_they_are() -> None:
    assert not compare(
        {"a": [{"b": "1"}], "c": True}, {"a": [{"b": Decimal(1)}], "c": True}, ()
    ).differences
    assert compare({"a": [1]}, {"a": [Decimal(1), Decimal(2)]}, ()).differences
    assert compare({"c": True}, {"c": Decimal(1)}, ()).differences


def test_a_known_difference_demands_the_exact_figure() -> None:
    assert expected_of(CASES["cgr-016"])["cost"] == "0.3"
    assert expected_of(CASES["cgr-015"]) == CASES["cgr-015"].expected


@pytest.mark.parametrize(
    ("note", "figure"),
    [
        ("exact decimal gives 12.3; 2.1-0.9 = 1.2000000000000002", "12.3"),
        ('exact is 0.3 (source comment: "should be")', "0.3"),
        ("DIVERGENCE: exact 99.5; float rounding", "99.5"),
        ("DIVERGENCE exact 0.641667 -> 0.6417", "0.6417"),
        ("DIVERGENCE from a cumulative model (10, i.e. 1 block)", "10"),
    ],
)
def test_the_exact_figure_of_a_strange_case_is_in_its_note(note: str, figure: str) -> None:
    strange = replace(CASES["cgr-016"], id="strange-1", note=note, expected={"cost": "1"})
    assert expected_of(strange) == {"cost": figure}


def verdict(case: Case, outcome: str, *reasons: str) -> Verdict:
    return Verdict(case, outcome, reasons)


def test_the_last_line_says_it_all() -> None:
    verdicts = [
        verdict(CASES["lag-001"], PASSED),
        verdict(CASES["om-001"], FAILED, "total: expected 100, got 0"),
    ]
    *_, last = table(verdicts)
    assert last == "1 passed, 1 failed, 0 out of scope"
    assert "    total: expected 100, got 0" in list(failures(verdicts))


def test_what_the_contract_would_reject_fails_its_case_alone() -> None:
    sound = {
        "charge_id": "c1",
        "from_quantity": 0,
        "unit_price": Decimal("0.1"),
        "status": "active",
    }
    sound["valid_from"] = "2024-01-01T00:00:00Z"
    backwards = {**sound, "valid_to": "2023-01-01T00:00:00Z"}
    label = "catalogue/charge_tiers"
    check_values([(label, sound)])
    with pytest.raises(NotUnderstoodError, match="unit_price = -1"):
        check_values([(label, {**sound, "unit_price": Decimal(-1)})])
    found = broken_rules({"good": [(label, sound)], "bad": [(label, backwards)]})
    assert found == {"bad": f"the contract has no such {label}: interval_is_forward"}


def test_a_case_that_contradicts_itself_fails_alone() -> None:
    """Its rows would have the file refused that all cases share."""
    row = {"tax_code": "t", "name": "Tax", "rate": "0.1", "status": "active"}
    row["valid_from"] = "2024-01-01T00:00:00Z"
    label = "catalogue/taxes"
    other = (label, {**row, "rate": "0.2"})
    found = broken_rules(
        {"good": [(label, row)], "twice": [(label, row)] * 2, "bad": [(label, row), other]}
    )
    assert found == {"bad": f"the contract has no such {label}: one_row_at_a_time"}
