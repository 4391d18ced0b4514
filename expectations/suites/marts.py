"""What the marts gate expects before a build is published.

dbt has tested keys and shapes while building. The gate looks at the whole once more from outside:
do the books balance, is every figure possible, and is it as much as the days before. Each domain
has a suite of its own, and a page of it in the Data Docs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from expectations.suite import Suite
from expectations.suites.billing import billing_groups
from expectations.suites.catalogue import catalogue_groups
from expectations.suites.crm import crm_groups
from expectations.suites.freshness import freshness_groups
from expectations.suites.insight import insight_groups
from expectations.suites.invoices import invoice_groups
from expectations.suites.marketing import marketing_groups
from expectations.suites.network import network_groups
from expectations.suites.payments import payments_groups
from expectations.suites.revenue import revenue_groups
from expectations.suites.usage import usage_groups
from expectations.suites.usage_days import usage_day_groups


def marts_suites(
    watermark: int,
    longest_silences: Mapping[str, int] | None = None,
    released_loads: Collection[int] = (),
) -> list[Suite]:
    """Return the suites for a warehouse that was built to this load, one a domain.

    ``longest_silences`` are the days, by source, that the operator's sources.yml allows;
    ``released_loads`` are those that were released against the word of the raw gate.
    """
    domains = {
        "freshness": freshness_groups(longest_silences, released_loads),
        "catalogue": catalogue_groups(),
        "crm": crm_groups(),
        "usage": [*usage_groups(watermark), *usage_day_groups()],
        "network": network_groups(),
        "billing": [*billing_groups(), *invoice_groups()],
        "payments": payments_groups(),
        "revenue": revenue_groups(),
        "marketing": marketing_groups(),
        "insight": insight_groups(),
    }
    return [Suite(f"marts.{domain}", tuple(groups)) for domain, groups in domains.items()]
