"""What comes in from the migrant: stored once, then either a turn of the assistant or a line for the consultant."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime, timedelta

from desk.conversation import going_on, handover, holder, ids, language_words, texts, waiting
from desk.conversation.holder import Action
from desk.conversation.models import (
    Author,
    Choice,
    Conversation,
    Holder,
    Message,
    Part,
    Situation,
    State,
    Turn,
)
from desk.conversation.ports import Transaction

LONGEST_TEXT = 1_000
# Payloads with this beginning are done by the desk itself and never reach the assistant.
DESK_PAYLOAD = "desk:"
_RATED = f"{DESK_PAYLOAD}rated:"
_RESOLVED = f"{DESK_PAYLOAD}resolved:"
# The buttons that are always there: offered to everybody, at any time.
_ALWAYS = {
    "ask_person": Choice("ask_person", texts.ASK_PERSON[0], "/request_human"),
    "book": Choice("book", *texts.BOOK),
}
# So is LINE's menu below the conversation.
_ALWAYS["topics"] = Choice("topics", "質問する", f"{DESK_PAYLOAD}topics")
# And those of whoever waits, whatever was said since they were offered.
_ALWAYS["cancel_wait"] = Choice("cancel_wait", *texts.CANCEL_WAIT)
_ALWAYS["leave_message"] = Choice("leave_message", *texts.LEAVE_MESSAGE)
_ALWAYS["languages"] = Choice("languages", *texts.OTHER_LANGUAGES)
# Longer on its way than this, a message is shown as late, and not answered if a newer one came before it.
LATE = timedelta(minutes=10)
# The assistant's own reply tells whether there is danger in a message. Is it not there by then, the message is read beside it.
READ_AFTER = timedelta(seconds=2)


class UnknownConversation(LookupError):
    """There is no such conversation, or it was erased."""


class UnknownChoice(ValueError):
    """The choice was never offered in this conversation."""


@dataclasses.dataclass(frozen=True)
class Way:
    """How a message came, where that is not simply "now, on the conversation's own channel".

    Attributes:
        channel: What it came by: the page that a link opened is the web, whatever the conversation began on.
        said_at: When it was said, if its channel tells.
        to_assistant: What the assistant gets instead of the words as typed; empty for nothing at all.
        is_answered: Whether the bot may answer it.
        is_confirmed: Whether somebody who waits is told that it has arrived; not where the channel says so itself.
        origin: Names the network it came from, so that turns are taken fairly; None counts the conversation alone.
    """

    channel: str | None = None
    said_at: datetime | None = None
    to_assistant: str | None = None
    is_answered: bool = True
    is_confirmed: bool = True
    origin: str | None = None


def start(
    tx: Transaction,
    channel: str,
    now: datetime,
    situation: Situation,
    token_hash: str | None,
    greeting: list[Part] | None = None,
) -> Message:
    """Begin a conversation and greet, in the channel's own words where it has some; returns the greeting."""
    conversation = Conversation(ids.conversation_id(), channel, Holder(State.BOT, None, 0), 0, now)
    tx.add_conversation(conversation, token_hash)
    tx.add_event(conversation.id, "started", now, epoch=0)
    words = greeting or texts.greeting(situation)
    return tx.append(conversation.id, Author.BOT, texts.BOT_NAME, words, now)


def receive(
    tx: Transaction,
    conversation_id: str,
    outside_id: str,
    *,
    text: str | None,
    choice_id: str | None,
    now: datetime,
    situation: Callable[[], Situation],
    way: Way | None = None,
    standing_choice: Callable[[str], Choice | None] = lambda _: None,
) -> int:
    """Store what the migrant sent, once, and set going what follows from it; returns its number.

    `situation` is asked only where it matters: few messages ask for a person. `standing_choice` has the
    choices that anybody may tap, whether or not they were offered here.

    Raises:
        UnknownConversation: See there.
        UnknownChoice: See there.
    """
    conversation = tx.conversation(conversation_id)
    if conversation is None:
        raise UnknownConversation(conversation_id)
    if known := tx.message_by_outside_id(conversation_id, outside_id):
        return known.seq
    payload = None
    if choice_id is not None:
        choice = _always(choice_id) or standing_choice(choice_id) or tx.choice(conversation_id, choice_id)
        if choice is None:
            raise UnknownChoice(choice_id)
        text, payload = choice.label, choice.payload
    words, way = text or "", way or Way()
    said_at = min(way.said_at or now, now)
    part = texts.text(words)
    if choice_id is not None:
        part["tapped"] = True
    if now - said_at > LATE:
        part["arrived_at"] = now.isoformat(timespec="seconds")
    is_rating = payload is not None and payload.startswith(_RATED)
    # Whoever only says how it was does not begin a new talk.
    if conversation.holder.state is State.CLOSED and not is_rating:
        conversation = reopen(tx, conversation, now)
    message = tx.append(
        conversation_id,
        Author.USER,
        texts.USER_NAME,
        [part],
        said_at,
        outside_id=outside_id,
    )
    answers = conversation.holder.bot_answers and way.is_answered and way.to_assistant != ""
    if choice_id is None and words.strip():
        # Whoever holds the conversation, and whether or not anybody answers.
        due_at = now + READ_AFTER if answers else now
        tx.add_reading(conversation_id, outside_id, message.seq, now, due_at)
    if payload is not None and payload.startswith(DESK_PAYLOAD):
        what = payload.removeprefix(DESK_PAYLOAD)
        if not _desk_choice(tx, conversation, what, now, situation, outside_id):
            _answer_a_stale_tap(tx, message, now)
    elif choice_id is None and _answers_itself(tx, conversation, message, now, situation, way):
        pass
    elif answers:
        told = way.to_assistant or words
        if payload is None and (asked := language_words.asked_for(told)) is not None:
            payload = texts.language_payload(asked)
        add_turn(tx, conversation, told, payload, now, outside_id, channel=way.channel, origin=way.origin)
    elif conversation.holder.state is State.QUEUED and way.is_confirmed and choice_id is None and words.strip():
        waiting.confirm_arrival(tx, conversation, now)
    return message.seq


def _answers_itself(
    tx: Transaction,
    conversation: Conversation,
    message: Message,
    now: datetime,
    situation: Callable[[], Situation],
    way: Way,
) -> bool:
    """Answer words that are for the desk: to stop waiting, to withdraw a message, to go on with a talk; whether it did."""
    if waiting.heed(tx, conversation, message.text, now, situation):
        return True
    return way.is_answered and way.to_assistant is None and going_on.ask(tx, conversation, message, now)


def rate_answer(tx: Transaction, conversation_id: str, choice_id: str, now: datetime) -> None:
    """Take はい or いいえ to an answer without a word in the talk: the screen thanks in place, its choices stay.

    Raises:
        UnknownConversation: See there.
        UnknownChoice: It was not offered, or asks something else.
    """
    conversation = tx.conversation(conversation_id)
    if conversation is None:
        raise UnknownConversation(conversation_id)
    choice = tx.choice(conversation_id, choice_id)
    if choice is None or not choice.payload.startswith(_RESOLVED):
        raise UnknownChoice(choice_id)
    kind = "resolved" if choice.payload.endswith(":yes") else "not_resolved"
    tx.add_event(conversation_id, kind, now, epoch=conversation.holder.epoch)


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
    """Put a message into the lane of the assistant."""
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


def reopen(tx: Transaction, conversation: Conversation, now: datetime) -> Conversation:
    """Let a closed conversation go on with the bot."""
    moved = holder.after(conversation.holder, Action.REOPEN)
    if tx.move(conversation.id, conversation.holder, moved):
        tx.add_event(conversation.id, "reopened", now, epoch=moved.epoch)
    found = tx.conversation(conversation.id)
    assert found is not None
    return found


def _answer_a_stale_tap(tx: Transaction, tapped: Message, now: datetime) -> None:
    """Say so where a choice of an earlier moment (待つのをやめる) has nothing to do any more: nobody is left without words."""
    conversation = tx.conversation(tapped.conversation_id)
    if conversation is None or not conversation.holder.bot_answers:
        return
    if conversation.last_seq == tapped.seq:
        tx.append(conversation.id, Author.BOT, texts.BOT_NAME, texts.over(), now)


def _desk_choice(
    tx: Transaction,
    conversation: Conversation,
    what: str,
    now: datetime,
    situation: Callable[[], Situation],
    outside_id: str,
) -> bool:
    """Do what a choice of the desk's own stands for; returns whether the assistant will answer it."""
    if what == "cancel":
        handover.cancel(tx, conversation, now)
    elif what == "person":
        handover.without_assistant(tx, conversation, outside_id, now, situation())
    elif what == "leave_message":
        waiting.leave_message(tx, conversation, now, situation())
    elif what == "book":
        handover.cancel(tx, conversation, now)
        again = tx.conversation(conversation.id)
        if again is not None and again.holder.bot_answers:
            add_turn(tx, again, texts.BOOK[0], texts.BOOK[1], now, outside_id)
            return True
    elif what == "keep" and conversation.holder.state is State.MESSAGE_LEFT:
        tx.append(conversation.id, Author.BOT, texts.BOT_NAME, texts.kept(), now)
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
            tx.append(conversation.id, Author.SYSTEM, texts.SYSTEM_NAME, texts.rated(), now)
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


def _always(choice_id: str) -> Choice | None:
    """Return a button that is always there: of `_ALWAYS`, or one of the city's topics."""
    named = {f"topic:{key}": (key, label) for key, label in texts.topics()}
    if choice_id in named:
        key, label = named[choice_id]
        return Choice(choice_id, label, texts.topic_payload(key))
    return _ALWAYS.get(choice_id)
