"""Requests to a desk, each of which goes over to the event loop's thread once and comes back with its whole answer.

`TestClient` goes over eight times for a request: for each thing that it needs there, and for each piece of the answer. That
cost more than most answers. No test reads an answer before it is whole.
"""

from __future__ import annotations

import httpx
from anyio.from_thread import BlockingPortal
from starlette.types import ASGIApp


class OneHop(httpx.BaseTransport):
    """Asks an app in the event loop of a portal; done when the app is, and what the app raises is a 500."""

    def __init__(self, app: ASGIApp, portal: BlockingPortal, client: tuple[str, int]) -> None:
        """Take the app, and from where its client asks."""
        self._asgi = httpx.ASGITransport(app, raise_app_exceptions=False, client=client)
        self._portal = portal

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """See base class."""
        return self._portal.call(self._answer, request)

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        found = await self._asgi.handle_async_request(request)
        assert isinstance(found.stream, httpx.AsyncByteStream)
        body = b"".join([piece async for piece in found.stream])
        return httpx.Response(found.status_code, headers=found.headers, stream=httpx.ByteStream(body), request=request)
