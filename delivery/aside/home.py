"""A home aside: the reference data that was known at a load, under other names on the same disk.

Everything but usage and what Trunkline itself landed is taken over load by load, so that later
loads paint over earlier ones as they do in the real lake. Usage comes after all of them, in one
load: it is rated with all that is known.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from trunkline.contract import load_contract
from trunkline.durable_files import link_tree, write_durably
from trunkline.landing import ensure_lake
from trunkline.loads import Manifest, last_load_seq, manifest_path
from trunkline.settings import Settings

USAGE = (
    ("mediation", "usage_events"),
    ("asterisk", "call_records"),
    ("freeswitch", "call_records"),
    ("roaming", "tap_records"),
    ("roaming", "nrtrde_records"),
    ("charging", "charging_records"),
    ("tmf635", "usages"),
)
"""The entities whose records are usage: what int_usage_unioned reads."""
OWN = "trunkline"
_CLOCK = "load_files"
"""When loads landed: the only own entity that says something of reference data."""


def make_home(settings: Settings, name: str, known_at: int) -> Settings:
    """Make the home `name` beside the warehouse and return its settings; it holds no usage yet.

    The next load there has the number after the last one of the real lake, whatever `known_at`.
    """
    aside = replace(settings, home=settings.warehouse_file.with_name(name))
    _clear(aside)
    ensure_lake(aside)
    for entity in load_contract():
        place = (entity.source, entity.name)
        if place in USAGE or (entity.source == OWN and entity.name != _CLOCK):
            continue
        for folder in settings.lake.joinpath(*place).glob("load=*"):
            if 1 <= int(folder.name.removeprefix("load=")) <= known_at:
                _take_over(folder, aside.lake.joinpath(*place, folder.name))
    # which files the loads held is not said: a file given to try may have landed before
    last = Manifest(last_load_seq(settings), "aside", settings.now())
    write_durably(manifest_path(aside, last.load_seq), last.to_json())
    return aside


def remove_home(settings: Settings, name: str) -> None:
    """Remove a home aside; what dbt remembers of the project stays, so that the next is quicker."""
    _clear(replace(settings, home=settings.warehouse_file.with_name(name)))


def _clear(aside: Settings) -> None:
    kept = aside.warehouse_file.with_name("dbt")
    for path in (*aside.home.glob("*"), *aside.warehouse_file.parent.glob("*")):
        if path in (kept, kept.parent):
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _take_over(folder: Path, target: Path) -> None:
    try:
        link_tree(folder, target)
    except OSError:
        # the warehouse may lie on another disk than the lake
        shutil.copytree(folder, target, dirs_exist_ok=True)
