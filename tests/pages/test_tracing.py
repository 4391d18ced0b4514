"""Every number leads back: invoice, line, events, file and line of the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages import small_operator
from tests.pages.driving import opened, said
from trunkline.presentation.figures import money_exact
from trunkline.settings import Settings
from trunkline.snapshots import open_snapshot


@pytest.fixture
def home(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRUNKLINE_HOME", str(small_home))
    return small_home


def one(home: Path, sql: str) -> tuple[object, ...]:
    with open_snapshot(Settings(home=home, keys_file=home / "keys.json")) as snapshot:
        row = snapshot.connection.execute(sql).fetchone()
    assert row is not None
    return row


def test_invoice_shows_its_lines_and_a_line_its_events(home: Path) -> None:
    invoice, line, events = one(
        home,
        "select invoice_number, line_number, event_count from fct_invoice_lines "
        "where charge_kind = 'usage' order by event_count desc limit 1",
    )
    lines = opened("invoices", "en", invoice=str(invoice))
    assert f"Invoice {invoice}" in said(lines)
    shown = opened("invoices", "en", invoice=str(invoice), line=str(line))
    assert f"{events} events add up to" in said(shown) and "=" in shown.success[0].value
    assert len(shown.dataframe[0].value) == events


def test_a_recurring_line_has_no_events_and_says_so(home: Path) -> None:
    invoice, line = one(
        home,
        "select invoice_number, line_number from fct_invoice_lines where charge_kind = 'recurring'",
    )
    app = opened("invoices", "en", invoice=str(invoice), line=str(line))
    assert "no usage events" in said(app)


def test_reversals_stand_behind_an_adjustment_line(home: Path) -> None:
    invoice, line = one(
        home,
        "select invoice_number, line_number from fct_invoice_lines "
        "where charge_kind = 'adjustment'",
    )
    app = opened("invoices", "en", invoice=str(invoice), line=str(line))
    assert app.success


@pytest.mark.parametrize("language", ["ko", "en"])
def test_event_leads_to_line_invoice_and_file(language: str, home: Path) -> None:
    event, invoice = one(
        home,
        "select rated.event_id, lines.invoice_number from fct_rated_usage as rated "
        "inner join fct_invoice_lines as lines on lines.subscription_id = rated.subscription_id "
        "and lines.charge_id = rated.charge_id and lines.period = rated.charged_period "
        "and lines.is_late = rated.is_late and lines.charge_kind = 'usage' "
        "where rated.charge > 0 order by rated.event_id limit 1",
    )
    app = opened("trace", language, event=str(event))
    texts = [element.value for element in app.text]
    assert str(event) in texts and str(invoice) in texts
    file_no, line_no = (int(str(event)) >> 29) & 16383, int(str(event)) & (1 << 29) - 1
    assert f"usage_MSC0{file_no}_000001.csv.gz" in texts
    assert str(line_no) in texts


def test_suspended_event_shows_its_reason_and_file(home: Path) -> None:
    (event,) = one(home, "select event_id from fct_suspense where status = 'open' limit 1")
    app = opened("trace", "en", event=str(event))
    texts = [element.value for element in app.text]
    assert "Suspended" in texts
    assert any(text.startswith("usage_MSC0") for text in texts)


@pytest.mark.parametrize(
    ("language", "statuses"),
    [
        ("en", ["Received", "Rejected (in suspense)", "Written off"]),
        ("ko", ["접수", "과금 불가(보류)", "청구 제외(손실 처리)"]),
    ],
)
def test_event_shows_each_status_it_had(language: str, statuses: list[str], home: Path) -> None:
    (event,) = one(home, "select event_id from fct_suspense where status = 'written_off' limit 1")
    life = opened("trace", language, event=str(event)).dataframe[0].value
    assert list(life.iloc[:, 0]) == statuses
    (event,) = one(
        home,
        "select rated.event_id from fct_rated_usage as rated inner join fct_charges as charges "
        "on charges.period = rated.charged_period and charges.status = 'billed' limit 1",
    )
    plain = opened("trace", language, event=str(event)).dataframe[0].value
    assert len(plain) == 4 and plain.iloc[0, 0] == statuses[0]


@pytest.mark.parametrize("event", ["1", "9223372036854775807", "99999999999999999999", "x", "-5"])
def test_unknown_event_is_said_to_be_unknown(event: str, home: Path) -> None:
    app = opened("trace", "en", event=event)
    assert not app.error


def test_an_invoice_shows_its_sums_whatever_the_filters_say(home: Path) -> None:
    number, gross = one(
        home,
        "select invoice_number, gross_amount from fct_invoices where currency = 'KRW'"
        " order by invoice_number limit 1",
    )
    shown = opened("invoices", "en", invoice=str(number), period="2026-06", currency="USD")
    assert money_exact(gross, "KRW") in [text.value for text in shown.text]


def test_an_unknown_invoice_is_named(home: Path) -> None:
    app = opened("invoices", "en", invoice="INV-1")
    assert "There is no invoice INV-1 in this snapshot." in said(app)
    assert not app.dataframe


@pytest.fixture(scope="module")
def explained_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small operator with a few events whose every figure follows from its catalogue."""
    home = tmp_path_factory.mktemp("explained")
    events = Path(small_operator.__file__).with_name("explained_events.sql")
    small_operator.publish(home, changes=[events.read_text(encoding="utf-8")])
    return home


def event_number(line: int) -> str:
    """The number of the event on a line of file 1 of load 3."""
    return str((3 << 43) + (1 << 29) + line)


@pytest.mark.parametrize(
    ("language", "proof", "steps"),
    [
        ("en", "10 figures worked out again", ["Guiding", "Price", "Segments"]),
        ("ko", "다시 계산한 값 10개가 모두", ["대상 확인", "단가", "구간"]),
    ],
)
def test_event_is_explained_step_by_step(
    language: str,
    proof: str,
    steps: list[str],
    explained_home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TRUNKLINE_HOME", str(explained_home))
    app = opened("trace", language, event=event_number(901))
    assert proof in said(app)
    assert not app.error
    assert [tab.label for tab in app.tabs][:3] == steps
    assert len(app.tabs) == 8
    tables = {len(frame.value.columns): frame.value for frame in app.dataframe}
    # segments: eleven columns, one row each; amounts to the last decimal
    assert list(tables[11].iloc[:, 0]) == [1, 2]
    assert any("1.033333333333" in str(frame.value.to_dict()) for frame in app.dataframe)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_difference_between_steps_and_charge_is_shown(
    language: str, explained_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUNKLINE_HOME", str(explained_home))
    app = opened("trace", language, event=event_number(908))
    assert len(app.error) == 1
    assert any("0.766668" in str(frame.value.to_dict()) for frame in app.dataframe)


def test_duplicate_is_explained_by_the_event_that_it_repeats(
    explained_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUNKLINE_HOME", str(explained_home))
    app = opened("trace", "en", event=event_number(399))
    assert f"is a duplicate of event {event_number(901)}" in said(app)
    assert "10 figures worked out again" in said(app)


@pytest.mark.parametrize(("language", "words"), [("en", "Waits for:"), ("ko", "해결에 필요한 것:")])
def test_suspended_event_says_what_would_cure_it(language: str, words: str, home: Path) -> None:
    (event,) = one(home, "select event_id from fct_suspense where status = 'open' limit 1")
    app = opened("trace", language, event=str(event))
    assert words in said(app)
    assert not app.tabs
