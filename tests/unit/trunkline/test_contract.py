from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from trunkline.contract import lake_schema, load_contract, load_entity
from trunkline.contract.loader import MOST_NAMED
from trunkline.errors import ContractError
from trunkline.metrics.catalogue import metrics

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


@pytest.mark.parametrize("entity", ["targets", "figure_notes"])
def test_the_plan_and_notes_may_be_of_each_metric_that_a_month_is_asked_of(entity: str) -> None:
    """What landing lets in a page can show; a metric that is new needs its name there too."""
    allowed = load_contract().entity("planning", entity).column("metric_id").allowed
    monthly = {
        each.id
        for each in metrics().values()
        if "month" in each.filters and each.unit != "unit_price"
    }
    assert set(allowed) == monthly


@pytest.mark.parametrize("metric_id", list(metrics()))
def test_rules_of_a_target_know_the_unit_of_its_metric(metric_id: str) -> None:
    definition = metrics()[metric_id]
    targets = load_contract().entity("planning", "targets")
    if metric_id not in targets.column("metric_id").allowed:
        return

    def holds(rule: str, value: str, currency: str = "none", month: str = "2026-03-01") -> bool:
        condition = next(each.condition for each in targets.record_rules if each.name == rule)
        with duckdb.connect() as connection:
            found = connection.execute(
                f"select {condition} from (select ? as metric_id, ?::decimal(24, 6) as value, "
                "? as currency, ?::date as month)",
                [metric_id, value, currency, month],
            ).fetchall()
        return found == [(True,)]

    is_money = definition.unit == "money"
    assert holds("money_has_a_currency", "1", currency="KRW") == is_money
    assert holds("money_has_a_currency", "1", currency="none") != is_money
    # retained revenue may have grown
    is_part = definition.unit == "share" and metric_id != "net_revenue_retention"
    assert holds("share_is_a_part_of_one", "99.9") != is_part
    assert holds("share_is_a_part_of_one", "0.999")
    assert not holds("month_is_its_first_day", "1", month="2026-03-02")


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("usage", "mediation/usage_events"),
        ("usage_event", "mediation/usage_events"),
        ("mediaton/usage_events", "mediation/usage_events"),
        ("crm/ticket", "crm/tickets"),
        ("network/tickets", "crm/tickets"),
    ],
)
def test_an_unknown_entity_names_the_nearest_and_not_all(asked: str, meant: str) -> None:
    with pytest.raises(ContractError, match="no entity") as unknown:
        load_contract().named(asked)
    assert meant in unknown.value.advice.split("?")[0]
    assert unknown.value.advice.count("/") <= MOST_NAMED


def test_a_name_that_is_like_none_is_told_where_they_stand() -> None:
    with pytest.raises(ContractError) as unknown:
        load_contract().named("zzz")
    landed = sum(not each.own for each in load_contract())
    assert unknown.value.advice == f"`trunkline contract list` names all {landed}."


def test_settings_of_a_source_that_is_none_are_not_passed_over() -> None:
    contract = load_contract()
    contract.check_sources(["asterisk", "crm"], "sources.yml")
    with pytest.raises(ContractError, match=r"sources\.yml has settings of asterix") as raised:
        contract.check_sources(["asterisk", "asterix"], "sources.yml")
    assert "asterisk, " in raised.value.advice


def test_an_entity_is_found_by_its_name_alone() -> None:
    assert load_contract().named("usage_events").source == "mediation"


def test_an_example_is_a_file_that_would_land() -> None:
    for entity in load_contract():
        if entity.own:
            continue
        ending = entity.file_name.removesuffix(".gz").rpartition(".")[2]
        assert ending in entity.formats, entity.label
        if entity.file_identity:
            assert re.search(entity.file_identity.pattern, entity.file_name), entity.label


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("type: text", "type: float", "unknown type float"),
        ("name: a,", "name: a, personal: secret,", "unknown personal class"),
        ("load_mode: changes", "load_mode: events", "must declare its event_key"),
        ("load_mode: changes", "load_mode: sometimes", "unknown load_mode"),
        (
            "version: 1",
            "version: 1\nexample_file: e_1.csv\nfile_identity: {pattern: '^e_[A-Z]+'}",
            "example_file has no name after the pattern",
        ),
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
