"""A desk that is asked to end serves on until whoever stands before it has noticed."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from desk.http.server import DrainingServer
from desk.operations import health
from tests import patience
from tests.desk.api import Api

# Longer than any test takes: what ends sooner has not waited for it.
LONG = 3600.0
SHORT = 0.5


@contextmanager
def serving(drain_seconds: float) -> Iterator[tuple[DrainingServer, httpx.Client, threading.Thread]]:
    app = FastAPI()
    app.add_api_route("/health/live", health.live)
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        server = DrainingServer(uvicorn.Config(app, log_config=None), app, drain_seconds)
        thread = threading.Thread(target=server.run, args=([door],))
        thread.start()
        try:
            assert patience.until(lambda: server.started, 10)
            base = f"http://127.0.0.1:{door.getsockname()[1]}"
            with httpx.Client(base_url=base, timeout=patience.seconds(5), trust_env=False) as http:
                yield server, http, thread
        finally:
            server.should_exit = True
            thread.join(patience.seconds(10))


def test_it_answers_that_it_is_ending_and_takes_requests_in_until_then() -> None:
    with serving(LONG) as (server, http, thread):
        assert http.get("/health/live").status_code == 200

        server.handle_exit(signal.SIGTERM, None)

        answer = http.get("/health/live")
        assert (answer.status_code, answer.json()) == (503, {"status": "ending"})
        assert thread.is_alive()


def test_it_ends_when_the_time_is_over() -> None:
    with serving(SHORT) as (server, _, thread):
        server.handle_exit(signal.SIGTERM, None)

        assert patience.until(lambda: not thread.is_alive(), SHORT + 5)


@pytest.mark.parametrize(("drain_seconds", "signals"), [(0.0, 1), (LONG, 2)])
def test_it_ends_at_once_without_a_time_and_at_the_second_signal(drain_seconds: float, signals: int) -> None:
    with serving(drain_seconds) as (server, _, thread):
        for _ in range(signals):
            server.handle_exit(signal.SIGTERM, None)

        assert patience.until(lambda: not thread.is_alive(), 5)


def test_an_ending_desk_is_not_ready(api: Api) -> None:
    assert api.http.get("/health/ready").status_code == 200

    api.app.state.is_ending = True

    ready = api.http.get("/health/ready")
    assert (ready.status_code, ready.json()["status"]) == (503, "ending")
    assert ready.json()["database"]["status"] == "ok"
