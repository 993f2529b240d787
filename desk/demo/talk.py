"""One invented conversation while it is being made, and the rows it becomes."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from desk.hours.calendar import Calendar

Row = dict[str, Any]


@dataclass
class Rows:
    """Rows by table, and what tells them apart."""

    chance: random.Random
    calendar: Calendar
    by_table: dict[str, list[Row]] = field(default_factory=dict)
    receipts: dict[str, int] = field(default_factory=dict)

    def add(self, table: str, **values: Any) -> None:
        """Add a row."""
        self.by_table.setdefault(table, []).append(values)


class Talk:
    """One conversation while it is being made: a clock, a count of messages."""

    def __init__(self, made: Rows, conversation_id: str, channel: str, at: datetime) -> None:
        self.made, self.id, self.channel, self.at = made, conversation_id, channel, at
        self.seq = 0
        self.cases = 0
        self.closed = False

    def wait(self, least: float, most: float) -> None:
        """Let seconds pass."""
        self.at += timedelta(seconds=self.made.chance.uniform(least, most))

    def say(self, author: str, parts: list[Row], **more: Any) -> str:
        """Add a message; returns its outside id."""
        self.seq += 1
        outside_id = f"{self.id}_{self.seq}" if author == "user" else None
        names = {"user": "あなた", "bot": "自動応答", "consultant": "相談員 佐藤"}
        self.made.add(
            "messages",
            conversation_id=self.id,
            seq=self.seq,
            author=author,
            author_id="a_demo" if author == "consultant" else None,
            author_name=names.get(author, "お知らせ"),
            sent_at=self.at,
            parts=parts,
            outside_id=outside_id,
            late=False,
            understanding=more.get("understanding"),
        )
        return outside_id or ""

    def event(self, kind: str, case_id: str | None = None) -> None:
        """Add an event at this moment."""
        self.made.add(
            "events",
            conversation_id=self.id,
            case_id=case_id,
            account_id=None,
            kind=kind,
            epoch=1,
            detail=None,
            at=self.at,
        )

    def ask(self, text: str, payload: str | None, understanding: Row | None) -> None:
        """Let the migrant say something to the bot."""
        self.wait(15, 240)
        outside_id = self.say("user", [{"type": "text", "text": text}], understanding=understanding)
        self.made.add(
            "turns",
            id=f"t_{outside_id}",
            number=len(self.made.by_table.get("turns", [])) + 1,
            conversation_id=self.id,
            outside_id=outside_id,
            channel=self.channel,
            text=text,
            payload=payload,
            sent_at=self.at,
            epoch=0,
            attempts=1,
            state="done",
            due_at=self.at,
        )
        self.wait(0.2, 2)
