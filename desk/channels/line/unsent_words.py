"""What becomes of words that a person takes back or changes on LINE: wherever they are kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.attachments import service as attachments
from desk.conversation.texts import UNSENT
from desk.conversation_sql import conversation_tables
from desk.conversation_sql import tables as t
from desk.conversation_sql.transaction import SqlTransaction


def unsend(tx: SqlTransaction, outside_id: str, now: datetime) -> str | None:
    """Remove the words of a message, and its file, wherever they are kept; returns its conversation.

    The assistant forgets the whole conversation, since its tracker knows no single messages.
    """
    m = t.messages.c
    run = tx.connection.execute
    row = run(sa.select(m.conversation_id, m.parts).where(m.outside_id == outside_id)).first()
    if row is None:
        return None
    conversation_id, parts = str(row[0]), row[1]
    tx.take_back_danger(conversation_id, outside_id, UNSENT)
    gone = [{"type": "text", "text": UNSENT}]
    run(t.messages.update().where(m.outside_id == outside_id).values(parts=gone, understanding=None))
    run(t.turns.update().where(t.turns.c.outside_id == outside_id).values(text="", state="done"))
    attachments.take_back(tx.connection, outside_id)
    for words in _words_of(parts):
        _clear_cases(tx.connection, conversation_id, words)
    tx.forget_in_assistant(conversation_id, now)
    conversation = tx.conversation(conversation_id)
    if conversation is not None:
        tx.add_event(conversation_id, "unsent", now, epoch=conversation.holder.epoch)
    return conversation_id


def revise(tx: SqlTransaction, outside_id: str, words: str, now: datetime) -> str | None:
    """Put a message's new words in place and keep the former ones beside them; returns its conversation."""
    m = t.messages.c
    run = tx.connection.execute
    row = run(sa.select(m.conversation_id, m.parts, m.seq).where(m.outside_id == outside_id)).first()
    if row is None or row[1][0].get("text") in {UNSENT, words}:
        return None
    before = row[1][0]
    former = {"text": before.get("text", ""), "until": now.isoformat(timespec="seconds")}
    part = {**before, "text": words, "former": [*before.get("former", []), former]}
    run(t.messages.update().where(m.outside_id == outside_id).values(parts=[part, *row[1][1:]]))
    # Not asked yet: the assistant gets the new words. What it has answered stays answered.
    waits = sa.and_(t.turns.c.outside_id == outside_id, t.turns.c.state == "ready")
    run(t.turns.update().where(waits).values(text=words))
    conversation = tx.conversation(str(row[0]))
    if conversation is not None:
        tx.add_reading(conversation.id, outside_id, row[2], now, now)
        tx.add_event(conversation.id, "edited", now, epoch=conversation.holder.epoch)
    return str(row[0])


def _words_of(parts: list[dict[str, Any]]) -> list[str]:
    found = [str(part.get("text", "")) for part in parts]
    found += [former["text"] for part in parts for former in part.get("former", [])]
    return [words for words in ("\n".join(found[: len(parts)]), *found) if words]


def _clear_cases(connection: sa.Connection, conversation_id: str, words: str) -> None:
    """Take the words out of what hand-overs carried, and of what the assistant is still to be told."""

    def cleared(value: Any) -> Any:
        if isinstance(value, str):
            return UNSENT if words in value else value
        if isinstance(value, list):
            return [cleared(item) for item in value]
        if isinstance(value, dict):
            return {key: cleared(item) for key, item in value.items()}
        return value

    c, r = t.cases.c, conversation_tables.returns.c
    rows = connection.execute(
        sa.select(c.id, c.question, c.slots, c.transcript).where(c.conversation_id == conversation_id)
    ).all()
    for case_id, *fields in rows:
        question, slots, transcript = cleared(fields)
        connection.execute(
            t.cases.update().where(c.id == case_id).values(question=question, slots=slots, transcript=transcript)
        )
    for return_id, summary in connection.execute(
        sa.select(r.id, r.summary).where(r.conversation_id == conversation_id)
    ).all():
        connection.execute(
            conversation_tables.returns.update().where(r.id == return_id).values(summary=cleared(summary))
        )
