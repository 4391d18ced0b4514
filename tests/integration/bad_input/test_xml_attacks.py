"""XML that attacks: refused before anything of it is expanded, opened or fetched."""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingestion.camt.read import read_message
from ingestion.files.found import FoundFile
from tests.homes import Home
from tests.integration.landing.camt_messages import message
from trunkline.contract import load_contract
from trunkline.errors import FileRefusedError

LINES = "payments/bank_statement_lines"
ENTITY = load_contract().named(LINES)
ATTACKS = (
    "cyclic.xml", "dtd.xml", "dtd_element.xml", "external.xml", "external_file.xml",
    "quadratic.xml", "schema-include.xsd", "simple-ns.xml", "simple.xml", "xalan_exec.xsl",
    "xalan_write.xsl", "xmlbomb.xml", "xmlbomb2.xml",
)  # fmt: skip
WITH_DOCUMENT_TYPE = {
    "cyclic.xml", "dtd.xml", "dtd_element.xml", "external.xml", "external_file.xml",
    "quadratic.xml", "xmlbomb.xml", "xmlbomb2.xml",
}  # fmt: skip

_watched: list[list[str]] = []


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _watched and (event == "open" or event.startswith("socket.")):
        _watched[-1].append(f"{event} {arguments[0]}")


sys.addaudithook(_hook)


@contextmanager
def watched() -> Iterator[list[str]]:
    """What this process opens or connects to, by the interpreter's own audit events."""
    _watched.append([])
    try:
        yield _watched[-1]
    finally:
        _watched.pop()


def found(path: Path) -> FoundFile:
    return FoundFile(path, ENTITY, path.stat().st_size, path.stat().st_mtime_ns)


def read(path: Path) -> FileRefusedError:
    with pytest.raises(FileRefusedError) as refused:
        list(read_message(found(path)))
    return refused.value


@pytest.mark.real_data
@pytest.mark.parametrize("name", ATTACKS)
def test_every_known_attack_is_refused(shared_data: Path, tmp_path: Path, name: str) -> None:
    source = shared_data / "badinput" / "defusedxml-xmltestdata" / name
    secret = tmp_path / "secret.txt"
    secret.write_text("for nobody", encoding="utf-8")
    text = source.read_text("utf-8").replace("/PATH/TO/xmltestdata/simple.xml", str(secret))
    path = tmp_path / "attack.xml"
    path.write_text(text, encoding="utf-8")
    with watched() as touched:
        refusal = read(path)
    assert touched == [f"open {path}"]
    expected = "xml_document_type" if name in WITH_DOCUMENT_TYPE else "camt_version"
    assert (refusal.rule, refusal.line is not None) == (expected, True)
    assert "for nobody" not in str(refusal)


def test_the_list_of_attacks_is_whole(shared_data: Path) -> None:
    folder = shared_data / "badinput" / "defusedxml-xmltestdata"
    assert {path.name for path in folder.glob("*.x*")} == set(ATTACKS)


@pytest.mark.parametrize(
    "attack",
    [
        '<!DOCTYPE Document SYSTEM "http://192.0.2.1/camt.dtd">',
        '<!DOCTYPE Document PUBLIC "-//X" "file:///etc/hostname">',
        "<!DOCTYPE Document [<!ENTITY a 'aaaa'>]>",
        '<!DOCTYPE Document [<!ENTITY % p SYSTEM "http://192.0.2.1/p"> %p;]>',
        "<!DOCTYPE Document [<!NOTATION n PUBLIC 'x'>]>",
        "<!DOCTYPE Document>",
    ],
)
def test_a_document_type_before_a_sound_message(tmp_path: Path, attack: str) -> None:
    path = tmp_path / "day.xml"
    path.write_text(message().replace("?>\n", f"?>\n{attack}\n", 1), encoding="utf-8")
    with watched() as touched:
        assert read(path).rule == "xml_document_type"
    assert touched == [f"open {path}"]


def test_a_refused_attack_lands_nothing_and_is_kept_apart(home: Home) -> None:
    bomb = message().replace("?>\n", "?>\n<!DOCTYPE D [<!ENTITY a 'b'>]>\n", 1)
    report = home.land(bomb, "day.xml", LINES)
    (refusal,) = report.refused
    assert str(refusal).startswith(f"{LINES}/day.xml: line 2: refused, rule xml_document_type. ")
    assert report.load_seq is None
    assert (home.settings.refused / str(refusal.kept_as)).is_file()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<Ntry><Amt>" + "9" * 70_000 + "</Amt></Ntry>", "a text longer than"),
        ("<Ntry>" + "<a/>" * 200_001 + "</Ntry>", "more than 200,000 elements"),
        ("<Ntry>" + "<a>" * 60 + "</a>" * 60 + "</Ntry>", "more than 40 deep"),
    ],
    ids=["text", "elements", "depth"],
)
def test_a_message_without_bounds(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "day.xml"
    path.write_text(message(0).replace("</Stmt>", text + "</Stmt>"), encoding="utf-8")
    refusal = read(path)
    assert refusal.rule == "xml_size" and words in refusal.message


def test_memory_does_not_follow_the_length_of_a_message(tmp_path: Path) -> None:
    def peak(entries: int) -> int:
        path = tmp_path / f"{entries}.xml"
        path.write_text(message(entries), encoding="utf-8")
        tracemalloc.start()
        assert sum(1 for _ in read_message(found(path))) == entries + 1
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(10)
    few, many = peak(2_000), peak(20_000)
    # the file itself is read in blocks of 8 MiB, so that its bytes are held once
    assert many - (tmp_path / "20000.xml").stat().st_size < few + 500_000
