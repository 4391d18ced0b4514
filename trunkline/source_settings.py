"""What an operator says of single sources, in ``sources.yml`` of the home."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from trunkline.errors import TrunklineError

LONGEST_SILENCE = 36_500
"""Days: a century, for a source that will never deliver again."""


@dataclass(frozen=True)
class SourceSettings:
    """What an operator says of one source.

    ``zone`` is that of its times, ``country`` that of its numbers; ``longest_silence_days`` is how
    long it may deliver nothing before the marts gate asks where it is, instead of its own rhythm.
    """

    zone: str | None = None
    country: str | None = None
    longest_silence_days: int | None = None


ENTRIES = tuple(field.name for field in fields(SourceSettings))
_EXAMPLES = {"zone": "Asia/Seoul", "country": "NO"}


def check_zone(zone: str, where: str) -> None:
    """Raise TrunklineError when this machine does not know a zone; `where` says who named it."""
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        raise TrunklineError(
            f"{where} names the zone {zone!r}, which this machine does not know.",
            "Name a zone of the IANA database, such as Asia/Seoul.",
        ) from None


def read_sources(path: Path) -> dict[str, SourceSettings]:
    """Read ``asterisk: {zone: America/New_York, country: US}`` and the like.

    Raises TrunklineError naming the file, the source and the entry that makes no sense.
    """
    if not path.exists():
        return {}
    try:
        content = yaml.safe_load(path.read_text("utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise TrunklineError(
            f"{path.name} is no YAML: {error}", f"Mend or remove {path}."
        ) from None
    if not isinstance(content, dict):
        raise TrunklineError(
            f"{path.name} names no sources.", "Write `asterisk: {zone: America/New_York}` there."
        )
    return {name: _source(f"{path.name}, source {name},", content[name]) for name in content}


def _source(where: str, values: Any) -> SourceSettings:
    if not isinstance(values, dict):
        raise TrunklineError(f"{where} has no entries.", f"Set one of {', '.join(ENTRIES)}.")
    unknown = sorted(str(name) for name in set(values) - set(ENTRIES))
    if unknown:
        raise TrunklineError(
            f"{where} has {', '.join(unknown)}.", f"Only {', '.join(ENTRIES)} can be set there."
        )
    for name in ("zone", "country"):
        # bare yes, no and 82 are no texts to YAML: NO, as it writes Norway, is false
        if not isinstance(values.get(name), str | None):
            raise TrunklineError(
                f"{where} has {name} {values[name]!r}, which is no text.",
                f'Put it in quotes, such as {name}: "{_EXAMPLES[name]}".',
            )
    source = SourceSettings(**values)
    if source.zone:
        check_zone(source.zone, where)
    days = source.longest_silence_days
    # bool is an int to Python: `yes` would be read as one day
    if days is not None and (type(days) is not int or not 0 < days <= LONGEST_SILENCE):
        raise TrunklineError(
            f"{where} has longest_silence_days that is no number of days.",
            f"Give a whole number from 1 to {LONGEST_SILENCE}, such as 40.",
        )
    return source
