"""Event streams that can tell nothing more while they are open."""

from __future__ import annotations

import logging

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

from desk.http import problems, sse
from desk.services import unknown_conversation
from desk.signals.change_signal import InProcessSignal


def _streaming(failing: Exception) -> TestClient:
    """A desk whose one stream has an event to tell, and then fails."""
    app = FastAPI()
    problems.install(app)
    heard = iter([[sse.Event("message", {"seq": 1}, 1)]])

    async def news() -> list[sse.Event]:
        for events in heard:
            return events
        raise failing

    @app.get("/events")
    async def events(request: Request) -> StreamingResponse:
        return sse.stream(request, InProcessSignal(), "one", news, look_seconds=0.01)

    return TestClient(app)


@pytest.mark.parametrize(
    ("failing", "logged"),
    [
        (unknown_conversation(), 0),
        (sse.Ended(), 0),
        (OperationalError("SELECT 'たろう'", None, Exception("database is locked")), 1),
    ],
    ids=["erased meanwhile", "logged out meanwhile", "no database meanwhile"],
)
def test_a_stream_that_can_go_on_no_more_ends_as_a_whole_answer(
    failing: Exception, logged: int, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        answer = _streaming(failing).get("/events")

    assert answer.status_code == 200
    assert answer.text.endswith('id: 1\nevent: message\ndata: {"seq":1}\n\n')
    assert len(caplog.records) == logged
    assert "たろう" not in caplog.text
