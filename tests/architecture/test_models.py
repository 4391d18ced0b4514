"""Every model says its grain beside it, every mart is under contract, money is never a float."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from delivery.aside.home import USAGE

REPOSITORY = Path(__file__).resolve().parents[2]
MODELS = REPOSITORY / "models"
MODEL_FILES = sorted(MODELS.rglob("*.sql"))
MARTS = [path for path in MODEL_FILES if "marts" in path.parts]


def described(path: Path) -> dict[str, dict[str, object]]:
    """The models of one yml file, by name; none where the file does not exist."""
    if not path.exists():
        return {}
    content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return {model["name"]: model for model in content.get("models", [])}


def description_of(path: Path) -> dict[str, object]:
    """What the yml beside a model says of it; staging models share one yml a folder."""
    if "staging" in path.parts:
        found = [described(yml) for yml in path.parent.glob("*.yml")]
        return next((models[path.stem] for models in found if path.stem in models), {})
    return described(path.with_suffix(".yml")).get(path.stem, {})


@pytest.mark.parametrize("path", MODEL_FILES, ids=lambda path: path.stem)
def test_model_says_its_grain_first(path: Path) -> None:
    model = description_of(path)
    assert model, f"{path.relative_to(REPOSITORY)} has no entry in the yml beside it"
    description = str(model.get("description", ""))
    assert description.startswith("One row per "), f"its description begins: {description[:60]!r}"


@pytest.mark.parametrize("path", MARTS, ids=lambda path: path.stem)
def test_mart_has_a_contract_with_every_column_described(path: Path) -> None:
    model = description_of(path)
    columns = model.get("columns") or []
    assert isinstance(columns, list)
    assert columns, "no columns are listed"
    assert all(column.get("data_type") for column in columns), "a column without data_type"
    silent = [column["name"] for column in columns if not column.get("description")]
    assert not silent, f"columns without a description: {silent}"


def test_marts_are_under_contract_by_folder() -> None:
    project = yaml.safe_load((REPOSITORY / "dbt_project.yml").read_text(encoding="utf-8"))
    marts = project["models"]["trunkline"]["marts"]
    assert marts["+contract"]["enforced"] is True
    off = [
        path.name
        for path in MODELS.rglob("*")
        if path.suffix in {".sql", ".yml"}
        and re.search(r"enforced['\"]?\s*[:=]\s*(false|False)", path.read_text("utf-8"))
    ]
    assert not off, f"these switch the contract off again: {off}"


@pytest.mark.parametrize("path", MARTS, ids=lambda path: path.stem)
def test_mart_declares_no_floating_column(path: Path) -> None:
    """With the contract enforced, what is declared is what is built; so money is DECIMAL."""
    columns = description_of(path).get("columns") or []
    assert isinstance(columns, list)
    floating = [
        column["name"]
        for column in columns
        if re.match(r"(double|float|real)", str(column["data_type"]).lower())
    ]
    assert not floating, f"floating columns: {floating}"


@pytest.mark.parametrize("path", MODEL_FILES, ids=lambda path: path.stem)
def test_only_staging_reads_sources_and_marts_skip_no_layer(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if "staging" not in path.parts:
        assert not re.search(r"\bsource\(", text), "only staging may call source()"
    assert path.stem.split("_")[0] in {"stg", "int", "dim", "fct"}, "unknown prefix"


def test_every_place_that_lists_the_entities_of_usage_lists_all() -> None:
    """The union of sources, the control totals' macro, and what is rated again or tried out."""
    union = (MODELS / "intermediate/usage/int_usage_unioned.sql").read_text(encoding="utf-8")
    # FreeSWITCH's legs come by the model that directs them
    read = set(re.findall(r"ref\('stg_([a-z0-9]+__[a-z0-9_]+)'\) \}\}\n\)", union))
    macro = (REPOSITORY / "macros/usage_entities.sql").read_text(encoding="utf-8")
    counted = set(re.findall(r"'([a-z_]+)'", macro))
    aside = {f"{source}__{entity}" for source, entity in USAGE}
    assert aside == read | {"freeswitch__call_records"}
    assert counted == {name.partition("__")[2] for name in aside}
