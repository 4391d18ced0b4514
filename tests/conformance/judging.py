"""From cases to verdicts: passed, failed with the reason, or out of scope."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conformance import peers
from tests.conformance.admissible import broken_rules
from tests.conformance.comparing import compare
from tests.conformance.fields import NotUnderstoodError
from tests.conformance.files import check, rows_of
from tests.conformance.naming import FIRST_NUMBER, LAST_NUMBER, CaseFiles, Row
from tests.conformance.outputs import NoOutputError, Outcome, Outputs
from tests.conformance.reading import Case, listed
from tests.conformance.running import run_cases
from tests.conformance.vocabulary import Translation, Vocabulary, translate, vocabulary_of

PASSED, FAILED, OUT_OF_SCOPE = "passed", "failed", "out of scope"
_EXACT = re.compile(
    r"(?:exact(?: decimal)?(?: gives| is)?:? (?:[0-9.]+ -> )?|cumulative model \()"
    r"(-?[0-9]+(?:\.[0-9]+)?)"
)
_CONFUSED = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a vocabulary may stumble upon in a case of another shape than those it knows."""
_AMOUNTS = ("total", "cost", "charge", "amount")


@dataclass(frozen=True)
class Verdict:
    """What became of a case, and why."""

    case: Case
    outcome: str
    reasons: tuple[str, ...] = ()
    not_compared: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Translated:
    case: Case
    vocabulary: Vocabulary
    translation: Translation
    files: CaseFiles


def judge(
    cases: Sequence[Case],
    folder: Path,
    report: Callable[[str], None] = print,
    *,
    checks: bool = True,
) -> list[Verdict]:
    """Run all cases in one lake in a folder and judge each; the verdicts are in their order."""
    out_of_scope = listed("out_of_scope.yml")
    verdicts: dict[str, Verdict] = {
        case.id: Verdict(case, OUT_OF_SCOPE, (str(out_of_scope[case.id]),))
        for case in cases
        if case.id in out_of_scope
    }
    translated = []
    for number, case in enumerate(cases, start=FIRST_NUMBER):
        if case.id in verdicts:
            continue
        try:
            translated.append(_translated(case, number))
        except NotUnderstoodError as error:
            verdicts[case.id] = Verdict(case, FAILED, (str(error),))
    broken = broken_rules({each.case.id: _all_rows(each.files) for each in translated})
    for each in translated:
        if each.case.id in broken:
            verdicts[each.case.id] = Verdict(each.case, FAILED, (broken[each.case.id],))
    translated = [each for each in translated if each.case.id not in broken]
    if translated:
        outputs = run_cases([each.files for each in translated], folder, report, checks=checks)
        for each in translated:
            verdicts[each.case.id] = _judged(each, outputs)
    return [verdicts[case.id] for case in cases]


def expected_of(case: Case) -> Mapping[str, Any]:
    """What must come out: the peer's figures, or for a known difference the exact ones.

    These are listed in `exact_figures.yml`; of a case that is not, only the figure that its note
    calls exact is compared, as its amount.
    """
    if not case.diverges:
        return case.expected
    exact = listed("exact_figures.yml").get(case.id)
    if exact is not None:
        return {**case.expected, **exact}
    found = _EXACT.search(case.note)
    amounts = [key for key in (*_AMOUNTS, *case.expected) if key in case.expected]
    if found is None or isinstance(case.expected[amounts[0]], (dict, list)):
        raise NotUnderstoodError("not understood: what the exact figure is")
    return {amounts[0]: found[1]}


def _translated(case: Case, number: int) -> _Translated:
    if number > LAST_NUMBER:
        raise NotUnderstoodError(f"more than {LAST_NUMBER - FIRST_NUMBER + 1} cases in one lake")
    vocabulary = vocabulary_of(case, peers.VOCABULARIES)
    try:
        translation = translate(case, vocabulary)
        files = CaseFiles(number, translation.scenario)
        check(files)
    except _CONFUSED as error:
        raise NotUnderstoodError(f"not understood: {type(error).__name__}: {error}") from error
    return _Translated(case, vocabulary, translation, files)


def _all_rows(files: CaseFiles) -> list[tuple[str, Row]]:
    return [row for load in range(1, files.loads + 1) for row in rows_of(files, load)]


def _judged(each: _Translated, outputs: Outputs) -> Verdict:
    case = each.case
    try:
        expected = each.vocabulary.restate(expected_of(case))
        figures = each.translation.read(Outcome(each.files, outputs))
    except (NotUnderstoodError, NoOutputError) as error:
        return Verdict(case, FAILED, (str(error),))
    except _CONFUSED as error:
        reason = f"not understood: {type(error).__name__}: {error}"
        return Verdict(case, FAILED, (reason,))
    found = compare(expected, figures, _not_compared(case))
    left = tuple(found.not_compared)
    if found.differences:
        return Verdict(case, FAILED, tuple(map(str, found.differences)), left)
    if not found.equal:
        return Verdict(case, FAILED, ("no figure was compared",), left)
    return Verdict(case, PASSED, (), left)


def _not_compared(case: Case) -> set[str]:
    """Keys of `expected` that have no counterpart, by peer and beginning of the feature."""
    features = listed("not_compared.yml").get(case.peer, {})
    return {
        key
        for feature, keys in features.items()
        if case.feature.startswith(feature)
        for key in keys
    }
