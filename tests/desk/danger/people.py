"""What people say when they are in danger, and a desk whose reader works off what they said. Words and names are invented."""

from __future__ import annotations

import asyncio
import uuid
from datetime import timedelta
from typing import Any

from desk.conversation import turns
from desk.conversation.errors import AssistantFailed
from desk.conversation.turns import Reply
from desk.conversation_sql.danger_tables import danger_marks, danger_readings
from desk.conversation_sql.turn_queue import SqlTurnQueue
from desk.danger.marks import Marks
from desk.danger.reader import Reader
from desk.danger.service import Danger
from desk.danger.store import Readings
from tests.desk.api import Api

# The pattern files hear the first; only a model hears the second.
CRY, HIDDEN_CRY = "もう死にたい", "雪の音だけを聞いて過ごしています"
EMERGENCY = "助けて、家が燃えています"

ORDINARY = "駅から近い家はありますか"

SUICIDE = {"kind": "distress", "subject": "suicide", "by": "model", "score": 0.97}


class Model:
    """An assistant that understands what a test says, and counts how often it was asked."""

    def __init__(self) -> None:
        self.is_away = False
        self.error: Exception | None = None
        self.hears: dict[str, dict[str, Any]] = {HIDDEN_CRY: SUICIDE}
        self.asked: list[str] = []

    async def understand(self, message_id: str, text: str) -> dict[str, Any]:
        self.asked.append(text)
        if self.error is not None:
            raise self.error
        found = next((danger for words, danger in self.hears.items() if words in text), None)
        return {"danger": found and {**found, "words": text}, "language": "ja"}


class Watch:
    """The reader of a running desk, worked by hand."""

    def __init__(self, api: Api) -> None:
        state = api.app.state
        self.api, self.model = api, Model()
        self.readings, self.marks = Readings(state.services.database), Marks(state.services.database)
        self.reader = Reader(
            state.services.store,
            self.readings,
            self.model,
            state.services.of(Danger),
            state.services.clock,
            state.services.signal,
        )

    def work(self, ahead: float = 0) -> int:
        """Read everything that is due in so many seconds; returns how many messages were taken."""
        count = 0
        now = self.api.app.state.services.clock.now() + timedelta(seconds=ahead)
        while reading := self.readings.lease(now, for_model=not self.model.is_away):
            asyncio.run(self.reader.read(reading))
            count += 1
        return count

    def rows(self, table=danger_marks) -> list[dict[str, Any]]:
        with self.api.app.state.services.database.read() as connection:
            return [dict(row) for row in connection.execute(table.select()).mappings()]

    def unread(self) -> list[dict[str, Any]]:
        return self.rows(danger_readings)


AWAY = AssistantFailed("not reachable")


def say(visitor, text: str, client_id: str | None = None) -> int:
    """Send a message as the widget does; returns its number."""
    body = {"client_id": client_id or uuid.uuid4().hex, "text": text}
    answer = visitor.post("/api/web/messages", json=body)
    assert answer.status_code == 202, answer.text
    return answer.json()["seq"]


def shown(visitor) -> list[dict[str, Any]]:
    """What the migrant's screen has."""
    return visitor.get("/api/web/messages").json()["messages"]


def numbers(message: dict[str, Any]) -> list[str]:
    """The telephone numbers of a message, in order."""
    return [part["tel"] for part in message["parts"] if part.get("tel")]


HELP = {"type": "contact", "label": "よりそいホットライン", "tel": "0120-279-338"}


def answered(api: Api, words: str = "お電話ください", danger: dict | None = None, parts: tuple = (HELP,)) -> None:
    """Let the bot answer the next message, having understood danger in it."""
    state = api.app.state
    turn, outside_id = SqlTurnQueue(state.services.database).lease(state.services.clock.now())
    known = danger or {
        "kind": "distress",
        "subject": "suicide",
        "by": "rule",
        "words": turn.text,
        "rule": "wish-1",
    }
    understanding = {
        "outcome": "answer",
        "label": "chitchat/distress",
        "danger": known,
        "language": "ja",
    }
    reply = Reply([[{"type": "text", "text": words}, *parts]], understanding, ["distress"])
    with state.services.store.write() as tx:
        turns.record(tx, turn, reply, outside_id, state.services.clock.now(), state.services.of(Danger).heed_reply)


def cases(browser, state: str | None = None) -> list[dict]:
    return browser.get("/api/console/cases", params={"state": state} if state else {}).json()["cases"]


def told(visitor) -> list[dict]:
    return [p for m in shown(visitor) for p in m["parts"] if p.get("kind") == "danger"]
