"""`job_spark.py HOME REFERENCE FOLDER`: the job in SQL on Spark, local on two cores."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from dialects import SPARK
from job_lines import FIGURES_QUERY, LINES_QUERY
from job_sql import rated_query
from outcome import say
from pyspark.sql import SparkSession
from reference import TABLES


def main() -> None:
    home, reference, folder = map(Path, sys.argv[1:4])
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.driver.memory", "3g")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.local.dir", str(folder / "spark_local"))
        .config("spark.sql.warehouse.dir", str(folder / "spark_warehouse"))
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    begun = time.monotonic()
    usage = home / "lake" / "mediation" / "usage_events"
    spark.read.parquet(str(usage)).createOrReplaceTempView("usage_events")
    for table in TABLES:
        spark.read.parquet(str(reference / f"{table}.parquet")).createOrReplaceTempView(table)
    for name, query in (("rated", rated_query(SPARK)), ("line_totals", LINES_QUERY)):
        target = str(folder / f"spark_{name}")
        spark.sql(query).write.mode("overwrite").parquet(target)
        spark.read.parquet(target).createOrReplaceTempView(name)
    seconds = time.monotonic() - begun
    (figures,) = spark.sql(FIGURES_QUERY).collect()
    spark.stop()
    say(seconds, *figures)


if __name__ == "__main__":
    main()
