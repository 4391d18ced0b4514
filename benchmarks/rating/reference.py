"""What the compared jobs join usage to: small tables, made from the lake's own files.

Trunkline makes the same out of the same files within its build, in the time that is measured; the
compared jobs are given them, which is to their advantage.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

TABLES = {
    # one row per number, subscription and interval on a plan
    "lines": """
        select number_key as line_key, subscription_id, plan_id, bill_cycle_day as cycle_day,
            subscriptions.valid_from, coalesce(subscriptions.valid_to, timestamp '9999-12-31')
                as valid_to
        from number_history
        inner join subscriptions using (subscription_id)
        inner join accounts using (account_id_key)""",
    "destinations": "select prefix, zone from destinations",
    # one row per plan, service, zone and band; the price of the other band where that differs
    "prices": """
        with banded as (
            select plan_id, service, zone, bands.time_band, charge_id, initial_increment,
                next_increment, charges.rate_unit,
                cast(connect_fee * 1000000 as bigint) as connect_micros,
                cast(unit_price * 1000000 as bigint) as price_micros, tier_scope = 'period'
                    as is_tiered
            from charges
            inner join (values ('peak'), ('off_peak')) as bands (time_band)
                on charges.time_band in (bands.time_band, 'any')
            inner join charge_tiers using (charge_id)
            where from_quantity = 0
        )
        select banded.*, other.charge_id as other_charge_id, other.price_micros
            as other_price_micros
        from banded
        left join banded as other
            on other.plan_id = banded.plan_id and other.service = banded.service
            and other.zone = banded.zone and other.charge_id <> banded.charge_id""",
    "tiers": """
        select charge_id, from_quantity, cast(lead(from_quantity, 1, 1000000000000) over (
                partition by charge_id order by from_quantity
            ) as bigint) as to_quantity, cast(unit_price * 1000000 as bigint) as price_micros
        from charge_tiers
        where charge_id in (select charge_id from charges where tier_scope = 'period')""",
    "allowances": """
        select plan_id, service, zone, bucket_id, quantity as granted from allowances""",
}
SOURCES = {
    "billing": ("number_history", "subscriptions", "accounts"),
    "catalogue": ("destinations", "charges", "charge_tiers", "allowances"),
}
CURRENCY_OF_TOTALS = "KRW"


def usage_files(home: Path) -> str:
    """The lake's files of usage, as a pattern."""
    return str(home / "lake" / "mediation" / "usage_events" / "load=*" / "*.parquet")


def write_reference(home: Path, folder: Path) -> None:
    """Write one Parquet file a table into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        for source, entities in SOURCES.items():
            for entity in entities:
                files = home / "lake" / source / entity / "load=*" / "*.parquet"
                connection.execute(
                    f"create view {entity} as from read_parquet('{files}', union_by_name = true)"
                )
        for name, query in TABLES.items():
            connection.execute(f"copy ({query} order by all) to '{folder / name}.parquet'")
