"""Plays suspense_history by the commands that a user types, and keeps what they said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import duckdb

from tests.integration import suspense_history as history
from tests.integration.operator_history import Home

LOAD_1, LOAD_2, LOAD_3 = "2026-01-11T00:00:00Z", "2026-01-12T00:00:00Z", "2026-01-12T01:00:00Z"
LOAD_4, LOAD_5, LOAD_6 = "2026-01-13T12:00:00Z", "2026-01-13T13:00:00Z", "2026-01-14T00:00:00Z"
CLOSED, LAST = "2026-02-02T00:00:00Z", "2026-02-02T01:00:00Z"


@dataclass
class Played:
    """The history's home, what its commands said, and what stood in the marts on the way."""

    home: Home
    said: dict[str, str] = field(default_factory=dict)
    stood: dict[str, dict[int, Any]] = field(default_factory=dict)


def rows(home: Home, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home.warehouse), read_only=True) as connection:
        return connection.execute(query).fetchall()


def by_number(home: Home, query: str) -> dict[int, Any]:
    """Answer of a query that gives event number and value, by record number."""
    numbers = {event: number for number, event in history.numbers_of(home).items()}
    return {numbers[event]: value for event, value in rows(home, query)}


def waiting(home: Home) -> dict[int, str]:
    return by_number(home, "select event_id, reason from fct_suspense where status = 'open'")


def play(home: Home) -> Played:
    played = Played(home)

    def say(name: str, *words: str, now: str, expect: int = 0) -> None:
        played.said[name] = home.run("suspense", *words, now=now, expect=expect)

    def named(*numbers: int) -> list[str]:
        known = history.numbers_of(home)
        return [word for number in numbers for word in ("--event", str(known[number]))]

    history.deliver_first(home)
    home.run("run", now=LOAD_1)
    played.stood["arrived"] = waiting(home)
    say("list", "list", now=LOAD_1)
    say("list_two", "list", "--limit", "2", now=LOAD_1)
    say("list_csv", "list", "--format", "csv", "--service", "sms", now=LOAD_1)
    say("list_json", "list", "--format", "json", "--reason", "no_active_plan", now=LOAD_1)
    say("list_old", "list", "--older-than", "1", now=LOAD_1)
    say("retry", "retry", now=LOAD_1)
    say("no_why", "write-off", *named(9), now=LOAD_1, expect=1)
    say("release_plan", "retry", *named(4), "--why", "x", now=LOAD_1, expect=1)
    say("release", "retry", *named(7), "--why", "a long call", "--by", "sam", now=LOAD_2)
    say("old_warehouse", "write-off", *named(9), "--why", "x", now=LOAD_2, expect=1)
    home.run("run", now=LOAD_2)
    say("dry_run", "write-off", *named(9), "--why", "x", "--dry-run", now=LOAD_3)
    say("write_off", "write-off", *named(9, 11, 12, 14), "--why", "a fault", now=LOAD_3)
    home.run("run", now=LOAD_3)
    history.deliver_people(home)
    home.run("run", now=LOAD_4)
    say("rated", "write-off", *named(2), "--why", "x", now=LOAD_5, expect=1)
    say("twice", "write-off", *named(11, 4), "--why", "x", now=LOAD_5, expect=1)
    say("unknown", "write-off", "--event", "5", "--why", "x", now=LOAD_5, expect=1)
    by_age = ["--reason", "no_price", "--older-than"]
    say("too_young", "write-off", *by_age, "2", "--why", "x", now=LOAD_5, expect=1)
    say("by_age", "write-off", *by_age, "1", "--why", "not worth a price", now=LOAD_5)
    history.deliver_the_rest(home)
    home.run("run", now=LOAD_6)
    home.run("bill", "close", "--cycle", "1", "--period", "2026-01-01", now=CLOSED)
    home.run("run", now=LAST)
    for number in (7, 11):
        event = str(history.numbers_of(home)[number])
        say(f"show_{number}", "show", event, now=LAST)
    say("show_unknown", "show", "5", now=LAST, expect=1)
    return played
