"""Bodies that are too large or do not end are refused, whatever their header says and whatever reads them."""

from __future__ import annotations

import asyncio
import contextlib
import json
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from desk.http.body_limit import LARGEST, BodyLimit
from tests import patience


class Words(BaseModel):
    text: str


def an_app() -> FastAPI:
    app = FastAPI()

    @app.post("/typed")
    def typed(words: Words) -> dict[str, int]:
        return {"read": len(words.text)}

    @app.post("/raw")
    async def raw(request: Request) -> dict[str, int]:
        return {"read": len(await request.body())}

    @app.get("/stream")
    async def stream() -> StreamingResponse:
        async def slowly():
            for _ in range(3):
                yield "line\n"
                await asyncio.sleep(0.05)

        return StreamingResponse(slowly())

    app.add_middleware(BodyLimit, patience_seconds=0.1)
    return app


def ask(path: str, pieces: list[bytes], *, ends: bool = True, method: str = "POST") -> tuple[int, Any]:
    """Send a body in pieces without a length; one that does not end says nothing more."""
    sent: list[dict[str, Any]] = []
    coming = [
        {"type": "http.request", "body": piece, "more_body": not ends or number < len(pieces)}
        for number, piece in enumerate(pieces, 1)
    ]

    async def receive() -> dict[str, Any]:
        if not coming:
            await asyncio.Event().wait()
        return coming.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
        "http_version": "1.1",
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 9),
        "root_path": "",
    }
    asyncio.run(asyncio.wait_for(an_app()(scope, receive, send), patience.seconds(5)))
    body = b"".join(message.get("body", b"") for message in sent)
    starts = [m["status"] for m in sent if m["type"] == "http.response.start"]
    assert len(starts) == 1
    with contextlib.suppress(ValueError):
        return starts[0], json.loads(body)
    return starts[0], body


@pytest.mark.parametrize("path", ["/typed", "/raw"])
class TestABody:
    def test_in_pieces_is_read(self, path: str) -> None:
        status, answer = ask(path, [b'{"text": "', b"abc", b'"}'])

        assert (status, answer["read"] > 0) == (200, True)

    def test_that_does_not_end_is_given_up(self, path: str) -> None:
        status, answer = ask(path, [b'{"text": "'], ends=False)

        assert (status, answer["error"]["code"]) == (408, "too_slow")

    def test_that_says_no_length_is_counted(self, path: str) -> None:
        status, answer = ask(path, [b"x" * LARGEST, b"x"], ends=False)

        assert (status, answer["error"]["code"]) == (413, "too_large")


def test_a_stream_may_last_longer_than_a_body() -> None:
    status, answer = ask("/stream", [b""], method="GET")

    assert (status, answer.count(b"line")) == (200, 3)
