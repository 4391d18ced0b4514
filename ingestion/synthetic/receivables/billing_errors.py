"""What the external biller gets wrong, and the discounts that it gives rightly."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from ingestion.synthetic.files import Row
from ingestion.synthetic.money import half_up, millionths, money
from ingestion.synthetic.plan_choices import changed_plan
from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.rater.bills import Bill, BillLine
from ingestion.synthetic.rates import Rates
from ingestion.synthetic.switch_files import count_of
from ingestion.synthetic.tariffs import PLANS
from ingestion.synthetic.world import World

WELCOME_OFFER = "OFF-WELCOME"
WELCOME_PERCENT = 20
KINDS = ("wrong_tariff", "unbilled", "billed_twice", "zero_billed", "never_billed")
CONFUSED = {n for n in range(len(PLANS)) if changed_plan(Stream(0, "plans"), n) != n}
"""Plans beside which there is another for the same kind of line."""
CASE_COLUMNS = (
    "kind", "subscription_id", "account_id", "period_from", "invoice_number", "expected_net",
    "billed_net", "currency",
)  # fmt: skip


@dataclass(frozen=True)
class Fate:
    """What befalls a subscription's bills, from the n-th on."""

    kind: str
    bill: int


class BillingErrors:
    """Draws which subscriptions are billed wrongly, and notes each case for the answer key."""

    def __init__(self, world: World, rates: Rates) -> None:
        """Draw all fates: at most one a subscription."""
        stream = Stream(world.arguments.seed, "billing_errors")
        self.world, self.rates = world, rates
        order = list(range(len(world.lines)))
        # Lines of long life, so that a case is seen in the smallest operator; the first ones show
        # every plan and stay as they are.
        early = [
            n
            for n in order[min(len(PLANS), len(order) // 2) :]
            if world.lines[n].joined_day == 0 and world.lines[n].left_day > 99
        ]
        shuffled = [early[n] for n in shuffle(stream, len(early))]
        self.fates: dict[int, Fate] = {}
        for kind in KINDS:
            for _ in range(count_of(getattr(rates, kind), len(order))):
                # Not every plan has another one of its kind that could be taken for it.
                place = len(shuffled) - 1
                while kind == "wrong_tariff" and place >= 0:
                    if world.lines[shuffled[place]].plan in CONFUSED:
                        break
                    place -= 1
                if place >= 0:
                    bill = stream.integer(max(1, min(3, world.arguments.months)))
                    self.fates[shuffled.pop(place)] = Fate(kind, bill)
        self.wrong_plans = {
            n: changed_plan(stream, world.lines[n].plan)
            for n, fate in sorted(self.fates.items())
            if fate.kind == "wrong_tariff"
        }
        new = [n for n in order if world.lines[n].joined_day > 0 and not world.lines[n].is_late]
        # The earliest first: theirs are the discounts that have time to go on too long.
        new.sort(key=lambda n: world.lines[n].joined_day)
        count = count_of(rates.discounts, len(new))
        endless = count_of(rates.discount_beyond_term, count)
        chosen = [
            *range(endless),
            *(endless + n for n in stream.sample(len(new) - endless, count - endless)),
        ]
        self.discounted = {new[n]: n < endless for n in chosen}
        self.billed: dict[int, int] = defaultdict(int)
        self.twice: dict[str, list[BillLine]] = {}
        """Invoice → the lines that stand on it a second time."""
        self.cases: list[Row] = []

    def spoil(self, bill: Bill, number: str) -> list[BillLine]:
        """Return the lines as the biller issues them under an invoice number."""
        result: list[BillLine] = []
        by_line: dict[int, list[BillLine]] = defaultdict(list)
        for each in bill.lines:
            by_line[each.line].append(each)
        for line, right in by_line.items():
            lines = self.with_discount(line, right, bill, number)
            fate = self.fates.get(line)
            if fate and self.applies(fate, self.billed[line]):
                wrong = self.wrong(fate.kind, line, lines)
                if [x.net for x in wrong] != [x.net for x in lines]:
                    self.note(fate.kind, bill, number, line, lines, wrong)
                    if fate.kind == "billed_twice":
                        self.twice[number] = lines
                lines = wrong
            self.billed[line] += 1
            result += lines
        return result

    def applies(self, fate: Fate, bill: int) -> bool:
        """Return whether a fate strikes the n-th bill of a subscription."""
        if fate.kind == "never_billed":
            return True
        return bill >= fate.bill if fate.kind == "wrong_tariff" else bill == fate.bill

    def wrong(self, kind: str, line: int, lines: list[BillLine]) -> list[BillLine]:
        """Return the lines of a subscription with one error."""
        if kind in ("unbilled", "never_billed"):
            return []
        if kind == "billed_twice":
            return lines + lines
        if kind == "zero_billed":
            return [replace(each, net=0) for each in lines]
        plan = self.wrong_plans[line]
        return [
            replace(each, plan=plan, net=half_up(each.net * fee_of(plan), fee_of(each.plan)))
            if each.kind == "recurring"
            else each
            for each in lines
        ]

    def with_discount(
        self, line: int, lines: list[BillLine], bill: Bill, number: str
    ) -> list[BillLine]:
        """Add the line of a discount: on the first bill by right, on later ones by mistake."""
        is_endless = self.discounted.get(line)
        nth = self.billed[line]
        if is_endless is None or (nth > 0 and not is_endless):
            return lines
        fees = [each for each in lines if each.kind == "recurring"]
        if not fees:
            return lines
        taken_off = -half_up(sum(each.net for each in fees) * WELCOME_PERCENT, 100)
        discount = replace(
            fees[-1], kind="discount", charge_id=WELCOME_OFFER, net=taken_off,
            description="Welcome discount",
        )  # fmt: skip
        kind = "discount_beyond_term" if nth > 0 else "discount_by_right"
        self.note(kind, bill, number, line, lines, [*lines, discount])
        return [*lines, discount]

    def note(
        self,
        kind: str,
        bill: Bill,
        number: str,
        line: int,
        right: list[BillLine],
        wrong: list[BillLine],
    ) -> None:
        """Note a case: what should have been billed to a subscription, and what was."""
        each = self.world.lines[line]
        self.cases.append(
            {
                "kind": kind,
                "subscription_id": each.subscription_id,
                "account_id": each.account.account_id,
                "period_from": bill.period_from.isoformat(),
                "invoice_number": number,
                "expected_net": money(sum(x.net for x in right), bill.currency),
                "billed_net": money(sum(x.net for x in wrong), bill.currency),
                "currency": bill.currency,
            }
        )

    def not_issued(self, number: str) -> None:
        """Take an invoice number back from its cases: nothing was left to bill."""
        for case in self.cases:
            if case["invoice_number"] == number:
                case["invoice_number"] = None


def fee_of(plan: int) -> int:
    """Return the fee of a plan in millionths."""
    return millionths(PLANS[plan].fee)


def shuffle(stream: Stream, count: int) -> list[int]:
    """Return 0 … count - 1 in a random order."""
    drawn = [(stream.integer(1 << 62), n) for n in range(count)]
    return [n for _, n in sorted(drawn)]
