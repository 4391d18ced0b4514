"""How each invoice is paid: when, in what parts, what fails, goes back or is disputed."""

from __future__ import annotations

from collections.abc import Callable

from ingestion.synthetic.calendar_of_korea import midnight_seconds
from ingestion.synthetic.outbox import DAY, HOUR, MINUTE, Outbox
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.rates import Rates
from ingestion.synthetic.receivables.invoices import Invoice
from ingestion.synthetic.receivables.payment_book import Payment, PaymentBook
from ingestion.synthetic.switch_files import count_of
from ingestion.synthetic.world import World

REFUSALS = ("AM04", "AC04", "MS03")
"""ISO 20022 reason codes: no funds, account closed, reason not given."""
CARD_REFUSALS = ("card_expired", "card_limit_reached")
METHODS = ("direct_debit", "card", "transfer")
Way = tuple[str, float, tuple[str, ...]]
"""(course, share, methods of payment that it befalls)."""


class Payments:
    """Draws the payments of all invoices."""

    def __init__(self, world: World, rates: Rates, outbox: Outbox) -> None:
        """Begin with an empty book."""
        self.world, self.rates = world, rates
        self.book = PaymentBook(world, outbox)
        self.overpaid: list[tuple[Payment, int]] = []
        """(payment, how much too much)."""
        self.open: dict[str, int] = {}
        """Invoice → what of it nobody pays."""

    def pay(self, invoices: list[Invoice], gone_bad: dict[str, int]) -> None:
        """Pay the invoices. `gone_bad` are accounts and from when on they do not pay."""
        payable = [i for i in invoices if i.gross > 0]
        # A debit or a card is refused, a transfer comes late or in parts, more often than others.
        ways: list[Way] = [
            ("unpaid", self.rates.unpaid_invoices, METHODS),
            ("overpaid", self.rates.overpayments, ("transfer",)),
            ("returned", self.rates.returned_payments, ("direct_debit",)),
            ("failed", self.rates.failed_payments, ("direct_debit",)),
            ("failed", self.rates.failed_cards, ("card",)),
            ("partial", self.rates.partial_payments * 2, ("transfer",)),
            ("partial", self.rates.partial_payments * 5 / 6, ("direct_debit", "card")),
            ("late", self.rates.late_payments * 2, ("transfer",)),
            ("late", self.rates.late_payments * 5 / 6, ("direct_debit", "card")),
        ]
        # Only what is due in the world's days can be seen to go wrong.
        seen = [n for n, each in enumerate(payable) if each.due < self.world.schedule.end_day]
        methods = [payable[n].customer.payment_method for n in seen]
        drawn = choose(Stream(self.world.arguments.seed, "ways"), methods, ways)
        chosen = {seen[place]: way for place, way in drawn.items()}
        for number, invoice in enumerate(payable):
            stream = Stream(self.world.arguments.seed, "payment", number)
            due = midnight_seconds(invoice.due)
            if due >= gone_bad.get(invoice.customer.customer_id, due + 1):
                self.refuse_for_good(stream, invoice, due)
                continue
            way = chosen.get(number, "usual")
            courses: dict[str, Callable[[Stream, Invoice, int], None]] = {
                "usual": self.usual,
                "unpaid": self.unpaid,
                "partial": self.partial,
                "late": self.late,
                "returned": self.returned,
                "failed": self.failed,
                "overpaid": self.overpay,
            }
            courses[way](stream, invoice, due)
        self.without_invoice(payable)

    def usual(self, stream: Stream, invoice: Invoice, due: int) -> None:
        """Pay in time by the customer's method."""
        method = invoice.customer.payment_method
        if method == "direct_debit":
            self.book.new(invoice, method, invoice.gross, due + 9 * HOUR, due + DAY + 6 * HOUR)
        elif method == "card":
            at = invoice.issued + DAY + stream.integer(12 * DAY)
            self.book.new(invoice, method, invoice.gross, at, at + 10 * MINUTE)
        else:
            at = due - stream.integer(10 * DAY)
            self.book.new(invoice, method, invoice.gross, at, at + 2 * HOUR)

    def unpaid(self, stream: Stream, invoice: Invoice, due: int) -> None:
        """Pay nothing, ever."""
        self.book.note("invoice_without_payment", invoice.number, None, invoice.gross, invoice)
        self.open[invoice.number] = invoice.gross

    def partial(self, stream: Stream, invoice: Invoice, due: int) -> None:
        """Pay a part in time, the rest a while later or, one in five, never."""
        part = invoice.gross * (40 + stream.integer(40)) // 100
        at = due - stream.integer(5 * DAY)
        first = self.book.new(invoice, "transfer", part, at, at + 2 * HOUR)
        rest = invoice.gross - part
        if stream.integer(5):
            again = due + (8 + stream.integer(20)) * DAY + 11 * HOUR
            self.book.new(invoice, "transfer", rest, again, again + 2 * HOUR)
        else:
            self.open[invoice.number] = rest
        self.book.note("partial_payment", invoice.number, first, rest, invoice)

    def late(self, stream: Stream, invoice: Invoice, due: int) -> None:
        """Pay after it was due: most within two weeks, some after two months."""
        days = 2 + stream.integer(14) if stream.integer(4) else 16 + stream.integer(50)
        at = due + days * DAY + 8 * HOUR + stream.integer(12 * HOUR)
        # Whose debit is no longer allowed transfers what is owed.
        method = "card" if invoice.customer.payment_method == "card" else "transfer"
        payment = self.book.new(invoice, method, invoice.gross, at, at + 2 * HOUR)
        self.book.note("late_payment", invoice.number, payment, invoice.gross, invoice)

    def returned(self, stream: Stream, invoice: Invoice, due: int) -> None:
        """Let a direct debit go back after three days; most pay by transfer then."""
        first = self.book.new(
            invoice, "direct_debit", invoice.gross, due + 9 * HOUR, due + DAY + 6 * HOUR
        )
        first.returned = due + 4 * DAY + 7 * HOUR
        first.reason = REFUSALS[stream.integer(len(REFUSALS))]
        self.book.note("returned_payment", invoice.number, first, invoice.gross, invoice)
        if stream.integer(5):
            at = due + (6 + stream.integer(14)) * DAY + 12 * HOUR
            self.book.new(invoice, "transfer", invoice.gross, at, at + 2 * HOUR)
        else:
            self.open[invoice.number] = invoice.gross

    def failed(self, stream: Stream, invoice: Invoice, due: int) -> None:
        """Let the first attempt be refused and a second one, days later, succeed."""
        if invoice.customer.payment_method == "card":
            self.failed_card(stream, invoice)
            return
        first = self.book.new(invoice, "direct_debit", invoice.gross, due + 9 * HOUR, 0)
        first.failed, first.reason = due + DAY, REFUSALS[0]
        at = due + (5 + stream.integer(4)) * DAY + 9 * HOUR
        self.book.new(invoice, "direct_debit", invoice.gross, at, at + 21 * HOUR)
        self.book.note("failed_payment", invoice.number, first, invoice.gross, invoice)

    def failed_card(self, stream: Stream, invoice: Invoice) -> None:
        """Let a card be refused at once; days later another, or the same again, is taken."""
        at = invoice.issued + DAY + stream.integer(12 * DAY)
        first = self.book.new(invoice, "card", invoice.gross, at, 0)
        first.failed = at + MINUTE
        first.reason = CARD_REFUSALS[stream.integer(len(CARD_REFUSALS))]
        again = at + DAY + stream.integer(9 * DAY)
        self.book.new(invoice, "card", invoice.gross, again, again + 10 * MINUTE)
        self.book.note("failed_payment", invoice.number, first, invoice.gross, invoice)

    def refuse_for_good(self, stream: Stream, invoice: Invoice, due: int) -> None:
        """Let every attempt be refused: the customer no longer pays, nor transfers anything."""
        method = invoice.customer.payment_method
        for attempt in range(2 if method != "transfer" else 0):
            at = due + attempt * 7 * DAY + 9 * HOUR
            payment = self.book.new(invoice, method, invoice.gross, at, 0)
            payment.failed, payment.reason = at + 15 * HOUR, REFUSALS[0]
            if method == "card":
                payment.failed, payment.reason = at + MINUTE, CARD_REFUSALS[1]
        self.open[invoice.number] = invoice.gross

    def overpay(self, stream: Stream, invoice: Invoice, due: int) -> None:
        """Transfer a tenth too much."""
        extra = max(1, invoice.gross // 10)
        at = due - stream.integer(8 * DAY)
        payment = self.book.new(invoice, "transfer", invoice.gross + extra, at, at + 2 * HOUR)
        self.overpaid.append((payment, extra))
        self.book.note("overpayment", invoice.number, payment, extra, invoice)

    def without_invoice(self, payable: list[Invoice]) -> None:
        """Let transfers come in that name no invoice; of half of them nobody knows from whom."""
        stream = Stream(self.world.arguments.seed, "unmatched")
        end = midnight_seconds(self.world.schedule.end_day)
        for place in range(count_of(self.rates.unmatched_payments, len(payable))):
            invoice = payable[stream.integer(len(payable))]
            at = invoice.issued + stream.integer(min(25 * DAY, max(DAY, end - invoice.issued)))
            amount = 1_000 * (5 + stream.integer(60))
            payment = self.book.new(invoice, "transfer", amount, at, at + 2 * HOUR)
            payment.invoice_number = None
            if place % 2:
                payment.account_id = payment.holder = None
            self.book.note("payment_without_invoice", None, payment, amount, invoice)


def choose(stream: Stream, methods: list[str], ways: list[Way]) -> dict[int, str]:
    """Give shares of some invoices, known by their methods of payment, a way each, none two.

    A share is of the invoices of the way's own methods, or of all for want of one. There is at
    least one where the share is not 0.
    """
    count = len(methods)
    order = [n for _, n in sorted((stream.integer(1 << 62), n) for n in range(count))]
    chosen: dict[int, str] = {}
    for name, share, own in ways:
        free = [n for n in order if n not in chosen]
        fitting = [n for n in free if methods[n] in own] or free
        size = sum(method in own for method in methods) or count
        for n in fitting[: count_of(share, size)]:
            chosen[n] = name
    return chosen
