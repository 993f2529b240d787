"""What becomes of one LINE event: the same rules as on the web, under LINE's own ids."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from desk.channels.line.events import LineEvent
from desk.channels.line.inbound_messages import HELD_BY_PEOPLE, clean, keep, receive, take_words
from desk.channels.line.request_rules import NotNow, Rules
from desk.channels.line.store import SqlLineStore
from desk.conversation import inbound, texts
from desk.conversation.inbound import Arrival
from desk.conversation.models import Author, State
from desk.conversation_sql.transaction import SqlTransaction
from desk.text.safe_error import failure

logger = logging.getLogger(__name__)
# LINE's signature holds no time: a captured request is refused by its age, and by its ids within that age.
OLDEST_EVENT = timedelta(days=7)
# What comes from further ahead is no replay: one of the clocks is wrong, ours or LINE's.
FARTHEST_FUTURE = timedelta(minutes=5)
# A token that LINE sends again is no good when the event is older than this.
OLDEST_TOKEN = timedelta(minutes=20)


@dataclass
class Taken:
    """What follows from a request, after it was stored.

    Attributes:
        changed: Conversations that have news.
        left: Events of groups and rooms that are to be left.
        off_by: How far the farthest event lay outside the times that can be; None where all lay inside.
    """

    changed: list[str] = field(default_factory=list)
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
            taken.changed.append(conversation_id)
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
        return store.revise(tx, outside_id, clean(event.text), rules.now)
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
        receive(tx, conversation_id, outside_id, None, event.data or "", rules, Arrival())
    elif event.is_words and event.text and event.text.strip():
        take_words(store, tx, conversation_id, outside_id, event, rules)
    elif event.text and event.said and _bot_answers(tx, conversation_id):
        # A sticker is an answer as a smile is one.
        take_words(store, tx, conversation_id, outside_id, event, rules)
    elif event.text and not event.is_words:
        keep(store, tx, conversation_id, outside_id, event, rules.now)
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
    if event.kind == "unfollow" and conversation.holder.state in HELD_BY_PEOPLE:
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
