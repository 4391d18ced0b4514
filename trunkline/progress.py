"""Says how far long work has come, on standard error."""

from __future__ import annotations

import sys
import time
from typing import TextIO

_SECONDS_BETWEEN_LINES = 5.0
_SECONDS_ON_TERMINAL = 0.2


class Progress:
    """Shows ``what: done of total`` at most every few seconds; on a terminal in one line."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._shown_at = time.monotonic()
        self._open_line = False

    def show(self, what: str, done: int, total: int, unit: str) -> None:
        """Report a state; most calls print nothing."""
        pause = _SECONDS_ON_TERMINAL if self._terminal else _SECONDS_BETWEEN_LINES
        if time.monotonic() - self._shown_at < pause:
            return
        self._shown_at = time.monotonic()
        share = f" ({100 * done // total} %)" if total else ""
        text = f"{what}: {done:,} of {total:,} {unit}{share}"
        if self._terminal:
            self._stream.write(f"\r\x1b[K{text}")
            self._open_line = True
        else:
            self._stream.write(text + "\n")
        self._stream.flush()

    def close(self) -> None:
        """Leave the terminal on a fresh line."""
        if self._open_line:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._open_line = False
