"""The public samples of TAP: every element as the reference decodes it, every event landed."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from ingestion.roaming.ber import read_elements
from ingestion.roaming.element import Element
from ingestion.roaming.tags import TAP as TAP_TAGS
from tests.homes import Home

pytestmark = pytest.mark.real_data

TAP = "roaming/tap_records"
TAP_FILES = "roaming/tap_files"
NRTRDE = "roaming/nrtrde_records"


def shared(data: Path, name: str) -> Path:
    return data / "tap3_nrtrde" / name


def all_of(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        yield from all_of(child)


def decoded(element: Element, shown: str, octets: str) -> bool:
    """Whether an element is what the reference shows as text and as octets."""
    texts = (str(element.number), element.octets.decode("latin-1"), element.bcd)
    return element.octets.hex() == octets and shown in texts


def test_every_element_equals_the_reference_decoding(shared_data: Path) -> None:
    data = shared(shared_data, "tap_3_12_valid.ber").read_bytes()
    (root,) = (each.element for each in read_elements(data, TAP_TAGS, frozenset()))
    reference = list(ET.parse(shared(shared_data, "ref_tap_3_12_valid.xml")).iter())
    ours = list(all_of(root))
    assert [(each.name, str(each.offset)) for each in ours] == [
        (each.tag, each.attrib["off"]) for each in reference
    ]
    values = [(one, other) for one, other in zip(ours, reference, strict=True) if not len(other)]
    assert len(values) == 77
    for element, told in values:
        assert decoded(element, told.text or "", told.attrib["hex"]), element.name


def test_a_tap_file_that_nobody_here_made(home: Home, shared_data: Path) -> None:
    path = shared(shared_data, "tap_3_12_valid.ber")
    report = home.land(path.read_bytes(), path.name, TAP)
    assert not report.refused
    landed = {file.identity: (file.records, file.accepted) for file in report.landed}
    assert landed[f"{TAP}/CDWERFDXLKJE/31707"] == (4, 4)
    assert home.rows(
        "select sender, recipient, file_sequence_number, event_count, total_charge_amount,"
        " total_tax_amount, exchange_rate, currency from lake where event_key is not null",
        TAP_FILES,
    ) == [("WERFD", "XLKJE", 31707, 4, Decimal("2.300"), 0, Decimal("1.16203"), "EUR")]
    events = home.rows(
        "select record_type, service, direction, started_at::varchar, quantity, charge_amount,"
        " tax_amount, currency, exchange_rate, location_area, cell_id from lake"
        " order by record_position",
        TAP,
    )
    rate = Decimal("1.16203")
    assert events == [
        ("mobile_terminated_call", "voice", "incoming", "2014-03-01 12:03:42", 153,
         Decimal("2.3"), 0, "EUR", rate, 3505, 7182),
        ("mobile_originated_call", "voice", "outgoing", "2014-03-01 13:02:00", 213,
         Decimal("2.3"), 0, "EUR", rate, 3505, 7182),
        ("gprs_call", "data", "outgoing", "2014-03-01 13:08:00", 3_400_000_000,
         Decimal("66.6"), 0, "EUR", rate, None, None),
        ("supplementary_service_event", "content", "outgoing", "2014-03-02 13:08:00", 1,
         None, None, None, None, 3505, 7182),
    ]  # fmt: skip


def test_totals_that_do_not_add_up_are_told_and_kept(home: Home, shared_data: Path) -> None:
    """The sample states 2.300 and charges 71.200; its times are of 2005, its calls of 2014."""
    path = shared(shared_data, "tap_3_12_valid.ber")
    report = home.land(path.read_bytes(), path.name, TAP)
    assert any(
        "charge 2.300 stated, 71.200 found; earliest call 2005-04-04T16:24:53+02:00 stated" in line
        for line in report.sentences()
    )
    assert home.rows(
        "select total_charge_amount, found_charge_amount, has_agreeing_amounts, has_agreeing_times"
        " from lake",
        TAP_FILES,
    ) == [(Decimal("2.3"), Decimal("71.2"), False, False)]


def test_a_notification_lands_without_events(home: Home, shared_data: Path) -> None:
    path = shared(shared_data, "tap_notification.ber")
    report = home.land(path.read_bytes(), path.name, TAP)
    landed = {file.identity: file.records for file in report.landed}
    assert landed[f"{TAP}/CDABC08XYZ15/23023"] == 0
    assert home.rows("select kind, event_count from lake", TAP_FILES) == [("notification", 0)]
    # as NRTRDE it makes no sense, and says where
    (refusal,) = home.land(path.read_bytes(), path.name, NRTRDE).refused
    assert (refusal.rule, refusal.message[:10]) == ("ber", "At byte 0:")


def test_a_sample_without_what_the_standard_asks_for(home: Home, shared_data: Path) -> None:
    path = shared(shared_data, "sample-DataInterChange-1.ber")
    (refusal,) = home.land(path.read_bytes(), path.name, TAP).refused
    assert refusal.message.startswith("At byte 313: its AuditControlInfo lacks CallEventDetails")
