"""Hand-overs that the desk makes by itself, from what it has stored."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from desk.conversation import message_parts
from desk.conversation.case_models import Handoff
from desk.conversation.handover import take
from desk.conversation.models import Author, Conversation, Message, Situation
from desk.conversation.ports import Transaction


def without_assistant(
    tx: Transaction,
    conversation: Conversation,
    outside_id: str,
    now: datetime,
    situation: Situation,
) -> None:
    """Hand over although the assistant is away: the desk has the transcript itself."""
    said = tx.messages(conversation.id)
    asked = [
        m.text
        for m in said
        if m.author is Author.USER and m.text not in {message_parts.ASK_PERSON[0], message_parts.TRY_AGAIN[0]}
    ]
    request = Handoff(
        conversation_id=conversation.id,
        channel=conversation.channel,
        reason="assistant_failed",
        topic="general",
        question=asked[-1] if asked else message_parts.ASK_PERSON[0],
        slots={},
        understood=[],
        transcript=spoken(said),
        requested_at=now,
    )
    take(tx, f"desk:{conversation.id}:{outside_id}", outside_id, request, now, situation)


def spoken(messages: list[Message]) -> list[dict[str, Any]]:
    """Return what migrant and bot said to each other, as a hand-over's transcript."""
    return [
        {"author": m.author.value, "text": m.text, "sent_at": m.sent_at.isoformat()}
        for m in messages
        if m.author in {Author.USER, Author.BOT} and not m.late
    ]
