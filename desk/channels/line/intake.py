"""What becomes of one LINE event: the same rules as on the web, under LINE's own ids."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from desk.channels.line.events import LineEvent
from desk.channels.line.store import LineStore
from desk.conversation import intake, texts
from desk.conversation.intake import LONGEST_TEXT, UnknownChoice
from desk.conversation.models import Author, Message, Situation

logger = logging.getLogger(__name__)
# LINE's signature holds no time: a captured request is refused by its age, and by its ids within that age.
OLDEST_EVENT = timedelta(days=7)
FARTHEST_FUTURE = timedelta(minutes=5)
_NOT_TEXT = (
    "文字のメッセージでご質問ください。写真や位置情報、スタンプの内容は自動応答では読み取れません。"
)


def take_all(
    store: LineStore, tx: Any, found: Sequence[LineEvent], now: datetime, situation: Situation
) -> list[str]:
    """Take the events of a request; one that cannot be taken does not block the others. Returns who has news."""
    rung = []
    for event in found:
        try:
            with tx.savepoint():
                conversation_id = take(store, tx, event, now, situation)
        except (KeyError, TypeError, ValueError) as error:
            logger.error("line.event.failed %s %s", event.kind, type(error).__name__)
            continue
        if conversation_id:
            rung.append(conversation_id)
    return rung


def take(
    store: LineStore, tx: Any, event: LineEvent, now: datetime, situation: Situation
) -> str | None:
    """Do what an event asks for, once; returns the conversation that has news."""
    if not store.remember_event(tx, event.id, event.kind, now):
        return None
    if event.is_standby or event.is_group or event.user_id is None:
        return None
    if not now - OLDEST_EVENT <= event.at <= now + FARTHEST_FUTURE:
        return None
    return _take(store, tx, event, event.user_id, now, situation)


def _take(
    store: LineStore, tx: Any, event: LineEvent, user_id: str, now: datetime, situation: Situation
) -> str | None:
    if event.kind == "unsend" and event.message_id:
        return store.unsend(tx, _outside_id(event.message_id), now)
    if event.kind == "unfollow":
        store.set_following(tx, user_id, False)
        return None
    if event.kind not in {"message", "postback", "follow"}:
        return None
    if event.message_id and store.was_unsent(tx, _outside_id(event.message_id)):
        return None
    conversation_id = store.conversation_of(tx, user_id)
    is_new = conversation_id is None
    if conversation_id is None:
        conversation_id = _begin(store, tx, user_id, now, situation)
    if event.reply_token:
        store.keep_token(tx, user_id, event.reply_token, now)
    store.set_following(tx, user_id, True)
    if event.kind == "follow":
        if not is_new:
            tx.append(conversation_id, Author.BOT, texts.BOT_NAME, texts.greeting(situation), now)
        return conversation_id
    outside_id = _outside_id(event.message_id) if event.message_id else f"line:{event.id}"
    if event.kind == "postback":
        _receive(tx, conversation_id, outside_id, None, event.data or "", now, situation)
    elif event.is_words and event.text and event.text.strip():
        words = _clean(event.text)
        choice = _typed_choice(tx.messages(conversation_id), words)
        _receive(tx, conversation_id, outside_id, words, choice, now, situation)
    elif event.text:
        _keep(tx, conversation_id, outside_id, event.text, now)
    return conversation_id


def _begin(store: LineStore, tx: Any, user_id: str, now: datetime, situation: Situation) -> str:
    greeting = intake.start(tx, "line", now, situation, None)
    store.add_user(tx, user_id, greeting.conversation_id)
    return greeting.conversation_id


def _receive(
    tx: Any,
    conversation_id: str,
    outside_id: str,
    text: str | None,
    choice_id: str | None,
    now: datetime,
    situation: Situation,
) -> None:
    words = None if choice_id else text
    try:
        intake.receive(
            tx,
            conversation_id,
            outside_id,
            text=words,
            choice_id=choice_id,
            now=now,
            situation=situation,
        )
    except UnknownChoice:
        told = [texts.text("その選択肢は使えなくなりました。もう一度お聞かせください。")]
        tx.append(conversation_id, Author.SYSTEM, texts.SYSTEM_NAME, told, now)


def _keep(tx: Any, conversation_id: str, outside_id: str, words: str, now: datetime) -> None:
    """Keep what is no text for the consultant; while the bot answers, ask kindly for words."""
    if tx.message_by_outside_id(conversation_id, outside_id) is not None:
        return
    tx.append(
        conversation_id,
        Author.USER,
        texts.USER_NAME,
        [texts.text(words)],
        now,
        outside_id=outside_id,
    )
    conversation = tx.conversation(conversation_id)
    if conversation is not None and conversation.holder.bot_answers:
        tx.append(conversation_id, Author.BOT, texts.BOT_NAME, [texts.text(_NOT_TEXT)], now)


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


def _outside_id(message_id: str) -> str:
    return f"line:{message_id}"


def _clean(text: str) -> str:
    return "".join(c for c in text if c in "\n\t" or ord(c) >= 32)[:LONGEST_TEXT]
