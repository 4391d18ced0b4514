"""Great Expectations: one context a process, imported only when a gate runs (it takes seconds).

Its reports, the Data Docs, are a static site in `data_docs/`. Results are kept as JSON beside the
run log, the latest ones only, so that the site stays small whatever the number of runs.
"""

from __future__ import annotations

import contextlib
import logging
import re
import shutil
import sys
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from expectations.offline_pages import make_offline
from expectations.suite import Between, Check, Suite, Value
from trunkline.settings import Settings

if TYPE_CHECKING:
    from great_expectations.data_context import EphemeralDataContext

KEPT_RUNS = 10
RUN_NAME = re.compile(r"run_[0-9]{8}T[0-9]{6}Z-[0-9a-f]+")


def validate(
    settings: Settings, run_id: str, measured: list[tuple[Suite, dict[str, Value]]]
) -> dict[str, dict[str, bool]]:
    """Validate the one-row frames of suites and add them to the Data Docs.

    Returns, per suite and check, whether Great Expectations saw it hold.
    """
    # A bare run id begins like a time, and the library then takes its end for an offset.
    run_name = f"run_{run_id}"
    load_library()
    with _quietly():
        import great_expectations as gx
        import pandas as pd
        from great_expectations.core.run_identifier import RunIdentifier

        context = _context(settings.data_docs, settings.run_log / "validations")
        asset = context.data_sources.get("engine").get_asset("aggregates")
        definition = asset.get_batch_definition("row")
        outcome: dict[str, dict[str, bool]] = {}
        for suite, values in measured:
            # What cannot be compared yet is no expectation, so that a page shows what was seen.
            known = {name: value for name, value in values.items() if value is not None}
            expectations = [_expectation(check) for check in suite.checks if check.name in known]
            kept = context.suites.add_or_update(
                gx.ExpectationSuite(name=suite.name, expectations=expectations)
            )
            validation = context.validation_definitions.add_or_update(
                gx.ValidationDefinition(name=suite.name, data=definition, suite=kept)
            )
            result = validation.run(
                batch_parameters={"dataframe": pd.DataFrame([known], dtype=object)},
                run_id=RunIdentifier(run_name=run_name, run_time=datetime.now(UTC)),
                result_format="BASIC",
            )
            outcome[suite.name] = {
                each.expectation_config.kwargs["column"]: bool(each.success)
                for each in result.results
                if each.expectation_config is not None
            }
        _prune(settings.run_log / "validations", settings.data_docs / "validations")
        # Only the pages of this run are written; the index lists all that are kept.
        keys: list[Any] = context.validation_results_store.list_keys()
        new = [key for key in keys if key.run_id.run_name == run_name]
        context.build_data_docs(resource_identifiers=new)
    make_offline(settings.data_docs, settings.run_log / "validations", run_name)
    return outcome


def load_library() -> None:
    """Import Great Expectations as cheaply as it goes: a later import finds it loaded.

    It imports PySpark where that is installed, which a third of the time would go to; and compiling
    its modules anew in every process costs more than running them, so compiled ones are kept.
    """
    if "great_expectations" in sys.modules:
        return
    keeps_no_bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, False
    hides_spark = "pyspark" not in sys.modules
    if hides_spark:
        sys.modules["pyspark"] = None  # type: ignore[assignment]  # an import of it now fails
    try:
        with _quietly():
            import great_expectations  # noqa: F401
    finally:
        sys.dont_write_bytecode = keeps_no_bytecode
        if hides_spark:
            del sys.modules["pyspark"]


@lru_cache(maxsize=1)
def _context(data_docs: Path, results: Path) -> EphemeralDataContext:
    """Return the process's context: stores in memory, results and pages on disk."""
    import great_expectations as gx
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    def on_disk(folder: Path) -> dict[str, str]:
        return {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder)}

    configuration = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(),
        progress_bars=ProgressBarsConfig(globally=False, metric_calculations=False),
        data_docs_sites={
            "trunkline": {
                "class_name": "SiteBuilder",
                "show_how_to_buttons": False,
                "store_backend": on_disk(data_docs),
                "site_index_builder": {"class_name": "DefaultSiteIndexBuilder"},
            }
        },
    )
    configuration.stores["validation_results_store"] = {
        "class_name": "ValidationResultsStore",
        "store_backend": on_disk(results),
    }
    context: EphemeralDataContext = gx.get_context(project_config=configuration, mode="ephemeral")
    asset = context.data_sources.add_pandas("engine").add_dataframe_asset("aggregates")
    asset.add_batch_definition_whole_dataframe("row")
    return context


def _prune(*roots: Path) -> None:
    """Keep the results and pages of the last runs: a run's name begins with its time."""
    for root in roots:
        folders: dict[str, list[Path]] = {}
        for folder in root.rglob("*"):
            if folder.is_dir() and RUN_NAME.fullmatch(folder.name):
                folders.setdefault(folder.name, []).append(folder)
        for name in sorted(folders)[:-KEPT_RUNS]:
            for folder in folders[name]:
                shutil.rmtree(folder)


@contextlib.contextmanager
def _quietly() -> Iterator[None]:
    """Keep the library's notices off the terminal."""
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def _expectation(check: Check) -> Any:
    import great_expectations.expectations as gxe

    about: dict[str, Any] = {
        "meta": {"owner": check.owner},
        "description": f"{check.name}: expected {check.expected}. "
        f"If it fails ({check.owner}): {check.advice}"
        + (f" A failure is accepted {check.accepted}." if check.accepted else ""),
    }
    if isinstance(check.expected, Between):
        return gxe.ExpectColumnMaxToBeBetween(
            column=check.name,
            min_value=check.expected.minimum,
            max_value=check.expected.maximum,
            **about,
        )
    # of a single row: the expectation on distinct values cannot be drawn once it failed
    return gxe.ExpectColumnMostCommonValueToBeInSet(
        column=check.name, value_set=list(check.expected.values), **about
    )
