"""Refuses NUL in what people send: PostgreSQL takes it in no text, SQLite hides what follows it, and no person types it."""

from __future__ import annotations

import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk.http.problems import Problem

_SAYS = "送られた内容を読み取れませんでした。"
_IN_ADDRESS = Problem(400, "invalid_request", _SAYS)
_IN_BODY = Problem(422, "invalid_request", _SAYS)
# What programs sign and send as bytes (LINE, the actions, trained models) is read by those who know its form.
_SIGNED = ("/webhooks/", "/internal/")
_RAW = re.compile(rb"\x00")
# The escape itself, and not the words `\\u0000` that somebody typed: there the backslash is escaped.
_IN_JSON = re.compile(rb"\x00|(?<!\\)(?:\\\\)*\\u0000")
_IN_FORM = re.compile(rb"\x00|%00")
_FORM = "application/x-www-form-urlencoded"


class NoNul:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if "\x00" in scope["path"] or b"%00" in scope["query_string"]:
            await _IN_ADDRESS.response()(scope, receive, send)
            return
        if scope["method"] in {"GET", "HEAD", "OPTIONS"} or scope["path"].startswith(_SIGNED):
            await self._app(scope, receive, send)
            return
        # What is in memory here is at most what `BodyLimit` lets in.
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return
            body += message.get("body", b"")
            if not message.get("more_body", False):
                break
        if _pattern(Headers(scope=scope)).search(body):
            await _IN_BODY.response()(scope, receive, send)
            return
        await self._app(scope, _again(bytes(body), receive), send)


def _pattern(headers: Headers) -> re.Pattern[bytes]:
    kind = headers.get("content-type", "")
    return _IN_JSON if "json" in kind or not kind else _IN_FORM if kind.startswith(_FORM) else _RAW


def _again(body: bytes, receive: Receive) -> Receive:
    is_given = False

    async def given() -> Message:
        nonlocal is_given
        if is_given:
            return await receive()
        is_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return given
