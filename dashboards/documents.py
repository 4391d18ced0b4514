"""Serve what a run wrote about itself: Data Docs of the gates and dbt docs.

Both are written to need nothing from elsewhere (`expectations/offline_pages.py`, dbt's static
page); a policy forbids whatever would still leave this server.
"""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from trunkline.settings import Settings

POLICY = "default-src 'self' 'unsafe-inline' data: blob:; object-src 'none'; base-uri 'none'"


class Documents:
    """Static files of one folder of the data home, which may appear while the server runs."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one file; Starlette refuses paths that lead out of the folder."""
        directory: Path = getattr(Settings.from_environment(), self.folder)
        response = await self._response(directory, scope)
        if response.status_code < 300:
            response.headers["content-security-policy"] = POLICY
        await response(scope, receive, send)

    async def _response(self, directory: Path, scope: Scope) -> Response:
        if not directory.is_dir() or Request(scope).method not in ("GET", "HEAD"):
            return Response(status_code=404)
        files = StaticFiles(directory=directory, html=True, check_dir=False)
        path = files.get_path(scope)
        if files.lookup_path(path)[1] is None:
            return Response(status_code=404)
        return await files.get_response(path, scope)
