"""Plain HTTP to one neighbour for httpx, over connections that stay open: a third of the CPU of httpx's own way.

Of a turn's CPU in the desk that way (httpcore, anyio, h11) took more than all of its SQL. Known of the other side: it is
Sanic, answers with a `content-length`, and may close a connection that was idle for 5 seconds. Whatever else comes is an
error of the protocol, as httpx names it. Not for TLS, proxies or strangers.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from dataclasses import dataclass, field

import httpx

# Below the other side's 5 s: a connection that it is about to close is not used again.
IDLE_SECONDS = 2.0
MOST_IDLE = 16
LARGEST_BODY = 16 * 1024 * 1024


@dataclass(eq=False)
class _Connection:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    idle_since: float = field(default=0.0)

    def is_usable(self, now: float) -> bool:
        return now - self.idle_since < IDLE_SECONDS and not self.reader.at_eof() and not self.writer.is_closing()


class PlainTransport(httpx.AsyncBaseTransport):
    """One per neighbour, used in one event loop."""

    def __init__(self, host: str, port: int) -> None:
        """Connects on first use."""
        self._host, self._port = host, port
        self._idle: deque[_Connection] = deque()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """See base class."""
        patience = request.extensions.get("timeout") or {}
        content = await request.aread()
        line = b"%s %s HTTP/1.1\r\n" % (request.method.encode(), request.url.raw_path)
        head = b"".join(b"%s: %s\r\n" % pair for pair in request.headers.raw)
        connection = await self._connected(patience.get("connect"))
        is_done = False
        try:
            async with asyncio.timeout(patience.get("read")):
                connection.writer.write(b"%s%s\r\n%s" % (line, head, content))
                await connection.writer.drain()
                status, headers = _parsed(await connection.reader.readuntil(b"\r\n\r\n"))
                body = await connection.reader.readexactly(_length(request.method, status, headers))
            is_done = headers.get("connection", "").lower() != "close"
        except TimeoutError as error:
            raise httpx.ReadTimeout("no answer in time") from error
        except (EOFError, asyncio.LimitOverrunError, ValueError) as error:
            raise httpx.RemoteProtocolError("no whole answer") from error
        except OSError as error:
            raise httpx.ReadError("the connection broke") from error
        finally:
            # Cancelled or broken: what is still to come would be taken for the next answer.
            self._give_back(connection) if is_done else connection.writer.close()
        return httpx.Response(status, headers=headers, content=body, request=request)

    async def aclose(self) -> None:
        """Close what is idle."""
        while self._idle:
            connection = self._idle.pop()
            connection.writer.close()
            with contextlib.suppress(OSError):
                await connection.writer.wait_closed()

    async def _connected(self, patience: float | None) -> _Connection:
        now = asyncio.get_running_loop().time()
        while self._idle:
            # The one used last: the others grow old and are closed.
            connection = self._idle.pop()
            if connection.is_usable(now):
                return connection
            connection.writer.close()
        try:
            async with asyncio.timeout(patience):
                return _Connection(*await asyncio.open_connection(self._host, self._port))
        except TimeoutError as error:
            raise httpx.ConnectTimeout("not connected in time") from error
        except OSError as error:
            raise httpx.ConnectError("not reachable") from error

    def _give_back(self, connection: _Connection) -> None:
        connection.idle_since = asyncio.get_running_loop().time()
        self._idle.append(connection)
        if len(self._idle) > MOST_IDLE:
            self._idle.popleft().writer.close()


def _parsed(head: bytes) -> tuple[int, httpx.Headers]:
    first, *rest = head[:-4].split(b"\r\n")
    version, status, *_ = first.split(b" ", 2)
    if not version.startswith(b"HTTP/1."):
        raise ValueError("not HTTP/1")
    pairs = [line.partition(b":") for line in rest]
    return int(status), httpx.Headers([(name, value.strip()) for name, _, value in pairs])


def _length(method: str, status: int, headers: httpx.Headers) -> int:
    if method == "HEAD" or status in {204, 304}:
        return 0
    length = int(headers["content-length"]) if "content-length" in headers else -1
    if not 0 <= length <= LARGEST_BODY:
        raise ValueError("no length, or too long")
    return length
