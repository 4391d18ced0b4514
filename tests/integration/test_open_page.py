"""A page that is open goes on working through a run, its publication and a rollback."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from tests.integration.operator_history import REPOSITORY, TRUNKLINE, Home
from tests.integration.test_closed_figures_stand import land_corrected_prices
from tests.pages.driving import opened, said
from trunkline.settings import Settings
from trunkline.snapshots import current_snapshot_id

pytestmark = pytest.mark.slow


NOW = "2026-03-05T06:00:00+09:00"


@pytest.fixture(autouse=True)
def _no_old_cache() -> Iterator[None]:
    """Caches are global to the process, and hold the snapshots of this home open."""
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


def test_an_open_page_goes_on_working(
    tiny_home: Home, tiny_operator: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path / "home", tiny_home.keys)
    shutil.copytree(tiny_home.folder, home.folder)
    monkeypatch.setenv("TRUNKLINE_HOME", str(home.folder))
    settings = Settings(home=home.folder, keys_file=home.keys)
    before = current_snapshot_id(settings)
    page = opened("data_trust", "en")

    land_corrected_prices(home, tiny_operator)
    runs = 0
    with subprocess.Popen(
        [TRUNKLINE, "run"],
        cwd=REPOSITORY,
        env=home.environment(TRUNKLINE_NOW=NOW),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        while process.poll() is None:
            page.run()
            runs += 1
            assert not page.error and not page.exception
        printed = process.stdout.read() if process.stdout else ""
    assert process.returncode == 0, printed[-4000:]
    assert runs > 2
    after = current_snapshot_id(settings)
    assert after != before
    page.run()
    assert not page.error and after in said(page)

    home.run("snapshots", "rollback", before, now=NOW)
    page.run()
    assert not page.error and before in said(page)
