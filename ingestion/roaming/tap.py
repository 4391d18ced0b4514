"""Reads a TAP file (GSMA TD.57, releases 3.9 to 3.12) into its own record and those of its events.

A Transfer Batch holds call event details; a Notification says that there were none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ingestion.files.found import FoundFile
from ingestion.records.read_record import ReadRecord
from ingestion.roaming.audit import Audit
from ingestion.roaming.ber import read_elements
from ingestion.roaming.charges import Accounting, charge_values, charged_for, has_charges
from ingestion.roaming.element import Element, damaged, lacking
from ingestion.roaming.events import KINDS, event_values
from ingestion.roaming.load import load_bytes
from ingestion.roaming.sender import Sending, sending_of
from ingestion.roaming.tags import TAP
from ingestion.roaming.values import Values, amount, decimal_places, stated_moment, whole

FILES, RECORDS = "tap_files", "tap_records"
_OPENED = frozenset({"TransferBatch", "CallEventDetailList"})
_TEST_DATA = "T"
_SPECIFICATION, _RELEASES = 3, (9, 12)


def read_tap(file: FoundFile) -> Iterator[ReadRecord]:
    """Yield the records of a file's events in their order, and last the file's own.

    Raises FileRefusedError naming the byte where it is damaged, is no TAP file, lacks what the
    standard asks for, or holds another number of events than it states.
    """
    data = load_bytes(file)
    batch = _Batch()
    for found in read_elements(data, TAP, _OPENED):
        element = found.element
        if not batch.names and found.moment == "whole":
            yield _notification(element)
            return
        if not batch.names and element.name != "TransferBatch":
            raise _no_tap(element)
        if found.moment == "end":
            continue
        batch.names.append(element.name)
        if element.name in KINDS:
            yield batch.event(element)
        elif found.moment == "whole":
            batch.take(element)
    yield batch.own_record()


@dataclass
class _Batch:
    """A Transfer Batch while it is read: what stands before its events, and what they come to."""

    names: list[str] = field(default_factory=list)
    head: Element | None = None
    sending: Sending | None = None
    accounting_values: Values = field(default_factory=dict)
    accounting: Accounting | None = None
    offsets: dict[int, str] = field(default_factory=dict)
    control: Element | None = None
    audit: Audit = field(default_factory=Audit)

    def take(self, element: Element) -> None:
        """Take up one part of the batch that is no event."""
        if element.name == "BatchControlInfo":
            self.head, self.sending = element, _sending(element)
        elif self.head is None:
            raise damaged(element.offset, "BatchControlInfo does not stand first, as it must")
        elif element.name == "AccountingInfo":
            self.accounting, self.accounting_values = _accounting(element)
        elif element.name == "NetworkInfo":
            self.offsets = _offsets(element)
        elif element.name == "AuditControlInfo":
            self.control = element

    def event(self, element: Element) -> ReadRecord:
        """Return the record of one event."""
        if self.sending is None:
            raise damaged(element.offset, "an event stands before BatchControlInfo")
        if self.accounting is None and has_charges(element):
            raise damaged(element.offset, "it is charged, but AccountingInfo does not stand before")
        charged = charged_for(element)
        values = event_values(element, self.offsets)
        self.audit.add(charged, values.get("started_at"))
        position = self.audit.count
        texts = {
            **self.sending.values,
            "file_type": _file_type(self.sending),
            "record_position": str(position),
            **values,
            **charge_values(element, self.accounting, charged),
        }
        place = f"event {position}, a {element.name} at byte {element.offset:,}"
        return ReadRecord(RECORDS, position, texts, place)

    def own_record(self) -> ReadRecord:
        """Return the file's own record, once all of it was read and its count compared."""
        root = Element("TransferBatch", 0)
        if self.head is None or self.sending is None:
            raise lacking(root, "BatchControlInfo")
        if self.control is None:
            raise lacking(root, "AuditControlInfo")
        self.audit.check_count(self.control)
        totals, faults = self.audit.values(self.control, self.accounting)
        texts = {
            **_head_values(self.head, self.sending),
            "kind": "transfer_batch",
            **self.accounting_values,
            "event_count": str(self.audit.count),
            **totals,
        }
        notes = (f"its totals disagree with its events: {'; '.join(faults)}",) if faults else ()
        return ReadRecord(FILES, 1, texts, "", self.sending.says(*notes))


def _notification(element: Element) -> ReadRecord:
    if element.name != "Notification":
        raise _no_tap(element)
    sending = _sending(element)
    texts = {**_head_values(element, sending), "kind": "notification", "event_count": "0"}
    return ReadRecord(FILES, 1, texts, "", sending.says())


def _no_tap(element: Element) -> Exception:
    what = f"it begins with {element.name}, not with a TAP TransferBatch or Notification"
    return damaged(element.offset, what)


def _sending(head: Element) -> Sending:
    is_test = head.text("FileTypeIndicator") == _TEST_DATA
    sending = sending_of(head, "FileSequenceNumber", "TD" if is_test else "CD")
    specification = head.find("SpecificationVersionNumber")
    release = head.find("ReleaseVersionNumber")
    if specification is None or release is None:
        missing = "ReleaseVersionNumber" if specification else "SpecificationVersionNumber"
        raise lacking(head, missing)
    first, last = _RELEASES
    if specification.number != _SPECIFICATION or not first <= release.number <= last:
        what = f"it is TAP {specification.number}.{release.number}"
        raise damaged(specification.offset, f"{what}; read are 3.{first} to 3.{last}")
    return sending


def _file_type(sending: Sending) -> str:
    return "test" if sending.prefix == "TD" else "charging"


def _head_values(head: Element, sending: Sending) -> Values:
    return {
        **sending.values,
        "file_type": _file_type(sending),
        "specification_version": whole(head.integer("SpecificationVersionNumber")),
        "release_version": whole(head.integer("ReleaseVersionNumber")),
        "file_available_at": stated_moment(head, "FileAvailableTimeStamp"),
        "transfer_cut_off_at": stated_moment(head, "TransferCutOffTimeStamp"),
    }


def _accounting(element: Element) -> tuple[Accounting, Values]:
    local, own = element.text("LocalCurrency"), element.text("TapCurrency")
    places = element.find("TapDecimalPlaces")
    if places is None:
        raise lacking(element, "TapDecimalPlaces")
    rates = {}
    for conversion in element.all("CurrencyConversion"):
        code, rate = conversion.integer("ExchangeRateCode"), conversion.find("ExchangeRate")
        shift = conversion.find("NumberOfDecimalPlaces")
        if code is None or rate is None or shift is None:
            raise lacking(conversion, "its code, its rate or the decimal places of it")
        rates[code] = amount(absolute_rate(rate), decimal_places(shift))
    accounting = Accounting(own or local, decimal_places(places), rates)
    values: Values = {
        "local_currency": local,
        "tap_currency": own,
        "currency": accounting.currency,
        "decimal_places": str(accounting.places),
        "exchange_rate": accounting.rate(set()),
    }
    return accounting, values


def absolute_rate(rate: Element) -> int:
    """Return an exchange rate, which must be above 0."""
    if rate.number <= 0:
        raise damaged(rate.offset, "ExchangeRate is not above 0")
    return rate.number


def _offsets(element: Element) -> dict[int, str]:
    found = {}
    for each in element.all("UtcTimeOffsetInfo"):
        code, offset = each.integer("UtcTimeOffsetCode"), each.text("UtcTimeOffset")
        if code is not None and offset is not None:
            found[code] = offset
    return found
