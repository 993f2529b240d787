"""A message that the assistant is to answer: put into its queue."""

from __future__ import annotations

from datetime import datetime

from desk.conversation import ids
from desk.conversation.models import Conversation, Turn
from desk.conversation.ports import Transaction


def add_turn(
    tx: Transaction,
    conversation: Conversation,
    text: str,
    payload: str | None,
    now: datetime,
    outside_id: str,
    *,
    channel: str | None = None,
    origin: str | None = None,
) -> None:
    """Put a message into the queue of the assistant."""
    turn = Turn(
        ids.turn_id(),
        conversation.id,
        channel or conversation.channel,
        text,
        payload,
        now,
        conversation.holder.epoch,
        0,
        origin,
    )
    tx.add_turn(turn, outside_id)
