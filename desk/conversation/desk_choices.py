"""The choices that the desk does itself: those that are always there, and what each stands for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from desk.conversation import desk_handover, going_on, handover_texts, message_parts, texts, waiting, waiting_case
from desk.conversation.models import Author, Choice, Conversation, Situation, State
from desk.conversation.ports import Transaction
from desk.conversation.turn_request import add_turn

# Payloads with this beginning are done by the desk itself and never reach the assistant.
DESK_PAYLOAD = "desk:"
RATED = f"{DESK_PAYLOAD}rated:"
RESOLVED = f"{DESK_PAYLOAD}resolved:"
# The buttons that are always there: offered to everybody, at any time.
_ALWAYS = {
    "ask_person": Choice("ask_person", message_parts.ASK_PERSON[0], "/request_human"),
    "book": Choice("book", *message_parts.BOOK),
    # So is LINE's menu below the conversation.
    "topics": Choice("topics", "質問する", f"{DESK_PAYLOAD}topics"),
    # And those of whoever waits, whatever was said since they were offered.
    "cancel_wait": Choice("cancel_wait", *message_parts.CANCEL_WAIT),
    "leave_message": Choice("leave_message", *message_parts.LEAVE_MESSAGE),
    "languages": Choice("languages", *message_parts.OTHER_LANGUAGES),
}


def take_choice(
    tx: Transaction,
    conversation: Conversation,
    what: str,
    now: datetime,
    situation: Callable[[], Situation],
    outside_id: str,
) -> bool:
    """Do what a choice of the desk's own stands for; returns whether the assistant will answer it."""
    if what == "cancel":
        waiting_case.cancel(tx, conversation, now)
    elif what == "person":
        desk_handover.without_assistant(tx, conversation, outside_id, now, situation())
    elif what == "leave_message":
        waiting.leave_message(tx, conversation, now, situation())
    elif what == "book":
        waiting_case.cancel(tx, conversation, now)
        again = tx.conversation(conversation.id)
        if again is not None and again.holder.bot_answers:
            add_turn(tx, again, message_parts.BOOK[0], message_parts.BOOK[1], now, outside_id)
            return True
    elif what == "keep" and conversation.holder.state is State.MESSAGE_LEFT:
        tx.append(conversation.id, Author.BOT, texts.BOT_NAME, handover_texts.kept(), now)
    elif what.startswith("resolved:"):
        solved = what.endswith(":yes")
        tx.add_event(
            conversation.id,
            "resolved" if solved else "not_resolved",
            now,
            epoch=conversation.holder.epoch,
        )
        if conversation.holder.bot_answers:
            tx.append(conversation.id, Author.BOT, texts.BOT_NAME, texts.resolved(solved), now)
    elif what.startswith("rated:"):
        _, score, case_id = what.split(":", 2)
        tx.add_event(
            conversation.id,
            "rated",
            now,
            epoch=conversation.holder.epoch,
            case_id=case_id,
            detail={"score": int(score)},
        )
        if conversation.holder.bot_answers or conversation.holder.state is State.CLOSED:
            tx.append(conversation.id, Author.SYSTEM, texts.SYSTEM_NAME, handover_texts.rated(), now)
    elif what == "topics":
        if conversation.holder.bot_answers:
            tx.append(conversation.id, Author.BOT, texts.BOT_NAME, texts.ask_anything(), now)
    elif what.startswith("go_on:"):
        going_on.take(tx, conversation, int(what.removeprefix("go_on:")), outside_id, now, situation)
    elif what.startswith("not_on:") and conversation.holder.bot_answers:
        asked = going_on.words_of(tx.messages(conversation.id), int(what.removeprefix("not_on:")))
        if asked:
            add_turn(tx, conversation, asked, None, now, outside_id)
            return True
    elif what == "again" and conversation.holder.bot_answers:
        last = tx.last_user_text(conversation.id)
        if last:
            add_turn(tx, conversation, last, None, now, outside_id)
            return True
    return False


def always(choice_id: str) -> Choice | None:
    """Return a button that is always there: of `_ALWAYS`, or one of the city's topics."""
    named = {f"topic:{key}": (key, label) for key, label in texts.topics()}
    if choice_id in named:
        key, label = named[choice_id]
        return Choice(choice_id, label, message_parts.topic_payload(key))
    return _ALWAYS.get(choice_id)
