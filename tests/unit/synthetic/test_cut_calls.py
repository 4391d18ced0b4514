"""Cut calls cost the same by the biller's rater and by the oracle, on random prices.

Few calls of an operator meet two prices; here all do, over tiers, bounds, fees and roundings.
"""

from __future__ import annotations

import datetime as dt
import random
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ingestion.synthetic.charges import charges
from ingestion.synthetic.files import Row
from ingestion.synthetic.rater import cutting
from ingestion.synthetic.rater.tariff import event_charges, tariff_of
from ingestion.synthetic.rater.tariffing import BANDS, DAY_SECONDS, Tariffing
from tests.oracle.charging import charge, give
from tests.oracle.knowledge import Table
from tests.oracle.segments import meter
from tests.oracle.tariffs import read

OPTIONS: dict[str, list[dict[str, Any]]] = {
    "fee": [{}, {"connect_fee_rule": "used"}, {"connect_fee_rule": "charged"}],
    "bounds": [{}, {}, {"minimum_charge": "40"}, {"maximum_charge": "55.5"}],
    "rounding": [
        {},
        *(
            {"rounding_stage": "event", "rounding_mode": mode, "rounding_decimals": decimals}
            for mode in ("half_up", "half_even", "up", "down")
            for decimals in (0, 2)
        ),
    ],
}
CHARGE, TIER = charges()[0][1], charges()[1][0]
STEPS = ((1, 1), (60, 60), (60, 1), (30, 6), (10, 20))


def random_price(rng: random.Random, number: int) -> tuple[Row, list[Row]]:
    """One charge with one to three tiers."""
    row, tier = CHARGE, TIER
    initial, following = rng.choice(STEPS)
    row = row | {"charge_id": f"c{number}", "initial_increment": initial}
    row |= {"next_increment": following, "rate_unit": rng.choice([1, 6, 60, 7])}
    row |= {"connect_fee": rng.choice(["0", "0", "5.25"])}
    for options in OPTIONS.values():
        row |= rng.choice(options)
    begins = sorted({0, *rng.sample(range(1, 200), rng.choice([0, 0, 1, 2]))})
    tiers = [
        tier
        | {"charge_id": f"c{number}", "from_quantity": begin}
        | {"unit_price": f"{rng.randrange(3)}.{rng.randrange(1_000_000):06d}"}
        | rng.choice([{}, {"increment": 7}, {"flat_fee": "3.5"}, {"rate_unit": 60}])
        for begin in begins
    ]
    return row, tiers


def of_the_oracle(row: Row, tiers: list[Row]) -> Any:
    """The price as the oracle reads it from a file."""
    table = Table("charge_id")
    texts = [{k: "" if v is None else str(v) for k, v in r.items()} for r in (row, *tiers)]
    table.add((1, 1, 2), texts[0])
    (version,) = table.versions[(texts[0]["charge_id"],)]
    return read(version, [((1, 2, line), text) for line, text in enumerate(texts[1:], start=2)])


@pytest.mark.parametrize("seed", range(5))
def test_random_cut_calls_cost_the_same(seed):
    rng = random.Random(seed)
    for _ in range(100):
        prices = [random_price(rng, number) for number in range(rng.choice([1, 2, 3, 4]))]
        seconds = rng.choice([0, 1, 59, 60, 61, rng.randrange(1, 600)])
        offsets = [0, *sorted(rng.sample(range(1, 600), len(prices) - 1))]
        offsets = [offset for offset in offsets if offset < max(1, seconds)]
        free = rng.choice([0, 0, rng.randrange(0, 700)])

        theirs = [of_the_oracle(*price) for price in prices]
        segments = meter([(offset, theirs[n], "any") for n, offset in enumerate(offsets)], seconds)
        give(segments, min(free, sum(segment.metered for segment in segments)))
        charge(segments, seconds, True, 0)

        own = [tariff_of(row, tiers, (n, 0)) for n, (row, tiers) in enumerate(prices)]
        tariffing: Any = SimpleNamespace(list=own)
        parts = [cutting.Part(n, 0, offset) for n, offset in enumerate(offsets)]
        parts = cutting.metered(tariffing, parts, seconds)
        if seconds == 0:
            parts[0].metered = 0
        left, charged = free, []
        for part in parts:
            given = min(left, part.metered)
            left -= given
            charged.append((own[part.tariff], part.metered - given))
        amounts = event_charges(charged, True, seconds, 0)

        assert [(s.offset, s.used, s.metered, int(s.charge * 1_000_000)) for s in segments] == [
            (p.begin, p.used, p.metered, amount) for p, amount in zip(parts, amounts, strict=True)
        ]


def test_a_call_of_the_last_evening_goes_on_into_the_band_of_the_next_day() -> None:
    # 2026-01-30 is a Friday: the world ends with the Saturday, the Sunday after it is off
    first = dt.date(2026, 1, 30)
    world: Any = SimpleNamespace(schedule=SimpleNamespace(first_day=first), is_day_off=[0, 1])
    tariffing = Tariffing(world)
    noon = 43_200
    moments = np.array([day * DAY_SECONDS + noon for day in (0, 1, 2, 3)])
    friday, _, sunday, monday = (BANDS[band] for band in tariffing.band(moments))
    assert friday == monday != sunday
