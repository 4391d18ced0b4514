"""The rating formulas as SQL text: those of `macros/rating.sql` and `macros/money.sql`.

An explanation works a charge out again, from the rows that were used, in whole numbers as the
models do; what it finds is compared with what is stored, so the two cannot part unseen.
"""

from __future__ import annotations

NO_END = 9223372036854775807


def trillionths(amount: str) -> str:
    """An amount of six decimals as a whole number of trillionths."""
    return f"(cast(cast({amount} as decimal(24, 6)) * 1000000 as hugeint) * 1000000)"


def amount_of(count: str) -> str:
    """Trillionths as DECIMAL(38, 12)."""
    return (
        f"cast(cast({count} as decimal(38, 0)) * cast(0.000000000001 as decimal(12, 12))"
        " as decimal(38, 12))"
    )


def half_up(numerator: str, denominator: str) -> str:
    """A division of whole numbers, not negative, to the nearest one; halves go up."""
    return f"((2 * cast({numerator} as hugeint) + {denominator}) // (2 * {denominator}))"


def stepped(quantity: str, increment: str) -> str:
    """A quantity in whole increments, upwards."""
    return f"({increment} * (({quantity} + {increment} - 1) // {increment}))"


def metered(quantity: str, tariff: str) -> str:
    """Usage in increments: nothing for nothing, at least the initial one, then whole next ones."""
    beyond = stepped(f"({quantity} - {tariff}.initial_increment)", f"{tariff}.next_increment")
    return (
        f"case when {quantity} = 0 then 0 when {quantity} <= {tariff}.initial_increment"
        f" then {tariff}.initial_increment else {tariff}.initial_increment + {beyond} end"
    )


def is_reached(quantity: str, tiers: str, tariff: str) -> str:
    """Whether a cumulated quantity reaches a tier: beyond its beginning, or at an exclusive one."""
    return (
        f"({quantity} > {tiers}.from_quantity or ({tariff}.tier_bound = 'exclusive'"
        f" and {quantity} = {tiers}.from_quantity and {quantity} > 0))"
    )


def is_where_it_ends(quantity: str, tiers: str, tariff: str) -> str:
    """Whether a quantity reaches this tier and none after it: the one that prices all of it."""
    return (
        f"({is_reached(quantity, tiers, tariff)} and ({quantity} < {tiers}.to_quantity"
        f" or ({tariff}.tier_bound = 'inclusive' and {quantity} = {tiers}.to_quantity)))"
    )


def rounded(count: str, mode: str, decimals: str) -> str:
    """Trillionths, not negative, as DECIMAL(18, 6), rounded once; up is away from zero."""
    unit = (
        f"(case {decimals} when 0 then 1000000000000 when 1 then 100000000000"
        " when 2 then 10000000000 when 3 then 1000000000 when 4 then 100000000"
        " when 5 then 10000000 else 1000000 end)::hugeint"
    )
    whole, rest = f"({count} // {unit})", f"({count} % {unit})"
    more = (
        f"case {mode} when 'down' then 0 when 'up' then case when {rest} > 0 then 1 else 0 end"
        f" when 'half_even' then case when 2 * {rest} > {unit} or (2 * {rest} = {unit}"
        f" and {whole} % 2 = 1) then 1 else 0 end"
        f" else case when 2 * {rest} >= {unit} then 1 else 0 end end"
    )
    return f"cast({amount_of(f'(({whole} + {more}) * {unit})')} as decimal(18, 6))"
