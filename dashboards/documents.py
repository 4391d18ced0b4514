"""Serve what a run wrote about itself: Data Docs of the gates and dbt docs, without the internet.

Great Expectations writes pages that fetch their styles, scripts and logo from seven other hosts;
offline they are bare, their index is empty, and online they tell those hosts who reads them. Here
each page is served without those tags and with a stylesheet of ours, a policy forbids whatever
would still leave this server, and the index is a list of the reports.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from trunkline.settings import Settings

STYLE = Path(__file__).parent / "assets" / "documents.css"
STYLE_TAG = '<link rel="stylesheet" href="/documents/style.css">'
POLICY = "default-src 'self' 'unsafe-inline' data: blob:; object-src 'none'; base-uri 'none'"
FOREIGN = re.compile(
    r"""<link\b[^>]*\bhref=["']?https?://[^>]*>"""
    r"""|<script\b[^>]*\bsrc=["']?https?://[^>]*>\s*</script>"""
    r"""|<img\b[^>]*\bsrc=["']?https?://[^>]*>""",
    re.IGNORECASE,
)


def without_the_internet(page: str) -> str:
    """The page less all tags that fetch from elsewhere, with our stylesheet."""
    return FOREIGN.sub("", page).replace("</head>", f"{STYLE_TAG}</head>", 1)


def report_index(folder: Path) -> str:
    """A list of the gates' reports, newest first."""
    # validations/<suite, one or more folders>/<run>/<time>/<batch>.html
    found = [path.relative_to(folder) for path in (folder / "validations").rglob("*.html")]
    reports = sorted(
        (path for path in found if len(path.parts) > 4),
        key=lambda path: path.parts[-2],
        reverse=True,
    )
    rows = "".join(
        f'<tr><td><a href="{escape(path.as_posix(), quote=True)}">'
        f"{escape(' / '.join(path.parts[1:-3]))}</a></td>"
        f"<td>{escape(path.parts[-2][:15])}</td><td>{escape(path.parts[-3])}</td></tr>"
        for path in reports
    )
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Trunkline · Data Docs</title>{STYLE_TAG}</head><body><main>"
        "<h1>검증 보고서 · Reports of the gates</h1>"
        f"<p>{len(reports)} · Great Expectations Data Docs</p>"
        "<table><thead><tr><th>검증 · Suite</th><th>시각 · Time (UTC)</th><th>실행 · Run</th>"
        f"</tr></thead><tbody>{rows}</tbody></table></main></body></html>"
    )


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
        if self.folder == "data_docs" and path in (".", "index.html"):
            return HTMLResponse(report_index(directory))
        full, found = files.lookup_path(path)
        if found is None:
            return Response(status_code=404)
        if self.folder == "data_docs" and path.endswith(".html"):
            text = Path(full).read_text(encoding="utf-8")
            return HTMLResponse(without_the_internet(text))
        return await files.get_response(path, scope)


async def style(request: Request) -> Response:
    """The stylesheet of the documents."""
    return FileResponse(STYLE, media_type="text/css")
