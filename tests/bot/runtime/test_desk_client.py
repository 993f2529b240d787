"""What the trainer asks of a desk on another machine, over a real socket: publications and models, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot.runtime.desk_client import DeskAway, DeskClient, FileMissing, LeaseLost

TOKEN, MODEL = "a-token", b"model" * 100_000
JOB = {"id": 7, "lease": "l"}


class Desk:
    """Answers each request as a test says, and keeps what came."""

    def __init__(self) -> None:
        self.status, self.body, self.headers = 200, b"", {}
        self.came: list[tuple[str, str, bytes, dict[str, str]]] = []
        desk = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                desk.came.append((self.command, self.path, body, {k.lower(): v for k, v in self.headers.items()}))
                self.send_response(desk.status)
                for name, value in {"content-length": str(len(desk.body)), **desk.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(desk.body)

            do_GET = do_PUT = do_POST = answer  # noqa: N815 - names of the base class

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def says(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.status, self.body = status, body
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def client(desk: Desk) -> DeskClient:
    return DeskClient(f"http://127.0.0.1:{desk.server.server_port}", TOKEN)


def test_a_publication_is_asked_for_by_the_one_that_is_here(desk: Desk, client: DeskClient) -> None:
    desk.says(200, json.dumps({"name": "p000002-1", "files": {}}).encode())

    assert client.content("p000001-1") == {"name": "p000002-1", "files": {}}

    [(_, path, _, headers)] = desk.came
    assert path == "/internal/content"
    assert (headers["if-none-match"], headers["authorization"]) == ('"p000001-1"', f"Bearer {TOKEN}")


@pytest.mark.parametrize("status", [304, 404])
def test_nothing_new_is_nothing(desk: Desk, client: DeskClient, status: int) -> None:
    desk.says(status)

    assert client.content("p000001-1") is None


@pytest.mark.parametrize(("status", "body"), [(200, b"<html>"), (401, b""), (503, b"")])
def test_a_desk_that_answers_otherwise_is_away(desk: Desk, client: DeskClient, status: int, body: bytes) -> None:
    desk.says(status, body)

    with pytest.raises(DeskAway):
        client.content("")


def test_a_model_is_brought_to_the_desk_whole(desk: Desk, client: DeskClient, tmp_path: Path) -> None:
    (tmp_path / "m.tar.gz").write_bytes(MODEL)
    desk.says(204)

    client.upload(JOB, tmp_path / "m.tar.gz")

    [(method, path, body, headers)] = desk.came
    assert (method, path) == ("PUT", "/internal/training/7/file?lease=l&name=m.tar.gz")
    assert body == MODEL
    assert headers["authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize(("code", "error"), [("lease_lost", LeaseLost), ("model_unusable", FileMissing)])
def test_a_refusal_says_which(desk: Desk, client: DeskClient, code: str, error: type[Exception]) -> None:
    desk.says(409, json.dumps({"error": {"code": code}}).encode())

    with pytest.raises(error):
        client.done(dict(JOB), "m.tar.gz", "0" * 64, {})


def test_the_model_that_serves_is_brought_once_it_is_whole(desk: Desk, client: DeskClient, tmp_path: Path) -> None:
    target = tmp_path / "models" / "m.tar.gz"
    told: dict[str, Any] = {"x_model_file": "m.tar.gz", "etag": f'"{hashlib.sha256(MODEL).hexdigest()}"'}
    desk.says(200, MODEL[:-1], **told)
    with pytest.raises(DeskAway):
        client.download(target, "m.tar.gz")
    assert list(target.parent.iterdir()) == []

    desk.says(200, MODEL, **told)
    assert not client.download(target, "another.tar.gz")
    assert client.download(target, "m.tar.gz")
    assert target.read_bytes() == MODEL
