"""What the marts gate expects before a build is published.

dbt has tested keys and shapes while building. The gate looks at the whole once more from outside:
do the books balance, is every figure possible, and is it as much as the days before.
"""

from __future__ import annotations

from expectations.suite import NONE, NOTHING, Check, Group, Suite, none_where
from expectations.suites.billing import billing_groups
from expectations.suites.usage import usage_groups

CONTROLS = ("records", "events", "rated")
"""Control totals that exist as soon as anything was rated."""


def marts_suite(watermark: int) -> Suite:
    """Return the suite for a warehouse that was built to this load."""
    return Suite("marts", (*_control_totals(), *usage_groups(watermark), *billing_groups()))


def _control_totals() -> list[Group]:
    owner = "revenue"
    look = "Open the control total on the page Data trust and follow its two sides."
    listed = ", ".join(f"'{name}'" for name in CONTROLS)
    return [
        Group(
            "fct_control_totals",
            (
                Check(
                    "unbalanced_control_totals",
                    "coalesce(string_agg(control_key, '; ' order by control_key) "
                    "filter (is_balanced is not true), '')",
                    NOTHING,
                    owner,
                    look,
                ),
                none_where(
                    "control_totals_called_balanced_that_are_not",
                    "is_balanced and (left_count is distinct from right_count "
                    "or left_amount is distinct from right_amount)",
                    owner,
                    look,
                ),
            ),
        ),
        Group(
            f"(select count(distinct control) filter (control in ({listed})) as controls, "
            "(select count(*) from fct_rated_usage) as rated from fct_control_totals)",
            (
                Check(
                    "control_totals_that_are_absent",
                    f"case when max(rated) > 0 then {len(CONTROLS)} - max(controls) else 0 end",
                    NONE,
                    owner,
                    "A control without rows proves nothing: look at fct_control_totals.",
                ),
            ),
        ),
    ]
