"""The churn score: what it learns, refuses, says of itself, and lands."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
import yaml
from typer.testing import CliRunner

from ml.churn.features import Rows, read_rows
from ml.churn.model import NAME, TooLittleHistoryError, judge, score, train
from ml.churn.scores import score_churn
from ml.cli import app
from trunkline.landing import ensure_lake
from trunkline.settings import Settings
from trunkline.snapshot_records import SnapshotRecord, write_record

# 400 subscriptions over five months; who complained leaves, one in ten of the others does.
FEATURES = """
create table fct_churn_features as
with given as (
    select number, month, hash(number * 31 + month) % 100 as luck,
        hash(number * 7 + month) % 5 = 0 as complains
    from range(400) as numbers(number), range(5) as months(month)
)
select
    'S' || lpad(number::varchar, 4, '0') as subscription_id,
    case when number % 3 > 0 then 'c' || number end as customer_key, 'a' || number as account_key,
    case when number % 2 = 0 then 'plan_a' else 'plan_b' end as plan_id,
    'consumer' as segment, 'seoul' as region, null::varchar as credit_class,
    100 + number as tenure_days, 33000::decimal(18, 6) as mrr_amount, 10::bigint as event_count,
    9::bigint as event_count_month_before, 60::bigint as voice_seconds, 1::bigint as data_bytes,
    0::decimal(18, 6) as usage_charge_amount, complains::bigint as contact_count,
    0::bigint as repeat_contact_count, 0::bigint as ticket_count,
    complains::bigint as complaint_count, null::integer as last_nps_score,
    36300::decimal(18, 4) as last_invoice_amount, 36300::decimal(18, 4) as invoice_before_amount,
    0::decimal(18, 4) as overdue_amount, 0::bigint as returned_payment_count,
    null::decimal(18, 6) as home_cell_drop_rate, 0::bigint as home_cell_outage_seconds,
    30 as horizon_days, date '2026-01-01' + to_months(month::integer) as as_of_at,
    cast(date '2026-01-01' + to_months(month::integer) as date) as as_of_date,
    case when month < 4 then case when complains then luck < 80 else luck < 10 end end
        as leaves_within_horizon
from given
"""


@pytest.fixture(scope="module")
def rows() -> Rows:
    with duckdb.connect() as connection:
        connection.execute(FEATURES)
        return read_rows(connection)


def test_a_complaint_raises_the_score_and_is_named(rows: Rows) -> None:
    newest = rows.newest
    scored = list(zip(score(train(rows), newest), newest["complaint_count"], strict=True))
    complained = [Decimal(probability) for (probability, _), count in scored if count]
    others = [Decimal(probability) for (probability, _), count in scored if not count]
    assert len(complained) + len(others) == 400
    assert min(complained) > max(others)
    assert all(0 <= p <= 1 for p in complained + others)
    reasons = {reason for (_, reason), count in scored if count}
    assert reasons <= {"complaint_count", "contact_count"}


def test_the_same_rows_give_the_same_scores(rows: Rows) -> None:
    assert score(train(rows), rows.newest) == score(train(rows), rows.newest)


def test_it_is_judged_on_a_month_whose_labels_it_had_not_seen(rows: Rows) -> None:
    judgement = judge(rows)
    assert judgement is not None
    assert (judgement.as_of_date, judgement.rows) == ("2026-04-01", 400)
    assert Decimal(judgement.area_under_curve) > Decimal("0.7")
    assert Decimal(judgement.brier_score) < Decimal(judgement.brier_score_of_the_base_rate)


def test_a_label_that_was_not_known_by_then_is_not_learnt_from(rows: Rows) -> None:
    """With a horizon of 400 days no earlier label was known when the last month was scored."""
    assert judge(Rows(rows.frame.assign(horizon_days=400))) is None


def test_too_few_leavers_are_refused(rows: Rows) -> None:
    few = Rows(rows.frame.groupby("as_of_date").head(5))
    with pytest.raises(TooLittleHistoryError, match=r"who left .* who stayed"):
        train(few)


def test_scores_land_as_one_load(tmp_path: Path) -> None:
    settings = Settings(
        home=tmp_path, keys_file=tmp_path / "keys", clock=datetime(2026, 6, 1, tzinfo=UTC)
    )
    ensure_lake(settings)
    publish_features(settings)
    done = score_churn(settings)
    assert (done.load_seq, done.subscriptions, done.as_of_date) == (1, 400, "2026-05-01")
    landed = tmp_path / "lake" / "trunkline" / "churn_scores" / "load=1" / "*.parquet"
    with duckdb.connect() as connection:
        found = connection.execute(
            "select count(*), count(distinct subscription_id), min(score) >= 0, max(score) <= 1,"
            " any_value(model_name), any_value(snapshot_id), min(scored_at)::varchar,"
            f" count(customer_key) from read_parquet('{landed}')"
        ).fetchone()
    moment = "2026-06-01 00:00:00"
    assert found == (400, 400, True, True, NAME, done.snapshot_id, moment, 266)
    manifest = json.loads((tmp_path / "lake" / "_loads" / "1.json").read_text())
    assert manifest["kind"] == "scores"
    assert manifest["reasons"] == [f"scored from snapshot {done.snapshot_id}"]


def test_the_command_says_where_the_scores_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, repository: Path
) -> None:
    monkeypatch.setenv("TRUNKLINE_HOME", str(tmp_path))
    monkeypatch.setenv("TRUNKLINE_KEYS", str(tmp_path / "keys"))
    settings = Settings.from_environment()
    ensure_lake(settings)
    publish_features(settings)
    said = CliRunner().invoke(app, ["churn", "score"])
    assert said.exit_code == 0
    assert "0.5 is chance" in said.output and "less is better" in said.output
    words = yaml.safe_load((repository / "dashboards" / "text" / "en.yml").read_text("utf-8"))
    tab = words["customers"]["tab_risk"]
    assert f"fct_churn_scores, and on the page Customers, tab {tab}." in said.output


def publish_features(settings: Settings) -> None:
    """Put a snapshot that holds nothing but the features in service."""
    snapshot_id, folder = "20260601T000000Z", settings.snapshots
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(folder / f"{snapshot_id}.duckdb")) as connection:
        connection.execute(FEATURES)
    record = SnapshotRecord(
        snapshot_id=snapshot_id,
        number=1,
        watermark=0,
        code_hash="abc",
        checks_passed=1,
        checks_total=1,
        published_at=datetime(2026, 6, 1, tzinfo=UTC),
        as_of=None,
        month="2026-06",
    )
    write_record(folder / f"{snapshot_id}.json", record)
    (folder / "current.json").write_text(json.dumps({"snapshot_id": snapshot_id}))
