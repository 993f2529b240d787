"""What the desk does about danger that was heard: a mark and the case that shows it, and what the person is told."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime

from desk.conversation import channels
from desk.conversation import texts as said
from desk.conversation.danger import By, Finding
from desk.conversation.models import Author, Conversation, Message, Part, Situation, Turn
from desk.conversation.turns import Reply
from desk.conversation_sql.transaction import SqlTransaction
from desk.danger import rules, texts
from desk.danger.by_hand import NothingToLift, lift, set_by_hand
from desk.danger.lines import IMMEDIATE, Helplines
from desk.danger.marking import new_mark, show_mark
from desk.danger.patterns import Patterns

__all__ = ["Danger", "NothingToLift", "lift", "set_by_hand"]

_LOOK_BACK = 30
# The most fitting one, and 110 and 119 (`tests/desk/danger/test_lines.py`).
_FIRST_NUMBERS = 3
# The channel of people who booked without a conversation.
_BOOKING = "booking"


class Danger:
    """Marks what was found, in the transaction of whoever found it."""

    def __init__(self, lines: Helplines, patterns: Patterns, situation: Callable[[], Situation]) -> None:
        """Take the helplines, the pattern files, and what tells whether somebody is there."""
        self._lines, self._patterns, self._situation = lines, patterns, situation

    def by_rule(self, text: str) -> Finding | None:
        """Return the danger that the pattern files hear in a text."""
        found = self._patterns.read(text)
        if found is None:
            return None
        return Finding(
            found.kind,
            found.subject,
            rules.excerpt(found.words, text),
            By.RULE,
            found.rule,
            language=rules.language_of(text),
        )

    def whom_to_call(self, text: str) -> list[tuple[str, str]]:
        """Return (label, number) of whom to call where a text holds danger, nothing where it does not."""
        found = self.by_rule(text) if text.strip() else None
        if found is None:
            return []
        parts = self._lines.parts(found.subject, found.kind, found.language)
        return [(str(part["label"]), str(part["tel"])) for part in parts if part.get("tel")]

    def heed_reply(
        self,
        tx: SqlTransaction,
        turn: Turn,
        reply: Reply,
        outside_id: str,
        shown: bool,
        now: datetime,
    ) -> list[Part]:
        """Mark the danger that the assistant's reply tells of; returns what is said with that reply. See `turns.Heed`."""
        message = _source(tx, turn, outside_id)
        if message is None:
            return []
        found = rules.of_reply(reply.understanding, reply.flags, message.text)
        if found is None:
            if "danger" in reply.understanding:
                tx.finish_reading(turn.conversation_id, message.outside_id or outside_id)
            return []
        tx.finish_reading(turn.conversation_id, message.outside_id or outside_id)
        has_numbers = any(part.get("tel") for bubble in reply.bubbles for part in bubble)
        own_id = message.outside_id or outside_id
        return self.heed(
            tx,
            turn.conversation_id,
            own_id,
            message.seq,
            found,
            now,
            with_reply=shown and has_numbers,
        )

    def heed(
        self,
        tx: SqlTransaction,
        conversation_id: str,
        outside_id: str,
        seq: int,
        found: Finding,
        now: datetime,
        *,
        appointment_id: str | None = None,
        with_reply: bool = False,
    ) -> list[Part]:
        """Mark a message, show it to the staff, and tell the migrant; a repeat does nothing.

        Returns what is still to be said: with a reply of the assistant's that has the numbers (`with_reply`), that
        consultants see the words; else nothing, because the numbers were said here.
        """
        conversation = tx.conversation(conversation_id)
        if conversation is None:
            return []
        mark = new_mark(conversation_id, outside_id, seq, found, now)
        # Words of before may have been about a long grief; now an ambulance is wanted.
        is_graver = found.kind == "emergency" and "emergency" not in tx.danger_kinds(conversation_id)
        if not tx.add_mark(dataclasses.replace(mark, appointment_id=appointment_id)):
            return []
        show_mark(tx, conversation, mark, now)
        if conversation.channel == _BOOKING:
            # Nobody reads there: the booking's page has shown the numbers.
            return []
        if not channels.kind_of(conversation.channel).is_live:
            # Nothing goes out by itself: the staff are told at once, and a person answers, with the numbers.
            return []
        return self._tell(tx, conversation, found, now, with_reply=with_reply, is_graver=is_graver)

    def _tell(
        self,
        tx: SqlTransaction,
        conversation: Conversation,
        found: Finding,
        now: datetime,
        *,
        with_reply: bool,
        is_graver: bool,
    ) -> list[Part]:
        lately = _told_lately(tx, conversation, now)
        told = texts.told(found.language, self._situation(), tx.people_on_call(), conversation.holder.state)
        told["subject"] = found.subject
        if with_reply:
            return [] if lately is not None else [told]
        parts = self._lines.parts(found.subject, found.kind, found.language)
        words = [part for part in parts if not part.get("tel")]
        numbers = [part for part in parts if part.get("tel")]
        if lately != found.subject or is_graver:
            tx.append(conversation.id, Author.SYSTEM, said.SYSTEM_NAME, [*words, told, *numbers], now)
        elif not _in_sight(tx, conversation):
            tx.append(conversation.id, Author.SYSTEM, said.SYSTEM_NAME, [told, *numbers[:_FIRST_NUMBERS]], now)
        return []

    def canned(self) -> list[tuple[str, str, str]]:
        """Return replies with helplines for consultants: (subject, title, text)."""
        return self._lines.canned()

    def numbers(self, subject: str, kind: str) -> list[Part]:
        """Return the helplines of a subject, in Japanese."""
        return [part for part in self._lines.parts(subject, kind, "ja") if part.get("tel")]


def _source(tx: SqlTransaction, turn: Turn, outside_id: str) -> Message | None:
    """Return the message that a turn is about: a tap on "again" repeats an earlier one."""
    message = tx.message_by_outside_id(turn.conversation_id, outside_id)
    if turn.payload is not None or message is None or turn.text in message.text:
        return message
    same = [
        m for m in tx.messages(turn.conversation_id) if m.author is Author.USER and m.outside_id and m.text == turn.text
    ]
    return same[-1] if same else message


def _told_lately(tx: SqlTransaction, conversation: Conversation, now: datetime) -> str | None:
    """Return the subject of what was said about danger a while ago, None without any."""
    since = 0
    for message in reversed(tx.messages(conversation.id, max(0, conversation.last_seq - _LOOK_BACK))):
        since += message.author is Author.USER
        if message.sent_at <= now - rules.SAY_AGAIN or since > rules.MOST_SINCE:
            return None
        for part in message.parts:
            if part.get("kind") == "danger":
                return str(part.get("subject"))
    return None


def _in_sight(tx: SqlTransaction, conversation: Conversation) -> bool:
    """Whether the numbers still stand before the person's eyes, on a small screen too."""
    newest = reversed(tx.messages(conversation.id, max(0, conversation.last_seq - rules.MOST_BELOW - 1)))
    return any(part.get("tel") in IMMEDIATE for message in newest for part in message.parts)
