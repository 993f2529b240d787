"""What becomes of one LINE event: the same rules as on the web, under LINE's own ids."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from desk.channels.line.events import LineEvent
from desk.channels.line.store import SqlLineStore
from desk.contact.withheld import withhold
from desk.conversation import inbound, message_parts, texts
from desk.conversation.inbound import LATE, UnknownChoice, Way
from desk.conversation.inbound import LONGEST_TEXT as LONGEST_QUESTION
from desk.conversation.models import Author, Conversation, Message, Part, Situation, State
from desk.conversation_sql.transaction import SqlTransaction
from desk.http.limits import UPLOADS, WAITING_ON_LINE
from desk.text.safe_error import failure

logger = logging.getLogger(__name__)
# LINE's signature holds no time: a captured request is refused by its age, and by its ids within that age.
OLDEST_EVENT = timedelta(days=7)
# What comes from further ahead is no replay: one of the clocks is wrong, ours or LINE's.
FARTHEST_FUTURE = timedelta(minutes=5)
# A token that LINE sends again is no good when the event is older than this.
OLDEST_TOKEN = timedelta(minutes=20)
# More unanswered messages than this are read by people only; the bot answers what it has.
MOST_WAITING = WAITING_ON_LINE.most
# Messages in which an offer, a newer word or a repeated notice is looked for.
LOOK_BACK = 50
# How often the same kind word is said.
SAY_AGAIN = timedelta(minutes=10)
# What LINE's apps let people write. No API returns a text again, so all of it is kept; the assistant reads its beginning.
LONGEST_TEXT = 10_000
_HELD_BY_PEOPLE = frozenset({State.QUEUED, State.CONSULTANT, State.MESSAGE_LEFT})


class NotNow(Exception):
    """What all events of a request need could not be found out: LINE has to send them again."""


def asked_once(situation: Callable[[], Situation]) -> Callable[[], Situation]:
    """Return the same for all events of a request, asked when the first of them needs it.

    Its failure is no event's fault: it raises NotNow, for which nothing of the request is taken.
    """

    @functools.cache
    def asked() -> Situation:
        try:
            return situation()
        except Exception as error:
            raise NotNow(type(error).__name__) from error

    return asked


@dataclass(frozen=True)
class Rules:
    """What holds for all events of a request.

    Attributes:
        situation: Whether a person can be reached; see `asked_once`.
        by_link: Consultations are held on our own page: whoever writes on LINE meanwhile is led there.
    """

    now: datetime
    situation: Callable[[], Situation]
    by_link: bool = False


@dataclass
class Taken:
    """What follows from a request, after it was stored.

    Attributes:
        rung: Conversations that have news.
        left: Events of groups and rooms that are to be left.
        off_by: How far the farthest event lay outside the times that can be; None where all lay inside.
    """

    rung: list[str] = field(default_factory=list)
    left: list[LineEvent] = field(default_factory=list)
    off_by: timedelta | None = None


def take_all(store: SqlLineStore, tx: SqlTransaction, found: Sequence[LineEvent], rules: Rules) -> Taken:
    """Take the events of a request, each once; one that cannot be taken does not block the others."""
    taken = Taken()
    not_its_fault: tuple[type[Exception], ...] = (NotNow, *store.TRANSIENT)
    for event in found:
        try:
            with tx.savepoint():
                if not store.remember_event(tx, event.id, event.kind, rules.now):
                    continue
                if not _is_in_time(event, rules):
                    taken.off_by = max(taken.off_by or timedelta(0), abs(event.at - rules.now))
                event = _by_our_clock(event, rules)
                conversation_id = take(store, tx, event, rules)
        except not_its_fault:
            # Another try will do, or LINE sends all of it again.
            raise
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one event, the others are taken
            logger.error("line.event.failed %s %s", event.kind, failure(error))
            continue
        if conversation_id:
            taken.rung.append(conversation_id)
        if _is_left(event, rules) and event.group_id not in {other.group_id for other in taken.left}:
            taken.left.append(event)
    return taken


def _is_left(event: LineEvent, rules: Rules) -> bool:
    # Words from a group come only while the account is in it: an attempt to leave was lost.
    is_inside = event.group_id is not None and event.kind in {"join", "message"}
    return is_inside and not event.is_standby and _is_in_time(event, rules)


def _by_our_clock(event: LineEvent, rules: Rules) -> LineEvent:
    """Return an event from the future with the time at which it came: words are not lost to a clock that is wrong."""
    return event if event.at <= rules.now + FARTHEST_FUTURE else replace(event, at=rules.now)


def _is_in_time(event: LineEvent, rules: Rules) -> bool:
    return rules.now - OLDEST_EVENT <= event.at <= rules.now + FARTHEST_FUTURE


def take(store: SqlLineStore, tx: SqlTransaction, event: LineEvent, rules: Rules) -> str | None:
    """Do what a new event asks for; returns the conversation that has news."""
    if event.is_standby or event.is_group or event.user_id is None:
        return None
    return _take(store, tx, event, event.user_id, rules) if _is_in_time(event, rules) else None


def _take(store: SqlLineStore, tx: SqlTransaction, event: LineEvent, user_id: str, rules: Rules) -> str | None:
    outside_id = f"line:{event.message_id}" if event.message_id else f"line:{event.id}"
    if event.kind == "unsend" and event.message_id:
        return store.unsend(tx, outside_id, rules.now)
    if event.kind == "messageEdited" and event.is_words and event.text:
        return store.revise(tx, outside_id, _clean(event.text), rules.now)
    if event.kind in {"unfollow", "accountLink"}:
        return _note(store, tx, event, user_id, rules)
    if event.kind not in {"message", "postback", "follow"}:
        return None
    if event.message_id and store.was_unsent(tx, outside_id):
        return None
    known = store.conversation_of(tx, user_id)
    conversation_id = known or _begin(store, tx, user_id, event, rules)
    _keep_tokens(store, tx, event, user_id, rules.now)
    store.set_following(tx, user_id, True)
    if event.kind == "follow":
        if known:
            words = texts.line_greeting(rules.situation(), by_link=rules.by_link, is_back=True)
            tx.append(conversation_id, Author.BOT, texts.BOT_NAME, words, rules.now)
    elif event.kind == "postback":
        _receive(tx, conversation_id, outside_id, None, event.data or "", rules, Way())
    elif event.is_words and event.text and event.text.strip():
        _take_words(store, tx, conversation_id, outside_id, event, rules)
    elif event.text and event.said and _bot_answers(tx, conversation_id):
        # A sticker is an answer as a smile is one.
        _take_words(store, tx, conversation_id, outside_id, event, rules)
    elif event.text and not event.is_words:
        _keep(store, tx, conversation_id, outside_id, event, rules.now)
    return conversation_id


def _bot_answers(tx: SqlTransaction, conversation_id: str) -> bool:
    conversation = tx.conversation(conversation_id)
    return conversation is not None and conversation.holder.state in {State.BOT, State.CLOSED}


def _begin(store: SqlLineStore, tx: SqlTransaction, user_id: str, event: LineEvent, rules: Rules) -> str:
    situation = rules.situation()
    words = texts.line_greeting(situation, by_link=rules.by_link, is_back=event.is_unblocked)
    greeting = inbound.start(tx, "line", rules.now, situation, None, words)
    store.add_user(tx, user_id, greeting.conversation_id)
    return greeting.conversation_id


def _note(store: SqlLineStore, tx: SqlTransaction, event: LineEvent, user_id: str, rules: Rules) -> str | None:
    """Keep in the history what needs no words, and tell the consultants of a block."""
    conversation_id = store.conversation_of(tx, user_id)
    if event.kind == "unfollow":
        store.set_following(tx, user_id, False)
    conversation = tx.conversation(conversation_id) if conversation_id else None
    if conversation is None:
        return None
    kind = event.kind
    if kind == "accountLink":
        kind = f"account_link_{'ok' if event.link_result == 'ok' else 'failed'}"
    tx.add_event(conversation.id, kind, rules.now, epoch=conversation.holder.epoch)
    if event.kind == "unfollow" and conversation.holder.state in _HELD_BY_PEOPLE:
        tx.append(
            conversation.id,
            Author.SYSTEM,
            texts.SYSTEM_NAME,
            texts.blocked(),
            rules.now,
            quiet=True,
        )
    return conversation_id


def _keep_tokens(store: SqlLineStore, tx: SqlTransaction, event: LineEvent, user_id: str, now: datetime) -> None:
    if event.reply_token and event.at > now - OLDEST_TOKEN:
        store.keep_token(tx, user_id, event.reply_token, now)
    if event.read_token:
        store.keep_read_token(tx, user_id, event.read_token)


def _take_words(
    store: SqlLineStore, tx: SqlTransaction, conversation_id: str, outside_id: str, event: LineEvent, rules: Rules
) -> None:
    if tx.message_by_outside_id(conversation_id, outside_id) is not None:
        return
    words = _clean(event.text or "")
    before, _ = tx.messages_before(conversation_id, None, LOOK_BACK)
    choice = _typed_choice(before, words)
    found = None if choice else withhold(words)
    said = _clean(event.said) if event.said is not None else words
    told = said[:LONGEST_QUESTION] if len(said) > LONGEST_QUESTION or said != words else None
    if found is not None:
        told = found.told[:LONGEST_QUESTION] if found.has_more else ""
    is_flood = store.waiting_turns(tx, conversation_id) >= MOST_WAITING
    is_old = rules.now - event.at > LATE and any(m.author is Author.USER and m.sent_at > event.at for m in before)
    way = Way(
        said_at=event.at,
        to_assistant=told,
        is_answered=not (is_flood or is_old),
        # Where the talk goes on at our own page, the notice that leads there says it.
        is_confirmed=found is None and not rules.by_link,
    )
    _receive(tx, conversation_id, outside_id, words, choice, rules, way)
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


def _receive(
    tx: SqlTransaction,
    conversation_id: str,
    outside_id: str,
    text: str | None,
    choice_id: str | None,
    rules: Rules,
    way: Way,
) -> None:
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
            way=way,
        )
    except UnknownChoice:
        told = [message_parts.text("その選択肢は使えなくなりました。もう一度お聞かせください。")]
        tx.append(conversation_id, Author.SYSTEM, texts.SYSTEM_NAME, told, rules.now)


def _keep(
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
    is_for_people = conversation.holder.state in _HELD_BY_PEOPLE
    before, _ = tx.messages_before(conversation_id, None, LOOK_BACK)
    part = message_parts.text(_clean(event.text or ""))
    if is_for_people and event.place:
        part = message_parts.text(f"（位置情報：{_clean(event.place)}）")
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


def _clean(text: str) -> str:
    kept = "".join(c for c in text if c in "\n\t" or ord(c) >= 32)
    # Half a surrogate pair is no character, and no database takes it.
    return kept.encode("utf-8", "replace").decode()[:LONGEST_TEXT]
