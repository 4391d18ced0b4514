"""The small operator as `trunkline export` sees it: what it lacks, and words to look at files."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from delivery.exchange.exporting import Exported, Form, What, export
from tests.pages import small_operator
from trunkline.settings import Settings
from trunkline.snapshots import open_snapshot

# what the small operator lacks of the real marts, and one plan with two tiers known from load 2
CHANGES = [
    "alter table dim_accounts add column account_number bigint",
    "update dim_accounts set account_number = account_row_id",
    "update fct_allowance_draws set bucket_owner = (select min(subscription_number)"
    " from dim_subscriptions), balance_date = date '2026-06-01', granted_quantity = 1000000000000",
    "update dim_plans set known_from = 2 where plan_id = 'plan_a'",
    """
    insert into dim_charges (source_row_id, charge_id, plan_id, charge_kind, description, service,
        direction, zone, time_band, initial_increment, next_increment, rate_unit, connect_fee,
        price_basis, amount, currency, tax_code, status, known_from, known_to, valid_from, valid_to)
    select 1, 'calls', 'plan_a', 'usage', 'Calls', 'voice', 'outgoing', 'home_mobile', 'any', 60,
        1, 60, 0.5, 'gross', null, 'KRW', 'vat_standard', 'active', 2, 99, timestamp '2026-01-01',
        timestamp '9999-12-31'
    union all
    select 2, 'fee', 'plan_a', 'recurring', 'Fee', null, null, null, null, null, null, null, null,
        'net', 33000, 'KRW', 'vat_standard', 'active', 2, 99, timestamp '2026-01-01',
        timestamp '9999-12-31'
    union all
    select 3, 'agreed', 'plan_a', 'recurring', 'Agreed', null, null, null, null, null, null, null,
        null, 'net', 1, 'KRW', 'vat_standard', 'active', 2, 99, timestamp '2026-01-01',
        timestamp '9999-12-31'
    """,
    "update dim_charges set account_key = md5('account1') where charge_id = 'agreed'",
    "insert into dim_tier_sets select 'calls', 7, 2, 2, 99, timestamp '2026-01-01',"
    " timestamp '9999-12-31'",
    "insert into dim_price_tiers (tier_row_id, tier_number, from_quantity, to_quantity, flat_fee,"
    " unit_price) values (7, 1, 0, 600, 0, 1.8), (7, 2, 600, null, 0, 0.9)",
]
ALL = (list(Form), list(What))


def publish(home: Path, watermark: int) -> Settings:
    small_operator.publish(
        home, f"snapshot{watermark}", number=watermark, changes=CHANGES, watermark=watermark
    )
    return Settings(home=home, keys_file=home / "keys.json")


def leave_all(settings: Settings, since: int | None = None) -> Exported:
    return export(settings, *ALL, since, settings.home / "out")


def names(done: Exported) -> list[str]:
    return sorted(path.name for path in done.files)


def contents(settings: Settings) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (settings.home / "out").glob("[a-z]*")}


def documents(settings: Settings, name: str) -> list[dict[str, Any]]:
    """The lines of a file; a number that is no text would be an amount as a float."""

    def refuse(text: str) -> None:
        raise AssertionError(f"{text} is no text")

    lines = (settings.home / "out" / name).read_text("utf-8").splitlines()
    return [json.loads(line, parse_float=refuse, parse_int=refuse) for line in lines]


def table(settings: Settings, name: str) -> list[dict[str, str]]:
    with (settings.home / "out" / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def query(settings: Settings, sql: str) -> list[tuple[Any, ...]]:
    with open_snapshot(settings) as snapshot:
        return snapshot.connection.execute(sql).fetchall()
