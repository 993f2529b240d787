"""What becomes of a message on LINE: words and taps as on the web, and what is no text."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.channels.line.events import LineEvent
from desk.channels.line.json_values import LONGEST_TEXT
from desk.channels.line.request_rules import Rules
from desk.channels.line.store import SqlLineStore
from desk.contact.withheld import withhold
from desk.conversation import inbound, message_parts, texts
from desk.conversation.errors import UnknownChoice
from desk.conversation.inbound import LATE, Arrival
from desk.conversation.inbound import LONGEST_TEXT as LONGEST_QUESTION
from desk.conversation.models import Author, Conversation, Message, Part, State
from desk.conversation_sql.transaction import SqlTransaction
from desk.http.limits import UPLOADS, WAITING_ON_LINE

# More unanswered messages than this are read by people only; the bot answers what it has.
MOST_WAITING = WAITING_ON_LINE.most
# Messages in which an offer, a newer word or a repeated notice is looked for.
LOOK_BACK = 50
# How often the same kind word is said.
SAY_AGAIN = timedelta(minutes=10)
HELD_BY_PEOPLE = frozenset({State.QUEUED, State.CONSULTANT, State.MESSAGE_LEFT})


def take_words(
    store: SqlLineStore, tx: SqlTransaction, conversation_id: str, outside_id: str, event: LineEvent, rules: Rules
) -> None:
    """Take words, or what is read as words: a typed number is a tap, what is personal is withheld from the assistant."""
    if tx.message_by_outside_id(conversation_id, outside_id) is not None:
        return
    words = clean(event.text or "")
    before, _ = tx.messages_before(conversation_id, None, LOOK_BACK)
    choice = _typed_choice(before, words)
    found = None if choice else withhold(words)
    said = clean(event.said) if event.said is not None else words
    told = said[:LONGEST_QUESTION] if len(said) > LONGEST_QUESTION or said != words else None
    if found is not None:
        told = found.told[:LONGEST_QUESTION] if found.has_more else ""
    is_flood = store.waiting_turns(tx, conversation_id) >= MOST_WAITING
    is_old = rules.now - event.at > LATE and any(m.author is Author.USER and m.sent_at > event.at for m in before)
    arrival = Arrival(
        said_at=event.at,
        to_assistant=told,
        is_answered=not (is_flood or is_old),
        # Where the talk goes on at our own page, the notice that leads there says it.
        is_confirmed=found is None and not rules.by_link,
    )
    receive(tx, conversation_id, outside_id, words, choice, rules, arrival)
    conversation = tx.conversation(conversation_id)
    if conversation is None:
        return
    if found is not None:
        _say_once(tx, conversation, before, texts.personal(found.words), rules.now)
    elif rules.by_link and choice is None and conversation.holder.state in {State.QUEUED, State.CONSULTANT}:
        is_waiting = conversation.holder.state is State.QUEUED
        _say_once(tx, conversation, before, texts.open_page(is_waiting=is_waiting), rules.now)
    elif is_flood and conversation.holder.bot_answers:
        _say_once(tx, conversation, before, texts.too_many(), rules.now)


def _say_once(
    tx: SqlTransaction, conversation: Conversation, before: list[Message], words: list[Part], now: datetime
) -> None:
    """Say something unless it was said a moment ago."""
    kind = words[0]["kind"]
    lately = any(
        part.get("kind") == kind for message in before if message.sent_at > now - SAY_AGAIN for part in message.parts
    )
    if not lately:
        tx.append(conversation.id, Author.SYSTEM, texts.SYSTEM_NAME, words, now)


def receive(
    tx: SqlTransaction,
    conversation_id: str,
    outside_id: str,
    text: str | None,
    choice_id: str | None,
    rules: Rules,
    arrival: Arrival,
) -> None:
    """Hand what came in to the conversation; an offer that is gone is answered with words."""
    words = None if choice_id else text
    try:
        inbound.receive(
            tx,
            conversation_id,
            outside_id,
            text=words,
            choice_id=choice_id,
            now=rules.now,
            situation=rules.situation,
            arrival=arrival,
        )
    except UnknownChoice:
        told = [message_parts.text("その選択肢は使えなくなりました。もう一度お聞かせください。")]
        tx.append(conversation_id, Author.SYSTEM, texts.SYSTEM_NAME, told, rules.now)


def keep(
    store: SqlLineStore,
    tx: SqlTransaction,
    conversation_id: str,
    outside_id: str,
    event: LineEvent,
    now: datetime,
) -> None:
    """Keep what is no text: all of it where a person will look, nothing but its kind where only the bot would."""
    conversation = tx.conversation(conversation_id)
    if conversation is None or tx.message_by_outside_id(conversation_id, outside_id) is not None:
        return
    is_for_people = conversation.holder.state in HELD_BY_PEOPLE
    before, _ = tx.messages_before(conversation_id, None, LOOK_BACK)
    part = message_parts.text(clean(event.text or ""))
    if is_for_people and event.place:
        part = message_parts.text(f"（位置情報：{clean(event.place)}）")
    if is_for_people and event.content:
        attachment = store.add_attachment(tx, conversation_id, outside_id, event.content.kind, event.content.name, now)
        if attachment is None:
            part = message_parts.text(f"{part['text']}{UPLOADS.says}")
        else:
            part["attachment"] = attachment
    said_at = min(event.at, now)
    tx.append(conversation_id, Author.USER, texts.USER_NAME, [part], said_at, outside_id=outside_id)
    if conversation.holder.bot_answers:
        is_kept = is_for_people and bool(event.place or event.content)
        words = texts.not_words(is_kept=is_kept)
        # Ten photos at once get one word.
        if not _was_said_last(before, words, now):
            tx.append(conversation_id, Author.BOT, texts.BOT_NAME, words, now)


def _was_said_last(before: list[Message], words: list[Part], now: datetime) -> bool:
    said = next((m for m in reversed(before) if m.author is not Author.USER), None)
    return said is not None and said.parts == words and said.sent_at > now - SAY_AGAIN


def _typed_choice(messages: list[Message], words: str) -> str | None:
    """Return the choice of the latest offer that a number or label names: quick replies are for phones only."""
    plain = words.strip()
    for message in reversed(messages):
        offered = [choice for part in message.parts for choice in part.get("choices", [])]
        if offered:
            number = int(plain) if plain.isdecimal() and len(plain) <= 2 else 0
            if 0 < number <= len(offered):
                return str(offered[number - 1]["id"])
            return next((str(choice["id"]) for choice in offered if choice["label"] == plain), None)
    return None


def clean(text: str) -> str:
    """Return a text that every database takes: without control characters, at most `LONGEST_TEXT` long."""
    kept = "".join(c for c in text if c in "\n\t" or ord(c) >= 32)
    # Half a surrogate pair is no character, and no database takes it.
    return kept.encode("utf-8", "replace").decode()[:LONGEST_TEXT]
