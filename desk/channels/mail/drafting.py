"""Finds the approved answers that fit a mail, by the assistant's understanding that answers nothing; a consultant decides."""

from __future__ import annotations

import asyncio
import dataclasses
import functools
import logging
import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from desk.channels.mail.store import MailStore
from desk.channels.mail.tables import mail_drafts
from desk.content.service import fitting
from desk.conversation.errors import AssistantFailed
from desk.conversation.ports import Clock
from desk.work_loop import every, until_none

logger = logging.getLogger(__name__)
# Of one mail: whoever asks more questions than that is read by a person anyway.
MOST_QUESTIONS = 6
LONGEST_QUESTION = 300
LEAST_CONFIDENCE = 0.5
MOST_TRIES = 20
_PAUSE = timedelta(seconds=15)
_LOOK_SECONDS = 1.0
_GREETING = re.compile(
    r"(?:はじめまして|こんにちは|お世話になって|よろしくお願い|突然のメール|失礼します|ありがとうございます)"
)
_ASKS = re.compile(r"[?？]|(?:ます|です|でしょう|ません)か|教えて|知りたい|ありますか|ください|たいです|相談")


def questions(text: str) -> list[str]:
    """Return the sentences of a mail that ask something, the first ones; all of its sentences where none asks."""
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith(">")]
    sentences = [one.strip() for line in lines for one in re.split(r"(?<=[。?？!！])", line) if len(one.strip()) > 4]
    plain = [one[:LONGEST_QUESTION] for one in sentences if not (_GREETING.search(one) and not _ASKS.search(one))]
    asking = [one for one in plain if _ASKS.search(one)]
    return (asking or plain)[:MOST_QUESTIONS]


class Drafting:
    """One mail at a time; what fails is tried again, and given up after some tries: the mail itself waits for a person."""

    def __init__(
        self, store: MailStore, understand: Callable[[str, str], Awaitable[dict[str, Any]]], clock: Clock
    ) -> None:
        """Take the ports; `understand` takes a message id and words."""
        self._store, self._understand, self._clock = store, understand, clock

    async def run(self) -> None:
        """Work until cancelled."""
        await every(_LOOK_SECONDS, functools.partial(until_none, self.draft_next), logger, "mail.drafting.failed")

    async def draft_next(self) -> bool:
        """Find the answers for one mail; False if none waits."""
        row = await asyncio.to_thread(self._next)
        if row is None:
            return False
        draft_id, conversation_id, outside_id, attempts, text = row
        found: dict[str, dict[str, Any]] = {}
        try:
            for place, question in enumerate(questions(text)):
                known = await self._understand(f"m_{draft_id}_{place}", question)
                for label, confidence in list(fitting(known, LEAST_CONFIDENCE).items())[:1]:
                    found.setdefault(label, {"label": label, "confidence": round(confidence, 3), "question": question})
        except (AssistantFailed, TimeoutError, ValueError):
            await asyncio.to_thread(self._later, draft_id, attempts)
            return True
        await asyncio.to_thread(self._done, draft_id, conversation_id, outside_id, list(found.values()))
        return True

    def _next(self) -> tuple[int, str, str, int, str] | None:
        d = mail_drafts.c
        query = (
            sa.select(d.id, d.conversation_id, d.outside_id, d.attempts)
            .where(d.state == "waiting", d.due_at <= self._clock.now())
            .order_by(d.due_at, d.id)
            .limit(1)
        )
        with self._store.read() as tx:
            row = tx.connection.execute(query).first()
            if row is None:
                return None
            message = tx.message_by_outside_id(row[1], row[2])
        # The first part alone are the words; the others name files.
        text = str(message.parts[0].get("text", "")) if message and message.parts else ""
        return row[0], row[1], row[2], row[3], text

    def _later(self, draft_id: int, attempts: int) -> None:
        state = "waiting" if attempts + 1 < MOST_TRIES else "failed"
        due_at = self._clock.now() + _PAUSE * min(attempts + 1, 20)
        self._store.database.change(
            mail_drafts.update()
            .where(mail_drafts.c.id == draft_id, mail_drafts.c.state == "waiting")
            .values(state=state, attempts=attempts + 1, due_at=due_at)
        )

    def _done(self, draft_id: int, conversation_id: str, outside_id: str, found: list[dict[str, Any]]) -> None:
        """Keep what fits; the case gets its topic, so that it is found and counted by it."""
        with self._store.write() as tx:
            if tx.conversation(conversation_id) is None:
                return
            done = tx.connection.execute(
                mail_drafts.update()
                .where(mail_drafts.c.id == draft_id, mail_drafts.c.state == "waiting")
                .values(state="done", found=found)
            )
            if done.rowcount != 1 or not found:
                return
            best = max(found, key=lambda one: one["confidence"])
            outcome = {"outcome": "draft", "label": best["label"], "confidence": best["confidence"]}
            tx.set_understanding(conversation_id, outside_id, outcome)
            case = tx.open_case(conversation_id)
            if case is not None and case.topic == "general":
                understood = [{"label": one["label"], "confidence": one["confidence"]} for one in found]
                topic = best["label"].split("/")[0]
                tx.update_case(dataclasses.replace(case, topic=topic, understood=understood))
