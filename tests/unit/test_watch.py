"""The rounds of a watch: which run it makes, and that none of them ends it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.homes import Home
from trunkline.cli import watch as watching
from trunkline.cli.watch import Watch
from trunkline.errors import LockHeldError, TrunklineError

Action = Callable[[Watch], None]


class Rounds:
    """Stands for `trunkline run`: does one action a round, the last of them stops the watch."""

    def __init__(self, *actions: Action) -> None:
        self.actions = list(actions)
        self.watch: Watch | None = None

    def __call__(self, settings: Any, report: Any, *, is_whole: Any) -> None:
        assert self.watch is not None
        if len(self.actions) == 1:
            self.watch.stop()
        self.actions.pop(0)(self.watch)


def play(
    home: Home, monkeypatch: pytest.MonkeyPatch, *actions: Action, retry: float = 0.02
) -> list[str]:
    """Watch until all actions are done; return what was told."""
    told: list[str] = []
    rounds = Rounds(*actions)
    monkeypatch.setattr(watching, "run", rounds)
    monkeypatch.setattr(watching, "last_load_seq", lambda settings: 1)
    watch = Watch(home.settings, told.append, every=0.01, settle=0.0, retry=retry)
    rounds.watch = watch
    watch.run()
    assert rounds.actions == []
    return told


def nothing(watch: Watch) -> None:
    """A round that goes well."""


def raising(error: Exception) -> Action:
    def action(watch: Watch) -> None:
        raise error

    return action


def test_a_failed_round_is_told_and_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = play(
        Home(tmp_path),
        monkeypatch,
        raising(TrunklineError("The build failed.", "Look at it.")),
        raising(ValueError("a fault of ours")),
        raising(LockHeldError("busy: process 7.")),
        nothing,
    )
    assert told[1:] == [
        "this round failed: The build failed. What to do: Look at it.",
        "this round failed, please report it: ValueError: a fault of ours",
        "busy: process 7. Trying again.",
        "the watch ended; nothing is left half done",
    ]


def test_a_new_file_begins_a_round_and_quiet_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path)
    looks = 0

    def look_twice_then_put(watch: Watch) -> None:
        look = watch._arrivals.look

        def counted() -> Any:
            nonlocal looks
            looks += 1
            if looks == 5:
                home.put("x\n", "a.csv")
            return look()

        monkeypatch.setattr(watch._arrivals, "look", counted)

    play(home, monkeypatch, look_twice_then_put, nothing)
    assert looks >= 5


def test_a_file_that_could_not_land_waits_for_the_pause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It lies in landing, whole, at every look; only another file shortens the pause."""
    home = Home(tmp_path)
    home.put("x\n", "odd.csv")
    looks = 0

    def fail_and_count(watch: Watch) -> None:
        look = watch._arrivals.look

        def counted() -> Any:
            nonlocal looks
            looks += 1
            if looks == 10:
                home.put("y\n", "b.csv")
            return look()

        monkeypatch.setattr(watch._arrivals, "look", counted)
        raise TrunklineError("The build failed.", "Look at it.")

    play(home, monkeypatch, fail_and_count, nothing, retry=60.0)
    assert looks == 10


def test_a_file_that_is_whole_at_the_first_look_lands_in_an_empty_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path)
    home.put("x\n", "a.csv")
    watch = Watch(home.settings, lambda _: None, every=0.01, settle=0.0)
    monkeypatch.setattr(watching, "run", lambda *_, **__: watch.stop())
    watch.run()
    assert watch.rounds == 1


def test_a_look_that_fails_ends_no_watch_and_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose_the_folder(watch: Watch) -> None:
        looks = iter([True, True, False])

        def look() -> Any:
            if next(looks):
                raise FileNotFoundError("landing/mediation is gone")
            monkeypatch.undo()
            watch.stop()
            return []

        monkeypatch.setattr(watch._arrivals, "look", look)

    told: list[str] = []
    watch = Watch(Home(tmp_path).settings, told.append, every=0.01, settle=0.0)
    monkeypatch.setattr(watching, "last_load_seq", lambda settings: 1)
    monkeypatch.setattr(watching, "run", lambda *_, **__: lose_the_folder(watch))
    watch.run()
    assert [line for line in told if "looked through" in line] == [
        "landing could not be looked through, trying again: landing/mediation is gone"
    ]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_lets_the_round_finish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    done: list[str] = []

    def round_with_a_signal(settings: Any, report: Any, *, is_whole: Any) -> None:
        os.kill(os.getpid(), number)
        done.append("round")

    before = signal.getsignal(number)
    monkeypatch.setattr(watching, "run", round_with_a_signal)
    monkeypatch.setattr(watching, "last_load_seq", lambda settings: 1)
    watching.watch(Home(tmp_path).settings, done.append, every=0.01, settle=0.0)
    assert done[1:] == ["round", "the watch ended; nothing is left half done"]
    assert signal.getsignal(number) is before


def test_an_empty_home_waits_for_its_first_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(watching, "run", lambda *_, **__: told.append("round"))
    watch = Watch(Home(tmp_path).settings, told.append, every=0.01, settle=0.0)
    watch.stop()
    watch.run()
    assert "round" not in told
