"""`job_polars.py HOME REFERENCE FOLDER`: usage rows to rated events and line totals in Polars."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import polars as pl
from catalogue import PEAK_FROM_MINUTE, PEAK_TO_MINUTE
from columns import LINE, ORDER, WRITTEN
from outcome import say

PEAK_FROM, PEAK_TO = PEAK_FROM_MINUTE * 60, PEAK_TO_MINUTE * 60
Tables = dict[str, pl.DataFrame]
col, lit = pl.col, pl.lit


def half_up(numerator: pl.Expr, denominator: pl.Expr) -> pl.Expr:
    """Whole numbers divided, halves upwards; nothing here is negative."""
    return (2 * numerator + denominator) // (2 * denominator)


def deduplicated(home: Path) -> pl.LazyFrame:
    """The chargeable events, the first of each event key and UTC day."""
    files = home / "lake" / "mediation" / "usage_events" / "load=*" / "*.parquet"
    usage = pl.scan_parquet(files, hive_partitioning=True).with_columns(
        rating_seq=col("load").cast(pl.Int64),
        event_id=col("load").cast(pl.Int64) * 2**43
        + col("file_no").cast(pl.Int64) * 2**29
        + col("line_no"),
        started_date=col("started_at").dt.date(),
    )
    repeated = (
        usage.group_by("event_key", "started_date")
        .agg(original=col("event_id").min(), count=pl.len())
        .filter(col("count") > 1)
        .drop("count")
    )
    return (
        usage.join(repeated, on=["event_key", "started_date"], how="left")
        .filter(col("original").is_null() | (col("original") == col("event_id")))
        .filter(outcome="completed", direction="outgoing")
        .filter(col("reversal_of").is_null())
    )


def zones(values: pl.Series, destinations: pl.DataFrame) -> pl.DataFrame:
    """The zone of the longest prefix of each distinct value."""
    by_prefix = dict(destinations.iter_rows())
    found = []
    for value in values:
        lengths = range(len(value), 0, -1)
        prefix = next((value[:n] for n in lengths if value[:n] in by_prefix), "*")
        found.append(by_prefix[prefix])
    return pl.DataFrame({"leads_to": values, "zone": found})


def guided(usage: pl.LazyFrame, tables: Tables) -> pl.LazyFrame:
    """Who pays, where to, in which band, at which price."""
    local = col("started_at") + pl.duration(hours=9)
    usage = usage.with_columns(
        usage_date=local.dt.date(),
        local_second=local.dt.hour().cast(pl.Int64) * 3600
        + local.dt.minute().cast(pl.Int64) * 60
        + local.dt.second(),
        weekday=local.dt.weekday() <= 5,
        leads_to=pl.when(service="data")
        .then(lit("data"))
        .otherwise(col("other_party_prefix").fill_null("")),
    )
    values = usage.select(col("leads_to").unique()).collect()["leads_to"]
    bounded = col("weekday") & (col("local_second") < PEAK_TO)
    until = pl.when(col("local_second") < PEAK_FROM).then(PEAK_FROM).otherwise(PEAK_TO)
    month = col("usage_date").dt.month_start()
    return (
        usage.join(
            tables["lines"].lazy(), left_on="charged_party_key", right_on="line_key", how="inner"
        )
        .filter((col("valid_from") <= col("started_at")) & (col("started_at") < col("valid_to")))
        .join(zones(values, tables["destinations"]).lazy(), on="leads_to")
        .with_columns(
            time_band=pl.when(bounded & (col("local_second") >= PEAK_FROM))
            .then(lit("peak"))
            .otherwise(lit("off_peak")),
            left=pl.when(bounded).then(until - col("local_second")).otherwise(10**6),
            period=pl.when(col("usage_date").dt.day() >= col("cycle_day"))
            .then(month)
            .otherwise(month.dt.offset_by("-1mo"))
            + pl.duration(days=col("cycle_day") - 1),
        )
        .join(tables["prices"].lazy(), on=["plan_id", "service", "zone", "time_band"])
    )


def metered(usage: pl.LazyFrame) -> pl.LazyFrame:
    """Quantities in whole increments; a call that crosses a band has two parts."""
    initial, following = col("initial_increment"), col("next_increment")
    first = col("first_quantity")
    rest = col("quantity") - pl.max_horizontal(first, "first_metered")
    return (
        usage.with_columns(
            crosses=col("other_charge_id").is_not_null() & (col("quantity") > col("left"))
        )
        .with_columns(first_quantity=pl.when("crosses").then("left").otherwise("quantity"))
        .with_columns(
            first_metered=pl.when(first == 0)
            .then(0)
            .when(first <= initial)
            .then(initial)
            .otherwise(initial + following * ((first - initial + following - 1) // following))
        )
        .with_columns(
            metered=col("first_metered")
            + pl.when(col("crosses") & (rest > 0))
            .then(following * ((rest + following - 1) // following))
            .otherwise(0)
        )
    )


def charged(usage: pl.LazyFrame, tables: Tables) -> pl.LazyFrame:
    """Allowances in the order of rating, then prices and tiers."""
    unit, connect = col("rate_unit"), col("connect_micros")
    dearer = col("other_price_micros") * 10**6
    one = half_up(col("price_micros") * 10**6 * col("first_charged"), unit)
    two = half_up(dearer * col("charged"), unit) - half_up(dearer * col("first_charged"), unit)
    before = col("counted") - col("charged")
    tiers = pl.sum_horizontal(
        (
            col("counted").clip(tier["from_quantity"], tier["to_quantity"])
            - before.clip(tier["from_quantity"], tier["to_quantity"])
        )
        * tier["price_micros"]
        for tier in tables["tiers"].iter_rows(named=True)
    )
    cut = col("metered") > col("first_metered")
    whole = (connect * 10**6 + one + two + 500_000) // 10**6
    own = (connect * 10**6 + one + 500_000) // 10**6
    return (
        usage.join(tables["allowances"].lazy(), on=["plan_id", "service", "zone"], how="left")
        .sort(ORDER)
        .with_columns(
            given_before=col("metered").cum_sum().over("subscription_id", "bucket_id", "period")
            - col("metered")
        )
        .with_columns(
            free=pl.when(col("bucket_id").is_not_null())
            .then(pl.min_horizontal("metered", (col("granted") - col("given_before")).clip(0)))
            .otherwise(0)
        )
        .with_columns(
            charged=col("metered") - col("free"),
            first_charged=col("first_metered") - pl.min_horizontal("first_metered", "free"),
        )
        .with_columns(
            counted=col("charged").cum_sum().over("subscription_id", "charge_id", "period")
        )
        .with_columns(
            charge_micros=pl.when("is_tiered")
            .then(connect + tiers)
            .when(cut)
            .then(whole)
            .otherwise(connect + half_up(col("price_micros") * col("charged"), unit)),
            second_charge_id=pl.when(cut).then("other_charge_id"),
            second_charge_micros=pl.when(cut).then(whole - own),
        )
        .select(WRITTEN)
    )


def line_totals(rated: pl.DataFrame) -> pl.DataFrame:
    """One row per line, in millionths."""
    micros = (col("charge_micros") - col("second_charge_micros").fill_null(0)).alias("micros")
    second = rated.filter(col("second_charge_id").is_not_null()).select(
        "subscription_id",
        col("second_charge_id").alias("charge_id"),
        "zone",
        pl.when(time_band="peak").then(lit("off_peak")).otherwise(lit("peak")).alias("time_band"),
        "period",
        col("second_charge_micros").alias("micros"),
    )
    parts = pl.concat([rated.select(*LINE, micros), second])
    return parts.group_by(LINE).agg(col("micros").sum())


def main() -> None:
    home, reference, folder = map(Path, sys.argv[1:4])
    begun = time.monotonic()
    tables = {path.stem: pl.read_parquet(path) for path in reference.glob("*.parquet")}
    rated = charged(metered(guided(deduplicated(home), tables)), tables).collect()
    rated.write_parquet(folder / "polars_rated.parquet")
    lines = line_totals(rated)
    lines.write_parquet(folder / "polars_lines.parquet")
    seconds = time.monotonic() - begun
    say(seconds, len(rated), len(lines), int(lines["micros"].sum()))


if __name__ == "__main__":
    main()
