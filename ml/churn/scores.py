"""Scores that land back: one load of the own entity `churn_scores`, which the next run reads."""

from __future__ import annotations

from dataclasses import dataclass

from ml.churn.features import read_rows
from ml.churn.model import NAME, REVISION, Judgement, judge, score, train
from trunkline.contract import load_contract
from trunkline.landing import LoadWriter, own_file
from trunkline.lock import writer_lock
from trunkline.settings import Settings
from trunkline.snapshots import open_snapshot

ENTITY = "churn_scores"


@dataclass(frozen=True)
class Scored:
    """What was scored, from which snapshot, and the load that holds it."""

    load_seq: int
    snapshot_id: str
    model_version: str
    as_of_date: str
    subscriptions: int
    judgement: Judgement | None


def score_churn(settings: Settings, *, wait: float = 0.0) -> Scored:
    """Train on the snapshot in service, score its newest rows, and land the scores as a load.

    Raises TooLittleHistoryError, NoSnapshotError, LockHeldError.
    """
    with open_snapshot(settings) as snapshot:
        rows = read_rows(snapshot.connection)
        snapshot_id = snapshot.record.snapshot_id
    model, judgement = train(rows), judge(rows)
    newest = rows.newest
    as_of_date = newest["as_of_date"].iloc[0].date()
    version = f"{REVISION}.{as_of_date:%Y%m%d}"
    now = settings.now()
    records = [
        {
            "model_name": NAME,
            "model_version": version,
            "as_of_date": as_of_date,
            "subscription_id": row.subscription_id,
            "customer_key": row.customer_key if isinstance(row.customer_key, str) else None,
            "account_key": row.account_key,
            "score": probability,
            "horizon_days": int(row.horizon_days),
            "main_reason": reason,
            "snapshot_id": snapshot_id,
            "scored_at": now,
        }
        for row, (probability, reason) in zip(
            newest.itertuples(index=False), score(model, newest), strict=True
        )
    ]
    contract = load_contract()
    with writer_lock(settings, "churn scores", wait):
        load = LoadWriter.begin(settings, "scores", contract)
        path = load.write_rows("trunkline", ENTITY, records, file_no=1)
        assert path is not None  # the newest rows are never none: the model was trained
        load.add_file_record(own_file(contract, ENTITY, 1, len(records), path, f"{NAME} {version}"))
        manifest = load.commit(now, [f"scored from snapshot {snapshot_id}"])
    return Scored(manifest.load_seq, snapshot_id, version, f"{as_of_date}", len(records), judgement)
