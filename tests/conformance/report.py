"""The table of a run: peer by peer, and last the line that says it all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tests.conformance.judging import FAILED, OUT_OF_SCOPE, PASSED, Verdict

OUTCOMES = (PASSED, FAILED, OUT_OF_SCOPE)


def table(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """One line a peer, what was not compared, and last `N passed, N failed, N out of scope`."""
    peers = sorted({verdict.case.peer for verdict in verdicts})
    yield f"{'peer':<32}" + "".join(f"{outcome:>14}" for outcome in OUTCOMES)
    for peer in peers:
        counts = _counts([verdict for verdict in verdicts if verdict.case.peer == peer])
        yield f"{peer:<32}" + "".join(f"{count:>14}" for count in counts)
    yield ""
    left = sum(len(verdict.not_compared) for verdict in verdicts)
    if left:
        yield f"{left} figures have no counterpart and were not compared (not_compared.yml)"
    passed, failed, out_of_scope = _counts(verdicts)
    yield f"{passed} passed, {failed} failed, {out_of_scope} out of scope"


def failures(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Every case that failed, with what was expected and what came out."""
    for verdict in verdicts:
        if verdict.outcome == FAILED:
            case = verdict.case
            yield f"{case.id}  {case.peer}  {case.feature}  ({case.recheck})"
            for reason in verdict.reasons:
                yield f"    {reason}"


def _counts(verdicts: Sequence[Verdict]) -> list[int]:
    return [sum(verdict.outcome == each for verdict in verdicts) for each in OUTCOMES]
