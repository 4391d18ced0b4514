"""Cases as they were published: one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
REQUIRED = (
    "exact decimal model agrees",
    "recomputed by hand, agrees",
    "over-allowance charges recomputed",
)
"""Beginnings of the `recheck` of cases that must pass or be listed as out of scope."""


@dataclass(frozen=True)
class Case:
    """One case of a peer: what is given, what comes out, and where both stand."""

    id: str
    peer: str
    feature: str
    stage: str
    given: Mapping[str, Any]
    expected: Mapping[str, Any]
    note: str
    recheck: str
    source_path: str
    commit: str
    test: str
    source_licence: str

    @property
    def is_required(self) -> bool:
        """Whether it was checked by somebody else, so that it must pass."""
        return self.recheck.startswith(REQUIRED)

    @property
    def diverges(self) -> bool:
        """Whether the peer's figure is known not to be the exact one."""
        return self.recheck == "diverges"


def read_cases(files: Sequence[Path], stages: Sequence[str] = ()) -> list[Case]:
    """The cases of these files in their order, only those of the stages if any are named."""
    cases = []
    for file in files:
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            if line.strip():
                cases.append(_case(line, f"{file}:{number}"))
    seen: dict[str, int] = {}
    for case in cases:
        seen[case.id] = seen.get(case.id, 0) + 1
    if doubled := [name for name, count in seen.items() if count > 1]:
        raise ValueError(f"ids used more than once: {', '.join(doubled)}")
    return [case for case in cases if not stages or case.stage in stages]


def own_files() -> list[Path]:
    """The case files of the repository, one a peer."""
    return sorted((FOLDER / "cases").glob("*.jsonl"))


def listed(name: str) -> dict[str, Any]:
    """A list of the folder, `out_of_scope.yml` for example, by case id."""
    return yaml.safe_load((FOLDER / name).read_text("utf-8")) or {}


def _case(line: str, place: str) -> Case:
    try:
        values = json.loads(line)
        return Case(
            **{
                name: values.get(name) or ""
                for name in ("id", "peer", "feature", "stage", "note", "recheck")
            },
            **{name: values.get(name) or "" for name in ("source_path", "commit", "test")},
            source_licence=values.get("source_licence") or "",
            given=values["given"],
            expected=values["expected"],
        )
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"{place}: not a case: {error}") from error
