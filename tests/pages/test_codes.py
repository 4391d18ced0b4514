"""Every code that a contract allows and a page shows has a word in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from dashboards.components.words import LANGUAGES, texts
from ml.churn.features import CODES, NUMBERS

REPOSITORY = Path(__file__).resolve().parents[2]
ENTITIES = REPOSITORY / "trunkline" / "contract" / "entities"
EXECUTIVE = REPOSITORY / "dashboards" / "app_pages" / "executive.py"
# Entity and column → the kind of word; `none` takes a row back and is never shown.
SHOWN = {
    ("catalogue/usage_alerts", "measure"): "counted_measure",
    ("crm/customers", "segment"): "segment",
    ("crm/customers", "status"): "customer_status",
    ("crm/customers", "preferred_channel"): "channel",
    ("crm/interactions", "channel"): "channel",
    ("crm/tickets", "channel"): "channel",
    ("crm/tickets", "priority"): "priority",
    ("crm/tickets", "status"): "ticket_status",
    ("crm/surveys", "kind"): "survey_kind",
    ("payments/payments", "method"): "method",
    ("payments/payments", "status"): "payment_status",
    ("network/cells", "technology"): "technology",
    ("network/cells", "area_class"): "area_class",
    ("network/outages", "severity"): "severity",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("entity", "column"), SHOWN)
def test_each_allowed_code_has_a_word(entity: str, column: str, language: str) -> None:
    contract = yaml.safe_load((ENTITIES / f"{entity}.yml").read_text(encoding="utf-8"))
    allowed = next(each["allowed"] for each in contract["columns"] if each["name"] == column)
    kind = SHOWN[entity, column]
    missing = [
        code for code in allowed if code != "none" and f"codes.{kind}.{code}" not in texts(language)
    ]
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_feature_of_the_churn_model_has_a_word(language: str) -> None:
    missing = [
        name for name in (*NUMBERS, *CODES) if f"codes.main_reason.{name}" not in texts(language)
    ]
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_concern_of_the_executive_page_has_a_word(language: str) -> None:
    named = [
        line.split('"')[1]
        for line in EXECUTIVE.read_text("utf-8").splitlines()
        if "Concern(" in line
    ]
    assert len(named) >= 5
    assert not [name for name in named if f"alert.{name}" not in texts(language)]
