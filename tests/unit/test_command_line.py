"""The composed command: what it lists, what it imports, and how it ends when something is wrong."""

from __future__ import annotations

import subprocess
import sys

import pytest
import typer

from trunkline import cli
from trunkline.errors import TrunklineError


def run_python(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )


def test_overview_imports_none_of_the_packages() -> None:
    result = run_python(
        "import sys\n"
        "from trunkline.cli import main\n"
        "try:\n    main(['--help'])\n"
        "except SystemExit:\n    pass\n"
        "heavy = {'ingestion', 'delivery', 'dashboards', 'expectations', 'duckdb', 'dbt'}\n"
        "print('imported:', sorted(heavy & set(sys.modules)))"
    )
    assert "imported: []" in result.stdout, result.stdout + result.stderr
    assert all(name in result.stdout for name in cli.COMMANDS)


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_listed_command_exists(name: str) -> None:
    command = cli.load_command(name, cli.COMMANDS[name])
    assert command.name == name
    assert command.help or getattr(command, "commands", None), f"{name} says nothing of itself"


def failing(error: Exception) -> typer.Typer:
    app = typer.Typer()

    @app.command("ingest")
    def ingest() -> None:
        raise error

    return app


def test_error_is_a_message_without_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = TrunklineError("usage.csv, line 7: quantity is -1.", "Send 0 or more.")
    monkeypatch.setattr(
        cli, "load_command", lambda name, origin: typer.main.get_command(failing(error))
    )
    with pytest.raises(SystemExit) as ended:
        cli.main(["ingest"])
    assert ended.value.code == 1
    shown = capsys.readouterr().err
    assert "usage.csv, line 7: quantity is -1. What to do: Send 0 or more." in shown
    assert "Traceback" not in shown


def test_error_may_name_its_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    error = TrunklineError("busy")
    error.exit_code = 75  # type: ignore[attr-defined,unused-ignore]
    monkeypatch.setattr(
        cli, "load_command", lambda name, origin: typer.main.get_command(failing(error))
    )
    with pytest.raises(SystemExit) as ended:
        cli.main(["ingest"])
    assert ended.value.code == 75


def test_unknown_command_is_a_usage_error() -> None:
    result = run_python("from trunkline.cli import main; main(['no-such-command'])")
    assert result.returncode == 2
    assert "No such command" in result.stderr
