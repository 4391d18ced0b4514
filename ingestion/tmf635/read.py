"""Reads TMF635 usages (Usage Management API, version 4) from JSON documents and lines."""

from __future__ import annotations

from collections.abc import Iterator

from ingestion.files.found import FoundFile
from ingestion.json_records.read import is_in_own_form, mapped_records, read_objects
from ingestion.records.read_record import ReadRecord
from ingestion.tmf635.map import usage_values


def is_usage(file: FoundFile) -> bool:
    """Say whether a file has the fields of the API, not the contract's columns."""
    return file.format == "json" or not is_in_own_form(file, "usage_id")


def read_usages(file: FoundFile) -> Iterator[ReadRecord]:
    """Yield one record a usage; raise FileRefusedError when a document is no JSON."""
    return mapped_records(file, read_objects(file), usage_values)
