"""Stands in for dbt's `adapter` while sqlfluff renders a model: an engine macro gives `1`.

One that gives rows (its name ends in `_rows`) gives a query instead.
"""

from collections.abc import Callable


def dispatch(name: str, namespace: str = "") -> Callable[..., str]:
    """Return what `adapter.dispatch(name)` does: something to call with the macro's arguments."""
    text = "select 1 as stand_in" if name.endswith("_rows") else "1"
    return lambda *arguments, **keywords: text
