"""Rows of the tables as the conversation's data, and back; pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desk.conversation.models import Author, Case, Conversation, Holder, Message, State

Row = Mapping[Any, Any]
_CASE_FIELDS = (
    "id",
    "receipt",
    "conversation_id",
    "channel",
    "state",
    "reason",
    "topic",
    "question",
    "slots",
    "understood",
    "flags",
    "contact",
    "consent",
    "transcript",
    "waiting_since",
    "opened_at",
    "claimed_at",
    "closed_at",
    "tags",
)


def conversation_of(row: Row) -> Conversation:
    """Return a conversation."""
    holder = Holder(State(row["state"]), row["owner_id"], row["epoch"])
    return Conversation(row["id"], row["channel"], holder, row["last_seq"], row["created_at"])


def message_of(row: Row) -> Message:
    """Return a message."""
    return Message(
        conversation_id=row["conversation_id"],
        seq=row["seq"],
        author=Author(row["author"]),
        author_name=row["author_name"],
        sent_at=row["sent_at"],
        parts=row["parts"],
        outside_id=row["outside_id"],
        author_id=row["author_id"],
        late=bool(row["late"]),
        understanding=row["understanding"],
    )


def case_of(row: Row) -> Case:
    """Return a case."""
    fields = {name: row[name] for name in _CASE_FIELDS}
    return Case(**{**fields, "state": State(row["state"]), "owner": row["owner_id"]})


def case_values(case: Case) -> dict[str, Any]:
    """Return the columns of a case."""
    return {**{name: getattr(case, name) for name in _CASE_FIELDS}, "owner_id": case.owner}
