"""Postings to the general ledger: every journal entry's debits equal its credits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ingestion.synthetic.money import money
from ingestion.synthetic.outbox import HOUR, Outbox, clock, local_date
from ingestion.synthetic.receivables.adjustments import Adjustment
from ingestion.synthetic.receivables.gateway import Settled
from ingestion.synthetic.receivables.invoices import Invoice
from ingestion.synthetic.receivables.payment_book import GATEWAYS, Payment
from ingestion.synthetic.receivables.returns import Chargeback, Refund

CHART = {
    "receivable": "1100",
    "cash": "1000",
    "clearing": "1050",
    "tax": "2200",
    "revenue": "4000",
    "fee": "6100",
    "bad_debt": "6200",
}
Side = tuple[str, int]
"""(class of the ledger account, amount): positive is a debit."""


class Ledger:
    """Posts documents; amounts in the smallest unit of the currency."""

    def __init__(self, outbox: Outbox) -> None:
        """Begin with an empty journal."""
        self.outbox = outbox
        self.journals = 0

    def post(
        self,
        at: int,
        currency: str,
        document: tuple[str, str],
        account_id: str | None,
        sides: Iterable[Side],
    ) -> None:
        """Enter one journal entry an hour after its document; (kind, reference) names that."""
        self.journals += 1
        posted = at + HOUR
        for number, (kind, amount) in enumerate((s for s in sides if s[1]), start=1):
            self.outbox.add("billing", "ledger_postings", posted, {
                "posting_id": f"J{self.journals:08d}-{number}",
                "journal_id": f"J{self.journals:08d}",
                "posted_at": clock(posted),
                "booking_date": local_date(at).isoformat(),
                "ledger_account": CHART[kind],
                "ledger_account_class": kind,
                "side": "debit" if amount > 0 else "credit",
                "amount": money(abs(amount), currency),
                "currency": currency,
                "account_id": account_id if kind == "receivable" else None,
                "document_kind": document[0],
                "document_reference": document[1],
            })  # fmt: skip

    def invoices(self, invoices: list[Invoice], kind: str = "invoice") -> None:
        """Post what is owed, its revenue and its tax; of a credit note everything is negative."""
        for each in invoices:
            sides = [("receivable", each.gross), ("revenue", -each.net), ("tax", -each.tax)]
            account = each.account.account_id
            self.post(each.issued, each.currency, (kind, each.number), account, sides)

    def payments(self, payments: list[Payment]) -> None:
        """Post what was paid: transfers are cash, the rest is on its way through a gateway."""
        for each in payments:
            if not each.settled:
                continue
            money_class = "cash" if each.gateway == GATEWAYS["transfer"] else "clearing"
            document = ("payment", each.payment_id)
            paid = [(money_class, each.amount), ("receivable", -each.amount)]
            self.post(each.settled, each.currency, document, each.account_id, paid)
            if each.returned:
                back = [(kind, -amount) for kind, amount in paid]
                self.post(each.returned, each.currency, document, each.account_id, back)

    def returns(self, refunds: list[Refund], disputes: list[Chargeback]) -> None:
        """Post refunds and disputes; a dispute that is won comes back."""
        for refund in refunds:
            each = refund.payment
            money_class = "cash" if each.gateway == GATEWAYS["transfer"] else "clearing"
            sides = [("receivable", refund.amount), (money_class, -refund.amount)]
            document = ("refund", refund.refund_id)
            self.post(refund.at, each.currency, document, each.account_id, sides)
        for dispute in disputes:
            each = dispute.payment
            document = ("chargeback", dispute.chargeback_id)
            taken = [("receivable", each.amount), ("clearing", -each.amount)]
            self.post(dispute.opened, each.currency, document, each.account_id, taken)
            if dispute.is_won:
                back = [(kind, -amount) for kind, amount in taken]
                self.post(dispute.closed, each.currency, document, each.account_id, back)

    def settlements(self, settled: list[Settled]) -> None:
        """Post each payout: what left the clearing account is cash and fees."""
        payouts: dict[tuple[int, str, str], list[Settled]] = defaultdict(list)
        for each in settled:
            payouts[each.payout, each.payout_id, each.currency].append(each)
        for (at, payout_id, currency), parts in sorted(payouts.items()):
            gross, fee = sum(p.gross for p in parts), sum(p.fee for p in parts)
            sides = [("cash", gross - fee), ("fee", fee), ("clearing", -gross)]
            self.post(at, currency, ("settlement", payout_id), None, sides)

    def adjustments(self, adjustments: list[Adjustment]) -> None:
        """Post credits, late fees and what is written off."""
        for each in adjustments:
            is_lost = each.reason == "write_off"
            kind = "write_off" if is_lost else "adjustment"
            sides = [("receivable", each.gross), ("tax", -each.tax)]
            sides.append(("bad_debt" if is_lost else "revenue", -each.net))
            document = (kind, each.adjustment_id)
            self.post(each.at, each.currency, document, each.account_id, sides)
