"""Gaps in switch sequences, over late files and counters that wrap."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.billing.gaps import GapError, check_gaps, parse_gaps
from trunkline.loads import LoadFile
from trunkline.sequences import Gap, find_charged_gaps, find_gaps, missing


@pytest.mark.parametrize(
    ("case", "batches", "wraps_after", "expected"),
    [
        ("nothing_landed", [], None, []),
        ("unbroken", [[1, 2], [3]], None, []),
        ("one_missing", [[1, 2, 4]], None, [3]),
        ("late_file_fills_the_gap", [[1, 2, 4], [3, 5]], None, []),
        ("first_file_may_be_any", [[70, 71]], None, []),
        ("earlier_file_arrives_late", [[70, 71], [67]], None, [68, 69]),
        ("renumbered_switch", [[1, 2], [900_000_000]], None, [3]),
        ("renumbered_backwards", [[1, 2], [900_000_000]], 999_999_999, [900_000_001]),
        ("wraps_between_loads", [[998, 999], [1, 2]], 999, []),
        ("wraps_within_the_first_load", [[998, 999, 1, 2]], 999, []),
        ("first_after_the_wrap_missing", [[998, 999], [2]], 999, [1]),
        ("last_before_the_wrap_missing", [[998], [1]], 999, [999]),
        ("wraps_twice", [[1, 2, 3], [4, 5, 6], [7, 8, 9], [1, 2, 3], [5]], 9, [4]),
        ("late_file_from_before_the_wrap", [[997, 999], [1, 2], [998]], 999, []),
    ],
)
def test_missing(
    case: str, batches: list[list[int]], wraps_after: int | None, expected: list[int]
) -> None:
    assert missing(batches, wraps_after) == expected, case


@given(
    start=st.integers(1, 99),
    count=st.integers(3, 300),
    dropped=st.sets(st.integers(1, 298), max_size=4),
)
def test_every_dropped_file_is_found_however_often_the_counter_wraps(
    start: int, count: int, dropped: set[int]
) -> None:
    numbers = [(start - 1 + offset) % 99 + 1 for offset in range(count)]
    # The first and the last file are there: nothing else tells that they were due.
    inner = {offset for offset in dropped if 0 < offset < count - 1}
    batches = [[numbers[offset]] for offset in range(count) if offset not in inner]
    assert missing(batches, 99) == [numbers[offset] for offset in sorted(inner)]


def files(*names: tuple[str, int]) -> list[LoadFile]:
    return [
        LoadFile(
            number, "mediation", "usage_events", "events", "", "", producer, sequence,
            0, 0, 0, None, None, 1,
        )
        for number, (producer, sequence) in enumerate(names, start=1)
    ]  # fmt: skip


def test_gaps_are_sought_per_switch_over_all_loads() -> None:
    loads = [files(("MSC01", 1), ("MSC02", 7)), files(("MSC01", 3), ("MSC02", 8))]
    assert find_gaps(loads) == [Gap("MSC01", 2)]


def test_only_a_lost_file_of_what_is_charged_blocks_a_close() -> None:
    loads = [files(("MSC01", 1), ("MSC01", 3)), files(("CRM", 1), ("CRM", 3))]
    contacts = [replace(file, source="crm", entity="interactions") for file in loads[1]]
    assert find_gaps([loads[0], contacts]) == [Gap("CRM", 2), Gap("MSC01", 2)]
    assert find_charged_gaps([loads[0], contacts]) == [Gap("MSC01", 2)]


def test_a_gap_blocks_until_it_is_accepted() -> None:
    gap = Gap("MSC01", 2)
    with pytest.raises(GapError, match=r"MSC01:2.*billed late.*--accept-gap"):
        check_gaps([gap], [], [])
    check_gaps([gap], [gap], [])
    check_gaps([gap], [], [gap])


def test_accepting_what_is_not_missing_is_refused() -> None:
    with pytest.raises(GapError, match="no file is missing"):
        check_gaps([], [], [Gap("MSC01", 2)])


def test_gaps_are_named_one_by_one_or_as_a_range() -> None:
    assert parse_gaps(["MSC01:2", "MSC02:7-9"]) == [
        Gap("MSC01", 2),
        Gap("MSC02", 7),
        Gap("MSC02", 8),
        Gap("MSC02", 9),
    ]
    for wrong in ("MSC01", ":4", "MSC01:x", "MSC01:1-y"):
        with pytest.raises(GapError, match="names no gap"):
            parse_gaps([wrong])
