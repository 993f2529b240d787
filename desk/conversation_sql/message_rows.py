"""The part of a transaction that keeps what is said: messages, offered choices, turns for the assistant."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.conversation import channels, ids
from desk.conversation.models import (
    Author,
    Choice,
    Message,
    Part,
    Turn,
)
from desk.conversation_sql import notice_language
from desk.conversation_sql import tables as t
from desk.conversation_sql.rows import message_of

_C, _M, _T = t.conversations.c, t.messages.c, t.turns.c
_OF_CONVERSATION = _M.conversation_id == sa.bindparam("id")
# Made once: see `desk.conversation_sql.turn_queue`.
_COUNT_UP = (
    t.conversations.update()
    .where(_C.id == sa.bindparam("its_id"))
    .values(last_seq=_C.last_seq + 1)
    .returning(_C.last_seq, _C.channel, _C.epoch)
)
_ADD_MESSAGE, _ADD_CHOICES, _ADD_TURN = t.messages.insert(), t.choices.insert(), t.turns.insert()
_DELIVER = t.outbox.insert()
_BY_OUTSIDE_ID = sa.select(t.messages).where(_OF_CONVERSATION, _M.outside_id == sa.bindparam("outside_id"))
_AFTER = sa.select(t.messages).where(_OF_CONVERSATION, _M.seq > sa.bindparam("after")).order_by(_M.seq)
_LAST_REPLY = (
    sa.select(_M.parts).where(_OF_CONVERSATION, _M.author == Author.BOT.value).order_by(_M.seq.desc()).limit(1)
)
_UNDERSTAND = t.messages.update().where(
    _M.conversation_id == sa.bindparam("its_id"),
    _M.outside_id == sa.bindparam("its_outside_id"),
)
_CHOICE = sa.select(t.choices).where(
    t.choices.c.id == sa.bindparam("id"),
    t.choices.c.conversation_id == sa.bindparam("conversation_id"),
)
_NEXT_TURN = sa.select(sa.func.coalesce(sa.func.max(_T.number), 0) + 1)
_FINISH_TURN = (
    t.turns.update()
    .where(_T.id == sa.bindparam("its_id"), _T.state != "done")
    .values(state="done", leased_until=None, origin=None)
)


def _easy(choice: dict[str, Any]) -> dict[str, Any]:
    """Return the words of a choice in やさしい日本語, where it has them."""
    return {"easy": choice["easy"]} if choice.get("easy") else {}


class MessageRows:
    """See `desk.conversation.ports.Transaction`, which documents every method."""

    connection: sa.Connection

    def append(
        self,
        conversation_id: str,
        author: Author,
        author_name: str,
        parts: Sequence[Part],
        sent_at: datetime,
        *,
        outside_id: str | None = None,
        author_id: str | None = None,
        late: bool = False,
        quiet: bool = False,
    ) -> Message:
        if author is Author.SYSTEM or (author is Author.BOT and notice_language.says(parts)):
            parts = self._in_language(conversation_id, parts)
        counted = self.connection.execute(_COUNT_UP, {"its_id": conversation_id})
        seq, channel, epoch = counted.one()
        message = Message(
            conversation_id,
            seq,
            author,
            author_name,
            sent_at,
            self._numbered(conversation_id, parts),
            outside_id,
            author_id,
            late,
        )
        self.connection.execute(_ADD_MESSAGE, vars(message))
        if channel in channels.PUSHED and author is not Author.USER and not (late or quiet):
            self._put_into_outbox(conversation_id, seq, epoch, sent_at)
        return message

    def _in_language(self, conversation_id: str, parts: Sequence[Part]) -> Sequence[Part]:
        """Put notices beside the language that the assistant answered in last."""
        language = notice_language.of_reply(parts) or self.language(conversation_id)
        return notice_language.beside(parts, language) if language else parts

    def language(self, conversation_id: str) -> str | None:
        """Return the language of the assistant's last reply, None for Japanese."""
        replied = self.connection.execute(_LAST_REPLY, {"id": conversation_id}).scalar()
        return notice_language.of_reply(replied or [])

    def _put_into_outbox(self, conversation_id: str, seq: int, epoch: int, now: datetime) -> None:
        """Let the channel send a message: it is on its way once this transaction is stored."""
        row = {"conversation_id": conversation_id, "seq": seq, "epoch": epoch, "due_at": now}
        row |= {"state": "ready", "attempts": 0, "retry_key": str(uuid.uuid4())}
        self.connection.execute(_DELIVER, row)

    def _numbered(self, conversation_id: str, parts: Sequence[Part]) -> list[Part]:
        """Give each choice a random id and keep its payload here."""
        shown: list[Part] = []
        offered: list[dict[str, Any]] = []
        for part in parts:
            if part.get("type") != "choices":
                shown.append(part)
                continue
            numbered = []
            for choice in part["choices"]:
                row = {
                    "id": ids.choice_id(),
                    "label": choice["label"],
                    "payload": choice["payload"],
                }
                offered.append({**row, "conversation_id": conversation_id})
                numbered.append({"id": row["id"], "label": row["label"]} | _easy(choice))
            shown.append({**part, "choices": numbered})
        if offered:
            self.connection.execute(_ADD_CHOICES, offered)
        return shown

    def message_by_outside_id(self, conversation_id: str, outside_id: str) -> Message | None:
        values = {"id": conversation_id, "outside_id": outside_id}
        row = self.connection.execute(_BY_OUTSIDE_ID, values).mappings().first()
        return message_of(row) if row else None

    def messages(self, conversation_id: str, after: int = 0) -> list[Message]:
        rows = self.connection.execute(_AFTER, {"id": conversation_id, "after": after})
        return [message_of(row) for row in rows.mappings()]

    def set_understanding(self, conversation_id: str, outside_id: str, understanding: dict[str, Any]) -> None:
        values = {"its_id": conversation_id, "its_outside_id": outside_id}
        self.connection.execute(_UNDERSTAND, {**values, "understanding": understanding})

    def last_user_text(self, conversation_id: str) -> str | None:
        query = (
            sa.select(t.turns.c.text)
            .where(t.turns.c.conversation_id == conversation_id, t.turns.c.payload.is_(None))
            .order_by(t.turns.c.sent_at.desc())
            .limit(1)
        )
        return self.connection.execute(query).scalar_one_or_none()

    def choice(self, conversation_id: str, choice_id: str) -> Choice | None:
        values = {"id": choice_id, "conversation_id": conversation_id}
        row = self.connection.execute(_CHOICE, values).mappings().first()
        return Choice(row["id"], row["label"], row["payload"]) if row else None

    def add_turn(self, turn: Turn, outside_id: str) -> None:
        values = {**vars(turn), "outside_id": outside_id, "state": "ready", "due_at": turn.sent_at}
        values["number"] = self.connection.execute(_NEXT_TURN).scalar_one()
        self.connection.execute(_ADD_TURN, values)

    def open_origin(self, conversation_id: str) -> str | None:
        """Return the network that a conversation's turns came from which are not done, None where there is none."""
        query = sa.select(_T.origin).where(
            _T.conversation_id == conversation_id, _T.state != sa.literal_column("'done'"), _T.origin.is_not(None)
        )
        return self.connection.execute(query.limit(1)).scalar_one_or_none()

    def finish_turn(self, turn_id: str) -> bool:
        return self.connection.execute(_FINISH_TURN, {"its_id": turn_id}).rowcount == 1

    def drop_turns(self, conversation_id: str) -> None:
        self.connection.execute(
            t.turns.update()
            .where(t.turns.c.conversation_id == conversation_id, t.turns.c.state == "ready")
            .values(state="done", origin=None)
        )
