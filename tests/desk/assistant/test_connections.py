"""The way to the assistant over connections that stay open: what is kept, what is closed, what is named as an error."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest

from desk.assistant import connections
from desk.assistant.connections import Connections
from tests import patience

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


class Neighbour:
    """Reads requests and answers each as told; counts connections."""

    def __init__(self, answer: bytes) -> None:
        self.answer, self.asked, self.connections = answer, [], 0
        self.writers: list[asyncio.StreamWriter] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.writers.append(writer)
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    (int(line[16:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length: ")), 0
                )
                self.asked.append((head, await reader.readexactly(length)))
                writer.write(self.answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()


OK = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 8\r\n\r\n" + b'{"a": 1}'


@asynccontextmanager
async def neighbour(answer: bytes) -> AsyncIterator[tuple[Neighbour, httpx.AsyncClient]]:
    there = Neighbour(answer)
    server = await asyncio.start_server(there.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}/webhooks", transport=Connections(), timeout=patience.seconds(20)
    ) as http:
        yield there, http
    for writer in there.writers:
        writer.close()
    server.close()


async def test_requests_share_a_connection() -> None:
    async with neighbour(OK) as (there, http):
        answers = [(await http.post("/turn?x=1", json={"text": "家"})).json() for _ in range(3)]

    assert answers == [{"a": 1}] * 3
    assert there.connections == 1
    assert there.asked[2][0].startswith(b"POST /webhooks/turn?x=1 HTTP/1.1\r\n")
    assert there.asked[2][1] == '{"text":"家"}'.encode()


async def test_several_at_once_have_one_each() -> None:
    async with neighbour(OK) as (there, http):
        answers = await asyncio.gather(*(http.post("/turn", json={}) for _ in range(4)))

    assert [answer.status_code for answer in answers] == [200] * 4
    assert there.connections == 4


async def test_a_connection_that_the_other_side_closed_is_not_used_again() -> None:
    async with neighbour(OK) as (there, http):
        await http.get("/health")
        there.writers[0].close()
        await there.writers[0].wait_closed()
        await asyncio.sleep(0.05)

        assert (await http.get("/health")).status_code == 200
    assert there.connections == 2


async def test_a_connection_that_was_idle_for_long_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "_LIMITS", httpx.Limits(keepalive_expiry=0.0))
    async with neighbour(OK) as (there, http):
        await http.get("/health")
        await http.get("/health")

    assert there.connections == 2


async def test_an_answer_without_content_is_whole() -> None:
    async with neighbour(b"HTTP/1.1 204 No Content\r\n\r\n") as (there, http):
        assert (await http.delete("/conversations/c_1")).status_code == 204
        assert (await http.delete("/conversations/c_1")).content == b""
    assert there.connections == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"", httpx.ReadTimeout),
        (OK[:-1], httpx.ReadTimeout),
        (b"SSH-2.0-x\r\n\r\n", httpx.RemoteProtocolError),
        (b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n", httpx.RemoteProtocolError),
        (b"x" * 100_000, httpx.RemoteProtocolError),
    ],
)
async def test_what_is_no_answer_is_an_error_and_its_connection_is_closed(
    answer: bytes, error: type[Exception]
) -> None:
    async with neighbour(answer) as (there, http):
        # Only what is waited for in vain is waited for briefly.
        if error is httpx.ReadTimeout:
            http.timeout = httpx.Timeout(patience.seconds(20), read=0.5)
        with pytest.raises(error):
            await http.post("/turn", json={})
        http.timeout = httpx.Timeout(patience.seconds(20))
        there.answer = OK
        assert (await http.post("/turn", json={})).json() == {"a": 1}
    assert there.connections == 2


async def test_a_cancelled_request_leaves_no_answer_for_the_next_one() -> None:
    async with neighbour(b"") as (there, http):
        request = asyncio.create_task(http.post("/turn", json={}))
        async with asyncio.timeout(patience.seconds(20)):
            while not there.asked:
                await asyncio.sleep(0.01)
        request.cancel()
        with pytest.raises(asyncio.CancelledError):
            await request
        there.writers[0].write(OK)
        there.answer = OK.replace(b"1}", b"2}")

        assert (await http.post("/turn", json={})).json() == {"a": 2}


async def test_nobody_there_is_a_connection_error() -> None:
    async with neighbour(OK) as (_, http):
        address = str(http.base_url)
    port = httpx.URL(address).port
    assert port is not None
    async with httpx.AsyncClient(transport=Connections()) as nobody:
        with pytest.raises(httpx.ConnectError):
            await nobody.get(address)
