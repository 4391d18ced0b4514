"""The commands `loads`, `rejects` and `contract`; `ingest` is joined with its gate elsewhere."""

from __future__ import annotations

import typer

from ingestion.cli_contract import app as contract_app
from ingestion.cli_loads import app as loads_app
from ingestion.cli_rejects import app as rejects_app

app = typer.Typer(no_args_is_help=True)
app.add_typer(loads_app, name="loads")
app.add_typer(rejects_app, name="rejects")
app.add_typer(contract_app, name="contract")
