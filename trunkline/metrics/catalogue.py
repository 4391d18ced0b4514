"""Read `metrics.yml`: the one file behind tooltips, the Metrics page and the figures themselves.

A metric's SQL gives rows of (month DATE, currency VARCHAR, value): one per month, and one whose
month is null for all months together. Ratios are therefore computed from sums, never averaged.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

LANGUAGES = ("ko", "en")
UNITS = ("money", "count", "share", "unit_price", "duration", "points", "days")
MONTHS = ("billing", "calendar", "receivables", "bank", "network")
BILINGUAL = ("name", "definition", "formula", "source")
REQUIRED = (
    "id",
    "domain",
    "unit",
    "owner",
    "better",
    "adds_up",
    "months",
    "filters",
    "used_in",
    "sql",
    *BILINGUAL,
)


class MetricError(ValueError):
    """`metrics.yml` breaks one of its own rules."""


@dataclass(frozen=True)
class Metric:
    """One figure that people see.

    unit: money (of the row's currency), unit_price (money per spoken unit), count, share (of 1),
    duration (seconds), points (of 100, signed) or days.
    better: `up`, `down` or `neither`: which way is good news. adds_up: months may be summed, and a
    month without rows is zero (not so a ratio or a standing count). months: `billing` (in which a
    billing period begins; whole once every cycle is closed), or whose days tell that it is over:
    `calendar` (those of the data at large), `receivables`, `bank` or `network`.
    filters: which of the choices narrow it. Texts are by language.
    """

    id: str
    domain: str
    unit: str
    owner: str
    better: str
    adds_up: bool
    months: str
    filters: tuple[str, ...]
    used_in: tuple[str, ...]
    sql: str
    name: dict[str, str]
    definition: dict[str, str]
    formula: dict[str, str]
    source: dict[str, str]

    def tooltip(self, language: str) -> str:
        """Definition and formula, as the little (i) beside a figure shows them."""
        return f"{self.definition[language]}\n\n`{self.formula[language]}`"


def parse(text: str) -> dict[str, Metric]:
    """Metrics of a yml text by id. Raises `MetricError`, which names metric, field and rule."""
    metrics: dict[str, Metric] = {}
    for position, entry in enumerate(yaml.safe_load(text) or [], start=1):
        metric = _metric(entry, position)
        if metric.id in metrics:
            raise MetricError(f"metrics.yml: {metric.id} stands twice; give each metric one entry.")
        metrics[metric.id] = metric
    return metrics


def _metric(entry: dict[str, Any], position: int) -> Metric:
    label = entry.get("id", f"entry {position}")
    for field in REQUIRED:
        if entry.get(field) in (None, ""):
            raise MetricError(f"metrics.yml: {label}: {field} is missing; every metric needs it.")
    for field in BILINGUAL:
        for language in LANGUAGES:
            if not str((entry[field] or {}).get(language) or "").strip():
                raise MetricError(
                    f"metrics.yml: {label}: {field} has no text in {language!r}; write one."
                )
    if entry["unit"] not in UNITS:
        raise MetricError(f"metrics.yml: {label}: unit must be one of {', '.join(UNITS)}.")
    if entry["months"] not in MONTHS:
        raise MetricError(f"metrics.yml: {label}: months must be one of {', '.join(MONTHS)}.")
    texts = {field: {key: entry[field][key].strip() for key in LANGUAGES} for field in BILINGUAL}
    return Metric(
        id=str(entry["id"]),
        domain=str(entry["domain"]),
        unit=str(entry["unit"]),
        owner=str(entry["owner"]),
        better=str(entry["better"]),
        adds_up=bool(entry["adds_up"]),
        months=str(entry["months"]),
        filters=tuple(entry["filters"]),
        used_in=tuple(entry["used_in"]),
        sql=entry["sql"].strip(),
        name=texts["name"],
        definition=texts["definition"],
        formula=texts["formula"],
        source=texts["source"],
    )


@cache
def metrics() -> dict[str, Metric]:
    """All metrics of this version by id, in the order of the file."""
    file = resources.files("trunkline.metrics").joinpath("metrics.yml")
    return parse(file.read_text(encoding="utf-8"))


def metric(identifier: str) -> Metric:
    """One metric. Raises `MetricError` for an id that the file does not hold."""
    try:
        return metrics()[identifier]
    except KeyError:
        raise MetricError(f"{identifier} is no metric: add it to metrics.yml.") from None
