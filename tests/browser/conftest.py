"""A served home and a real, headless Chromium. Debian: `apt-get install chromium fonts-nanum`."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.pages import small_operator

REPOSITORY = Path(__file__).resolve().parents[2]
ARTEFACTS = REPOSITORY / "test-artefacts" / "pages"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 60


@dataclass(frozen=True)
class Served:
    """A data home whose pages are being served."""

    home: Path
    url: str


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Pages of the small operator, served the way `trunkline dashboards` does."""
    home = tmp_path / "home"
    small_operator.publish(home)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"TRUNKLINE_HOME": str(home), "PYTHONPATH": str(REPOSITORY)}
    log = (tmp_path / "server.log").open("wb")
    # A session of its own, so that the server under the command ends with it.
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from trunkline.cli import main; main()",
            "dashboards",
            f"--port={port}",
        ],
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(f"{url}/_stcore/health", tmp_path / "server.log")
        yield Served(home, url)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)
        log.close()


def _wait_for(url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"the pages did not start:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without one these tests are skipped, or fail where they are required."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        message = "no Chromium: apt-get install -y chromium fonts-nanum"
        if os.environ.get("TRUNKLINE_REQUIRE_BROWSER") == "1":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader in Seoul with a Korean browser."""
    made = browser.new_context(
        locale="ko-KR",
        timezone_id="Asia/Seoul",
        viewport={"width": 1280, "height": 900},
        accept_downloads=True,
    )
    made.set_default_timeout(30_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, served: Served) -> Iterator[Page]:
    """A tab that may talk to the served pages and to nothing else."""
    tab = context.new_page()
    elsewhere: list[str] = []
    tab.on(
        "request",
        lambda request: (
            elsewhere.append(request.url)
            if not request.url.startswith((served.url, "data:", "blob:"))
            else None
        ),
    )
    yield tab
    assert not elsewhere, f"the pages fetched from elsewhere: {elsewhere}"
