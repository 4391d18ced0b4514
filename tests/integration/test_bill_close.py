"""What a close refuses, what it lands, and that nothing later moves it."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import duckdb
import pytest

from tests.integration.operator_history import Home

pytestmark = pytest.mark.slow

# Just after the tiny operator's last delivery: its last cycles have ended and are open.
NOW = "2026-03-01T07:00:00+09:00"


@pytest.fixture
def home(tiny_home: Home, tmp_path: Path) -> Home:
    """A copy of the played tiny home, to close in."""
    copied = Home(tmp_path / "home", tiny_home.keys)
    shutil.copytree(tiny_home.folder, copied.folder)
    return copied


def periods(home: Home, state: str) -> list[tuple[str, str]]:
    """(cycle, period) of the lines of `bill periods` in this state, oldest first."""
    printed = home.run("bill", "periods", now=NOW).splitlines()
    return [tuple(line.split()[1:3]) for line in printed if state in line]  # type: ignore[misc]


def close(home: Home, *arguments: str, expect: int = 0) -> str:
    """Close, accepting the gaps that `bill periods` lists."""
    listed = home.run("bill", "periods", now=NOW).partition("block a close: ")[2].strip()
    gaps = [word for gap in filter(None, listed.split(", ")) for word in ("--accept-gap", gap)]
    reason = ["--reason", "the switch lost it"] if gaps else []
    return home.run("bill", "close", *arguments, *gaps, *reason, now=NOW, expect=expect)


def test_what_a_close_refuses(home: Home) -> None:
    cycle, period = periods(home, "running")[0]
    said = close(home, "--cycle", cycle, "--period", period, expect=1)
    assert f"The cycle {cycle} period {period} ends at" in said
    cycle, period = periods(home, "closed by load")[0]
    said = close(home, "--cycle", cycle, "--period", period, expect=1)
    assert "was closed by load" in said
    said = close(home, "--cycle", "1", "--period", "2026-02-11", expect=1)
    assert "first day of a period of cycle 11" in said
    said = close(home, "--cycle", "7", "--period", "2026-02", expect=1)
    assert "Cycle 7 has no period 2026-02-07" in said
    said = home.run(
        "bill", "close", "--all-ended", "--accept-gap", "MSC01:999999", "--reason", "x",
        now=NOW, expect=1,
    )  # fmt: skip
    assert "no file is missing there" in said
    said = home.run("bill", "close", "--all-ended", "--accept-gap", "MSC01:1", now=NOW, expect=1)
    assert "accepted with a reason" in said
    assert not (home.folder / "lake" / "trunkline" / "bill_closes" / "load=12").exists()


def test_a_close_needs_a_warehouse_at_the_last_load_and_registers_its_periods(home: Home) -> None:
    ended = periods(home, "can be closed")
    assert ended
    said = close(home, "--all-ended")
    assert [line for line in said.splitlines() if line.startswith("closed")] == [
        f"closed cycle {cycle} period {period}" for cycle, period in ended
    ]
    for said in (
        close(home, "--all-ended", expect=1),
        home.run("bill", "verify", now=NOW, expect=1),
    ):
        assert "The warehouse stands at load" in said
    assert "the lake at load" in said
    home.run("run", now=NOW)
    assert periods(home, "can be closed") == []
    assert "0 differences" in home.run("bill", "verify", now=NOW)
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        listed = ", ".join(f"({cycle}, date '{period}')" for cycle, period in ended)
        row = connection.execute(
            "select (select count(*) from fct_invoices where (cycle_day, period) in "
            f"({listed})), (select count(*) from fct_charges where status = 'unbilled' and "
            f"(cycle_day, period) in ({listed}))"
        ).fetchone()
    assert row is not None
    assert row[0] > 0
    assert row[1] == 0


def test_each_file_of_a_close_bears_the_hash_of_its_bytes(tiny_home: Home) -> None:
    lake = tiny_home.folder / "lake"
    manifests = [json.loads(path.read_text()) for path in sorted((lake / "_loads").glob("*.json"))]
    closes = [manifest for manifest in manifests if manifest["kind"] == "close"]
    assert closes
    for manifest in closes:
        landed = {file["sha256"] for file in manifest["files"]}
        kept = {
            hashlib.sha256((lake / file["path"]).read_bytes()).hexdigest()
            for file in manifest["data_files"]
            if "/load_files/" not in file["path"]
        }
        assert landed == kept


def test_closed_periods_rate_again_to_what_was_issued(home: Home) -> None:
    assert "0 differences" in home.run("bill", "verify", "--recompute", now=NOW)


def test_an_edited_invoice_is_seen_by_verify(home: Home) -> None:
    with duckdb.connect(str(home.warehouse)) as connection:
        connection.execute(
            "update fct_invoices set gross_amount = gross_amount + 1 where invoice_number = "
            "(select min(invoice_number) from fct_invoices)"
        )
    said = home.run("bill", "verify", now=NOW, expect=1)
    assert "1 differences" in said
    assert "register_invoices INV-" in said
