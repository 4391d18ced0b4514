"""The wheel holds the packages and nothing else, and its command runs outside the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture.test_repository import PACKAGES


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=repository, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_wheel_holds_the_packages_alone(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    roots = {name.split("/")[0] for name in names}
    metadata = {root for root in roots if root.endswith(".dist-info")}
    assert roots - metadata == set(PACKAGES)
    assert any(name.startswith("trunkline/contract/entities/") for name in names)


def test_command_runs_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """Installed aside without its dependencies, it must find itself before the checkout does."""
    target = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*install, "--target", str(target), str(wheel)], check=True, capture_output=True)
    environment = {**os.environ, "PYTHONPATH": str(target)}
    script = (
        "import trunkline; print(trunkline.__file__);"
        "from trunkline.cli import main; main(['--help'])"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.startswith(str(target))
    for command in ("ingest", "generate", "run", "bill", "snapshots"):
        assert command in result.stdout
