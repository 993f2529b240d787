"""Refuses bodies beyond a size before they are read into memory."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk.serving.problems import Problem

LARGEST = 64 * 1024
# The hand-over carries a transcript.
LARGEST_HANDOFF = 1024 * 1024


class BodyLimit:
    """ASGI middleware; counts what really comes, whatever the header says."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        largest = LARGEST_HANDOFF if scope["path"].startswith("/webhooks/") else LARGEST
        refusal = Problem(
            413, "too_large", f"送れる大きさ（{largest} バイト）を超えています。"
        ).response()
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if not declared.isdigit() or int(declared) > largest:
            await refusal(scope, receive, send)
            return
        read = 0
        is_started = False

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > largest:
                raise _TooLarge
            return message

        async def watched(message: Message) -> None:
            nonlocal is_started
            is_started = True
            await send(message)

        try:
            await self._app(scope, counted, watched)
        except _TooLarge:
            if not is_started:
                await refusal(scope, receive, send)


class _TooLarge(Exception):
    """More came than was declared."""
