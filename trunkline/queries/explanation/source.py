"""Where an event came from, and what became of it."""

from __future__ import annotations

import duckdb

from trunkline.queries.filters import Filters
from trunkline.queries.table import Table, run
from trunkline.queries.viewer import Viewer

CHOSEN = """
with chosen as (
    select cast($event as bigint) as event_id, cast($event as bigint) >> 43 as load_seq,
        (cast($event as bigint) >> 29) & 16383 as file_no,
        cast($event as bigint) & 536870911 as line_no
)
"""

SOURCE = f"""{CHOSEN}
select cast(chosen.event_id as varchar) as event_id, chosen.load_seq, chosen.file_no,
    chosen.line_no, files.source, files.entity, files.origin, files.sha256, files.producer,
    files.sequence, files.records, files.landed_at
from chosen
inner join fct_load_files as files
    on files.load_seq = chosen.load_seq and files.file_no = chosen.file_no
"""

# One row always. A line of a file that no mart names was not chargeable, or holds no record: which
# of the two, only the file says, so a line beyond its records is told apart and no other.
FATE = f"""{CHOSEN}
select
    case
        when rated.event_id is not null then 'rated'
        when taken.event_id is not null then 'reversal'
        when copies.event_id is not null then 'duplicate'
        when waiting.status = 'written_off' then 'written_off'
        when waiting.event_id is not null then 'suspended'
        when rejects.line_no is not null then 'rejected'
        when files.load_seq is null then 'no_file'
        when statuses.load_seq is null then 'no_usage'
        when chosen.line_no not between 1 and files.records + 1 then 'no_line'
        when coalesce(statuses.not_chargeable, 0) = 0 then 'no_record'
        else 'non_chargeable'
    end as status,
    coalesce(waiting.reason, rejects.rule) as reason,
    waiting.first_reason,
    rejects.field,
    rejects.message,
    cast(coalesce(taken.original_event_id, copies.original_event_id) as varchar)
        as original_event_id,
    copies.is_conflict,
    coalesce(rated.rating_seq, taken.rating_seq) as rating_seq,
    coalesce(waiting.cured_seq, waiting.written_off_seq) as ended_seq,
    coalesce(rated.service, taken.service, waiting.service) as service,
    coalesce(rated.direction, taken.direction, waiting.direction) as direction,
    coalesce(rated.quantity, waiting.quantity) as quantity,
    coalesce(rated.started_at, waiting.started_at) as started_at,
    coalesce(rated.currency, taken.currency, waiting.currency) as currency,
    coalesce(rated.charge, taken.amount) as charge,
    waiting.estimated_amount,
    files.records,
    statuses.not_chargeable
from chosen
left join fct_load_files as files
    on files.load_seq = chosen.load_seq and files.file_no = chosen.file_no
left join (
    select load_seq, file_no,
        sum(event_count) filter (where status = 'non_chargeable')::bigint as not_chargeable
    from fct_event_statuses
    group by load_seq, file_no
) as statuses
    on statuses.load_seq = chosen.load_seq and statuses.file_no = chosen.file_no
left join fct_rated_usage as rated on rated.event_id = chosen.event_id
left join fct_usage_adjustments as taken on taken.event_id = chosen.event_id
left join fct_usage_duplicates as copies on copies.event_id = chosen.event_id
left join fct_suspense as waiting on waiting.event_id = chosen.event_id
left join (
    select load_seq, file_no, line_no, min(rule) as rule, min_by(field, rule) as field,
        min_by(message, rule) as message
    from fct_rejects
    group by load_seq, file_no, line_no
) as rejects
    on rejects.load_seq = chosen.load_seq and rejects.file_no = chosen.file_no
    and rejects.line_no = chosen.line_no
"""


def source(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    event_id: int,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """The file and line that the number of an event stands for; no row without such a file."""
    return run(viewer, connection, SOURCE, {"event": event_id}, limit=limit, offset=offset)


def fate(
    viewer: Viewer,
    filters: Filters,
    connection: duckdb.DuckDBPyConnection,
    event_id: int,
    limit: int | None = None,
    offset: int = 0,
) -> Table:
    """One row: what became of the event, in `status`.

    It is rated, reversal, duplicate, suspended, written_off, rejected or non_chargeable; no_file,
    no_usage, no_line and no_record say that no file brought such an event. A reversal and a
    duplicate name the event that they belong to.
    """
    return run(viewer, connection, FATE, {"event": event_id}, limit=limit, offset=offset)
