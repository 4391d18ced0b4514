"""Data Docs and dbt docs are served as they were written, under a policy, and nothing else is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import Message

from dashboards.documents import Documents


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Answer]:
    """Send one GET to the mounted documents, path as it stands."""
    monkeypatch.setenv("TRUNKLINE_HOME", str(tmp_path))
    report = tmp_path / "data_docs" / "validations" / "marts" / "run-1" / "20260704T1" / "b.html"
    report.parent.mkdir(parents=True)
    report.write_text("<p>kept</p>", encoding="utf-8")
    (tmp_path / "data_docs" / "index.html").write_text("all results", encoding="utf-8")
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "vault.duckdb").write_text("secret")
    mounts = [Mount(f"/{name}", app=Documents(name)) for name in ("data_docs", "dbt_docs")]
    app = Starlette(routes=mounts)

    def asked(path: str) -> Answer:
        sent: list[Message] = []

        requests: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

        async def receive() -> Message:
            if not requests:
                await asyncio.Event().wait()  # whoever asks again waits for a disconnect
            return requests.pop()

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": "GET",
            "path": unquote(path),
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": b"",
            "headers": [],
        }
        # in a thread of its own: a browser test of this process may have left its loop running
        with ThreadPoolExecutor(max_workers=1) as thread:
            thread.submit(asyncio.run, app(scope, receive, send)).result()
        headers = {key.decode(): value.decode() for key, value in sent[0]["headers"]}
        body = b"".join(message.get("body", b"") for message in sent[1:])
        return Answer(sent[0]["status"], headers, body.decode())

    return asked


@pytest.mark.parametrize("path", ["/data_docs/", "/data_docs/index.html"])
def test_the_gates_own_index_and_reports_are_served(
    path: str, ask: Callable[[str], Answer]
) -> None:
    answer = ask(path)
    assert answer.status == 200 and "all results" in answer.text
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "kept" in ask("/data_docs/validations/marts/run-1/20260704T1/b.html").text


@pytest.mark.parametrize(
    "path",
    [
        "/data_docs/../vault/vault.duckdb",
        "/data_docs/%2e%2e/vault/vault.duckdb",
        "/data_docs/..%2fvault/vault.duckdb",
        "/data_docs//etc/passwd",
        "/data_docs/nothing.html",
        "/dbt_docs/index.html",
    ],
)
def test_no_other_file_is_served(path: str, ask: Callable[[str], Answer]) -> None:
    answer = ask(path)
    assert answer.status in (400, 404)
    assert "secret" not in answer.text
