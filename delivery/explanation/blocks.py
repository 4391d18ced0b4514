"""How the rows of each step are said in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from trunkline.presentation.moments import second

Row = dict[str, Any]


def fact(value: Decimal | int | None) -> str:
    """A figure in plain digits, without zeros that say nothing: 1.5, 600; nothing is a dash."""
    if value is None:
        return "-"
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def span(row: Row, zone: str, prefix: str = "") -> str:
    """Valid and known interval of a row: both half-open, the known one in loads."""
    parts = []
    valid_from, valid_to = row[f"{prefix}valid_from"], row[f"{prefix}valid_to"]
    if valid_from is not None:
        end = "no end" if valid_to is None else second(valid_to, zone)
        parts.append(f"valid {second(valid_from, zone)} to {end}")
    known_from, known_to = row[f"{prefix}known_from"], row[f"{prefix}known_to"]
    if known_from is not None:
        until = "" if known_to is None else f" until load {known_to}"
        parts.append(f"known from load {known_from}{until}")
    return ", ".join(parts)


def row_of_file(row: Row, prefix: str = "") -> str:
    """The delivery that brought a row of the catalogue, and its line."""
    if row[f"{prefix}load_seq"] is None:
        return ""
    name = row[f"{prefix}origin"] or f"file {row[f'{prefix}file_no']}"
    return f"{name} of load {row[f'{prefix}load_seq']}, line {row[f'{prefix}line_no']}"


def guiding(row: Row, zone: str) -> Iterator[str]:
    """One item and the row that says it."""
    detail = f" ({row['detail']})" if row["detail"] else ""
    one_of = f", one of {row['candidates']} that apply" if row["candidates"] > 1 else ""
    yield f"{row['item']:<12} {row['code']}{detail}{one_of}"
    for text in (span(row, zone), row_of_file(row)):
        if text:
            yield f"{'':<12} {text}"


def price(row: Row, zone: str) -> Iterator[str]:
    """One charge and its set of tiers."""
    kinds = {"plan": "price of the plan", "add_on": "price of an add-on", "agreed": "agreed price"}
    yield f"{row['charge_id']} ({row['description']}), {kinds[row['price_kind']]} {row['plan_id']}"
    yield f"  for {row['service']} {row['direction']} {row['zone']} in band {row['time_band']}"
    names = (
        ("account", "account"),
        ("subscription_id", "subscription"),
        ("segment", "segment"),
        ("from_contract_month", "from contract month"),
        ("to_contract_month", "to contract month"),
    )
    only = [f"{words} {row[name]}" for name, words in names if row[name] is not None]
    if only:
        yield f"  only for {', '.join(only)}"
    yield (
        f"  increments {row['initial_increment']}/{row['next_increment']} {row['metering_stage']}, "
        f"connect fee {fact(row['connect_fee'])} ({row['connect_fee_rule']}), "
        f"tiers by {row['tier_scope']}, {row['tier_mode']}: {row['tier_count'] or 'unknown'}"
    )
    bounds = [
        f"{word} {fact(row[name])}"
        for name, word in (
            ("minimum_charge", "at least"),
            ("maximum_charge", "at most"),
            ("attempt_fee", "an attempt"),
        )
        if row[name] is not None
    ]
    if bounds:
        yield f"  {', '.join(bounds)} {row['currency']}"
    yield f"  charge: {row_of_file(row)}; {span(row, zone)}"
    if row["tiers_valid_from"] is not None:
        yield f"  tiers: {row_of_file(row, 'tiers_')}; {span(row, zone, 'tiers_')}"


def segments(row: Row, zone: str) -> Iterator[str]:
    """One segment as it is stored."""
    yield (
        f"{row['segment_number']}. {row['from_offset']:,} to {row['to_offset']:,} from "
        f"{second(row['begins_at'], zone)}, band {row['time_band']}, {row['charge_id']}"
    )
    yield (
        f"   used {row['quantity']:,}, metered {row['metered_quantity']:,}, free "
        f"{row['free_quantity']:,}, charged {row['charged_quantity']:,}, connect fee "
        f"{fact(row['connect_fee'])}, charge {fact(row['charge'])} {row['currency']}"
    )


def metering(row: Row, zone: str) -> Iterator[str]:
    """From usage to what is charged."""
    after = f" after {row['session_quantity']:,} of the session" if row["session_quantity"] else ""
    steps = f"{row['initial_increment']:,}/{row['next_increment']:,}"
    number, used, charged = row["segment_number"], row["quantity"], row["charged_quantity"]
    if row["metering_stage"] == "after_allowance":
        yield (
            f"{number}. used {used:,}{after}, less {row['free_quantity']:,} free, "
            f"in increments {steps}: charged {charged:,}"
        )
    else:
        yield (
            f"{number}. used {used:,}{after} in increments {steps}: metered "
            f"{row['metered_quantity']:,}, less {row['free_quantity']:,} free: charged {charged:,}"
        )


def draws(row: Row, zone: str) -> Iterator[str]:
    """One bucket, before and after."""
    owner = {
        "subscription": "of the subscription",
        "account": "of the account",
        "booking": f"of booking {row['booking_id']}",
    }[row["owner_kind"]]
    yield f"{row['bucket_id']} {owner}, allowance {row['allowance_id']}, plan {row['plan_id']}"
    lost = f", lost to whole steps {row['lost_quantity']:,}" if row["lost_quantity"] else ""
    yield (
        f"  granted {row['granted_quantity']:,}, before {row['balance_before']:,}, "
        f"given {row['free_quantity']:,}{lost}, after {row['balance_after']:,}"
    )
    if row["known_from"] is not None:
        yield f"  {row_of_file(row)}; {span(row, zone)}"


def tiers(row: Row, zone: str) -> Iterator[str]:
    """One tier that took part."""
    to = "no end" if row["to_quantity"] is None else f"{row['to_quantity']:,}"
    before = f", {row['counted_before']:,} counted before" if row["counted_before"] else ""
    flat = f"{fact(row['flat_fee'])} + " if row["flat_fee"] else ""
    yield (
        f"{row['segment_number']}. tier {row['tier_number']} from {row['from_quantity']:,} to "
        f"{to}{before}: {row['quantity']:,} in it, in steps of {row['increment']:,}"
    )
    yield (
        f"   {flat}{fact(row['tier_price'])} x {row['stepped_quantity']:,} / {row['rate_unit']:,} "
        f"= {fact(row['exact_amount'])} {row['currency']}"
    )


def rounding(row: Row, zone: str) -> Iterator[str]:
    """One rounding, with the bound that moved the amount."""
    what = "event" if row["rounded"] == "event" else f"segment {row['segment_number']}"
    bound = f", by the {row['bound']} {fact(row['bounded_amount'])}" if row["bound"] else ""
    how = (
        "what is left of the event"
        if row["rounding_mode"] == "rest"
        else f"{row['rounding_mode']} at {row['rounding_decimals']} decimals"
    )
    result = f"{fact(row['result'])} {row['currency']}"
    yield f"{what}: {fact(row['exact_amount'])}{bound}, {how}: {result}"


def lines(row: Row, zone: str) -> Iterator[str]:
    """One line of the bill, issued or still open."""
    name = (
        f"invoice {row['invoice_number']}, line {row['line_number']}"
        if row["invoice_number"]
        else f"not billed yet, period from {row['period']}"
    )
    yield f"{name}: {row['charge_id']} ({row['description']})"
    yield (
        f"  adds {fact(row['event_amount'])} to {fact(row['unrounded_amount'])} {row['currency']} "
        f"of {row['event_count']:,} events"
    )
    if row["invoice_number"]:
        yield (
            f"  rounded {row['rounding_mode']} at {row['rounding_decimals']} decimals by "
            f"{fact(row['rounding_amount'])}: net {fact(row['net_amount'])}, tax "
            f"{fact(row['tax_amount'])}, gross {fact(row['gross_amount'])}"
        )


def rated_again(row: Row) -> Iterator[str]:
    """What one order changed, or what a reversal took back of it."""
    adds = f"{fact(row['amount'])} {row['currency']} in the period from {row['charged_period']}"
    if row["is_taken_back"]:
        yield f"order {row['order_seq']}: taken back by event {row['reversal_event_id']}, {adds}"
        return
    yield f"order {row['order_seq']} ({row['reason']}), with what load {row['known_at']} knew"
    free = "" if row["free_quantity"] is None else f", of it free {row['free_quantity']:,}"
    yield (
        f"  {row['charge_id']} of {row['subscription_id']}{free}: {fact(row['charged_before'])} "
        f"before, {fact(row['charged_now'])} now"
    )
    yield f"  adds {adds}"


BLOCKS: dict[str, Callable[[Row, str], Iterator[str]]] = {
    "guiding": guiding,
    "price": price,
    "segments": segments,
    "metering": metering,
    "draws": draws,
    "tiers": tiers,
    "rounding": rounding,
    "lines": lines,
}
