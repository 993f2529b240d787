"""Refuses bodies that are too large before they are in memory, and bodies that do not end."""

from __future__ import annotations

import asyncio
import contextlib
import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk.http.problems import Problem

LARGEST = 64 * 1024
# The hand-over carries a transcript.
LARGEST_HANDOFF = 1024 * 1024
# A photo for a consultant, in base64 (desk/channels/web/photos.py).
LARGEST_PHOTO = 4 * 1024 * 1024
_PHOTO = "/api/web/photos"
# A trained model from a trainer on another machine; its address asks for the assistant's token before it reads.
LARGEST_MODEL = 1024 * 1024 * 1024
_MODEL = re.compile(r"/internal/training/\d{1,10}/file")
MODEL_PATIENCE_SECONDS = 600.0
# The largest of the migrants' bodies over a bad mobile network (20 kbit/s).
PATIENCE_SECONDS = 30.0
# How much of a refused body is still taken, and thrown away, and for how long: a connection that is closed while a body
# comes is reset, and whoever sent it sees the reset instead of the reason.
LINGER_BYTES = 4 * 1024 * 1024
LINGER_SECONDS = 2.0


class BodyLimit:
    """ASGI middleware; counts what really comes, whatever the header says, and waits only so long for it."""

    def __init__(self, app: ASGIApp, patience_seconds: float = PATIENCE_SECONDS) -> None:
        """Wrap an app."""
        self._app = app
        self._patience = patience_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_model = _MODEL.fullmatch(scope["path"]) is not None
        is_webhook = scope["path"].startswith("/webhooks/")
        is_photo = scope["path"] == _PHOTO
        largest = (
            LARGEST_MODEL if is_model else LARGEST_PHOTO if is_photo else LARGEST_HANDOFF if is_webhook else LARGEST
        )
        headers = dict(scope["headers"])
        declared = headers.get(b"content-length", b"0")
        if not declared.isdigit() or int(declared) > largest:
            # Who asks first (`Expect: 100-continue`) sends nothing of it after this answer.
            rest = _nothing if b"expect" in headers else receive
            await _refuse(_too_large(largest), scope, rest, send)
            return
        ends = asyncio.get_running_loop().time() + (MODEL_PATIENCE_SECONDS if is_model else self._patience)
        read, is_whole, is_answered = 0, False, False
        refusal: Problem | None = None

        async def limited() -> Message:
            nonlocal read, is_whole, refusal
            if is_whole:
                # What comes now is the end of the connection, which a stream waits for.
                return await receive()
            try:
                async with asyncio.timeout_at(ends):
                    message = await receive()
            except TimeoutError:
                refusal = Problem(408, "too_slow", "送信が途中で止まりました。もう一度お送りください。")
                raise _Refused from None
            read += len(message.get("body", b""))
            is_whole = not message.get("more_body", False)
            if read > largest:
                refusal = _too_large(largest)
                raise _Refused
            return message

        async def guarded(message: Message) -> None:
            nonlocal is_answered
            # FastAPI answers 400 by itself when a body breaks off; what is said is the reason.
            if refusal is None or is_answered:
                is_answered = True
                await send(message)

        with contextlib.suppress(_Refused):
            await self._app(scope, limited, guarded)
        if refusal is not None and not is_answered:
            await _refuse(refusal, scope, _nothing if is_whole else receive, send)


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


async def _refuse(refusal: Problem, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer at once, throw away a bounded rest of the body so that the answer arrives, then close the connection.

    Closed, because a body that goes on would be read for as long as its sender likes.
    """
    answer = refusal.response()
    answer.headers["connection"] = "close"

    async def lingering(message: Message) -> None:
        if message["type"] == "http.response.body" and not message.get("more_body", False):
            await send({**message, "more_body": True})
            await _drain(receive)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        else:
            await send(message)

    await answer(scope, receive, lingering)


async def _drain(receive: Receive) -> None:
    taken = 0
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LINGER_SECONDS):
            while taken < LINGER_BYTES:
                message = await receive()
                taken += len(message.get("body", b""))
                if message["type"] != "http.request" or not message.get("more_body", False):
                    return


def _too_large(largest: int) -> Problem:
    return Problem(413, "too_large", f"送れる大きさ（{largest} バイト）を超えています。")


class _Refused(Exception):
    """Nothing more is read of this body."""
