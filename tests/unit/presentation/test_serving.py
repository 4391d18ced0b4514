"""How the pages are served: on this machine only, quiet, without tracebacks."""

from __future__ import annotations

import tomllib
from pathlib import Path

from dashboards import cli

CONFIGURATION = Path(cli.__file__).parent / ".streamlit" / "config.toml"


def test_served_on_loopback_by_this_python() -> None:
    line = cli.command("127.0.0.1", 8501)
    assert "--server.address=127.0.0.1" in line and "--server.port=8501" in line
    assert line[-1 - len(cli.FLAGS) - 2].endswith("dashboards/server.py")


def test_no_traceback_no_telemetry_no_files() -> None:
    line = cli.command("127.0.0.1", 8501)
    for flag in (
        "--client.showErrorDetails=none",
        "--browser.gatherUsageStats=false",
        "--server.enableStaticServing=false",
        "--client.disableDataExport=true",
    ):
        assert flag in line


def test_configuration_fetches_nothing_from_elsewhere() -> None:
    text = CONFIGURATION.read_text(encoding="utf-8")
    assert "http" not in text
    assert tomllib.loads(text)["client"]["showErrorDetails"] == "none"
