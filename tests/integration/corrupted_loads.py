"""What a source may do to a load that lands without a reject, and the check that must see it."""

from __future__ import annotations

# what was done to an entity of the staged load, as `select … from staged`, and the check
IN_A_LOAD: dict[str, tuple[str, str, str]] = {
    "usage_in_another_zone": (
        "mediation/usage_events",
        "select * replace (started_at - interval 9 hours as started_at) from staged",
        "shares_far_from_the_loads_before",
    ),
    "usage_of_a_month_before": (
        "mediation/usage_events",
        "select * replace (started_at - interval 1 month as started_at) from staged",
        "newest_event_older_than_it_ever_arrived",
    ),
    "usage_of_tomorrow": (
        "mediation/usage_events",
        "select * replace (started_at + interval 1 day as started_at) from staged",
        "events_of_the_future",
    ),
    "usage_without_payers": (
        "mediation/usage_events",
        "select * replace (null::varchar as charged_party_key) from staged",
        "required_columns_are_filled",
    ),
    "usage_sent_twice": (
        "mediation/usage_events",
        "select * from staged union all select * from staged",
        "repeated_records_beyond_a_third",
    ),
    "usage_in_another_unit": (
        "mediation/usage_events",
        "select * replace (quantity * 1000 as quantity) from staged",
        "means_far_from_the_loads_before",
    ),
    "usage_without_cells": (
        "mediation/usage_events",
        "select * replace (null::varchar as cell_id) from staged",
        "shares_far_from_the_loads_before",
    ),
    "half_an_inventory": (
        "network/cells",
        "select * from staged where line_no % 2 = 0",
        "records_in_percent_of_usual",
    ),
    "counters_reset": (
        "network/cell_hours",
        "select * replace (0 as setup_attempts, 0 as setup_successes) from staged",
        "shares_far_from_the_loads_before",
    ),
}
