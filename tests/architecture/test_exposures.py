"""dbt's lineage ends at the pages: each page is an exposure that depends on the marts it reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from trunkline.metrics.catalogue import metrics

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = sorted((REPOSITORY / "dashboards" / "app_pages").glob("*.py"))
MART = re.compile(r"\b(?:fct|dim)_[a-z_]+")


def exposures() -> dict[str, dict[str, object]]:
    """Every exposure of the project, by name."""
    files = (REPOSITORY / "models" / "marts").rglob("_*__exposures.yml")
    return {
        each["name"]: each
        for path in files
        for each in yaml.safe_load(path.read_text("utf-8"))["exposures"]
    }


def marts_read_by(page: Path) -> set[str]:
    """The marts in the query modules that a page imports and in the metrics that it shows."""
    text = page.read_text("utf-8")
    imported = re.findall(r"^from trunkline\.queries import (.+)$", text, re.MULTILINE)
    modules = [name.strip() for names in imported for name in names.split(",")]
    folder = REPOSITORY / "trunkline" / "queries"
    # a query module that grew is a package
    files = [
        path
        for name in modules
        for path in [*folder.glob(f"{name}.py"), *folder.glob(f"{name}/*.py")]
    ]
    found = {mart for path in files for mart in MART.findall(path.read_text())}
    for metric in metrics().values():
        if f'"{metric.id}"' in text:
            found |= set(MART.findall(metric.sql))
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_page_is_an_exposure_of_the_marts_that_it_reads(page: Path) -> None:
    wanted = marts_read_by(page)
    exposure = exposures().get(f"dashboard_{page.stem}")
    if not wanted:
        assert exposure is None, "an exposure of no mart"
        return
    assert exposure is not None, f"add dashboard_{page.stem} to an exposures.yml"
    assert set(re.findall(r"ref\('(\w+)'\)", str(exposure["depends_on"]))) == wanted


def test_every_exposure_is_a_page() -> None:
    assert set(exposures()) <= {f"dashboard_{page.stem}" for page in PAGES}
