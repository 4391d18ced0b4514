"""Errors that a person reads: what is wrong, where, and what to do about it."""

from __future__ import annotations

from pathlib import Path

_LONGEST_WORDS = 2000


def words_of(error: BaseException, home: Path) -> str:
    """Return an error's words on one line, without the name of a file in ``home``'s landing.

    A switch may name a file by the account of a person. Of what is restricted, no path is told
    either; DuckDB's words are cut where a path of landing begins.
    """
    text = str(error)
    for name in (getattr(error, "filename", None), getattr(error, "filename2", None)):
        for folder in ("landing", "restricted"):
            if isinstance(name, str | Path) and Path(name).is_relative_to(home / folder):
                text = text.replace(repr(name), f"a file of {folder}")
    before, path, _ = text.partition(f"{home / 'landing'}/")
    text = f"{before}a file of landing" if path else text
    return " ".join(text.split())[:_LONGEST_WORDS] or type(error).__name__


class TrunklineError(Exception):
    """Something that the operator of Trunkline can put right.

    ``message`` says what is wrong and where, ``advice`` what to do. Both are shown. A command that
    ends with it exits with ``exit_code``.
    """

    exit_code = 1

    def __init__(self, message: str, advice: str = "") -> None:
        self.message = message
        self.advice = advice
        super().__init__(f"{message} What to do: {advice}" if advice else message)


class ContractError(TrunklineError):
    """The landing contract itself is not well formed, or does not know what is asked for."""


class LockHeldError(TrunklineError):
    """Another process writes to the same data home."""

    # EX_TEMPFAIL of sysexits.h: nothing is wrong, try again later
    exit_code = 75


class LoadError(TrunklineError):
    """A load cannot be committed, found or read back."""


class FileRefusedError(TrunklineError):
    """A landed file is refused whole; it claims no identity and may be sent again.

    ``rule`` is the short name of what it breaks, ``line`` and ``field`` say where, if anywhere.
    """

    def __init__(
        self,
        rule: str,
        message: str,
        advice: str,
        *,
        line: int | None = None,
        field: str | None = None,
    ) -> None:
        self.rule = rule
        self.line = line
        self.field = field
        super().__init__(message, advice)
