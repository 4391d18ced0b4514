"""What the raw gate expects of a load as an arrival: when, how many, and how new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from expectations.suite import NONE, NOTHING, Between, Check
from expectations.volumes import History, newest_event
from trunkline.contract import Entity
from trunkline.loads import LoadFile
from trunkline.snapshots import quoted

CLOCK_SKEW = "interval 5 minutes"
HISTORIES = frozenset(
    {"crm/consents", "crm/interactions", "crm/surveys", "crm/ticket_status_changes"}
)
"""What a customer once did stays true: these may be as old as the customer."""


def arrival_checks(
    entity: Entity, files: Sequence[LoadFile], history: History, now: datetime
) -> list[Check]:
    """Return the checks on one entity's files of a load, beside the loads before."""
    checks = [_size(entity, history)]
    if entity.load_mode == "events":
        checks += [*_time_checks(entity, files, now), *_volume_checks(history, entity.source)]
        checks += [_repeated(entity.source), _behind(history, entity.source)]
    return checks


def _time_checks(entity: Entity, files: Sequence[LoadFile], now: datetime) -> list[Check]:
    started = next(column.name for column in entity.columns if column.type == "timestamp")
    present = f"timestamp '{now:%Y-%m-%d %H:%M:%S}'"
    few = max(5, sum(file.records for file in files) // 1000)
    return [
        Check(
            "events_of_the_future",
            f'count(*) filter ("{started}" > {present} + {CLOCK_SKEW})',
            Between(0, few),
            entity.source,
            "A switch clock is ahead, or times lost their zone: have the files sent again.",
        ),
        Check(
            "events_older_than_two_years",
            f'count(*) filter ("{started}" < {present} - interval 2 years)',
            Between(0, None)
            if entity.label in HISTORIES or _is_history(files, now)
            else Between(0, few),
            entity.source,
            "Old usage between new: a switch clock is behind, or an archive was sent by mistake.",
        ),
    ]


def _is_history(files: Sequence[LoadFile], now: datetime) -> bool:
    """Say whether the load is an archive as a whole: then its age is no surprise."""
    newest = newest_event(now, files)
    return newest is not None and (now - newest).days > 365


def _volume_checks(history: History, owner: str) -> list[Check]:
    return [
        Check(
            "producers_out_of_their_usual_volume",
            quoted(", ".join(history.unusual)),
            NOTHING,
            owner,
            "Compare with the switch's own count; release the load if the volume is real.",
        ),
        Check(
            "switch_files_missing_in_this_load",
            str(len(history.missing)),
            Between(0, history.missing_allowed),
            owner,
            "Whole stretches of a switch's sequence are missing: wait for them, or release.",
        ),
    ]


def _repeated(owner: str) -> Check:
    repeated = "count(event_key) - count(distinct event_key)"
    return Check(
        "repeated_records_beyond_a_third",
        f"cast(greatest(0, {repeated} - greatest(100, count(*) // 3)) as bigint)",
        NONE,
        owner,
        "The source sends its records again under other names: ask its operator.",
    )


def _behind(history: History, owner: str) -> Check:
    return Check(
        "newest_event_older_than_it_ever_arrived",
        "cast(null as varchar)" if history.behind is None else quoted(history.behind),
        NOTHING,
        owner,
        "Times were shifted, or the source sent an old file under a new name: ask it.",
    )


def _size(entity: Entity, history: History) -> Check:
    seen = "null" if history.size_percent is None else str(history.size_percent)
    is_full = entity.load_mode == "full"
    return Check(
        "records_in_percent_of_usual",
        f"cast({seen} as bigint)",
        Between(70, 200) if is_full else Between(20, 600),
        entity.source,
        "What a complete export lacks is deleted: release it only if it is complete."
        if is_full
        else "Compare with the source's own count; release the load if the volume is real.",
    )
