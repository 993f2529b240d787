"""The pages and scripts of web/dist, with the headers that keep foreign scripts out."""

from __future__ import annotations

import html
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Response
from fastapi.responses import HTMLResponse
from starlette.datastructures import MutableHeaders
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk.settings import PROJECT

DIST = PROJECT / "web" / "dist"
_PAGES = {
    "/": "index.html",
    "/chat": "chat.html",
    "/accessibility": "accessibility.html",
    "/console": "console.html",
}
# Stands in chat.html for the hours of the consultants: without scripts nothing else can tell them.
_HOURS = "{{hours}}"
_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
}
_NOT_BUILT = "<!doctype html><html lang=ja><meta charset=utf-8><title>準備中</title><p>画面がまだ作られていません。<code>make web</code> を実行してください。"


class SecurityHeaders:
    """ASGI middleware; adds the headers to every answer and costs an event stream nothing."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers)


class Fresh(StaticFiles):
    """Files under lasting names: browsers keep them, and ask each time whether they are still the same (304)."""

    def file_response(
        self, full_path: Any, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """See base class."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["cache-control"] = "no-cache"
        return response


def install(app: FastAPI, hours: Callable[[], str], dist: Path = DIST) -> None:
    """Serve the pages; the scripts under their names, since the widget's address is pasted into city pages.

    Args:
        app: The desk.
        hours: The consultants' opening hours in words.
        dist: Folder of the built pages.
    """
    router = APIRouter(include_in_schema=False)
    for address, name in _PAGES.items():
        router.add_api_route(address, _page(dist / name, hours), methods=["GET", "HEAD"])
    app.include_router(router)
    if dist.is_dir():
        app.mount("/", Fresh(directory=dist), name="web")


def _page(path: Path, hours: Callable[[], str]) -> Callable[[], Response]:
    def page() -> Response:
        if not path.is_file():
            return HTMLResponse(_NOT_BUILT, 503)
        text = path.read_text(encoding="utf-8")
        if _HOURS in text:
            text = text.replace(_HOURS, html.escape(hours()))
        return HTMLResponse(text, headers={"cache-control": "no-cache"})

    return page
