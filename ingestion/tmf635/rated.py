"""What the sender itself charged for a usage, kept beside what Trunkline rates it at."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from ingestion.json_records.decode import text_of

_AMOUNT = re.compile(r"-?[0-9]{1,12}(?:[.][0-9]{1,6})?")


def rated_values(value: Any) -> dict[str, str | None]:
    """Return amount and currency of ``ratedProductUsage``: the sum of the amounts without tax.

    What is no such list, or is in several currencies, stands in the column as its own JSON.
    """
    if value is None or value == []:
        return {}
    rated = value if isinstance(value, list) else [value]
    amounts = [each.get("taxExcludedRatingAmount") for each in rated if isinstance(each, dict)]
    if len(amounts) < len(rated):
        return {"rated_amount": f"[{text_of(value)}]"}
    money = [each for each in amounts if each is not None]
    if not money:
        return {}
    if not all(isinstance(each, dict) for each in money):
        return {"rated_amount": text_of(money)}
    texts = [text_of(each.get("value")) or "" for each in money]
    currencies = {text_of(each.get("unit")) for each in money}
    if not all(_AMOUNT.fullmatch(text) for text in texts) or len(currencies) > 1:
        return {"rated_amount": text_of(money)}
    total = sum((Decimal(text) for text in texts), Decimal(0))
    return {"rated_amount": f"{total:f}", "rated_currency": currencies.pop()}
