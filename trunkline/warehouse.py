"""The warehouse file: which code and which load it stands at, and building it by calling dbt.

The file is disposable: everything in it follows from the lake and from the code, so it is never
repaired, only built on from its watermark or built again from nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from trunkline.engine import engine_configuration
from trunkline.errors import TrunklineError
from trunkline.loads import last_load_seq
from trunkline.settings import Settings

CODE_FOLDERS = ("models", "macros", "seeds")
CODE_SUFFIXES = frozenset({".sql", ".yml", ".yaml", ".csv", ".py", ".md"})


class WarehouseError(TrunklineError):
    """The warehouse is missing, busy, or its models do not stand at one load."""


@dataclass(frozen=True)
class Standing:
    """What every model of the warehouse was built from: one load, one version of the code.

    Another zone is another version: local days differ.
    """

    watermark: int
    code_hash: str


def project_folder() -> Path:
    """Return the checkout with the dbt project: the current folder, or the one we run from."""
    for folder in (Path.cwd(), Path(__file__).resolve().parents[1]):
        if (folder / "dbt_project.yml").exists():
            return folder
    raise WarehouseError(
        "There is no dbt_project.yml in the current folder.",
        "Run the command from a checkout of Trunkline.",
    )


def code_hash(project: Path, zone: str) -> str:
    """Return the digest of all that decides what dbt builds (SHA-256, 16 hex digits).

    Covers models/, macros/, seeds/ and dbt_project.yml: names and bytes; and the operator's zone,
    which is all that they read of the environment beside where the home and its loads are.
    """
    digest = hashlib.sha256(zone.encode())
    for path in _code_files(project):
        name = path.relative_to(project).as_posix().encode()
        content = path.read_bytes()
        digest.update(b"%d %s %d " % (len(name), name, len(content)))
        digest.update(content)
    return digest.hexdigest()[:16]


def _code_files(project: Path) -> list[Path]:
    found = [project / "dbt_project.yml"]
    for folder in CODE_FOLDERS:
        found += [p for p in (project / folder).rglob("*") if p.suffix in CODE_SUFFIXES]
    return sorted(found)


def model_names(project: Path) -> set[str]:
    """Return the models that dbt builds as relations; ephemeral ones leave no trace."""
    ephemeral = re.compile(r"materialized\s*=\s*['\"]ephemeral")
    return {
        path.stem
        for suffix in ("*.sql", "*.py")
        for path in (project / "models").rglob(suffix)
        if not ephemeral.search(path.read_text(encoding="utf-8"))
    }


@contextmanager
def open_warehouse(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the built file for reading; dbt and this exclude one another."""
    if not settings.warehouse_file.exists():
        raise WarehouseError("There is no warehouse yet.", "Run `trunkline run`.")
    try:
        connection = duckdb.connect(
            str(settings.warehouse_file), read_only=True, config=engine_configuration(settings)
        )
    except duckdb.IOException as error:
        raise WarehouseError(
            f"The warehouse file is in use by another process: {_first_line(error)}",
            "Wait until that run has ended.",
        ) from error
    try:
        connection.execute("set TimeZone = 'UTC'")
        yield connection
    finally:
        connection.close()


def standing(connection: duckdb.DuckDBPyConnection, project: Path) -> Standing:
    """Return the one load and code hash at which every model stands.

    Raises WarehouseError naming the models that stand elsewhere or were never built.
    """
    newest: dict[str, tuple[int, str]] = {}
    if connection.execute(
        "select 1 from duckdb_tables() where table_name = 'trunkline_builds'"
    ).fetchone():
        newest = {
            model: (int(watermark), built_by)
            for model, watermark, built_by in connection.execute(
                "select model, arg_max(watermark, built_at), arg_max(code_hash, built_at) "
                "from trunkline_builds group by model"
            ).fetchall()
        }
    expected = model_names(project)
    places = {newest.get(model) for model in expected}
    if len(places) == 1 and (place := places.pop()) is not None:
        return Standing(*place)
    return _refuse(expected, newest)


def require_last_load(
    settings: Settings, connection: duckdb.DuckDBPyConnection, because: str
) -> int:
    """Return the last committed load; raise WarehouseError unless every model stands at it."""
    where, last = standing(connection, project_folder()), last_load_seq(settings)
    if where.watermark != last:
        raise WarehouseError(
            f"The warehouse stands at load {where.watermark}, the lake at load {last}.",
            f"Run `trunkline run` first: {because}.",
        )
    return last


def _refuse(expected: set[str], newest: dict[str, tuple[int, str]]) -> Standing:
    known = [newest[model] for model in expected if model in newest]
    latest = max(known, default=None)
    behind = sorted(model for model in expected if newest.get(model) != latest or latest is None)
    shown = ", ".join(behind[:5]) + (f" and {len(behind) - 5} more" if len(behind) > 5 else "")
    raise WarehouseError(
        f"The warehouse does not stand at one load and one code: {shown} "
        f"{'differ' if len(behind) > 1 else 'differs'} from load "
        f"{latest[0] if latest else 0}, code {latest[1] if latest else 'unknown'}.",
        "Run `trunkline run`; a build that was stopped goes on from its watermark.",
    )


def standing_of(settings: Settings, project: Path) -> Standing | None:
    """Return where the warehouse stands, or None while it is missing or between two loads."""
    try:
        with open_warehouse(settings) as connection:
            return standing(connection, project)
    except WarehouseError:
        return None


def remove_warehouse(settings: Settings) -> None:
    """Delete the file with all that belongs to it; the next build starts from nothing."""
    file = settings.warehouse_file
    for path in (file, file.with_name(file.name + ".wal")):
        path.unlink(missing_ok=True)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
