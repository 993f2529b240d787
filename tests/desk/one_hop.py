"""Requests to a desk, each of which goes over to the event loop's thread once and comes back with its whole answer.

`TestClient` goes over eight times for a request: for each thing that it needs there, and for each piece of the answer. That
cost more than most answers. No test reads an answer before it is whole.
"""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import unquote

import httpx
from anyio.from_thread import BlockingPortal
from starlette.types import ASGIApp, Message


class OneHop(httpx.BaseTransport):
    """Asks an app in the event loop of a portal. Like `TestClient`'s, it is done when the app is, and what that raises is a 500."""

    def __init__(self, app: ASGIApp, portal: BlockingPortal, client: tuple[str, int], root_path: str = "") -> None:
        """Take the app, and from where its client asks."""
        self._app, self._portal, self._client, self._root_path = app, portal, client, root_path

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """See base class."""
        return self._portal.call(self._answer, request)

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        status, headers, pieces = 500, list[tuple[bytes, bytes]](), list[bytes]()
        is_read, is_whole = False, asyncio.Event()

        async def receive() -> Message:
            nonlocal is_read
            if is_read:
                await is_whole.wait()
                return {"type": "http.disconnect"}
            is_read = True
            return {"type": "http.request", "body": request.read()}

        async def send(message: MutableMapping[str, Any]) -> None:
            nonlocal status, headers
            if message["type"] == "http.response.start":
                status, headers = message["status"], list(message.get("headers", []))
            elif message["type"] == "http.response.body":
                assert not is_whole.is_set(), "the answer was whole already"
                pieces.append(bytes(message.get("body", b"")))
                if not message.get("more_body", False):
                    is_whole.set()

        try:
            await self._app(self._scope(request), receive, send)
        except Exception:  # noqa: BLE001 - what the desk did not catch; whoever asked learns of it as of a server
            is_whole.set()
        body = b"" if request.method == "HEAD" else b"".join(pieces)
        return httpx.Response(status, headers=headers, stream=httpx.ByteStream(body), request=request)

    def _scope(self, request: httpx.Request) -> dict[str, Any]:
        url = request.url
        headers = [(key.lower(), value) for key, value in request.headers.raw]
        return {
            "type": "http",
            "http_version": "1.1",
            "method": request.method,
            "path": unquote(url.path),
            "raw_path": url.raw_path.split(b"?", 1)[0],
            "root_path": self._root_path,
            "scheme": url.scheme,
            "query_string": url.query,
            "headers": headers,
            "client": self._client,
            "server": [url.host, url.port or {"http": 80, "https": 443}[url.scheme]],
            "extensions": {},
            "state": {},
        }
