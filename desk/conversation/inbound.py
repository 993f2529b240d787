"""What comes in from the migrant: stored once, then either a turn of the assistant or a line for the consultant."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime, timedelta

from desk.conversation import going_on, holder, ids, language_words, message_parts, texts, waiting
from desk.conversation.desk_choices import DESK_PAYLOAD, RATED, RESOLVED, always, take_choice
from desk.conversation.errors import UnknownChoice, UnknownConversation
from desk.conversation.holder import Action
from desk.conversation.models import Author, Choice, Conversation, Holder, Message, Part, Situation, State
from desk.conversation.ports import Transaction
from desk.conversation.turn_request import add_turn

LONGEST_TEXT = 1_000
# Longer on its way than this, a message is shown as late, and not answered if a newer one came before it.
LATE = timedelta(minutes=10)
# The assistant's own reply tells whether there is danger in a message. Is it not there by then, the message is read beside it.
READ_AFTER = timedelta(seconds=2)


@dataclasses.dataclass(frozen=True)
class Arrival:
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
    arrival: Arrival | None = None,
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
        choice = always(choice_id) or standing_choice(choice_id) or tx.choice(conversation_id, choice_id)
        if choice is None:
            raise UnknownChoice(choice_id)
        text, payload = choice.label, choice.payload
    words, arrival = text or "", arrival or Arrival()
    said_at = min(arrival.said_at or now, now)
    part = message_parts.text(words)
    if choice_id is not None:
        part["tapped"] = True
    if now - said_at > LATE:
        part["arrived_at"] = now.isoformat(timespec="seconds")
    is_rating = payload is not None and payload.startswith(RATED)
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
    answers = conversation.holder.bot_answers and arrival.is_answered and arrival.to_assistant != ""
    if choice_id is None and words.strip():
        # Whoever holds the conversation, and whether or not anybody answers.
        due_at = now + READ_AFTER if answers else now
        tx.add_reading(conversation_id, outside_id, message.seq, now, due_at)
    if payload is not None and payload.startswith(DESK_PAYLOAD):
        what = payload.removeprefix(DESK_PAYLOAD)
        if not take_choice(tx, conversation, what, now, situation, outside_id):
            _answer_a_stale_tap(tx, message, now)
    elif choice_id is None and _answers_itself(tx, conversation, message, now, situation, arrival):
        pass
    elif answers:
        told = arrival.to_assistant or words
        if payload is None and (asked := language_words.asked_for(told)) is not None:
            payload = message_parts.language_payload(asked)
        add_turn(tx, conversation, told, payload, now, outside_id, channel=arrival.channel, origin=arrival.origin)
    elif conversation.holder.state is State.QUEUED and arrival.is_confirmed and choice_id is None and words.strip():
        waiting.confirm_arrival(tx, conversation, now)
    return message.seq


def _answers_itself(
    tx: Transaction,
    conversation: Conversation,
    message: Message,
    now: datetime,
    situation: Callable[[], Situation],
    arrival: Arrival,
) -> bool:
    """Answer words that are for the desk: to stop waiting, to withdraw a message, to go on with a talk; whether it did."""
    if waiting.heed(tx, conversation, message.text, now, situation):
        return True
    return arrival.is_answered and arrival.to_assistant is None and going_on.ask(tx, conversation, message, now)


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
    if choice is None or not choice.payload.startswith(RESOLVED):
        raise UnknownChoice(choice_id)
    kind = "resolved" if choice.payload.endswith(":yes") else "not_resolved"
    tx.add_event(conversation_id, kind, now, epoch=conversation.holder.epoch)


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
