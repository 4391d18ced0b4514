"""Can today's numbers be believed: control totals, loads, rejects, gates and runs."""

from __future__ import annotations

import duckdb

from trunkline.queries.filters import Filters
from trunkline.queries.table import Table, run
from trunkline.queries.viewer import Viewer

CONTROLS = """
select
    control,
    coalesce(currency, '-') as currency,
    count(*) as scopes,
    count(*) filter (where not is_balanced) as broken,
    cast(sum(left_count) as hugeint) as left_count,
    cast(sum(right_count) as hugeint) as right_count,
    cast(sum(count_difference) as hugeint) as count_difference,
    sum(left_amount) as left_amount,
    sum(right_amount) as right_amount,
    sum(amount_difference) as amount_difference,
    sum(abs(amount_difference)) as residual,
    any_value(left_name) as left_name,
    any_value(right_name) as right_name
from fct_control_totals
group by control, coalesce(currency, '-')
order by case control
    when 'records' then 1 when 'events' then 2 when 'suspense' then 3 when 'write-offs' then 4
    when 'one-time charges' then 5 when 'rated' then 6 when 'billed' then 7 when 'invoiced' then 8
    when 'owed' then 9 when 'receivables' then 10 when 'payments' then 11 else 12
end, currency
"""

CONTROL_ROWS = """
select
    control, scope, currency, is_balanced, count_difference, amount_difference, left_count,
    right_count, left_amount, right_amount
from fct_control_totals
order by is_balanced, abs(coalesce(amount_difference, 0)) desc, control, scope, currency
"""

SOURCES = """
select
    source,
    entity,
    max(load_seq) as last_load,
    count(*) as files,
    cast(sum(records) as bigint) as records,
    cast(sum(accepted) as bigint) as accepted,
    cast(sum(rejected) as bigint) as rejected,
    max(last_event_at) as last_event_at,
    max(landed_at) as landed_at
from fct_load_files
where source <> 'trunkline'
group by source, entity
order by source, entity
"""

FILES = """
select
    load_seq, file_no, source, entity, origin, producer, sequence, records, accepted, rejected,
    first_event_at, last_event_at, landed_at, substr(sha256, 1, 12) as sha256
from fct_load_files
where source <> 'trunkline'
order by load_seq desc, file_no
"""

REJECTS = """
select rejects.load_seq, rejects.file_no, rejects.line_no, rejects.source, rejects.entity,
    files.origin, rejects.field, rejects.rule, rejects.message
from fct_rejects as rejects
left join fct_load_files as files
    on files.load_seq = rejects.load_seq and files.file_no = rejects.file_no
order by rejects.load_seq desc, rejects.file_no, rejects.line_no
"""

STATUSES = """
select source, status, cast(sum(event_count) as bigint) as event_count
from fct_event_statuses
group by source, status
order by source, event_count desc, status
"""

GATES = """
select checked_at, gate, load_seq, check_name, owner, expected, seen, is_success
from fct_gate_results
order by checked_at desc, is_success, gate, check_name
"""

RUNS = """
select started_at, run_id, step, status, ended_at, watermark, detail
from fct_runs
order by started_at desc, run_id, step
"""

AS_OF = """
select max(landed_at) as landed_at, max(load_seq) as load_seq,
    -- a file with a record whose clock is ahead tells nothing of how far the data go
    max(last_event_at) filter (where last_event_at <= landed_at) as last_event_at
from fct_load_files
"""


def _query(sql: str, name: str, about: str):  # type: ignore[no-untyped-def]
    def query(
        viewer: Viewer,
        filters: Filters,
        connection: duckdb.DuckDBPyConnection,
        limit: int | None = None,
        offset: int = 0,
    ) -> Table:
        return run(viewer, connection, sql, filters.parameters(), limit=limit, offset=offset)

    query.__name__ = query.__qualname__ = name
    query.__doc__ = about
    return query


controls = _query(CONTROLS, "controls", "Each kind of control total added up, residual included.")
control_rows = _query(CONTROL_ROWS, "control_rows", "Every control total, broken ones first.")
sources = _query(SOURCES, "sources", "Per entity: files, records, last load and last event.")
files = _query(FILES, "files", "Every landed file, newest load first.")
rejects = _query(REJECTS, "rejects", "Every rejected record: where it stands and which rule.")
statuses = _query(STATUSES, "statuses", "What became of the accepted events, by source.")
gates = _query(GATES, "gates", "Every check of a gate that the warehouse knows, newest first.")
runs = _query(RUNS, "runs", "Every step of a run that the warehouse knows, newest first.")
as_of = _query(AS_OF, "as_of", "One row: when the last load landed, its number, its last event.")
