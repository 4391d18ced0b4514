"""`trunkline export`: what leaves, exactly once, and that our own reader takes it back."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from delivery.exchange import cli, outbox
from delivery.exchange.exporting import Form, What
from ingestion.tmf635.map import usage_values
from tests.exported_operator import (
    contents,
    documents,
    leave_all,
    names,
    publish,
    query,
    table,
)
from tests.homes import Home
from tests.pages import small_operator
from trunkline.errors import TrunklineError
from trunkline.settings import Settings
from trunkline.snapshots import NoSnapshotError


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home in which what the loads up to 2 brought is published."""
    return publish(tmp_path, 2)


def test_both_forms_hold_the_same_events_to_the_last_decimal(settings: Settings) -> None:
    leave_all(settings)
    ((count, charge, quantity),) = query(
        settings,
        "select count(*), sum(charge), sum(quantity)::bigint from fct_rated_usage"
        " where rating_seq <= 2",
    )
    rows = table(settings, "usage_000001-000002.csv")
    usages = documents(settings, "usage_000001-000002.ndjson")
    assert len(rows) == len(usages) == count > 0
    assert sum(Decimal(row["charge"]) for row in rows) == charge
    assert sum(int(row["quantity"]) for row in rows) == quantity
    assert [usage["id"] for usage in usages] == [row["event_id"] for row in rows]
    # every charge row of the small operator has number 1, which is one of gross prices
    assert [usage["ratedProductUsage"][0]["taxIncludedRatingAmount"]["value"]
            for usage in usages] == [row["charge"] for row in rows]  # fmt: skip


def test_our_own_reader_takes_quantities_and_times_back(settings: Settings, tmp_path: Path) -> None:
    leave_all(settings)
    read = [
        usage_values(json.loads(line, parse_int=str, parse_float=str))
        for line in contents(settings)["usage_000001-000002.ndjson"].decode().splitlines()
    ]
    rows = table(settings, "usage_000001-000002.csv")
    columns = {"usage_id": "event_id", "quantity": "quantity", "started_at": "started_at",
               "service": "service", "direction": "direction", "unit": "unit"}  # fmt: skip
    assert [{name: each[name] for name in columns} for each in read] == [
        {name: row[column] for name, column in columns.items()} for row in rows
    ]
    landed = Home(tmp_path / "again")
    some = b"".join(contents(settings)["usage_000001-000002.ndjson"].splitlines(True)[:200])
    (file,) = landed.land(some, "again.ndjson", "tmf635/usages").landed
    assert (file.records, file.rejected) == (200, 0)
    assert landed.rows(
        "select usage_id, quantity::varchar, strftime(started_at, '%Y-%m-%dT%H:%M:%S.%fZ')"
        " from lake order by line_no",
        "tmf635/usages",
    ) == [(row["event_id"], row["quantity"], row["started_at"]) for row in rows[:200]]


def test_again_writes_nothing_and_the_next_load_leaves_alone(settings: Settings) -> None:
    first = leave_all(settings)
    assert names(first) == [
        f"{what}_000001-000002.{ending}"
        for what in ("balances", "plans", "usage")
        for ending in ("csv", "ndjson")
    ]
    before = contents(settings)
    assert leave_all(settings).files == ()
    assert contents(settings) == before
    publish(settings.home, 3)
    # the plans did not change in load 3
    assert names(leave_all(settings)) == [
        f"{what}_000003-000003.{ending}"
        for what in ("balances", "usage")
        for ending in ("csv", "ndjson")
    ]
    ids = [row["event_id"] for name in ("usage_000001-000002.csv", "usage_000003-000003.csv")
           for row in table(settings, name)]  # fmt: skip
    ((count,),) = query(settings, "select count(*) from fct_rated_usage where rating_seq <= 3")
    assert len(ids) == len(set(ids)) == count
    # a snapshot that was gone back to has nothing new
    small_operator.put_in_service(settings.home, "snapshot2")
    assert leave_all(settings).files == ()


def test_since_writes_the_same_bytes_once_more(settings: Settings) -> None:
    leave_all(settings)
    before = contents(settings)
    (settings.home / "out" / "usage_000001-000002.csv").unlink()
    assert len(leave_all(settings, since=0).files) == 6
    assert contents(settings) == before
    with pytest.raises(TrunklineError, match="beyond load 2"):
        leave_all(settings, since=3)


def test_in_a_new_folder_since_says_what_has_left(settings: Settings) -> None:
    """As the advice says where the state was lost: nothing leaves twice afterwards."""
    assert "usage_000002-000002.csv" in names(leave_all(settings, since=1))
    assert leave_all(settings).files == ()
    assert "usage_000001-000002.csv" in names(leave_all(settings, since=0))


def test_what_others_write_to_the_folder_stays(settings: Settings) -> None:
    others = settings.home / "out" / "invoice_of_another_system.csv.partial"
    others.parent.mkdir(parents=True)
    others.touch()
    leave_all(settings)
    assert others.exists()


@pytest.mark.parametrize("is_renamed", [False, True])
def test_killed_while_a_file_leaves_it_leaves_exactly_once(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, is_renamed: bool
) -> None:
    rename = outbox.leave

    def killed(aside: Path, target: Path) -> None:
        if is_renamed:
            rename(aside, target)
            target.unlink()  # the receiver was quick
        raise KeyboardInterrupt

    monkeypatch.setattr(outbox, "leave", killed)
    with pytest.raises(KeyboardInterrupt):
        leave_all(settings)
    assert contents(settings).keys() <= {"usage_000001-000002.ndjson.partial"}
    monkeypatch.setattr(outbox, "leave", rename)
    # a load later: what was about to leave keeps its range, and nothing is in two files
    publish(settings.home, 3)
    leave_all(settings)
    left = contents(settings).keys()
    assert "usage_000003-000003.ndjson" in left
    assert ("usage_000001-000002.ndjson" in left) is not is_renamed
    assert not any(name.endswith(".partial") for name in left)


def test_killed_while_writing_nothing_has_left(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(descriptor: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", killed)
        with pytest.raises(KeyboardInterrupt):
            leave_all(settings)
    assert not any(not name.endswith(".partial") for name in contents(settings))
    assert len(leave_all(settings).files) == 6
    assert not any(name.endswith(".partial") for name in contents(settings))


def test_a_balance_is_what_was_granted_less_what_was_consumed(settings: Settings) -> None:
    leave_all(settings)
    ((consumed,),) = query(
        settings, "select sum(free_quantity)::bigint from fct_rated_usage where rating_seq <= 2"
    )
    (row,) = table(settings, "balances_000001-000002.csv")
    assert consumed > 0
    assert (row["bucket_id"], row["subscription_id"], row["period"]) == (
        "plan_a.allowance", "S0000", "2026-06-01",
    )  # fmt: skip
    assert (row["granted_quantity"], row["consumed_quantity"]) == ("1000000000000", str(consumed))
    assert row["left_quantity"] == str(1000000000000 - consumed)
    (bucket,) = documents(settings, "balances_000001-000002.ndjson")
    assert bucket["remainingValue"]["amount"] == row["left_quantity"]
    assert bucket["id"] == "plan_a/plan_a.allowance/S0000/2026-06-01"


def test_a_plan_leaves_whole_with_its_tiers_and_allowances(settings: Settings) -> None:
    leave_all(settings)
    (plan,) = documents(settings, "plans_000001-000002.ndjson")
    assert (plan["id"], plan["name"]) == ("plan_a", "5G 베이직")
    prices = plan["productOfferingPrice"]
    told = [{each["name"]: each["value"] for each in price["characteristic"]} for price in prices]
    assert [(price["id"], price["price"], each.get("from_quantity"), each.get("to_quantity"))
            for price, each in zip(prices, told, strict=True)] == [
        ("calls", {"unit": "KRW", "value": "1.800000"}, "0", "600"),
        ("calls", {"unit": "KRW", "value": "0.900000"}, "600", None),
        ("fee", {"unit": "KRW", "value": "33000.000000"}, None, None),
    ]  # fmt: skip
    assert prices[0]["unitOfMeasure"] == {"amount": "60", "units": "second"}
    assert (told[0]["connect_fee"], told[0]["price_basis"]) == ("0.500000", "gross")
    granted = {each["service"]: each["grantedValue"] for each in plan["allowance"]}
    assert granted["data"] == {"amount": "1000000000", "units": "byte"}
    assert len(table(settings, "plans_000001-000002.csv")) == 3 + len(plan["allowance"])


def test_what_stands_in_the_way_is_named(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(NoSnapshotError):
        leave_all(Settings(home=tmp_path / "empty", keys_file=tmp_path / "k"))
    folder = settings.home / "out"
    folder.mkdir()
    with outbox.Outbox(folder).opened(), pytest.raises(TrunklineError, match="Another export"):
        leave_all(settings)
    (folder / outbox.STATE).write_text("{")
    with pytest.raises(TrunklineError, match="cannot be read"):
        leave_all(settings)


def test_the_watch_exports_what_is_published_while_it_waits(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 2:
            publish(settings.home, 3)
        if len(waits) == 3:
            raise KeyboardInterrupt

    monkeypatch.setenv("TRUNKLINE_HOME", str(settings.home))
    monkeypatch.setattr("time.sleep", wait)
    with pytest.raises(KeyboardInterrupt):
        cli.export_command(form=[Form.csv], what=[What.usage], watch=True, every=2.0)
    told = capsys.readouterr().out.splitlines()
    out = settings.home / "exports"
    assert told == [f"wrote {out / 'usage_000001-000002.csv'}",
                    f"wrote {out / 'usage_000003-000003.csv'}"]  # fmt: skip
    assert waits == [2.0] * 3
