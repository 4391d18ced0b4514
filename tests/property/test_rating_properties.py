"""What holds for every tariff and every stream of events: invariants 1 to 4."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest

from tests.property.conftest import READ, Builds
from tests.property.files import VARIANTS

pytestmark = pytest.mark.slow

# World and place of the record in it, from the record's own name: variant-world-place.
NAMED = """
    select
        regexp_extract(event_key, '(plain|copied|shuffled)-([0-9]+)-([0-9]+(-r)?)', 1) as variant,
        cast(regexp_extract(event_key, '(plain|copied|shuffled)-([0-9]+)-', 2) as integer) as world,
        regexp_extract(event_key, '(plain|copied|shuffled)-[0-9]+-([0-9]+(-r)?)', 2) as place,
        *
    from int_usage_unioned
"""
FATES = """
    select event_id, 'rated' as fate from fct_rated_usage
    union all
    select event_id, 'duplicate' as fate from int_usage_duplicates
    union all
    select event_id, 'reversal' as fate from fct_usage_adjustments
    union all
    select event_id, case status when 'open' then 'suspended' else status end as fate
    from fct_suspense where status <> 'cured'
    union all
    select event_id, 'not_chargeable' as fate
    from int_usage_deduplicated where not is_chargeable
"""


def test_worlds_differ_enough_to_prove_something(builds: Builds) -> None:
    fates = dict(builds.rows(f"select fate, count(*) from ({FATES}) group by fate"))
    assert fates.keys() == {"rated", "duplicate", "reversal", "suspended"}
    assert min(fates.values()) > 30, fates
    ((cured, late, cut, drawn, several, tiered),) = builds.rows("""
        select
            (select count(*) from fct_suspense where status = 'cured'),
            (select count(*) from fct_rated_usage
                where rating_seq > event_id // 8796093022208),
            (select count(*) from fct_rated_usage where segment_count > 1),
            (select count(*) from fct_allowance_draws where free_quantity > 0),
            (select count(*) from (select event_id from fct_allowance_draws
                group by event_id having count(*) > 1)),
            (select count(*) from fct_charges where charge_kind = 'tier_adjustment')
    """)
    assert min(cured, late, cut, drawn, several, tiered) > 5, (
        cured, late, cut, drawn, several, tiered
    )  # fmt: skip


@pytest.mark.parametrize("way", ["load_by_load", "grouped"])
@pytest.mark.parametrize("mart", READ)
def test_incremental_in_any_grouping_is_the_full_refresh(
    way: str, mart: str, builds: Builds
) -> None:
    query = f"select to_json(mart)::varchar from {mart} as mart order by 1"
    expected, found = builds.rows(query), builds.rows(query, way)
    assert len(expected) > 20
    missing, more = set(expected) - set(found), set(found) - set(expected)
    assert not missing and not more, (len(missing), len(more), list(missing)[:3], list(more)[:3])


@pytest.mark.parametrize("variant", [each for each in VARIANTS if each != "plain"])
def test_copies_and_the_order_of_files_in_a_load_change_nothing(
    variant: str, builds: Builds
) -> None:
    figures: dict[str, dict[int, list[tuple]]] = {}
    for each in ("plain", variant):
        figures[each] = defaultdict(list)
        for world, *figure in builds.rows(f"""
            select named.world, named.place, rated.charge, rated.metered_quantity,
                rated.free_quantity, rated.charged_quantity, rated.connect_fee, rated.rating_seq,
                rated.charged_period, rated.segment_count
            from fct_rated_usage as rated
            inner join ({NAMED}) as named on named.event_id = rated.event_id
            where named.variant = '{each}'
            order by all
        """):
            figures[each][world].append(tuple(figure))
    assert sum(len(rows) for rows in figures["plain"].values()) > 200
    for world in figures["plain"].keys() | figures[variant].keys():
        plain, other = figures["plain"][world], figures[variant][world]
        assert plain == other, f"world {world}: {builds.worlds[world]}"


def test_every_event_has_exactly_one_fate(builds: Builds) -> None:
    lost = builds.rows(f"""
        select event_id, list(fate) from int_usage_unioned left join ({FATES}) using (event_id)
        group by event_id having count(fate) <> 1
    """)
    assert lost == []


def test_no_bucket_gives_more_than_it_was_granted(builds: Builds) -> None:
    assert builds.rows("select count(*) from fct_allowance_draws where free_quantity > 0") > [(50,)]
    overdrawn = builds.rows("""
        select bucket_owner, bucket_number, balance_date, sum(consumed_quantity),
            max(granted_quantity)
        from fct_allowance_draws
        group by bucket_owner, bucket_number, balance_date
        having sum(consumed_quantity) > max(granted_quantity)
    """)
    assert overdrawn == []
    given = builds.rows("""
        select rated.event_id, rated.free_quantity, draws.free_quantity
        from fct_rated_usage as rated
        full join (
            select event_id, sum(free_quantity) as free_quantity
            from fct_allowance_draws group by event_id
        ) as draws on draws.event_id = rated.event_id
        where coalesce(draws.free_quantity, 0) <> rated.free_quantity
            or rated.free_quantity > rated.metered_quantity
    """)
    assert given == []


def test_nothing_is_negative_but_corrections(builds: Builds) -> None:
    below = builds.rows("""
        select event_id from fct_rated_usage
        where charge < 0 or connect_fee < 0 or metered_quantity < 0 or free_quantity < 0
            or charged_quantity < 0
        union all
        select event_id from fct_rated_segments
        where charge < 0 or quantity < 0 or free_quantity < 0 or charged_quantity < 0
        union all
        select event_id from fct_allowance_draws where free_quantity < 0 or consumed_quantity < 0
    """)
    assert below == []
    corrections = ("tier_adjustment", "period_maximum", "adjustment", "reversal")
    kinds = builds.rows("select distinct charge_kind from fct_charges where amount < 0")
    assert {kind for (kind,) in kinds} <= set(corrections)


def test_parts_of_a_cut_event_are_the_whole(builds: Builds) -> None:
    differing = builds.rows("""
        select rated.event_id
        from fct_rated_usage as rated
        inner join (
            select event_id, sum(charge) as charge, sum(quantity) as quantity,
                sum(free_quantity) as free_quantity, sum(charged_quantity) as charged_quantity,
                count(*) as segments, min(from_offset) as begins,
                list(from_offset + quantity order by from_offset)[:-2] as ends,
                list(from_offset order by from_offset)[2:] as follow
            from fct_rated_segments group by event_id
        ) as parts on parts.event_id = rated.event_id
        where parts.charge <> rated.charge or parts.quantity <> rated.quantity
            or parts.free_quantity <> rated.free_quantity
            or parts.charged_quantity <> rated.charged_quantity
            or parts.segments <> rated.segment_count or parts.begins <> 0
            or parts.ends <> parts.follow
    """)
    assert differing == []


def test_charges_of_open_periods_add_up_to_the_events(builds: Builds) -> None:
    ((rated,),) = builds.rows("select sum(charge) from fct_rated_usage")
    ((billed,),) = builds.rows("select sum(amount) from fct_charges where charge_kind = 'usage'")
    assert rated == billed > Decimal(0)


def test_parts_of_a_call_cost_what_the_whole_costs_where_the_tariff_is_linear(
    builds: Builds,
) -> None:
    costs = dict(
        builds.rows("""
            select subscription_id, sum(charge) from fct_rated_usage
            where subscription_id like 'split-%' group by subscription_id
        """)
    )
    for number, split in enumerate(builds.splits):
        whole, parts = (costs[f"split-{number}-{line}"] for line in (0, 1))
        assert whole == parts, f"{split}: {whole} as one, {parts} in two parts"
    assert sum(cost > 0 for cost in costs.values()) > len(builds.splits)
    ((crossing,),) = builds.rows(
        "select count(*) from fct_rated_usage where subscription_id like 'split-%-0'"
        " and segment_count > 1"
    )
    assert crossing > 10
