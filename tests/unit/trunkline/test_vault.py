from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.homes import Home
from trunkline.errors import TrunklineError
from trunkline.vault import keep_people, look_up, look_ups


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    arrived = tmp_path / "arrived"
    arrived.mkdir()
    duckdb.sql(
        "copy (from (values ('person', 'k1', 'Kim'), ('person', 'k1', 'KIM'),"
        f" ('number', 'k1', '+82')) as people (class, key, value)) to '{arrived}/a.parquet'"
    )
    assert keep_people(home.settings, arrived) == 2
    assert keep_people(home.settings, arrived) == 0
    return home


def ask(
    home: Home, role: str, kind: str, key: str, reason: str = "a bill is disputed"
) -> str | None:
    return look_up(home.settings, kind, key, role=role, person="agent 7", reason=reason)


def test_one_look_up_is_answered_and_logged(home: Home) -> None:
    assert ask(home, "care_agent", "person", "k1") == "KIM"
    assert ask(home, "care_agent", "person", "nobody") is None
    assert [(each.role, each.person, each.key, each.found) for each in look_ups(home.settings)] == [
        ("care_agent", "agent 7", "k1", True),
        ("care_agent", "agent 7", "nobody", False),
    ]


@pytest.mark.parametrize(("role", "kind"), [("finance", "number"), ("analyst", "person")])
def test_a_role_that_may_not_is_refused_and_logged(home: Home, role: str, kind: str) -> None:
    with pytest.raises(TrunklineError, match="may not look up"):
        ask(home, role, kind, "k1")
    assert [each.found for each in look_ups(home.settings)] == [False]


def test_a_look_up_needs_a_reason(home: Home) -> None:
    with pytest.raises(TrunklineError, match="needs a reason"):
        ask(home, "care_agent", "person", "k1", reason=" ")


def test_the_file_is_private(home: Home) -> None:
    assert home.settings.vault_file.stat().st_mode & 0o777 == 0o600
    assert home.settings.vault_file.parent.stat().st_mode & 0o777 == 0o700
