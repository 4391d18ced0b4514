"""The rows that a churn model learns from and scores, as a published snapshot has them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    import pandas as pd

NUMBERS = (
    "tenure_days",
    "mrr_amount",
    "event_count",
    "event_count_month_before",
    "voice_seconds",
    "data_bytes",
    "usage_charge_amount",
    "contact_count",
    "repeat_contact_count",
    "ticket_count",
    "complaint_count",
    "last_nps_score",
    "last_invoice_amount",
    "invoice_before_amount",
    "overdue_amount",
    "returned_payment_count",
    "home_cell_drop_rate",
    "home_cell_outage_seconds",
)
CODES = ("plan_id", "segment", "region", "credit_class")
KEYS = ("subscription_id", "customer_key", "account_key", "as_of_date", "horizon_days")
LABEL = "leaves_within_horizon"


@dataclass(frozen=True)
class Rows:
    """Rows of `fct_churn_features`: keys, features, and the label where its horizon is over."""

    frame: pd.DataFrame

    @property
    def labelled(self) -> pd.DataFrame:
        """Rows of which it is known whether they left."""
        return self.frame[self.frame[LABEL].notna()]

    @property
    def newest(self) -> pd.DataFrame:
        """Rows of the last as-of date: those to score."""
        return self.frame[self.frame["as_of_date"] == self.frame["as_of_date"].max()]


def read_rows(connection: duckdb.DuckDBPyConnection) -> Rows:
    """Read the features of a snapshot, in an order of their own.

    A model weighs numbers and shows none of them: here, and only here, an amount becomes a float.
    """
    numbers = ", ".join(f"cast({name} as double) as {name}" for name in NUMBERS)
    others = ", ".join((*KEYS, *CODES, LABEL))
    frame = connection.execute(
        f"select {others}, {numbers} from fct_churn_features order by as_of_date, subscription_id"
    ).df()
    return Rows(frame)
