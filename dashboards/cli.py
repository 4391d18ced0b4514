"""`trunkline dashboards`: serve the pages on this machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import typer

from trunkline.settings import Settings

FOLDER = Path(__file__).parent
# On the command line too, where they win over any configuration file of the machine.
FLAGS = (
    "--server.headless=true",
    "--server.fileWatcherType=none",
    "--server.enableStaticServing=false",
    "--server.maxUploadSize=1",
    "--client.showErrorDetails=none",
    "--client.toolbarMode=minimal",
    "--client.disableDataExport=true",
    "--browser.gatherUsageStats=false",
)

app = typer.Typer(no_args_is_help=False)


def command(address: str, port: int) -> list[str]:
    """The command line that serves the pages."""
    served = [f"--server.address={address}", f"--server.port={port}"]
    return [sys.executable, "-m", "streamlit", "run", str(FOLDER / "server.py"), *served, *FLAGS]


@app.command("dashboards")
def dashboards(
    port: int = typer.Option(8501, help="Port to listen on.", min=1, max=65535),
    address: str = typer.Option(
        "127.0.0.1", help="Address to listen on. There is no sign-in: keep it on this machine."
    ),
) -> None:
    """Serve the pages on this machine until Ctrl+C."""
    settings = Settings.from_environment()
    typer.echo(f"Trunkline pages: http://{address}:{port} (data home {settings.home}, Ctrl+C ends)")
    # The server runs from dashboards/, so the packages beside it must be found without an install.
    paths = [str(FOLDER.parent), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(path for path in paths if path),
        "TRUNKLINE_HOME": str(settings.home),
    }
    # The server takes this process's place: whatever ends the command ends the server.
    sys.stdout.flush()
    arguments = command(address, port)
    os.execve(arguments[0], arguments, environment)
