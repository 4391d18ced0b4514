"""The operator's own accounts at the bank: one statement a day with its balances and entries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ingestion.synthetic.money import money
from ingestion.synthetic.outbox import DAY, HOUR, Outbox, clock, local_date
from ingestion.synthetic.receivables.gateway import Settled
from ingestion.synthetic.receivables.payment_book import GATEWAYS, Payment
from ingestion.synthetic.receivables.returns import Refund

ACCOUNTS = {"KRW": "100-555-000001", "USD": "100-555-000002"}
OPENING = {"KRW": 500_000_000, "USD": 10_000_000}
TRANSFER_CODE, PAYOUT_CODE, REFUND_CODE = "PMNT/RCDT/ESCT", "PMNT/RCDT/DMCT", "PMNT/ICDT/ESCT"
CHARGE_CODE = "ACMT/MDOP/CHRG"
MONTHLY_CHARGE = {"KRW": 33_000, "USD": 2_500}


@dataclass(frozen=True)
class Entry:
    """One entry; amount in the smallest unit, negative for what goes out."""

    at: int
    currency: str
    amount: int
    code: str
    end_to_end: str | None
    reference: str | None = None
    counterparty: str | None = None
    text: str | None = None


def entries_of(
    payments: list[Payment], refunds: list[Refund], settled: list[Settled], start: int, days: int
) -> list[Entry]:
    """Return transfers in and out, payouts of gateways, and the bank's monthly charge."""
    found: list[Entry] = []
    for payment in payments:
        if payment.settled and payment.gateway == GATEWAYS["transfer"]:
            text = f"요금 {payment.invoice_number}" if payment.invoice_number else "송금"
            found.append(
                Entry(
                    payment.settled, payment.currency, payment.amount, TRANSFER_CODE,
                    payment.reference, payment.invoice_number, payment.holder, text,
                )
            )  # fmt: skip
    for refund in refunds:
        payment = refund.payment
        if payment.gateway == GATEWAYS["transfer"]:
            found.append(
                Entry(
                    refund.at, payment.currency, -refund.amount, REFUND_CODE,
                    f"GW-{refund.refund_id}", None, payment.holder, "환불",
                )
            )  # fmt: skip
    payouts: dict[tuple[str, int, str], int] = defaultdict(int)
    for each in settled:
        payouts[each.payout_id, each.payout, each.currency] += each.gross - each.fee
    for (payout_id, at, currency), amount in payouts.items():
        if amount:
            found.append(Entry(at, currency, amount, PAYOUT_CODE, payout_id, text="payout"))
    for month in range(0, days, 30):
        for currency, charge in MONTHLY_CHARGE.items():
            at = start + month * DAY + 12 * HOUR
            found.append(Entry(at, currency, -charge, CHARGE_CODE, None, text="account fee"))
    return sorted(found, key=lambda e: (e.at, e.currency, e.end_to_end or "", e.amount))


def send_statements(entries: list[Entry], outbox: Outbox, days: int) -> None:
    """Export the statement of each account and day: opening + entries = closing."""
    by_day: dict[tuple[str, int], list[Entry]] = defaultdict(list)
    for entry in entries:
        by_day[entry.currency, (entry.at - outbox.start) // DAY].append(entry)
    for currency, bank_account in ACCOUNTS.items():
        balance = OPENING[currency]
        for day in range(days):
            begin = outbox.start + day * DAY
            made = begin + DAY + 4 * HOUR
            date = local_date(begin)
            opening, own = balance, by_day.get((currency, day), [])
            balance += sum(entry.amount for entry in own)
            statement: dict[str, object] = {
                "bank_account": bank_account,
                "statement_id": f"{bank_account}-{date:%Y%m%d}",
                "page_number": 1,
                "created_at": clock(made),
            }
            outbox.add("payments", "bank_statements", made, statement | {
                "is_last_page": "true",
                "statement_number": day + 1,
                "currency": currency,
                "opening_balance_amount": money(opening, currency),
                "opening_balance_currency": currency,
                "opening_balance_date": date.isoformat(),
                "closing_balance_amount": money(balance, currency),
                "closing_balance_currency": currency,
                "closing_balance_date": date.isoformat(),
                "entry_count": len(own),
                "is_duplicate": "false",
            })  # fmt: skip
            for number, entry in enumerate(own, start=1):
                outbox.add("payments", "bank_statement_lines", made, statement | {
                    "entry_number": number,
                    "detail_number": 0,
                    "detail_count": 0,
                    "entry_reference": f"{date:%Y%m%d}{number:05d}",
                    "booking_date": date.isoformat(),
                    "value_date": date.isoformat(),
                    "status": "booked",
                    "entry_amount": money(entry.amount, currency),
                    "amount": money(entry.amount, currency),
                    "currency": currency,
                    "entry_currency": currency,
                    "is_reversal": "false",
                    "bank_transaction_code": entry.code,
                    "end_to_end_id": entry.end_to_end,
                    "creditor_reference": entry.reference,
                    "counterparty_name": entry.counterparty,
                    "remittance_text": entry.text,
                })  # fmt: skip
