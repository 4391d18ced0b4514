"""The tutorial shows what really happens: its commands and its Python run, and are compared."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from tests.integration.operator_history import Home

pytestmark = pytest.mark.slow
NOW = "2026-03-02T06:00:00+09:00"
CONSOLE = re.compile(r"```console\n\$ trunkline ([^\n]+)\n(.*?)```", re.DOTALL)


@pytest.fixture
def tutorial(repository: Path) -> Path:
    return repository / "docs" / "tutorial" / "from-file-to-invoice-line.md"


def test_commands_of_the_tutorial(tutorial: Path, tiny_home: Home) -> None:
    blocks = CONSOLE.findall(tutorial.read_text(encoding="utf-8"))
    assert blocks
    for command, expected in blocks:
        assert tiny_home.run(*command.split(), now=NOW) == expected


def test_python_of_the_tutorial(
    tutorial: Path, tiny_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUNKLINE_HOME", str(tiny_home.folder))
    failed, tried = doctest.testfile(str(tutorial), module_relative=False, encoding="utf-8")
    assert tried > 0
    assert failed == 0
