from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from tests.pages import small_operator


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data home with one published snapshot. Read only: tests that move the pointer copy it."""
    home = tmp_path_factory.mktemp("home")
    small_operator.publish(home)
    return home


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same marts without a row."""
    home = tmp_path_factory.mktemp("empty")
    small_operator.publish(home, empty=True)
    return home


@pytest.fixture(autouse=True)
def _no_old_cache() -> Iterator[None]:
    """Caches are global to the process: snapshots of different homes bear the same id here."""
    yield
    st.cache_data.clear()
    st.cache_resource.clear()
