"""The one load of usage of a home aside, and the past that it goes on from.

The past is written as closes write it: the periods before those that are rated count as closed, and
their registers hold what parts of long sessions and lasting allowances have already had. So each
event is charged in the period that it was charged in, whatever is closed in the real lake.
"""

from __future__ import annotations

import duckdb

from delivery.aside.home import OWN, USAGE
from trunkline.contract import lake_schema, load_contract
from trunkline.landing import LoadWriter, own_file
from trunkline.landing.genesis import write_query
from trunkline.lock import writer_lock
from trunkline.settings import Settings
from trunkline.snapshots import quoted

ORIGIN = "rated aside"
FILE_BITS, LOAD_BITS = 29, 43
FIRST_FILE = 1

# the temporary table `scope` holds the rated events, `line_no` their order
PAST = """
    select rated.* from fct_rated_usage as rated
    inner join (
        select cycle_day, max(charged_period) as charged_period from scope group by cycle_day
    ) as cycles
        on cycles.cycle_day = rated.cycle_day and rated.charged_period < cycles.charged_period
    where rated.session_key in (select session_key from scope where session_key is not null)
        or (
            rated.account_key in (select account_key from scope)
            and rated.event_id in (
                select event_id from fct_allowance_draws where balance_date = date '1900-01-01'
            )
        )
"""
REGISTERS = {
    "register_rated_usage": f"({PAST})",
    "register_allowance_draws": f"""(
        select draws.*, past.cycle_day, past.charged_period
        from fct_allowance_draws as draws
        inner join ({PAST}) as past on past.event_id = draws.event_id
        where draws.balance_date = date '1900-01-01'
    )""",
}
CLOSES = """(
    select periods.cycle_day, periods.period, cast($now as timestamp) as closed_at
    from dim_billing_periods as periods
    inner join (
        select cycle_day, min(period) as first_period, max(charged_period) as charged_period
        from scope
        group by cycle_day
    ) as cycles
        on cycles.cycle_day = periods.cycle_day
        and periods.period >= cycles.first_period
        and periods.period < cycles.charged_period
)"""
# whoever let an event pass has decided: aside it is not judged again
RELEASES = """(
    select
        cast($load as bigint) * 8796093022208 + 536870912 + line_no as event_id,
        'rated before' as reason, 'trunkline' as released_by, cast($now as timestamp) as released_at
    from scope
)"""


def land_usage(aside: Settings, warehouse: duckdb.DuckDBPyConnection, settings: Settings) -> int:
    """Land the events of the temporary table `scope` aside as one load; return its number.

    An event's line there is its `line_no`, in file 1 whatever its source: events keep their order.
    """
    with writer_lock(aside, purpose="rating aside"):
        load = LoadWriter.begin(aside, kind="aside")
        for source, entity in USAGE:
            _copy_usage(warehouse, load, settings, source, entity)
        values = {"now": settings.now().replace(tzinfo=None), "load": load.load_seq}
        tables = {
            "bill_closes": CLOSES,
            "usage_releases": RELEASES,
            **REGISTERS,
        }
        for file_no, (entity, table) in enumerate(tables.items(), start=FIRST_FILE + 1):
            _copy_own(warehouse, load, entity, table, file_no, values)
        return load.commit(landed_at=settings.now()).load_seq


def _copy_usage(
    warehouse: duckdb.DuckDBPyConnection,
    load: LoadWriter,
    settings: Settings,
    source: str,
    entity: str,
) -> None:
    schema = lake_schema(load.contract.entity(source, entity))[2:]
    loads = warehouse.execute(
        f"select distinct event_id >> {LOAD_BITS} as load_seq from scope order by 1"
    ).fetchall()
    folder = settings.lake / source / entity
    folders = [path for (seq,) in loads if (path := folder / f"load={seq}").is_dir()]
    # the empty file of load 0 tells the columns that older files lack
    files = ", ".join(quoted(str(each / "*.parquet")) for each in (folder / "load=0", *folders))
    columns = ", ".join(f'records."{name}"' for name, _ in schema)
    write_query(
        warehouse,
        f"select cast({FIRST_FILE} as integer) as file_no, scope.line_no, {columns} "
        f"from read_parquet([{files}], hive_partitioning = true, union_by_name = true) as records "
        "inner join scope on scope.event_id = (cast(records.load as bigint) << "
        f"{LOAD_BITS}) + (cast(records.file_no as bigint) << {FILE_BITS}) + records.line_no "
        "order by scope.line_no",
        load.new_file(source, entity),
    )


def _copy_own(
    warehouse: duckdb.DuckDBPyConnection,
    load: LoadWriter,
    entity: str,
    table: str,
    file_no: int,
    values: dict[str, object],
) -> None:
    path, contract = load.new_file(OWN, entity), load_contract()
    columns = lake_schema(contract.entity(OWN, entity))[2:]
    listed = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in columns)
    rows = write_query(
        warehouse,
        f"select cast({file_no} as integer) as file_no, row_number() over () as line_no, {listed} "
        f"from {table} as own",
        path,
        {name: value for name, value in values.items() if f"${name}" in table},
    )
    load.add_file_record(own_file(contract, entity, file_no, rows, path, ORIGIN))
