"""`job_postgresql.py HOME REFERENCE FOLDER`: the job in SQL on a PostgreSQL server of its own.

The server (Debian's `postgresql` package) is started in a temporary folder, without a network
port, and stopped at the end. Loading its tables is told apart from the job.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
from dialects import POSTGRESQL
from job_lines import FIGURES_QUERY, LINES_QUERY
from job_sql import rated_query
from outcome import say
from reference import TABLES, usage_files

# the machine is the server's alone while it works; what a crash would lose is made again anyway
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "2GB",
    "work_mem": "512MB",
    "max_wal_size": "8GB",
    "max_parallel_workers_per_gather": "2",
    "jit": "off",
    "enable_nestloop": "off",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}
TYPES = {"BIGINT": "bigint", "INTEGER": "bigint", "BOOLEAN": "boolean", "TIMESTAMP": "timestamp"}


def programs() -> Path | None:
    """The folder of the server's programs, the newest version first; None where absent."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    named = shutil.which("initdb")
    return found[0].parent if found else Path(named).parent if named else None


class Server:
    """A server that runs while this is open; PostgreSQL refuses to be run by root."""

    def __init__(self, folder: Path) -> None:
        found = programs()
        if found is None:
            sys.exit("PostgreSQL is not there: apt-get install postgresql.")
        self.programs, self.folder = found, folder
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            account = pwd.getpwnam(self.user)
            os.chown(folder, account.pw_uid, account.pw_gid)

    def call(self, program: str, *words: str, given: str | None = None) -> str:
        """Run one of its programs to its end and return what it printed; stop when it fails."""
        ended = subprocess.run(
            [str(self.programs / program), *words],
            input=given,
            capture_output=True,
            text=True,
            cwd=self.folder,
            user=self.user,
            check=False,
        )
        if ended.returncode:
            sys.exit(f"{program} ended with {ended.returncode}:\n{ended.stderr[-3000:]}")
        return ended.stdout.strip()

    def __enter__(self) -> Server:
        self.call("initdb", "--auth", "trust", "--no-sync", "-D", "data")
        settings = [word for key, value in SETTINGS.items() for word in ("-c", f"{key}={value}")]
        # a child of this process, so that its memory is counted with it
        self.process = subprocess.Popen(
            [str(self.programs / "postgres"), "-D", "data", "-k", str(self.folder), *settings],
            cwd=self.folder,
            user=self.user,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + 60
        while not (self.folder / ".s.PGSQL.5432").exists():
            if time.monotonic() > until or self.process.poll() is not None:
                sys.exit("The PostgreSQL server did not start.")
            time.sleep(0.1)
        time.sleep(0.5)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=60)

    def query(self, text: str) -> str:
        """Run statements; the rows of the last one, one a line, fields apart by |."""
        words = ("-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", str(self.folder))
        return self.call("psql", *words, "-d", "postgres", given=text)


def load(server: Server, home: Path, reference: Path) -> None:
    """Copy the usage and the reference tables into tables without a log, and analyse them."""
    sources = {name: f"'{reference / name}.parquet'" for name in TABLES}
    sources["usage_events"] = (
        "(select load, file_no, line_no, event_key, charged_party_key, other_party_prefix,"
        " service, direction, outcome, reversal_of, cell_id, quantity, started_at from"
        f" read_parquet('{usage_files(home)}', union_by_name = true, hive_partitioning = true))"
    )
    for name, source in sources.items():
        file = server.folder / f"{name}.csv"
        duckdb.execute(f"copy (from {source}) to '{file}' (format csv, header)")
        file.chmod(0o644)
        columns = ", ".join(
            f"{column} {TYPES.get(kind, 'text')}"
            for column, kind, *_ in duckdb.execute(f"describe from {source}").fetchall()
        )
        server.query(
            f"create unlogged table {name} ({columns});\n"
            f"copy {name} from '{file}' (format csv, header);\nanalyze {name};"
        )
        file.unlink()


def main() -> None:
    home, reference = map(Path, sys.argv[1:3])
    # a stopped job stops its server too
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    with tempfile.TemporaryDirectory(prefix="tlpg") as folder, Server(Path(folder)) as server:
        begun = time.monotonic()
        load(server, home, reference)
        loaded = time.monotonic()
        server.query(f"create unlogged table rated as {rated_query(POSTGRESQL)};")
        server.query(f"create unlogged table line_totals as {LINES_QUERY};")
        seconds = time.monotonic() - loaded
        figures = map(int, server.query(f"{FIGURES_QUERY};").split("|"))
        say(seconds, *figures, loading=loaded - begun)


if __name__ == "__main__":
    if sys.argv[1:] == ["--version"]:
        found = programs()
        if found is None:
            sys.exit(1)
        print(subprocess.check_output([str(found / "postgres"), "--version"], text=True).strip())
    else:
        main()
