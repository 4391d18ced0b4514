"""Checks of the marts gate on freshness: every source still arrives when it usually does.

A source's own rhythm is its measure: half more than the longest that it was ever silent, and a day.
It is known once a whole week was seen, weekend included; until then a week counts as that longest.
Only events have a rhythm: catalogues come when they change, but the operator may say how long a
source of catalogues alone may be silent. Times are those of the loads, so that a
build of an old lake is judged as it was then.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from expectations.suite import NOTHING, Check, Group

OWNER = "data"
FEWEST_LOADS = 4
"""Loads that a source must have sent before it is known how old its events usually are."""
FEWEST_DAYS = 4
"""Days on which a source must have delivered before its rhythm is known.

Days, not loads: a first delivery in many loads of one afternoon says nothing of the next one.
"""
WHOLE_WEEK = 8
"""Days between a source's first delivery and its last within which it was seen through a week.

Before, a weekend may not have passed: the longest silence is then taken to be a week.
"""
FEWEST_EVENTS = 100
"""Events a load below which the newest of them may be of any day."""
_MOMENT = "'%Y-%m-%d %H:%M UTC'"


def freshness_groups(
    longest_silences: Mapping[str, int] | None = None, released_loads: Collection[int] = ()
) -> list[Group]:
    """Return the checks on the sources' last loads and last events.

    ``longest_silences`` are days, by source, that the operator allows instead of the rhythm;
    ``released_loads`` are those that somebody let past the raw gate, whatever their age.
    """
    return [_silent(longest_silences or {}), _behind(released_loads)]


def _silent(allowed: Mapping[str, int]) -> Group:
    # What Trunkline lands itself (scores, closes), and what people note on a page, is no delivery:
    # it neither has a rhythm nor says what time it is for those who deliver. Scoring an old lake
    # today, or a note on it, would silence them all.
    return Group(
        f"""(
            with delivered as (
                select source, load_mode, load_seq, min(landed_at) as landed_at,
                    bool_or(load_mode = 'events') over (partition by source) as sends_events
                from fct_load_files where source <> 'trunkline'
                    and not (source = 'planning' and entity = 'figure_notes')
                group by source, load_mode, load_seq
            ),
            clock as (select max(landed_at) as as_of from delivered),
            gaps as (
                select source, landed_at, date_diff('hour', lag(landed_at) over (
                    partition by source order by load_seq), landed_at) as hours
                from delivered where load_mode = 'events'
                    or (not sends_events and {_is_declared(allowed)})
            ),
            rhythm as (
                select source, count(distinct cast(landed_at as date)) as days,
                    max(hours) as longest, max(landed_at) as last_at,
                    case
                        when max(cast(landed_at as date)) - min(cast(landed_at as date))
                            >= {WHOLE_WEEK} then max(hours)
                        else greatest(max(hours), {7 * 24})
                    end as usual
                from gaps group by source
            )
            select source, last_at, longest, clock.as_of,
                last_at + to_hours({_bound(allowed)}) as due_at
            from rhythm cross join clock
            where days >= {FEWEST_DAYS} or {_is_declared(allowed)}
        )""",
        (
            Check(
                "sources_silent_for_longer_than_ever",
                f"case when count(*) > 0 then coalesce(string_agg(source || ': last delivery ' || "
                f"strftime(last_at, {_MOMENT}) || coalesce(', longest silence before ' || longest "
                f"|| ' hours', '') || ', the next was due by ' || strftime(due_at, {_MOMENT}) || "
                f"', others delivered until ' || strftime(as_of, {_MOMENT}), '; ' "
                "order by source) filter (as_of > due_at), '') end",
                NOTHING,
                OWNER,
                "Ask the source whether its deliveries stopped: figures of it stand still. Land "
                "what it owes and run again; if the silence is right, write it in sources.yml "
                "(`SOURCE: {longest_silence_days: 40}`) and run again.",
                is_of_history=True,
            ),
        ),
    )


def _bound(allowed: Mapping[str, int]) -> str:
    """Return SQL for the hours of silence after which a source is late."""
    declared = "".join(
        f"when {_text(source)} then {days * 24} " for source, days in sorted(allowed.items())
    )
    usual = "usual * 3 // 2 + 24"
    return f"case source {declared}else {usual} end" if declared else usual


def _is_declared(allowed: Mapping[str, int]) -> str:
    """Return SQL that is true of the sources whose longest silence is declared."""
    return f"source in ({', '.join(map(_text, sorted(allowed)))})" if allowed else "false"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _behind(released: Collection[int]) -> Group:
    """Events that are older when they land than those of the source ever were.

    The raw gate has asked of each load whether it is older than usual. What a person then released
    is not asked again, and is no measure of the next ones either: an archive would hide them all.
    """
    kept = f"and load_seq not in ({', '.join(map(str, sorted(released)))})" if released else ""
    return Group(
        f"""(
            with loads as (
                select source, entity, load_seq,
                    date_diff('hour', max(last_event_at), min(landed_at)) as age,
                    count(*) over (partition by source, entity) as loads,
                    max(load_seq) over (partition by source, entity) as newest
                from fct_load_files
                where load_mode = 'events' and last_event_at <= landed_at {kept}
                group by source, entity, load_seq
                having sum(accepted) >= {FEWEST_EVENTS}
            )
            select source || '/' || entity as label,
                max(age) filter (load_seq = newest) as age,
                max(age) filter (load_seq < newest) + 72 as bound
            from loads where loads >= {FEWEST_LOADS}
            group by all
        )""",
        (
            Check(
                "events_older_than_they_ever_arrived",
                "case when count(*) > 0 then coalesce(string_agg(label || ' ' || age || "
                "' hours old', '; ' order by label) filter (age > bound), '') end",
                NOTHING,
                OWNER,
                "The newest file holds nothing new: its times were shifted, or an old one came.",
                is_of_history=True,
            ),
        ),
    )
