"""What the gateways settle: each transaction less its fee, paid out the day after."""

from __future__ import annotations

from dataclasses import dataclass

from ingestion.synthetic.charges import active
from ingestion.synthetic.files import Row
from ingestion.synthetic.money import DECIMALS, MILLION, half_up, millionths, money
from ingestion.synthetic.outbox import DAY, Outbox, clock, local_date
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.rates import Rates
from ingestion.synthetic.receivables.payment_book import GATEWAYS, Payment
from ingestion.synthetic.receivables.returns import Chargeback, Refund, told_at
from ingestion.synthetic.switch_files import count_of
from ingestion.synthetic.world import World

# (method, currency) → (share of the amount, fixed amount).
FEES = {
    ("card", "KRW"): ("0.022", "0"),
    ("card", "USD"): ("0.029", "0.30"),
    ("direct_debit", "KRW"): ("0", "150"),
    ("direct_debit", "USD"): ("0", "0.20"),
}


@dataclass(frozen=True)
class Settled:
    """One settled transaction; amounts in the smallest unit, negative for what went back."""

    gateway: str
    reference: str
    at: int
    kind: str
    method: str
    gross: int
    fee: int
    currency: str

    @property
    def payout(self) -> int:
        """When it is paid out: the day after."""
        return self.at + DAY

    @property
    def payout_id(self) -> str:
        """Payout with which it reaches the bank."""
        return f"PO-{self.gateway}-{local_date(self.payout):%Y%m%d}-{self.currency}"


class Gateways:
    """Draws what is settled wrongly, and exports the settlements and the fees agreed."""

    def __init__(self, world: World, rates: Rates, outbox: Outbox) -> None:
        """Begin with none."""
        self.stream = Stream(world.arguments.seed, "gateways")
        self.rates, self.outbox = rates, outbox
        self.settled: list[Settled] = []
        self.cases: list[Row] = []

    def settle(
        self, payments: list[Payment], refunds: list[Refund], disputes: list[Chargeback]
    ) -> None:
        """Settle everything that went through a gateway; bank transfers need none."""
        own = [p for p in payments if p.settled and p.gateway != GATEWAYS["transfer"]]
        # Only what is settled in the world's days can be seen to be wrong.
        seen = [n for n, p in enumerate(own) if p.settled + 3 * DAY < self.outbox.ends[-1]]
        twice = self.chosen(seen, self.rates.double_settlements)
        dear = self.chosen(seen, self.rates.fee_differences)
        for number, payment in enumerate(own):
            fee = agreed_fee(payment.method, payment.currency, payment.amount)
            taken = fee + max(1, fee // 2) if number in dear else fee
            self.add(payment, payment.reference, payment.settled, "payment", payment.amount, taken)
            if number in dear:
                self.note("fee_difference", payment, taken - fee)
            if number in twice:
                later = payment.settled + DAY
                self.add(payment, payment.reference, later, "payment", payment.amount, fee)
                self.note("double_settlement", payment, payment.amount)
            if payment.returned:
                back = payment.returned
                self.add(payment, payment.reference, back, "adjustment", -payment.amount, 0)
        for refund in refunds:
            if refund.payment.gateway != GATEWAYS["transfer"]:
                reference = f"GW-{refund.refund_id}"
                self.add(refund.payment, reference, refund.at, "refund", -refund.amount, 0)
        for dispute in disputes:
            payment, reference = dispute.payment, f"GW-{dispute.chargeback_id}"
            self.add(payment, reference, dispute.opened, "chargeback", -payment.amount, dispute.fee)
            if dispute.is_won:
                kind = "chargeback_reversal"
                self.add(payment, reference, dispute.closed, kind, payment.amount, 0)

    def chosen(self, seen: list[int], share: float) -> set[int]:
        """Draw a share of some payments, by their places."""
        return {seen[n] for n in self.stream.sample(len(seen), count_of(share, len(seen)))}

    def add(
        self, payment: Payment, reference: str, at: int, kind: str, gross: int, fee: int
    ) -> None:
        """Note one settled transaction."""
        self.settled.append(
            Settled(
                payment.gateway, reference, told_at(at), kind, payment.method, gross, fee,
                payment.currency,
            )
        )  # fmt: skip

    def note(self, kind: str, payment: Payment, amount: int) -> None:
        """Note a case for the answer key."""
        self.cases.append(
            {
                "kind": kind,
                "delivery": self.outbox.delivery_at(told_at(payment.settled)) or None,
                "account_id": payment.account_id,
                "invoice_number": payment.invoice_number,
                "payment_id": payment.payment_id,
                "amount": money(amount, payment.currency),
                "currency": payment.currency,
            }
        )

    def send(self) -> None:
        """Export the settlement reports, and with the first delivery the fees agreed."""
        for (method, currency), (share, fixed) in FEES.items():
            row: Row = {
                "gateway": GATEWAYS[method],
                "method": method,
                "currency": currency,
                "fee_rate": share,
                "fixed_amount": fixed,
                **active(),
            }
            self.outbox.add("payments", "gateway_fees", self.outbox.start, row)
        ordered = sorted(self.settled, key=lambda s: (s.at, s.gateway, s.reference, s.kind))
        for number, each in enumerate(ordered, start=1):
            self.outbox.add("payments", "gateway_settlements", each.at, {
                "gateway": each.gateway,
                "settlement_reference": f"ST-{number:08d}",
                "gateway_reference": each.reference,
                "settled_at": clock(each.at),
                "kind": each.kind,
                "method": each.method,
                "gross_amount": money(each.gross, each.currency),
                "fee_amount": money(each.fee, each.currency),
                "net_amount": money(each.gross - each.fee, each.currency),
                "currency": each.currency,
                "payout_id": each.payout_id,
                "payout_date": local_date(each.payout).isoformat(),
            })  # fmt: skip


def agreed_fee(method: str, currency: str, amount: int) -> int:
    """Return the fee of a payment by the agreement, in the smallest unit of the currency."""
    share, fixed = FEES[method, currency]
    own = half_up(millionths(fixed) * 10 ** DECIMALS[currency], MILLION)
    return half_up(amount * millionths(share), MILLION) + own
