"""What the migrant may see: shown messages by rising number, and how things stand; equal to a fresh read."""

from __future__ import annotations

from typing import cast

from desk.conversation.channels import kind_of
from desk.conversation.models import Author, Conversation, Message, Part, Situation, State
from desk.conversation.ports import Transaction
from desk.conversation.wire import Holding, ShownMessage, ShownPart, Standing


def visible(tx: Transaction, conversation_id: str, after: int) -> list[ShownMessage]:
    """Return the messages with higher numbers as the web contract has them; late ones are never shown."""
    return [as_dict(m) for m in tx.messages(conversation_id, after) if not m.late]


def as_dict(message: Message) -> ShownMessage:
    """Return a message as in tests/wire/web_message_*.json; payloads of choices stay here."""
    shown: ShownMessage = {
        "seq": message.seq,
        "author": message.author,
        "author_name": message.author_name,
        "sent_at": message.sent_at.isoformat(timespec="milliseconds"),
        "parts": [cast("ShownPart", _public(part)) for part in message.parts],
    }
    if message.author is Author.USER and message.outside_id:
        shown["client_id"] = message.outside_id
    return shown


def state(
    tx: Transaction,
    conversation: Conversation,
    situation: Situation,
    *,
    consultant_name: str | None,
    assistant_ready: bool,
    typing: str | None,
) -> Standing:
    """Return how things stand, as the `state` event has it."""
    held = conversation.holder.state
    found: Standing = {
        "holder": cast("Holding", held),
        # Two rising numbers: a screen that hears of things by two ways can tell which news is older.
        "epoch": conversation.holder.epoch,
        "last_seq": conversation.last_seq,
        "open": situation.open,
        "staffed": situation.on_duty > 0,
        "opens_text": situation.opens_text,
        "assistant_ready": assistant_ready,
        "typing": typing,
    }
    if kind_of(conversation.channel).is_pushed:
        found["changes"] = tx.count_changes(conversation.id)
    if held is State.CONSULTANT:
        found["consultant_name"] = consultant_name
    if held is State.QUEUED:
        case = tx.open_case(conversation.id)
        found["position"] = tx.queue_position(case) if case else None
        found["expected_wait_minutes"] = situation.expected_wait_minutes
    return found


def _public(part: Part) -> Part:
    if part.get("type") != "choices":
        return part
    return {**part, "choices": [_shown(c) for c in part["choices"]]}


def _shown(choice: dict[str, str]) -> dict[str, str]:
    """Return what the person sees of a choice; its payload stays here."""
    return {name: choice[name] for name in ("id", "label", "easy") if name in choice}
