"""Rows of the tables as the conversation's data, and back; pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desk.conversation.models import Author, Case, Conversation, Holder, Message, State
from desk.db.records import made_of

Row = Mapping[Any, Any]


def conversation_of(row: Row) -> Conversation:
    """Return a conversation."""
    holder = Holder(State(row["state"]), row["owner_id"], row["epoch"])
    return Conversation(row["id"], row["channel"], holder, row["last_seq"], row["created_at"])


def message_of(row: Row) -> Message:
    """Return a message."""
    return made_of(Message, row, author=Author(row["author"]), late=bool(row["late"]))


def case_of(row: Row) -> Case:
    """Return a case."""
    return made_of(Case, row, state=State(row["state"]), owner=row["owner_id"])


def case_values(case: Case) -> dict[str, Any]:
    """Return the columns of a case."""
    return {**{name: value for name, value in vars(case).items() if name != "owner"}, "owner_id": case.owner}
