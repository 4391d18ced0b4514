"""Writes the outputs on the tutorial anew, from the home that TRUNKLINE_HOME names.

The home must hold the tiny demo: `trunkline demo --size tiny`. A test runs the tutorial and fails
when what it shows is no longer what happens; read the difference before you commit it.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

TUTORIAL = Path(__file__).resolve().parent / "tutorial" / "from-file-to-invoice-line.md"
CONSOLE = re.compile(r"(```console\n\$ trunkline ([^\n]+)\n).*?```", re.DOTALL)


def with_commands(text: str) -> str:
    """The text, each console block with what its command prints now."""

    def printed(block: re.Match[str]) -> str:
        command = [str(Path(sys.executable).with_name("trunkline")), *block[2].split()]
        ended = subprocess.run(command, capture_output=True, text=True, check=True)
        return f"{block[1]}{ended.stdout}```"

    return CONSOLE.sub(printed, text)


def with_python(text: str) -> str:
    """The text, each Python example with what it prints now."""
    names: dict[str, Any] = {}
    pieces = []
    for piece in doctest.DocTestParser().parse(text):
        if isinstance(piece, str):
            pieces.append(piece)
            continue
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(piece.source, TUTORIAL.name, "single"), names)
        first, *more = piece.source.rstrip("\n").split("\n")
        shown = [f">>> {first}", *(f"... {line}".rstrip() for line in more)]
        pieces.append("\n".join(shown) + "\n" + printed.getvalue())
    return "".join(pieces)


if __name__ == "__main__":
    TUTORIAL.write_text(
        with_python(with_commands(TUTORIAL.read_text(encoding="utf-8"))), encoding="utf-8"
    )
