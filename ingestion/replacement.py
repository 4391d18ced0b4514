"""Declared replacements: what the new file no longer holds is taken back by reversal records."""

from __future__ import annotations

from ingestion.fields.quoting import identifier, literal
from ingestion.known import Known
from ingestion.records.stage import Stage
from ingestion.records.tally import Tally
from trunkline.contract import Entity, lake_schema
from trunkline.errors import FileRefusedError
from trunkline.landing.genesis import write_query
from trunkline.loads import LoadFile
from trunkline.settings import Settings

_MARK = ":replaced:"


def take_back_vanished(settings: Settings, stage: Stage, known: Known) -> None:
    """Add, for each replacing file of events, reversals of the records that it no longer holds.

    Equal records are duplicates and new ones events by themselves. The reversals stand as a file of
    their own in the load, so that the account of the landed file stays that of its bytes.
    """
    next_number = max(stage.tallies, default=0) + 1
    for tally in list(stage.tallies.values()):
        candidate = tally.candidate
        newest = known.newest(candidate.identity.label)
        is_event = candidate.file.entity.load_mode == "events"
        if not candidate.replaces or newest is None or not is_event or tally.refusal:
            continue
        try:
            taken_back = _take_back(settings, stage, tally, newest, next_number)
        except FileRefusedError as error:
            tally.refusal = error
            continue
        if taken_back is not None:
            stage.derived.append(taken_back)
            next_number += 1


def _take_back(
    settings: Settings, stage: Stage, tally: Tally, newest: tuple[int, LoadFile], file_no: int
) -> LoadFile | None:
    candidate, (old_load, old_file) = tally.candidate, newest
    entity = candidate.file.entity
    vanished = _vanished(settings, stage, tally, old_load, old_file.file_no)
    count = stage.connection.execute(f"select count(*) from ({vanished})").fetchall()[0][0]
    if entity.reversal_column:
        _refuse_returning(settings, stage, tally)
    if count == 0:
        return None
    if not entity.reversal_column:
        raise FileRefusedError(
            "vanished_records",
            f"{count} records of {candidate.identity.label} are no longer in it, and "
            f"{entity.label} has no way to take a record back.",
            "Send a file that still holds them.",
        )
    columns = _reversal_columns(entity, candidate.sha256, file_no)
    path = stage.writer.new_file(entity.source, entity.name)
    write_query(stage.connection, f"select {columns} from ({vanished})", path)
    return LoadFile(
        file_no=file_no,
        source=entity.source,
        entity=entity.name,
        load_mode=entity.load_mode,
        origin=f"replacement of {candidate.identity.label}",
        sha256=candidate.sha256,
        producer=None,
        sequence=None,
        records=count,
        accepted=count,
        rejected=0,
        first_event_at=None,
        last_event_at=None,
        contract_version=entity.version,
        identity=f"{candidate.identity.label}/replacement:{candidate.sha256}",
        notes=(f"{count} records that vanished are taken back",),
    )


def _vanished(
    settings: Settings, stage: Stage, tally: Tally, old_load: int, old_number: int
) -> str:
    """Return the query for the old file's records that neither the new nor any other file holds."""
    entity = tally.candidate.file.entity
    day = _day(entity)
    lake = _lake(settings, entity)
    reversal = identifier(entity.reversal_column) if entity.reversal_column else "null"
    return (
        f"select * from {lake} as old where load = {old_load} and file_no = {old_number}"
        f" and {reversal} is null"
        f" and not exists (from {_staged(stage, tally)} as new where new.event_key = old.event_key"
        f" and new.{day} = old.{day})"
        f" and not exists (from {lake} as other where other.event_key = old.event_key"
        f" and other.{day} = old.{day}"
        f" and not (other.load = {old_load} and other.file_no = {old_number}))"
    )


def _refuse_returning(settings: Settings, stage: Stage, tally: Tally) -> None:
    """Refuse a file with records that an earlier replacement took back: they would stay so."""
    entity = tally.candidate.file.entity
    reversal = identifier(entity.reversal_column or "")
    count = stage.connection.execute(
        f"select count(*) from {_staged(stage, tally)} as new where exists ("
        f"from {_lake(settings, entity)} as old where old.{reversal} = new.event_key"
        f" and contains(old.event_key, {literal(_MARK)}))"
    ).fetchall()[0][0]
    if count:
        raise FileRefusedError(
            "returning_records",
            f"{count} of its records were taken back by an earlier replacement.",
            "Send them under new record numbers.",
        )


def _reversal_columns(entity: Entity, sha256: str, file_no: int) -> str:
    mark = literal(_MARK + sha256[:12])
    shown = []
    for name, _ in lake_schema(entity):
        column = identifier(name)
        if name == "file_no":
            shown.append(f"cast({file_no} as integer) as file_no")
        elif name == "line_no":
            shown.append("row_number() over (order by line_no) as line_no")
        elif name == "event_key":
            shown.append(f"concat(event_key, {mark}) as event_key")
        elif name == entity.reversal_column:
            shown.append(f"event_key as {column}")
        else:
            shown.append(column)
    return ", ".join(shown)


def _lake(settings: Settings, entity: Entity) -> str:
    folder = settings.lake / entity.source / entity.name
    files = literal(str(folder / "*" / "*.parquet"))
    query = f"read_parquet({files}, hive_partitioning = true, union_by_name = true)"
    return f"(select *, {_day_sql(entity)} from {query})"


def _staged(stage: Stage, tally: Tally) -> str:
    entity = tally.candidate.file.entity
    folder = stage.writer.directory / "lake" / entity.source / entity.name
    files = literal(str(folder / "*.parquet"))
    number = tally.candidate.file_no
    return f"(select *, {_day_sql(entity)} from read_parquet({files}) where file_no = {number})"


def _day_sql(entity: Entity) -> str:
    times = [column.name for column in entity.columns if column.type == "timestamp"]
    value = f"cast({identifier(times[0])} as date)" if times else "date '1970-01-01'"
    return f"{value} as {_day(entity)}"


def _day(entity: Entity) -> str:
    """Name of the column by which event keys are unique: the UTC day of the event."""
    return identifier(f"day of {entity.name}")
