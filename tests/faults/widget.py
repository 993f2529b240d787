"""A widget without a screen: sends, reads its log, and counts what it got for each of its messages."""

from __future__ import annotations

import time
import uuid
from contextlib import AbstractContextManager
from typing import Any

import httpx

from tests import loopback, patience

Message = dict[str, Any]
# A conversation may read its log 300 times a minute (desk/http/limits.py), and some tests wait for minutes.
LOOK_SECONDS = 0.25


class Widget:
    """One conversation, reached through any of several desks."""

    def __init__(self, *bases: str) -> None:
        """Begin a conversation at the first desk."""
        self._desks = [loopback.Client(base_url=base, timeout=patience.seconds(15)) for base in bases]
        loopback.close_with(self, *self._desks)
        begun = self._desks[0].post("/api/web/conversations").raise_for_status().json()
        self.conversation_id = str(begun["conversation_id"])
        for desk in self._desks:
            desk.headers["authorization"] = f"Bearer {begun['token']}"

    def send(self, text: str, desk: int = 0, key: str | None = None) -> tuple[str, int]:
        """Send until a desk accepts it, under one id; returns id and number."""
        key = key or uuid.uuid4().hex
        for attempt in range(200):
            try:
                chosen = self._desks[(desk + attempt // 3) % len(self._desks)]
                answer = chosen.post("/api/web/messages", json={"client_id": key, "text": text})
                if answer.status_code == 202:
                    return key, int(answer.json()["seq"])
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        raise RuntimeError("no desk accepted the message")

    def choose(self, choice: str) -> None:
        """Tap a choice."""
        body = {"client_id": uuid.uuid4().hex, "choice": choice}
        self._desks[0].post("/api/web/messages", json=body).raise_for_status()

    def leave_message(self, **fields: object) -> None:
        """Send the form that leaves a message."""
        body = {"client_id": uuid.uuid4().hex, "send": True, "agreed": True, **fields}
        self._desks[0].post("/api/web/forms/leave_message", json=body).raise_for_status()

    def erase(self) -> None:
        """Erase the conversation, as the button of the widget does."""
        self._desks[0].delete("/api/web/conversation").raise_for_status()

    def read(self, desk: int = 0) -> list[Message]:
        """Return the whole log as one desk tells it."""
        answer = self._desks[desk].get("/api/web/messages").raise_for_status().json()
        return list(answer["messages"])

    def state(self, desk: int = 0) -> dict[str, Any]:
        """Return how things stand."""
        found = self._desks[desk].get("/api/web/messages").raise_for_status().json()["state"]
        return dict(found)

    def wait_for_answers(self, count: int, seconds: float, desk: int = 0) -> list[Message]:
        """Return the log once it holds so many messages of the bot or the system after the greeting."""
        if not patience.until(lambda: len(answers(self.read(desk))) >= count, seconds, pause=LOOK_SECONDS):
            raise AssertionError(f"{len(answers(self.read(desk)))} of {count} answers in the time for {seconds} s")
        return self.read(desk)

    def stream(self) -> AbstractContextManager[httpx.Response]:
        """Open the event stream."""
        return self._desks[0].stream("GET", "/api/web/events")

    def close(self) -> None:
        """Close the connections."""
        for desk in self._desks:
            desk.close()


def answers(log: list[Message]) -> list[Message]:
    """Return what was said to the migrant after the greeting."""
    return [message for message in log[1:] if message["author"] != "user"]


def words(message: Message) -> str:
    """Return all text of a message."""
    return " ".join(str(part.get("text", "")) for part in message["parts"])
