"""A trial as text, as JSON, and its subscriptions as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from decimal import Decimal

from delivery.whatif.trial import Trial, share

NO_MARGIN = "Margin: not known, since no supplier's route carries any of this usage"


def text_lines(trial: Trial) -> Iterator[str]:
    """The trial for people: revenue, who wins and loses, each segment and plan, largest losers."""
    yield f"Usage charged in period {trial.period}, rated twice as known at load {trial.known_at}"
    for row in trial.totals:
        yield (
            f"Revenue {row['present']:,} -> {row['candidate']:,} {row['currency']}: "
            f"{row['difference']:+,} ({share(row['difference'], row['present'])})"
        )
        same = row["subscriptions"] - row["winners"] - row["losers"]
        yield (
            f"  {row['subscriptions']:,} subscriptions: {row['winners']:,} would pay less, "
            f"{row['losers']:,} more, {same:,} the same"
        )
    for row in trial.margins:
        yield (
            f"Margin {row['present']:,} -> {row['candidate']:,} {row['currency']}: "
            f"{row['difference']:+,} ({share(row['difference'], row['present'])})"
        )
    if not trial.margins:
        yield NO_MARGIN
    if trial.uncosted:
        yield f"{trial.uncosted:,} events are in no margin: their supplier has no price for them"
    if trial.left_out:
        yield (
            f"{trial.left_out:,} events are in no figure: charges of their account look at the "
            "whole period"
        )
    if trial.unrateable:
        yield f"{trial.unrateable:,} events are in no figure: one of the catalogues has no price"
    yield ""
    yield "Difference of a subscription, by segment and plan"
    for row in trial.groups:
        yield (
            f"  {row['segment']} {row['plan_id']}: {row['difference']:+,} {row['currency']} of "
            f"{row['subscriptions']:,} ({row['winners']:,} less, {row['losers']:,} more)"
        )
        yield (
            f"    least {row['least']:+,}, 10 % {row['tenth']:+,}, median {row['median']:+,}, "
            f"90 % {row['ninetieth']:+,}, most {row['most']:+,}"
        )
    yield ""
    yield "Accounts that would pay most more"
    if not trial.losers:
        yield "  none"
    for row in trial.losers:
        yield (
            f"  {row['account_key']}: {row['present']:,} -> {row['candidate']:,} "
            f"{row['currency']}, {row['difference']:+,}"
        )


def json_text(trial: Trial) -> str:
    """The trial for programs, without its subscriptions: amounts as texts with all decimals."""
    content = {name: value for name, value in asdict(trial).items() if name != "subscriptions"}
    return json.dumps(content, default=_plain, ensure_ascii=False, indent=2)


def csv_text(trial: Trial) -> str:
    """One line per subscription: what it pays now, and what it would."""
    text = io.StringIO()
    columns = (
        "account_key", "subscription_id", "segment", "plan_id", "currency", "events", "present",
        "candidate", "difference",
    )  # fmt: skip
    writer = csv.DictWriter(text, fieldnames=columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(trial.subscriptions)
    return text.getvalue()


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"no JSON for {type(value).__name__}")
