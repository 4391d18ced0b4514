"""A Spark cluster on loopback: a standalone master and two workers, processes of their own."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CONFIGURATION = Path(__file__).with_name("spark_conf")
WORKERS = 2
LONGEST_START_SECONDS = 60.0


class SparkStartError(Exception):
    """The master or a worker did not come up in time; the message ends with its log."""


@contextmanager
def spark_cluster(folder: Path) -> Iterator[str]:
    """Start a master and two workers of one core each, and yield the address of the master.

    Logs and the workers' folders lie in `folder`. Raises SparkStartError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    started: list[subprocess.Popen[bytes]] = []
    try:
        master_log = folder / "master.log"
        # port 0: the system names a free one, and the log says which
        started.append(_start("master.Master", ["--port", "0", "--webui-port", "0"], master_log))
        address = _wait_for(r"Starting Spark master at (spark://\S+)", master_log, 1)[0]
        for number in range(1, WORKERS + 1):
            arguments = ["--port", "0", "--webui-port", "0", "--cores", "1", "--memory", "1g"]
            arguments += ["--work-dir", str(folder / f"worker_{number}"), address]
            started.append(_start("worker.Worker", arguments, folder / f"worker_{number}.log"))
        _wait_for(r"Registering worker (\S+)", master_log, WORKERS)
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait(timeout=LONGEST_START_SECONDS)


def executors_of(folder: Path) -> int:
    """How many workers ran an executor of the cluster that lay in this folder."""
    return sum(any(worker.glob("app-*/*")) for worker in folder.glob("worker_[0-9]"))


def _start(role: str, arguments: list[str], log: Path) -> subprocess.Popen[bytes]:
    import pyspark

    home = Path(pyspark.__file__).parent
    with log.open("wb") as written:
        return subprocess.Popen(
            [
                str(home / "bin" / "spark-class"),
                f"org.apache.spark.deploy.{role}",
                *("--host", "127.0.0.1"),
                *arguments,
            ],
            env=os.environ
            | {
                "SPARK_HOME": str(home),
                "SPARK_CONF_DIR": str(CONFIGURATION / "cluster"),
                "SPARK_DAEMON_MEMORY": "256m",
                "SPARK_DAEMON_JAVA_OPTS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
                "SPARK_LOCAL_IP": "127.0.0.1",
            },
            stdout=written,
            stderr=subprocess.STDOUT,
        )


def _wait_for(pattern: str, log: Path, times: int) -> list[str]:
    until = time.monotonic() + LONGEST_START_SECONDS
    while time.monotonic() < until:
        found = re.findall(pattern, log.read_text(errors="replace"))
        if len(found) >= times:
            return [str(value) for value in found]
        time.sleep(0.2)
    message = f"{log.name} does not say {pattern!r}:\n{log.read_text(errors='replace')[-3000:]}"
    raise SparkStartError(message)
