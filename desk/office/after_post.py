"""What follows a form of the office, for all pages in one place.

An act that was done is answered by a redirect to the page it belongs to: loading that page again does nothing again. A form
that was refused comes back with what was typed. An address that only takes forms leads to its page when somebody opens it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from fastapi.routing import APIRoute
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse
from starlette.routing import Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk.http.form_fill import filled
from desk.office import told

_OFFICE = "/console"
# The hidden field of a form in a long page: the id of what is to be in sight again.
PLACE = "place"
_PLACE = re.compile(r"[a-z][a-z0-9-]{0,60}")
_FORM = "application/x-www-form-urlencoded"
_LEAST_REFUSED = 400
_NOT_FOUND = frozenset({404, 405})


class AfterPost:
    """ASGI middleware for the office's pages."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http" or not scope["path"].startswith(f"{_OFFICE}/"):
            await self._app(scope, receive, send)
        elif scope["method"] == "POST" and Headers(scope=scope).get("content-type", "").startswith(_FORM):
            await self._form(scope, receive, send)
        elif scope["method"] == "GET":
            await self._page(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _form(self, scope: Scope, receive: Receive, send: Send) -> None:
        sent, body = bytearray(), bytearray()
        start: Message = {}

        async def read() -> Message:
            message = await receive()
            sent.extend(message.get("body", b""))
            return message

        async def answer(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            headers = Headers(raw=start["headers"])
            if told.HEADER in headers:
                home = (headers.get(told.HOME_HEADER) or home_of(scope)) + place_of(bytes(sent))
                await _redirect(scope, home, headers[told.HEADER])(scope, receive, send)
                return
            content = bytes(body)
            if start["status"] >= _LEAST_REFUSED and headers.get("content-type", "").startswith("text/html"):
                fields = parse_qs(sent.decode("utf-8", "replace"), keep_blank_values=True)
                content = filled(content.decode(), scope["path"], fields).encode()
                MutableHeaders(raw=start["headers"])["content-length"] = str(len(content))
            await send(start)
            await send({"type": "http.response.body", "body": content})

        await self._app(scope, read, answer)

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_ours = True

        async def answer(message: Message) -> None:
            nonlocal is_ours
            if message["type"] == "http.response.start":
                is_ours = message["status"] not in _NOT_FOUND or not _only_takes_forms(scope)
                if not is_ours:
                    await RedirectResponse(home_of(scope), 303)(scope, receive, send)
            if is_ours:
                await send(message)

        await self._app(scope, receive, answer)


def home_of(scope: Mapping[str, Any]) -> str:
    """Return the nearest page at or above an address that opens by GET; the query (a period, a filter) stays."""
    path, query = str(scope["path"]), scope.get("query_string", b"").decode("latin-1")
    while path.count("/") > 1:
        if _matches(scope, path, "GET"):
            return f"{path}?{query}" if query else path
        path = path.rpartition("/")[0]
    return _OFFICE


def place_of(body: bytes) -> str:
    """Return the part of the page that a form wants to come back to (its field `place`) as a fragment; empty for the top."""
    place = parse_qs(body.decode("utf-8", "replace")).get(PLACE, [""])[0]
    return f"#{place}" if _PLACE.fullmatch(place) else ""


def _only_takes_forms(scope: Scope) -> bool:
    return _matches(scope, scope["path"], "POST") and not _matches(scope, scope["path"], "GET")


def _matches(scope: Mapping[str, Any], path: str, method: str) -> bool:
    asked = {"type": "http", "path": path, "method": method, "root_path": "", "headers": []}
    routes = (route for route in scope["app"].routes if isinstance(route, APIRoute))
    return any(route.matches(asked)[0] is Match.FULL for route in routes)


def _redirect(scope: Scope, home: str, value: str) -> RedirectResponse:
    answer = RedirectResponse(home, 303, {"cache-control": "no-store"})
    is_secure = scope["app"].state.services.settings.is_production
    answer.set_cookie(
        told.COOKIE, value, max_age=told.SECONDS, path=told.PATH, httponly=True, samesite="strict", secure=is_secure
    )
    return answer
