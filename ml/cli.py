"""`trunkline ml`: models that learn from the snapshot in service."""

from __future__ import annotations

from typing import Annotated

import typer

from trunkline.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Train models on the snapshot and score with them.")
churn = typer.Typer(no_args_is_help=True, help="Who is likely to leave.")
app.add_typer(churn, name="churn")


@app.callback()
def ml() -> None:
    """Train models on the snapshot and score with them."""


@churn.callback()
def churn_group() -> None:
    """Who is likely to leave."""


@churn.command("score")
def score_command(
    wait: Annotated[float, typer.Option(help="Seconds to wait for another writer.")] = 0.0,
) -> None:
    """Score every subscription of the snapshot's last as-of date, and land the scores.

    With the next `trunkline run` they appear in `fct_churn_scores` and on the page Customers, tab
    Churn risk.
    """
    from ml.churn.scores import score_churn

    done = score_churn(Settings.from_environment(), wait=wait)
    typer.echo(
        f"load {done.load_seq}: {done.subscriptions:,} subscriptions scored as of "
        f"{done.as_of_date} by model version {done.model_version} from {done.snapshot_id}"
    )
    if done.judgement is None:
        typer.echo("too few months are labelled to judge the model on a later one")
    else:
        j = done.judgement
        typer.echo(
            f"judged on {j.as_of_date} ({j.rows:,} rows, {j.leavers:,} left): area under the curve "
            f"{j.area_under_curve} (0.5 is chance, 1 every leaver before every stayer), Brier "
            f"score {j.brier_score} (less is better; base rate alone "
            f"{j.brier_score_of_the_base_rate})"
        )
    typer.echo(
        "Run `trunkline run` to publish them: in the mart fct_churn_scores, and on the page "
        "Customers, tab Churn risk."
    )
