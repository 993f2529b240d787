"""Leaving a message by the form: the question, and where a reply may also arrive. Stored once, like any message."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any

from desk.conversation import (
    case_opening,
    desk_handover,
    handover,
    handover_texts,
    inbound,
    message_parts,
    purpose,
    texts,
    waiting_case,
)
from desk.conversation.case_models import Handoff
from desk.conversation.errors import UnknownConversation
from desk.conversation.models import Author, Case, Conversation, Message, Situation, State
from desk.conversation.ports import Transaction

# Labels of what a person says to get a consultant, and of small talk.
_NO_QUESTION = ("handoff/", "chitchat/")


@dataclasses.dataclass(frozen=True)
class LeftMessage:
    """What the form holds when it is sent.

    Attributes:
        question: In the person's own words.
        contact: kind (email, phone), value, and where given name and preferred_time; None for this chat only.
    """

    question: str
    contact: dict[str, Any] | None = None


def leave(
    tx: Transaction,
    conversation_id: str,
    outside_id: str,
    left: LeftMessage,
    now: datetime,
    situation: Situation,
) -> int:
    """Take the message and tell what becomes of it; returns its number. A repeat is the same message.

    Raises:
        UnknownConversation: See there.
    """
    conversation = tx.conversation(conversation_id)
    if conversation is None:
        raise UnknownConversation(conversation_id)
    if known := tx.message_by_outside_id(conversation_id, outside_id):
        return known.seq
    if conversation.holder.state is State.CLOSED:
        conversation = inbound.reopen(tx, conversation, now)
    earlier = tx.messages(conversation_id)
    message = tx.append(
        conversation_id,
        Author.USER,
        texts.USER_NAME,
        [message_parts.text(handover_texts.left(left.question, left.contact))],
        now,
        outside_id=outside_id,
    )
    tx.add_reading(conversation_id, outside_id, message.seq, now, now)
    case = tx.open_case(conversation_id)
    if case is not None and case.state is not State.ALERT:
        _add(tx, conversation, case, left, now, situation)
    else:
        request = _request(conversation, earlier, left, now)
        handover.take(tx, f"form:{conversation_id}:{outside_id}", outside_id, request, now, situation)
    return message.seq


def open_question(messages: list[Message]) -> str:
    """Return what the person asked last, to begin the form with; empty where nothing was asked."""
    return _last_question(messages)[0]


def _last_question(messages: list[Message]) -> tuple[str, str]:
    """Return the last question and its label; a wish for a person or small talk is none."""
    for message in reversed(messages):
        label = str((message.understanding or {}).get("label") or "")
        is_about_something = "/" in label and not label.startswith(_NO_QUESTION)
        if message.author is Author.USER and is_about_something:
            return message.text, label
    return "", ""


def _add(
    tx: Transaction,
    conversation: Conversation,
    case: Case,
    left: LeftMessage,
    now: datetime,
    situation: Situation,
) -> None:
    """Put it to the case that is open already: who waits in the queue stops waiting, who talks goes on."""
    case = dataclasses.replace(
        case,
        question=case_opening.both(case.question, left.question),
        contact=left.contact or case.contact,
        consent=purpose.agreed(tx, _consent(left, now), now) or case.consent,
    )
    tx.update_case(case)
    if conversation.holder.state is State.QUEUED:
        waiting_case.turn_into_message(tx, conversation, now, situation)
    elif conversation.holder.state is State.MESSAGE_LEFT:
        waiting_case.tell_waiting(tx, case, conversation.holder, now, situation)


def _request(conversation: Conversation, earlier: list[Message], left: LeftMessage, now: datetime) -> Handoff:
    _, label = _last_question(earlier)
    return Handoff(
        conversation_id=conversation.id,
        channel=conversation.channel,
        reason="asked_for_person",
        topic=label.split("/")[0] or "general",
        question=left.question,
        slots={},
        understood=[],
        transcript=desk_handover.spoken(earlier),
        requested_at=now,
        contact=left.contact,
        consent=_consent(left, now),
    )


def _consent(left: LeftMessage, now: datetime) -> dict[str, Any] | None:
    if left.contact is None:
        return None
    return {"given": True, "text": handover_texts.purpose(), "at": now.isoformat()}
