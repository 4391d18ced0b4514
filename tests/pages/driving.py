"""Open a page in AppTest and read what it says."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Metric

APP = str(Path(__file__).resolve().parents[2] / "dashboards" / "app.py")
NOTE_MARK = ":material/sticky_note_2:"
KINDS = ("markdown", "caption", "title", "subheader", "info", "warning", "error", "success")


def opened(page: str, language: str | None, **address: str) -> AppTest:
    """The page after one run, under `?lang=` and the other choices of an address."""
    app = AppTest.from_file(APP, default_timeout=60)
    for key, value in ({"lang": language} if language else {}).items():
        app.query_params[key] = value
    for key, value in address.items():
        app.query_params[key] = value
    app.run()
    if page != "executive":
        app.switch_page(f"app_pages/{page}.py")
        app.run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    """All texts of a page that AppTest can see, without the tables."""
    return "\n".join(str(element.value) for kind in KINDS for element in app.get(kind))


def cards(app: AppTest) -> dict[str, str]:
    """Value of each card by its label: its name, and the mark of a note where there is one."""
    return {metric.label: metric.value for metric in app.metric}


def name_of(metric: Metric) -> str:
    """The label of a card without the mark of a note."""
    return str(metric.label).removesuffix(f" {NOTE_MARK}")


def value_of(app: AppTest, name: str) -> str:
    """What the card of this name shows, whether there is a note on it or not."""
    return next(str(metric.value) for metric in app.metric if name_of(metric) == name)
