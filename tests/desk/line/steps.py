"""What several tests of LINE do: let a message wait, hand over, and look how it went."""

from __future__ import annotations

from desk.conversation.models import Author
from desk.conversation_sql import tables as t
from tests.desk.line.conftest import Line
from tests.desk.line.phone import event


def begin(line: Line, *faults: str, is_reply: bool) -> None:
    """Let one message wait, with a fresh reply token or without one."""
    line.post(event("follow", **({} if is_reply else {"replyToken": None})))
    line.server.faults = list(faults)
    line.deliver()


def way(line: Line) -> list[str]:
    return [call[0] for call in line.server.calls]


def append(line: Line, *words: str, author: Author = Author.BOT, name: str = "自動応答") -> None:
    [conversation] = line.rows(t.conversations)
    with line.api.app.state.services.store.write() as tx:
        for said in words:
            part = {"type": "text", "text": said}
            tx.append(conversation["id"], author, name, [part], line.clock.now())


def conversation(line: Line) -> str:
    return line.rows(t.conversations)[0]["id"]


def notices(line: Line) -> list[str]:
    rows = sorted(line.rows(t.messages), key=lambda row: row["seq"])
    return [p["kind"] for row in rows for p in row["parts"] if p["type"] == "notice"]


def hand_over(line: Line) -> str:
    return line.api.hand_over(conversation(line), channel="line").json()["case_id"]
