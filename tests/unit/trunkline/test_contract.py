from __future__ import annotations

from pathlib import Path

import pytest

from trunkline.contract import lake_schema, load_contract, load_entity
from trunkline.errors import ContractError

BASE = """
source: s
entity: e
version: 1
description: One row.
load_mode: changes
formats: [csv]
columns:
  - {name: a, type: text, description: A.}
"""


def test_the_contract_is_well_formed_and_described() -> None:
    for entity in load_contract():
        assert entity.description.startswith("One r"), entity.label
        assert all(column.description for column in entity.columns)


def test_lake_schema_holds_no_person() -> None:
    usage = dict(lake_schema(load_contract().entity("mediation", "usage_events")))
    assert list(usage)[:3] == ["file_no", "line_no", "event_key"]
    assert usage["charged_party_key"] == usage["other_party_prefix"] == "VARCHAR"
    assert "charged_party" not in usage and "other_party" not in usage
    calls = dict(lake_schema(load_contract().entity("asterisk", "call_records")))
    assert not {"clid", "channel", "userfield", "accountcode"} & set(calls)
    tiers = dict(lake_schema(load_contract().entity("catalogue", "charge_tiers")))
    assert tiers["unit_price"] == "DECIMAL(18,6)"


def test_an_unknown_entity_names_those_there_are() -> None:
    with pytest.raises(ContractError, match="mediation/usage_events"):
        load_contract().named("usage")
    assert load_contract().named("usage_events").source == "mediation"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("type: text", "type: float", "unknown type float"),
        ("name: a,", "name: a, personal: secret,", "unknown personal class"),
        ("load_mode: changes", "load_mode: events", "must declare its event_key"),
        ("load_mode: changes", "load_mode: sometimes", "unknown load_mode"),
        ("version: 1", "version: 1\nkey: [b]", "is no column"),
        ("version: 1", "version: 1\nvolume: 11", "unknown entries volume"),
        ("columns:", "columns:\n  - {name: a, type: text, description: A.}", "stand there twice"),
        ("load_mode: changes", "load_mode: events\nevent_key: [a]", "must be required"),
        ("name: a,", "name: a, zone: anywhere,", "unknown zone anywhere"),
        (
            "version: 1",
            "version: 1\nrecord_templates: [{name: t, columns: [b]}]",
            "template t lacks a required column",
        ),
        ("source: s", "source: [", "cannot be read"),
    ],
)
def test_a_contract_that_is_not_well_formed(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = tmp_path / "e.yml"
    path.write_text(BASE.replace(old, new))
    with pytest.raises(ContractError, match=words):
        load_entity(path)
