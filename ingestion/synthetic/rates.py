"""How often what happens to people, cells and money: documented defaults, each an argument."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True)
class Rates:
    """Shares from 0 to 1 of what each line says, unless it says otherwise.

    A share above zero of subscriptions, invoices, payments or people yields at least one case, so
    that small operators show every kind; zero yields none.
    """

    wrong_tariff: float = 0.006
    """Subscriptions whose fee the external biller takes from another plan, from some bill on."""
    unbilled: float = 0.008
    """Subscriptions that one bill leaves out."""
    billed_twice: float = 0.008
    """Subscriptions whose lines stand twice on one bill."""
    zero_billed: float = 0.006
    """Subscriptions whose lines on one bill are all zero."""
    never_billed: float = 0.004
    """Active subscriptions that no bill ever holds."""
    discounts: float = 0.25
    """New subscriptions with a discount on their first bill, which the offer ends there."""
    discount_beyond_term: float = 0.3
    """Discounts that later bills go on taking off."""
    late_payments: float = 0.1
    """Invoices paid up to two months after they were due; transfers twice as often."""
    partial_payments: float = 0.03
    """Invoices paid in two parts, of which the second comes late, or never (one in five);
    transfers twice as often."""
    failed_payments: float = 0.03
    """Direct debits that are refused at first."""
    failed_cards: float = 0.02
    """Card payments that are refused at first: the card expired, or its limit is reached."""
    returned_payments: float = 0.015
    """Direct debits that go back after they were settled."""
    unpaid_invoices: float = 0.008
    """Invoices that nobody ever pays, for no reason that the data shows."""
    unmatched_payments: float = 0.006
    """Payments that name no invoice, as a share of the invoices; half of them name no account."""
    overpayments: float = 0.03
    """Transfers of a tenth too much, which is refunded."""
    refunds: float = 0.006
    """Other payments of which a part is refunded."""
    chargebacks: float = 0.008
    """Card payments that the payer disputes; a third is won."""
    double_settlements: float = 0.004
    """Payments that a gateway settles twice."""
    fee_differences: float = 0.01
    """Payments of which a gateway keeps half as much fee again as was agreed."""
    typing_errors: float = 0.02
    """Customers whose name or address is typed wrongly in the CRM."""
    duplicate_people: float = 0.02
    """Customers who stand in the CRM a second time, as a prospect without an account."""
    failing_cells: float = 0.06
    """Measured cells that slowly fail."""
    outages: float = 0.35
    """Unplanned outages a site and month; there is half as much planned work."""
    missing_hours: float = 0.003
    """Hours of measured cells of which no counters ever come."""
    late_tickets: float = 0.05
    """Tickets answered or solved after their time on an ordinary day; outages make it more."""
    forgotten_tickets: float = 0.01
    """Tickets that nobody solves for weeks; one of them is overdue at the end."""
    holdout: float = 0.2
    """Audience of the retention campaign that is left out at random."""
    campaign_effect: float = 0.4
    """Share of those who would leave that the retention campaign keeps."""
    fraud_bursts: float = 0.0005
    """Subscriptions that are abused for hours of calls to dear destinations."""

    def __post_init__(self) -> None:
        """Refuse what is no share, by its name."""
        for rate in fields(self):
            value = getattr(self, rate.name)
            if not 0 <= value <= 1 or (rate.name == "campaign_effect" and value > 0.9):
                raise ValueError(f"--rate {rate.name} must be a share from 0 to 1; got {value}")


def with_rates(texts: Iterable[str]) -> Rates:
    """Return the defaults but for `NAME=SHARE` texts. Raises ValueError naming the wrong one."""
    known = {rate.name for rate in fields(Rates)}
    changes: dict[str, float] = {}
    for text in texts:
        name, _, value = text.partition("=")
        name = name.strip().replace("-", "_")
        if name not in known:
            raise ValueError(f"--rate {text}: give one of {', '.join(sorted(known))}, as NAME=0.01")
        try:
            changes[name] = float(value)
        except ValueError:
            raise ValueError(f"--rate {text}: {value!r} is no number; give NAME=0.01") from None
    return replace(Rates(), **changes)
