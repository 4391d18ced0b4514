"""Lines that no reader may accept: extra ones, so that no real record is lost to them."""

from __future__ import annotations

from ingestion.synthetic.random_numbers import Stream
from ingestion.synthetic.switch_files import SwitchFile

# What is wrong → a whole line with that one fault. The record ids count down from the end of their
# range, which no record reaches.
_SOUND = {
    "producer": "{producer}",
    "record_id": "DAMAGED-{sequence}",
    "record_number": "0",
    "charging_id": "",
    "service": "voice",
    "direction": "outgoing",
    "outcome": "completed",
    "charged_party": "+821000000000",
    "other_party": "+821000000001",
    "started_at": "2026-01-01T12:00:00+09:00",
    "quantity": "60",
    "unit": "second",
    "cell_id": "",
    "visited_network": "",
    "reversal_of": "",
    "trunk": "",
}
_DAMAGES: tuple[tuple[str, dict[str, str]], ...] = (
    ("quantity_not_whole", {"quantity": "1.5"}),
    ("quantity_negative", {"quantity": "-60"}),
    ("zone_missing", {"started_at": "2026-01-01T12:00:00"}),
    ("day_not_in_calendar", {"started_at": "2026-02-30T12:00:00+09:00"}),
    ("service_unknown", {"service": "telex"}),
    ("unit_of_other_service", {"unit": "byte"}),
    ("charged_party_missing", {"charged_party": ""}),
    ("quote_not_closed", {"other_party": '"+821000000001'}),
    ("column_missing", {}),
)


def damaged_lines(file: SwitchFile, seed: int) -> list[tuple[str, str]]:
    """(what is wrong, line with line feed) of the file's malformed lines."""
    stream = Stream(seed, "damage", *file.producer.encode(), file.sequence)
    lines: list[tuple[str, str]] = []
    for _ in range(file.malformed):
        name, values = _DAMAGES[stream.integer(len(_DAMAGES))]
        fields = [
            text.format(producer=file.producer, sequence=file.sequence)
            for text in (_SOUND | values).values()
        ]
        if name == "column_missing":
            fields = fields[:-3]
        lines.append((name, ",".join(fields) + "\n"))
    return lines
