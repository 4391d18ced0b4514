"""Which marts a snapshot holds as files that it shares with others, and how each is divided."""

from __future__ import annotations

from dataclasses import dataclass

UNFINISHED = 0
"""Stands for the load of rows that may still change."""


@dataclass(frozen=True)
class LargeFact:
    """How a mart is divided into files; every text is SQL over one of its rows."""

    load: str
    """The load from which the row stays as it is, UNFINISHED while it may change."""
    number: str
    """One integer a row: the rows are digested in its order."""
    block_bits: int
    """Low bits of the number that rows of one block of the digest do not share."""
    sort: str
    """The order of rows in the file: what readers look rows up by."""
    changing: str
    """The row's key, and the columns that new usage or rating an open period anew would change."""


LARGE_FACTS = {
    "fct_rated_usage": LargeFact(
        load="rating_seq",
        number="event_id",
        block_bits=17,
        sort="event_id",
        changing="event_id, charge, charged_period",
    ),
    "fct_rated_segments": LargeFact(
        load="rating_seq",
        number="hash(event_id, segment_number)",
        block_bits=59,
        sort="event_id, segment_number",
        changing="event_id, segment_number, charge, charged_period",
    ),
    "fct_allowance_draws": LargeFact(
        load="rating_seq",
        number="hash(event_id, draw_level)",
        block_bits=59,
        sort="event_id, draw_level",
        changing="event_id, draw_level, free_quantity",
    ),
    "fct_usage_adjustments": LargeFact(
        load="rating_seq",
        number="event_id",
        block_bits=17,
        sort="event_id",
        changing="event_id, amount, charged_period",
    ),
    "fct_supply_costs": LargeFact(
        load="rating_seq",
        number="event_id",
        block_bits=17,
        sort="event_id",
        changing="event_id, cost",
    ),
    "fct_margins": LargeFact(
        load="rating_seq",
        number="hash(event_id, currency)",
        block_bits=59,
        sort="event_id, currency",
        changing="event_id, currency, charge, cost",
    ),
    "fct_charges": LargeFact(
        load=f"coalesce(close_load_seq, {UNFINISHED})",
        number="hash(charge_key, status)",
        block_bits=59,
        sort="account_key, charge_key",
        changing="charge_key, status, amount, event_count, quantity, description",
    ),
    "fct_invoice_lines": LargeFact(
        load="close_load_seq",
        number="hash(invoice_number, line_number)",
        block_bits=59,
        sort="invoice_number, line_number",
        changing="invoice_number, line_number, net_amount, tax_amount",
    ),
}
"""Rows are added by a load or a close and then stay: a snapshot takes the files of those before."""
