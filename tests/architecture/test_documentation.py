"""What the documents say exists: pages are up to date, links lead somewhere, commands are real."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from trunkline import cli

REPOSITORY = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"\btrunkline ((?:[a-z][a-z-]* ?){1,2})")
SETTING = re.compile(r"\bTRUNKLINE_[A-Z][A-Z_]+")


def code_of(document: Path) -> str:
    """What a document shows as code: fenced blocks and inline spans."""
    text = document.read_text(encoding="utf-8")
    fenced = re.findall(r"```[^\n]*\n(.*?)```", text, re.DOTALL)
    return "\n".join([*fenced, *re.findall(r"`([^`\n]+)`", text)])


def test_derived_pages_are_up_to_date() -> None:
    result = subprocess.run(
        [sys.executable, "docs/write_reference.py", "--check"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files(document: Path) -> None:
    broken = [
        target
        for target in LINK.findall(document.read_text(encoding="utf-8"))
        if "://" not in target and not (document.parent / target).exists()
    ]
    assert not broken


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_in_documents_exist(document: Path) -> None:
    unknown = []
    for words in COMMAND.findall(code_of(document)):
        first, *rest = words.split()
        if first not in cli.COMMANDS:
            unknown.append(first)
            continue
        children = getattr(cli.load_command(first, cli.COMMANDS[first]), "commands", {})
        if children and rest and rest[0] not in children:
            unknown.append(f"{first} {rest[0]}")
    assert not unknown


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_make_targets_in_documents_exist(document: Path) -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)", code_of(document)))
    assert named <= targets, f"no such target: {named - targets}"


def test_every_setting_is_documented() -> None:
    page = (REPOSITORY / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    folders = ("trunkline", "ingestion", "expectations", "delivery", "dashboards", "macros")
    files = [path for name in folders for path in (REPOSITORY / name).rglob("*")]
    files += [REPOSITORY / "profiles.yml", REPOSITORY / "dbt_project.yml"]
    read = {
        setting
        for path in files
        if path.suffix in {".py", ".sql", ".yml"}
        for setting in SETTING.findall(path.read_text(encoding="utf-8"))
    }
    assert read <= set(SETTING.findall(page)), (
        f"not documented: {read - set(SETTING.findall(page))}"
    )
