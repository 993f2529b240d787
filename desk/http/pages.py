"""The pages and scripts of web/dist, with the headers that keep foreign scripts out."""

from __future__ import annotations

import asyncio
import mimetypes
import re
import stat
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, FastAPI, Response
from fastapi.responses import HTMLResponse
from jinja2 import Template
from starlette.datastructures import Headers, MutableHeaders
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk.http import city_files
from desk.http.templates import ENVIRONMENT, render
from desk.settings import PROJECT
from desk.text.pack import city

DIST = PROJECT / "web" / "dist"
_PAGES = {
    "/": "index.html",
    "/chat": "chat.html",
    "/accessibility": "accessibility.html",
    "/privacy": "privacy.html",
    "/console": "console.html",
}
_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# The chat's styles are asked for by their version (`?v=`), its scripts have it in their names (web/build.mjs); the loader's
# own address is pasted into city pages and has none.
_KEPT = "public, max-age=86400"
_VERSIONED = re.compile(r"^widget-\w+-[\w-]{8}\.js$")
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
}
# Who writes by voice speaks to the browser's own recogniser; on a city's page its own policy decides.
_OF_CHAT = {"permissions-policy": "camera=(), microphone=(self), geolocation=()"}
_HAS_CHAT = frozenset({"index.html", "chat.html"})
_OF_HTTPS = {"strict-transport-security": "max-age=31536000"}
_PRIVATE = ("/api/", "/internal/", "/webhooks/")
_NOT_KEPT = {"cache-control": "no-store"}


class Assets(StaticFiles):
    """Scripts, styles and pictures; sent as the build packed them (`name.gz`) to whoever reads gzip.

    Under lasting names: browsers keep them, and ask each time whether they are still the same (304).
    """

    async def get_response(self, path: str, scope: Scope) -> Response:
        """See base class."""
        response = await self._packed(path, scope) or await super().get_response(path, scope)
        is_versioned = b"v=" in scope.get("query_string", b"") or _VERSIONED.match(path)
        response.headers["cache-control"] = _KEPT if is_versioned else "no-cache"
        response.headers.add_vary_header("Accept-Encoding")
        return response

    async def _packed(self, path: str, scope: Scope) -> Response | None:
        if "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
            return None
        full_path, found = await asyncio.to_thread(self.lookup_path, f"{path}.gz")
        if found is None or not stat.S_ISREG(found.st_mode):
            return None
        response = self.file_response(full_path, found, scope)
        response.headers["content-encoding"] = "gzip"
        response.headers["content-type"] = (
            mimetypes.guess_type(path)[0] or "application/octet-stream"
        ) + "; charset=utf-8"
        return response


class SecurityHeaders:
    """ASGI middleware; adds the headers to every answer and costs an event stream nothing.

    What the JSON routes answer is of one person and for one person: no browser or proxy keeps it. Where people come by
    https, browsers are told to come by nothing else.
    """

    def __init__(self, app: ASGIApp, *, is_https: bool = False) -> None:
        """Wrap an app."""
        self._app = app
        self._of_https = _OF_HTTPS if is_https else {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        is_private = scope["type"] == "http" and scope["path"].startswith(_PRIVATE)
        added = {**_HEADERS, **self._of_https, **(_NOT_KEPT if is_private else {})}

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in added.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers)


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
    app.router.routes.extend(router.routes)
    app.router.routes.extend(city_files.router(dist).routes)
    if dist.is_dir():
        app.mount("/", Assets(directory=dist), name="web")


@lru_cache(maxsize=16)
def _template(path: Path, _: int) -> Template:
    return ENVIRONMENT.from_string(path.read_text(encoding="utf-8"))


def _page(path: Path, hours: Callable[[], str]) -> Callable[[], Response]:
    def page() -> Response:
        if not path.is_file():
            words = {"title": "準備中", "site": city().names.service, "stylesheet": "/booking.css"}
            return HTMLResponse(render("public/not_built.html", **words), 503)
        # Names and telephone numbers of the city stand in them as in a template; so do the hours of the consultants, which
        # nothing else can tell without scripts.
        text = _template(path, path.stat().st_mtime_ns).render(hours=hours(), office_digits=city().office.digits)
        own = _OF_CHAT if path.name in _HAS_CHAT else {}
        return HTMLResponse(text, headers={"cache-control": "no-cache", **own})

    return page
