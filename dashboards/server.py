"""The pages and the documents beside them, on one port.

Data Docs (reports of the gates) and dbt docs (models and lineage) are static files that a run
writes into the data home. They are served as routes of the same server, so one address and later
one sign-in cover everything, and no second process has to be kept alive. A folder that does not
exist yet answers 404; a link is shown only once its file is there.
"""

from __future__ import annotations

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboards.documents import Documents

HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"SAMEORIGIN",
    b"referrer-policy": b"same-origin",
}


class SafeHeaders:
    """Headers that forbid sniffing and framing by other sites, on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, and add the headers where an answer begins."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [pair for pair in message["headers"] if pair[0].lower() not in HEADERS]
                message["headers"] = [*kept, *HEADERS.items()]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


app = st.App(
    "app.py",
    routes=[
        Mount("/documents/data-docs", app=Documents("data_docs")),
        Mount("/documents/dbt-docs", app=Documents("dbt_docs")),
    ],
    middleware=[Middleware(SafeHeaders)],
)
