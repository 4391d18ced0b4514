"""Checks of the marts gate on freshness: every source still arrives when it usually does.

A source's own rhythm is its measure: half more than the longest that it was ever silent, and a day.
Only events have a rhythm: catalogues come when they change. Times are those of the loads, so that a
build of an old lake is judged as it was then.
"""

from __future__ import annotations

from expectations.suite import NOTHING, Check, Group

OWNER = "data"
FEWEST_LOADS = 4
"""Loads that a source must have sent before its rhythm is known."""
FEWEST_EVENTS = 100
"""Events a load below which the newest of them may be of any day."""


def freshness_groups() -> list[Group]:
    """Return the checks on the sources' last loads and last events."""
    return [_silent(), _behind()]


def _silent() -> Group:
    return Group(
        f"""(
            with loads as (
                select source, load_seq, min(landed_at) as landed_at
                from fct_load_files where source <> 'trunkline' and load_mode = 'events'
                group by source, load_seq
            ),
            gaps as (
                select source, landed_at, date_diff('hour', lag(landed_at) over (
                    partition by source order by load_seq), landed_at) as hours
                from loads
            ),
            rhythm as (
                select source, count(*) as loads, max(hours) as longest,
                    max(landed_at) as last_at
                from gaps group by source
            )
            select source, date_diff('hour', last_at, clock.as_of) as silent,
                longest * 3 // 2 + 24 as bound
            from rhythm cross join (select max(landed_at) as as_of from fct_load_files) as clock
            where loads >= {FEWEST_LOADS}
        )""",
        (
            Check(
                "sources_silent_for_longer_than_ever",
                "case when count(*) > 0 then coalesce(string_agg(source || ' ' || silent || "
                "' hours', '; ' order by source) filter (silent > bound), '') end",
                NOTHING,
                OWNER,
                "Ask the source whether its deliveries stopped: figures of it stand still.",
            ),
        ),
    )


def _behind() -> Group:
    """Events that are older when they land than those of the source ever were."""
    return Group(
        f"""(
            with loads as (
                select source, entity, load_seq,
                    date_diff('hour', max(last_event_at), min(landed_at)) as age,
                    count(*) over (partition by source, entity) as loads,
                    max(load_seq) over (partition by source, entity) as newest
                from fct_load_files
                where load_mode = 'events' and last_event_at is not null
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
            ),
        ),
    )
