"""A damaged roaming file is refused whole with the byte at which it is, whatever the damage."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from ingestion.examine import examine
from ingestion.files.found import FoundFile
from ingestion.records.converted import reader_of
from tests.roaming_files import call, nrtrde, reported, session, tap
from trunkline.contract import load_contract
from trunkline.errors import FileRefusedError

CONTRACT = load_contract()
TAP_FILE = tap(
    [call(2300, tax=437), call(0, name="MobileTerminatedCall"), session(66600)],
    total=68900,
    tax=437,
)
NRTRDE_FILE = nrtrde([reported("Moc", ("ConnectedNumber", "4930123456")), reported("Mtc")])
BATCH, LIST = b"\x61", b"\x63"


def found(tmp_path: Path, data: bytes, entity: str = "tap_records") -> FoundFile:
    path = tmp_path / "sent.ber"
    path.write_bytes(data)
    state = path.stat()
    return FoundFile(path, CONTRACT.entity("roaming", entity), state.st_size, state.st_mtime_ns)


def refusal(tmp_path: Path, data: bytes, entity: str = "tap_records") -> FileRefusedError:
    with pytest.raises(FileRefusedError) as raised:
        examine(found(tmp_path, data, entity), CONTRACT)
    assert raised.value.rule != "reader_stopped", raised.value
    return raised.value


def offset_of(error: FileRefusedError) -> int:
    match = re.search(r"At byte ([0-9,]+)", error.message)
    assert match, error
    return int(match[1].replace(",", ""))


@pytest.mark.parametrize(
    ("whole", "entity"), [(TAP_FILE, "tap_records"), (NRTRDE_FILE, "nrtrde_records")]
)
def test_a_file_that_is_cut_off_anywhere(tmp_path: Path, whole: bytes, entity: str) -> None:
    assert examine(found(tmp_path, whole, entity), CONTRACT)
    for size in range(1, len(whole)):
        error = refusal(tmp_path, whole[:size], entity)
        assert error.rule == "ber"
        assert 0 <= offset_of(error) < size


@pytest.mark.parametrize(
    ("whole", "entity"), [(TAP_FILE, "tap_records"), (NRTRDE_FILE, "nrtrde_records")]
)
def test_a_changed_byte_never_stops_the_reader_nor_passes_in_other_totals(
    tmp_path: Path, whole: bytes, entity: str
) -> None:
    chosen = random.Random(20260105)
    told = accepted = 0
    for place in range(len(whole)):
        for mask in {0x01, 0x80, chosen.randrange(1, 256)}:
            data = bytearray(whole)
            data[place] ^= mask
            file = found(tmp_path, bytes(data), entity)
            try:
                counts = {each.file.entity.name: each for each in examine(file, CONTRACT)}
            except FileRefusedError as error:
                assert error.rule != "reader_stopped", (place, mask, error)
                assert offset_of(error) >= 0
                continue
            accepted += 1
            reader = reader_of(file)
            assert reader is not None
            records = list(reader(file))
            (own,) = (each.values for each in records if each.entity.endswith("_files"))
            assert str(counts[entity].records) == own["event_count"]
            if entity == "tap_records":
                is_same = all(
                    own[f"total_{name}_amount"] == own[f"found_{name}_amount"]
                    for name in ("charge", "tax", "discount")
                )
                assert own["has_agreeing_amounts"] == ("true" if is_same else "false")
                assert is_same or any("disagree" in note for note in counts[entity].notes)
                told += not is_same
    assert accepted
    assert told or entity == "nrtrde_records"


@pytest.mark.parametrize(
    ("data", "offset", "words"),
    [
        (b"\x30\x00", 0, "a tag of class UNIVERSAL stands there"),
        (b"\xa1\x00", 0, "a tag of class CONTEXT"),
        (b"\x69\x00", 0, "it begins with MobileOriginatedCall"),
        (b"\x41\x01\x00", 0, "TransferBatch is a value, where the standard has a group"),
        (BATCH + b"\x04\x44\x02ab", 2, "BatchControlInfo is a value"),
        (BATCH + b"\x84\xff\xff\xff\xff", 0, "4,294,967,295 bytes long"),
        (BATCH + b"\x89" + b"\x00" * 9, 0, "has 9 octets; 8 are enough"),
        (BATCH + b"\xff" + b"\x00" * 127, 0, "has 127 octets"),
        (BATCH + b"\x85\x00", 0, "cut off within its length"),
        (b"\x7f\xff\xff\xff\xff\xff\x01", 0, "number of its tag has more than 4 octets"),
        (b"\x7f\xff", 0, "number of its tag is cut off"),
        (BATCH, 0, "cut off before its length"),
        (BATCH + b"\x80" + LIST + b"\x80\x00\x00", 6, "of indefinite length, begun at byte 0"),
        (BATCH + b"\x80" + LIST + b"\x80", 4, "of indefinite length, begun at byte 2"),
        (BATCH + b"\x02\x00\x00", 2, "a tag of class UNIVERSAL"),
        (BATCH + b"\x80\x00\x00\x00", 4, "1 bytes follow"),
        # a value of indefinite length
        (BATCH + b"\x05" + LIST + b"\x03\x50\x80\x00", 4, "is a value of indefinite length"),
        # an element that reaches beyond its group, though not beyond the file
        (BATCH + b"\x06" + LIST + b"\x02\x50\x02\x31\x32", 4, "2 beyond the end of its group"),
    ],
)
def test_what_is_no_roaming_file(tmp_path: Path, data: bytes, offset: int, words: str) -> None:
    error = refusal(tmp_path, data)
    assert words in error.message
    assert offset_of(error) == offset


def test_groups_nested_without_end(tmp_path: Path) -> None:
    bomb = BATCH + b"\x80" + (LIST + b"\x80") * 100_000
    assert "nested more than 24 deep" in refusal(tmp_path, bomb).message
    within = BATCH + b"\x80" + b"\x64\x80" * 100_000
    assert "nested more than 24 deep" in refusal(tmp_path, within).message


def test_one_part_with_endless_elements(tmp_path: Path) -> None:
    inner = b"\x7e\x00" * 100_001
    bomb = BATCH + b"\x80\x64\x83" + len(inner).to_bytes(3, "big") + inner + b"\x00\x00"
    assert "more than 100,000 elements" in refusal(tmp_path, bomb).message


def test_a_whole_number_beyond_all_measure(tmp_path: Path) -> None:
    whole = call(2300)
    data = tap([whole], total=2300)
    place = data.rindex(bytes.fromhex("5f3e0208fc"))
    long = data[:place] + bytes.fromhex("5f3e09") + b"\x01" * 9 + data[place + 5 :]
    # the lengths around it no longer fit: that is told first
    assert offset_of(refusal(tmp_path, long)) <= place
    error = refusal(tmp_path, tap([call(10**30)], total=2300))
    assert error.message == (
        f"At byte {offset_of(error)}: Charge is a whole number of 13 octets; 8 are enough."
    )
    assert error.field is not None and error.field.endswith("ChargeDetailList/ChargeDetail")


def test_the_same_file_in_indefinite_lengths(tmp_path: Path) -> None:
    """BER leaves the form of lengths to the sender."""
    body = TAP_FILE[2 + (TAP_FILE[1] & 0x7F) :]
    again = BATCH + b"\x80" + body + b"\x00\x00"
    records = {each.file.entity.name: each.records for each in
               examine(found(tmp_path, again), CONTRACT)}  # fmt: skip
    assert records == {"tap_files": 1, "tap_records": 3}
