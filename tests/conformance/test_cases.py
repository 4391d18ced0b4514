"""Every case of stage rating, each as its own test of one shared run; and the lists beside them."""

from __future__ import annotations

import pytest

from tests.conformance.judging import FAILED, PASSED, Verdict
from tests.conformance.reading import Case, listed, own_files, read_cases

CASES = read_cases(own_files(), ["rating"])
OUT_OF_SCOPE = listed("out_of_scope.yml")
NOT_YET = listed("not_yet.yml")
MOST_OUT_OF_SCOPE = 9


@pytest.mark.slow
@pytest.mark.xdist_group("conformance")
@pytest.mark.parametrize(
    "case", [case for case in CASES if case.id not in OUT_OF_SCOPE], ids=lambda case: case.id
)
def test_case(case: Case, verdicts: dict[str, Verdict]) -> None:
    verdict = verdicts[case.id]
    if case.id in NOT_YET:
        assert verdict.outcome == FAILED, "It passes: take it out of not_yet.yml."
    else:
        assert verdict.outcome == PASSED, "\n".join(verdict.reasons)


def test_lists_name_cases_that_there_are() -> None:
    known = {case.id for case in read_cases(own_files())}
    unknown = {*OUT_OF_SCOPE, *NOT_YET, *listed("exact_figures.yml")} - known
    assert not unknown
    assert not OUT_OF_SCOPE.keys() & NOT_YET.keys()


def test_few_cases_are_out_of_scope() -> None:
    """At most nine of those that were checked by others, a fifth of those only transcribed."""
    required = [case.id for case in CASES if case.is_required and case.id in OUT_OF_SCOPE]
    assert len(required) <= MOST_OUT_OF_SCOPE
    transcribed = [case.id for case in CASES if case.recheck == "transcribed only"]
    assert 5 * len(OUT_OF_SCOPE.keys() & set(transcribed)) <= len(transcribed)
    assert not [case.id for case in CASES if case.diverges and case.id in OUT_OF_SCOPE]


def test_each_known_difference_has_its_exact_figure() -> None:
    exact = listed("exact_figures.yml")
    assert {case.id for case in CASES if case.diverges} == exact.keys()


def test_every_case_says_where_it_stands() -> None:
    silent = [
        case.id
        for case in read_cases(own_files())
        if not all((case.source_path, case.test, case.source_licence, case.recheck))
    ]
    assert not silent
