"""Money that goes back: refunds and disputed card payments."""

from __future__ import annotations

from dataclasses import dataclass

from ingestion.synthetic.calendar_of_korea import midnight_seconds
from ingestion.synthetic.files import Row
from ingestion.synthetic.money import money
from ingestion.synthetic.outbox import DAY, HOUR, Outbox, clock
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.rates import Rates
from ingestion.synthetic.receivables.payment_book import Payment
from ingestion.synthetic.switch_files import count_of
from ingestion.synthetic.world import World

DISPUTE_FEE = {"KRW": 20_000, "USD": 1_500}
DISPUTE_REASONS = ("fraud", "not_recognised", "duplicate", "service_not_provided")


@dataclass(frozen=True)
class Refund:
    """An amount paid back."""

    refund_id: str
    payment: Payment
    amount: int
    at: int
    reason: str


@dataclass(frozen=True)
class Chargeback:
    """A disputed card payment; `closed` is when it was decided."""

    chargeback_id: str
    payment: Payment
    opened: int
    closed: int
    is_won: bool

    @property
    def fee(self) -> int:
        """What the processor takes for the dispute."""
        return DISPUTE_FEE[self.payment.currency]


class Returns:
    """Draws refunds and chargebacks of payments and exports them."""

    def __init__(
        self,
        world: World,
        rates: Rates,
        payments: list[Payment],
        overpaid: list[tuple[Payment, int]],
    ) -> None:
        """Every overpayment is refunded; others by the rates."""
        stream = Stream(world.arguments.seed, "returns")
        self.refunds: list[Refund] = []
        for payment, extra in overpaid:
            at = payment.settled + 3 * DAY + stream.integer(6 * DAY)
            self.refund(payment, extra, at, "overpaid")
        matched = [p for p in payments if p.settled and not p.returned and p.account_id]
        for n in stream.sample(len(matched), count_of(rates.refunds, len(matched))):
            payment = matched[n]
            part = max(1, payment.amount * (10 + stream.integer(30)) // 100)
            reason = ("billing_error", "goodwill")[stream.integer(2)]
            at = payment.settled + 4 * DAY + stream.integer(15 * DAY)
            self.refund(payment, part, at, reason)
        last = midnight_seconds(world.schedule.end_day) - 25 * DAY
        cards = [p for p in payments if p.method == "card" and 0 < p.settled < last]
        self.chargebacks: list[Chargeback] = []
        for n in stream.sample(len(cards), count_of(rates.chargebacks, len(cards))):
            opened = cards[n].settled + 5 * DAY + stream.integer(20 * DAY)
            closed = opened + 10 * DAY + stream.integer(25 * DAY)
            number = f"CB-{len(self.chargebacks) + 1:06d}"
            is_won = stream.integer(3) == 0
            self.chargebacks.append(Chargeback(number, cards[n], opened, closed, is_won))

    def refund(self, payment: Payment, amount: int, at: int, reason: str) -> None:
        """Note a refund."""
        number = f"REF-{len(self.refunds) + 1:06d}"
        self.refunds.append(Refund(number, payment, amount, at, reason))

    def send(self, outbox: Outbox) -> None:
        """Export refunds, and every state of each chargeback."""
        for refund in self.refunds:
            payment = refund.payment
            outbox.add("payments", "refunds", refund.at, {
                "refund_id": refund.refund_id,
                "payment_id": payment.payment_id,
                "account_id": payment.account_id,
                "refunded_at": clock(refund.at),
                "gateway": payment.gateway,
                "gateway_reference": f"GW-{refund.refund_id}",
                "amount": money(refund.amount, payment.currency),
                "currency": payment.currency,
                "reason": refund.reason,
            })  # fmt: skip
        for number, dispute in enumerate(self.chargebacks):
            payment = dispute.payment
            row: Row = {
                "chargeback_id": dispute.chargeback_id,
                "payment_id": payment.payment_id,
                "gateway": payment.gateway,
                "gateway_reference": f"GW-{dispute.chargeback_id}",
                "reason": DISPUTE_REASONS[number % len(DISPUTE_REASONS)],
                "amount": money(payment.amount, payment.currency),
                "fee_amount": money(dispute.fee, payment.currency),
                "currency": payment.currency,
                "status": "opened",
                "opened_at": clock(dispute.opened),
                "changed_at": clock(dispute.opened),
            }
            outbox.add("payments", "chargebacks", dispute.opened, row)
            decided = row | {
                "status": "won" if dispute.is_won else "lost",
                "closed_at": clock(dispute.closed),
                "changed_at": clock(dispute.closed),
            }
            outbox.add("payments", "chargebacks", dispute.closed, decided)


def told_at(at: int) -> int:
    """Return when a gateway settles what happened at an instant: the next local night."""
    return at - (at + 9 * HOUR) % DAY + DAY + 2 * HOUR
