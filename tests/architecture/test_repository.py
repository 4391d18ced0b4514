"""Manners of the files themselves: length, no machine path, no registry host, no stray package."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
LONGEST_MODULE = 250
LONGEST_TEST = 280
LONGEST_MODEL = 160
LONG_WITH_A_REASON = {
    # each source in the one shape of usage, a column a line
    "int_usage_unioned.sql": 165,
    # a pass a level: how many there are is data
    "fct_allowance_draws.sql": 270,
    # the equations stand side by side, each in its own steps, so that they can be compared
    "fct_control_totals.sql": 365,
}
PACKAGES = ("trunkline", "ingestion", "expectations", "delivery", "dashboards", "ml")

# built from parts, so that this file does not hold what it forbids
MACHINE_PATH = re.compile(
    r"(?<![A-Za-z0-9_.$}])/(?:"
    + "|".join(["tmp", "work", "root", "home", "farm"])
    + r")/[A-Za-z0-9_.-]+"
)
REGISTRY_HOST = re.compile(
    "|".join([r"pypi\." + "org", "python" + "hosted", r"registry\." + "npmjs", r"deb\." + "debian"])
)


def tracked_files() -> list[Path]:
    """Files that git knows, and new ones that it does not ignore; those deleted are left out."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    paths = [REPOSITORY / name for name in listing.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def text_of(path: Path) -> str:
    """The file's text, empty for what is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def modules() -> list[Path]:
    return [path for path in tracked_files() if path.suffix == ".py"]


def test_no_machine_path_and_no_registry_host() -> None:
    found = []
    for path in tracked_files():
        for number, line in enumerate(text_of(path).splitlines(), start=1):
            if MACHINE_PATH.search(line) or REGISTRY_HOST.search(line):
                found.append(f"{path.relative_to(REPOSITORY)}:{number}: {line.strip()[:80]}")
    assert not found, "\n".join(found)


def test_modules_and_models_stay_one_thing() -> None:
    long = []
    models = [path for path in tracked_files() if path.suffix == ".sql" and "models" in path.parts]
    limits = {
        path: LONGEST_TEST if path.is_relative_to(REPOSITORY / "tests") else LONGEST_MODULE
        for path in modules()
    }
    limits |= {path: LONG_WITH_A_REASON.get(path.name, LONGEST_MODEL) for path in models}
    for path, limit in limits.items():
        lines = len(text_of(path).splitlines())
        if lines > limit:
            long.append(f"{path.relative_to(REPOSITORY)}: {lines}")
    assert not long, "\n".join(long)


def test_nothing_is_called_utils() -> None:
    forbidden = {"utils", "util", "helpers", "common", "misc"}
    names = [path for path in tracked_files() if forbidden & {*path.parts, path.stem}]
    assert not names


def test_every_package_of_the_wheel_exists() -> None:
    missing = [name for name in PACKAGES if not (REPOSITORY / name / "__init__.py").is_file()]
    assert not missing, f"packages of the wheel without __init__.py: {missing}"


@pytest.mark.parametrize("package", PACKAGES)
def test_public_functions_have_docstrings(package: str) -> None:
    silent = []
    for path in (REPOSITORY / package).rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            is_definition = isinstance(node, (ast.FunctionDef, ast.ClassDef))
            if is_definition and not node.name.startswith("_") and not ast.get_docstring(node):
                silent.append(f"{path.relative_to(REPOSITORY)}:{node.lineno} {node.name}")
    assert not silent, "\n".join(silent)


def test_no_library_reports_usage() -> None:
    """The kernel sets the switches while it is imported; dbt's flag and Streamlit's agree."""
    project = (REPOSITORY / "dbt_project.yml").read_text(encoding="utf-8")
    streamlit = (REPOSITORY / "dashboards" / ".streamlit" / "config.toml").read_text(
        encoding="utf-8"
    )
    script = (
        "import trunkline, os;print(os.environ['GX_ANALYTICS_ENABLED'], os.environ['DO_NOT_TRACK'])"
    )
    output = subprocess.run(
        [sys.executable, "-c", script],
        cwd=REPOSITORY,
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert output.split() == ["false", "1"]
    assert re.search(r"send_anonymous_usage_stats:\s*false", project)
    assert re.search(r"gatherUsageStats\s*=\s*false", streamlit)
