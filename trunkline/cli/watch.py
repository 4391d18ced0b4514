"""`trunkline ingest --watch`: from a file's arrival to its figures, round after round."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from ingestion.arrivals import Arrivals
from trunkline.cli.pipeline import Report, run
from trunkline.contract import load_contract
from trunkline.errors import LockHeldError, TrunklineError, words_of
from trunkline.loads import last_load_seq
from trunkline.settings import Settings

# A round that failed is done again after this while, even when nothing new arrives.
RETRY_SECONDS = 60.0


class Watch:
    """Waits for whole files and runs everything for them, until it is told to stop."""

    def __init__(
        self,
        settings: Settings,
        report: Report,
        *,
        every: float,
        settle: float,
        retry: float = RETRY_SECONDS,
    ) -> None:
        self._settings = settings
        self._report = report
        self._every = every
        self._retry = retry
        self._arrivals = Arrivals(settings, load_contract(), settle)
        self._stopping = threading.Event()
        self._whole: set[tuple[Path, int, int]] = set()
        self._told = ""
        self.rounds = 0

    def stop(self) -> None:
        """Let the round at hand finish, then end."""
        self._stopping.set()

    def run(self) -> None:
        """Run rounds until `stop` is called; what goes wrong in one is told and ends none.

        Where something landed before, a first round is run at once: it takes up what an earlier
        run left undone.
        """
        self._settings.make_folders()
        self._report(f"watching {self._settings.landing}")
        is_due = self._sees_new_files() or last_load_seq(self._settings) > 0
        pause = self._round() if is_due else float("inf")
        while not self._stopping.wait(self._every):
            pause -= self._every
            # What a round could not land is no reason for the next before the pause is over.
            if self._sees_new_files() or pause <= 0.0:
                pause = self._round()
        self._report("the watch ended; nothing is left half done")

    def _sees_new_files(self) -> bool:
        """Look at landing; say whether a file is whole that was not so at the last look."""
        before = self._whole
        try:
            found = self._arrivals.look()
        except OSError as error:  # a folder that was taken away while it was looked through
            told = f"landing could not be looked through, trying again: {self._words(error)}"
            if told != self._told:
                self._report(told)
            self._told = told
            return False
        self._told = ""
        self._whole = {(file.path, file.size, file.modified_at) for file in found}
        return not self._whole <= before

    def _round(self) -> float:
        """Run everything once; return after how many seconds to do so without a new file."""
        self.rounds += 1
        try:
            run(self._settings, self._report, is_whole=self._arrivals.is_whole)
        except LockHeldError as busy:
            self._report(f"{busy.message} Trying again.")
            return 0.0
        except TrunklineError as error:
            self._report(f"this round failed: {error}")
            return self._retry
        except Exception as error:  # a fault of ours must not silence the watch
            told = f"{type(error).__name__}: {self._words(error)}"
            self._report(f"this round failed, please report it: {told}")
            return self._retry
        return float("inf")

    def _words(self, error: Exception) -> str:
        return words_of(error, self._settings.home)


def watch(settings: Settings, report: Report, *, every: float, settle: float) -> None:
    """Watch the landing folder until SIGINT or SIGTERM, which let the round at hand finish."""
    watching = Watch(settings, report, every=every, settle=settle)
    with _stopped_by_signal(watching.stop):
        watching.run()


@contextmanager
def _stopped_by_signal(stop: Callable[[], None]) -> Iterator[None]:
    def handle(number: int, frame: FrameType | None) -> None:
        # A second signal is meant: it ends the process where it stands, which is safe as well.
        signal.signal(number, signal.SIG_DFL)
        # Written past Python's buffers, which the interrupted code may be writing to.
        os.write(2, b"ending after this round; the same signal again ends at once\n")
        stop()

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
