"""A body that is far too large, or never ends, on real sockets: its sender reads the reason, the connection ends, others go on."""

from __future__ import annotations

import asyncio
import resource
import socket
import threading
from collections.abc import Iterator

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request

from desk.http.body_limit import LARGEST, LINGER_BYTES, BodyLimit
from desk.http.nul import NoNul
from tests import patience
from tests.ports import free_ports

_PIECE = b"x" * 65_536
# What both systems' buffers hold beside what is taken.
_ON_THE_WAY = 16 * 1024 * 1024


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    app = FastAPI()

    @app.post("/words")
    async def words(request: Request) -> dict[str, int]:
        return {"read": len(await request.body())}

    app.add_middleware(NoNul)
    app.add_middleware(BodyLimit)
    [free] = free_ports(1)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=free, log_config=None, lifespan="off"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    assert patience.until(lambda: server.started, 10)
    yield free
    server.should_exit = True
    thread.join()


def send(port: int, head: str, piece: bytes, count: int) -> tuple[int, bytes, bool]:
    """Send so many pieces or until the desk takes no more; returns (bytes taken, the answer, whether the connection ended)."""
    sent, answer = 0, b""
    with socket.create_connection(("127.0.0.1", port), timeout=patience.seconds(20)) as connection:
        connection.sendall(f"POST /words HTTP/1.1\r\nhost: 127.0.0.1\r\n{head}\r\n\r\n".encode())
        try:
            for _ in range(count):
                connection.sendall(piece)
                sent += len(piece)
        except ConnectionError:
            pass
        try:
            while more := connection.recv(65_536):
                answer += more
        except ConnectionResetError:
            # What came before it was read above.
            pass
        except TimeoutError:
            return sent, answer, False
    return sent, answer, True


def is_refused(answer: bytes) -> bool:
    return answer.startswith(b"HTTP/1.1 413") and b"too_large" in answer and b"connection: close" in answer.lower()


@pytest.mark.parametrize("size", [LARGEST + 1, 1_000_000, 2_500_000])
def test_who_sends_a_little_too_much_before_reading_gets_the_reason(port: int, size: int) -> None:
    _, answer, has_ended = send(port, f"content-length: {size}", b"x" * size, 1)

    assert is_refused(answer)
    assert has_ended


def test_ten_gigabytes_are_refused_at_once_and_not_taken(port: int) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with socket.create_connection(("127.0.0.1", port), timeout=patience.seconds(20)) as connection:
        connection.sendall(b"POST /words HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 10000000000\r\n\r\n")
        answer = connection.makefile("rb")
        assert answer.readline().startswith(b"HTTP/1.1 413")

    taken, _, has_ended = send(port, "content-length: 10000000000", _PIECE, 10_000_000_000 // len(_PIECE))

    assert has_ended
    assert taken < LINGER_BYTES + _ON_THE_WAY
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 50


def test_pieces_without_an_end_are_refused_and_the_connection_ends(port: int) -> None:
    piece = b"10000\r\n" + _PIECE + b"\r\n"

    taken, _, has_ended = send(port, "transfer-encoding: chunked", piece, 10_000_000_000 // len(_PIECE))

    assert has_ended
    assert taken < LINGER_BYTES + _ON_THE_WAY


def test_who_asks_first_is_told_before_sending_anything(port: int) -> None:
    _, answer, has_ended = send(port, "content-length: 10000000000\r\nexpect: 100-continue", b"", 0)

    assert is_refused(answer)
    assert has_ended


def test_meanwhile_others_are_served(port: int) -> None:
    piece = b"10000\r\n" + _PIECE + b"\r\n"
    flood = [threading.Thread(target=send, args=(port, "transfer-encoding: chunked", piece, 100_000)) for _ in range(8)]
    for thread in flood:
        thread.start()
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=patience.seconds(10), trust_env=False) as others:
        answers = [others.post("/words", content=b"abc").json() for _ in range(20)]
    for thread in flood:
        thread.join()

    assert answers == [{"read": 3}] * 20
