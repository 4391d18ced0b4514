"""`job_pandas.py HOME REFERENCE FOLDER`: usage rows to rated events and line totals in pandas."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from catalogue import PEAK_FROM_MINUTE, PEAK_TO_MINUTE
from columns import LINE, ORDER, WRITTEN
from outcome import say

READ = [
    *("load", "file_no", "line_no", "event_key", "charged_party_key", "service", "direction"),
    *("outcome", "reversal_of", "other_party_prefix", "cell_id", "quantity", "started_at"),
]
Tables = dict[str, pd.DataFrame]


def half_up(numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    """Whole numbers divided, halves upwards; nothing here is negative."""
    return (2 * numerator + denominator) // (2 * denominator)


def deduplicated(home: Path) -> pd.DataFrame:
    """The chargeable events, the first of each event key and UTC day."""
    usage = pd.read_parquet(home / "lake" / "mediation" / "usage_events", columns=READ)
    usage["rating_seq"] = usage.pop("load").astype("int64")
    usage["event_id"] = (
        usage["rating_seq"] * 2**43 + usage.pop("file_no").astype("int64") * 2**29
    ) + usage.pop("line_no")
    if not usage["event_id"].is_monotonic_increasing:
        usage = usage.sort_values("event_id")
    usage["started_date"] = usage["started_at"].dt.floor("D")
    usage = usage[~usage.duplicated(["event_key", "started_date"])]
    kept = (usage["outcome"] == "completed") & (usage["direction"] == "outgoing")
    return usage[kept & usage["reversal_of"].isna()].drop(
        columns=["event_key", "started_date", "outcome", "direction", "reversal_of"]
    )


def zones(values: pd.Series, destinations: pd.DataFrame) -> dict[str, str]:
    """The zone of the longest prefix of each distinct value."""
    by_prefix = dict(zip(destinations["prefix"], destinations["zone"], strict=True))
    found = {}
    for value in values.unique():
        lengths = range(len(value), 0, -1)
        prefix = next((value[:n] for n in lengths if value[:n] in by_prefix), "*")
        found[value] = by_prefix[prefix]
    return found


def guided(usage: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Who pays, where to, in which band, at which price."""
    usage = usage.merge(tables["lines"], left_on="charged_party_key", right_on="line_key")
    usage = usage[
        (usage["valid_from"] <= usage["started_at"]) & (usage["started_at"] < usage["valid_to"])
    ].drop(columns=["charged_party_key", "line_key", "valid_from", "valid_to"])
    leads_to = usage.pop("other_party_prefix").fillna("").where(usage["service"] != "data", "data")
    usage["zone"] = leads_to.map(zones(leads_to, tables["destinations"]))
    local = usage["started_at"] + pd.Timedelta(hours=9)
    usage["usage_date"] = local.dt.floor("D")
    second = (local - usage["usage_date"]) // pd.Timedelta(seconds=1)
    weekday = local.dt.day_of_week < 5
    peak_from, peak_to = PEAK_FROM_MINUTE * 60, PEAK_TO_MINUTE * 60
    peak = weekday & (second >= peak_from) & (second < peak_to)
    usage["time_band"] = np.where(peak, "peak", "off_peak")
    until = np.where(second < peak_from, peak_from, peak_to)
    left = np.where(weekday & (second < peak_to), until - second, 10**6)
    usage = usage.assign(left=left).merge(
        tables["prices"], on=["plan_id", "service", "zone", "time_band"]
    )
    month = usage["usage_date"].dt.to_period("M")
    month = month.where(usage["usage_date"].dt.day >= usage["cycle_day"], month - 1)
    usage["period"] = month.dt.to_timestamp() + pd.to_timedelta(usage["cycle_day"] - 1, unit="D")
    return usage


def metered(usage: pd.DataFrame) -> pd.DataFrame:
    """Quantities in whole increments; a call that crosses a band has two parts."""
    quantity, left = usage["quantity"], usage.pop("left")
    crosses = usage["other_charge_id"].notna() & (quantity > left)
    first = quantity.where(~crosses, left)
    initial, following = usage["initial_increment"], usage["next_increment"]
    beyond = initial + following * ((first - initial + following - 1) // following)
    usage["first_metered"] = beyond.where(first > initial, initial).where(first > 0, 0)
    rest = (quantity - first.clip(lower=usage["first_metered"])).clip(lower=0)
    usage["metered"] = usage["first_metered"] + (
        following * ((rest + following - 1) // following)
    ).where(crosses, 0)
    return usage


def charged(usage: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Allowances in the order of rating, then prices and tiers."""
    usage = usage.merge(tables["allowances"], on=["plan_id", "service", "zone"], how="left")
    drawing = usage[usage["bucket_id"].notna()].sort_values(ORDER)
    before = (
        drawing.groupby(["subscription_id", "bucket_id", "period"], observed=True)[
            "metered"
        ].cumsum()
        - drawing["metered"]
    )
    remaining = (drawing["granted"].astype("int64") - before).clip(lower=0)
    free = drawing["metered"].clip(upper=remaining)
    usage["free"] = free.reindex(usage.index, fill_value=0)
    usage["charged"] = usage["metered"] - usage["free"]
    first = usage["first_metered"] - usage["first_metered"].clip(upper=usage["free"])
    unit, price = usage["rate_unit"], usage["price_micros"]
    connect = usage["connect_micros"]
    usage["charge_micros"] = connect + half_up(price * usage["charged"], unit)

    cut = usage["metered"] > usage["first_metered"]
    calls = usage[cut]
    dearer = calls["other_price_micros"].astype("int64") * 10**6
    one = half_up(calls["price_micros"] * 10**6 * first[cut], calls["rate_unit"])
    two = half_up(dearer * calls["charged"], calls["rate_unit"]) - half_up(
        dearer * first[cut], calls["rate_unit"]
    )
    begun = calls["connect_micros"] * 10**6 + one
    whole = (begun + two + 500_000) // 10**6
    usage.loc[cut, "charge_micros"] = whole
    usage["second_charge_id"] = calls["other_charge_id"].reindex(usage.index)
    usage["second_charge_micros"] = (
        (whole - (begun + 500_000) // 10**6).astype("Int64").reindex(usage.index)
    )

    counting = usage[usage["is_tiered"]].sort_values(ORDER)
    after = counting.groupby(["subscription_id", "charge_id", "period"], observed=True)[
        "charged"
    ].cumsum()
    amount = counting["connect_micros"].copy()
    for tier in tables["tiers"].itertuples():
        upper = after.clip(tier.from_quantity, tier.to_quantity)
        lower = (after - counting["charged"]).clip(tier.from_quantity, tier.to_quantity)
        amount += (upper - lower) * tier.price_micros
    usage.loc[counting.index, "charge_micros"] = amount
    return usage[WRITTEN]


def line_totals(rated: pd.DataFrame) -> pd.DataFrame:
    """One row per line, in millionths."""
    cut = rated[rated["second_charge_id"].notna()]
    second = cut[LINE].assign(
        charge_id=cut["second_charge_id"],
        time_band=np.where(cut["time_band"] == "peak", "off_peak", "peak"),
        charge_micros=cut["second_charge_micros"].astype("int64"),
    )
    first = rated[[*LINE, "charge_micros"]].copy()
    first.loc[cut.index, "charge_micros"] -= cut["second_charge_micros"].astype("int64")
    parts = pd.concat([first, second])
    return parts.groupby(LINE, observed=True, as_index=False)["charge_micros"].sum()


def main() -> None:
    home, reference, folder = map(Path, sys.argv[1:4])
    begun = time.monotonic()
    tables = {path.stem: pd.read_parquet(path) for path in reference.glob("*.parquet")}
    rated = charged(metered(guided(deduplicated(home), tables)), tables)
    rated.to_parquet(folder / "pandas_rated.parquet", index=False)
    lines = line_totals(rated)
    lines.to_parquet(folder / "pandas_lines.parquet", index=False)
    seconds = time.monotonic() - begun
    say(seconds, len(rated), len(lines), int(lines["charge_micros"].sum()))


if __name__ == "__main__":
    main()
