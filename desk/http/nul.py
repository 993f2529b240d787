"""Refuses NUL in addresses: PostgreSQL takes it in no text, SQLite hides what follows it, and no person types it."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from desk.http.problems import Problem

_NUL = Problem(400, "invalid_request", "送られた内容を読み取れませんでした。")


class NoNul:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] == "http" and ("\x00" in scope["path"] or b"%00" in scope["query_string"]):
            await _NUL.response()(scope, receive, send)
            return
        await self._app(scope, receive, send)
