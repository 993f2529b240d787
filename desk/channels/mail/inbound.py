"""What becomes of one mail: a conversation that waits for a person, a bounce at its case, or something people look through.

Everything of a mail is stored in one transaction under the digest of its Message-ID; the same mail again changes nothing.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from desk.channels.mail import letters
from desk.channels.mail.bounced import returned
from desk.channels.mail.kinds import Kind
from desk.channels.mail.letter_parts import files_of, outside_id, words_of
from desk.channels.mail.mailbox_url import MailboxServer
from desk.channels.mail.reading import Reading
from desk.channels.mail.store import Copy, MailStore
from desk.channels.mail.threads import Thread, key_of
from desk.conversation import handover, ids, message_parts, texts
from desk.conversation.case_models import Handoff
from desk.conversation.case_opening import both
from desk.conversation.models import Author, Case, Conversation, Holder, Situation, State
from desk.conversation_sql.transaction import SqlTransaction

CHANNEL = "mail"
_WAITING = frozenset({State.QUEUED, State.CONSULTANT})
_LONGEST_AUTO = 500


@dataclass(frozen=True)
class Rules:
    """What holds for all mails.

    Attributes:
        server: The mailbox, with its addresses.
        acknowledges: Whether a receipt goes out by itself.
        chat_url: The way to the chat, named in it.
    """

    server: MailboxServer
    acknowledges: bool
    chat_url: str


@dataclass(frozen=True)
class Taken:
    """What follows from a mail: the conversation that has news, None where there is none; the digest it is known by."""

    key: str
    conversation_id: str | None
    is_new: bool


def take(
    store: MailStore,
    tx: SqlTransaction,
    found: Reading,
    copy: Copy | None,
    rules: Rules,
    situation: Situation,
    now: datetime,
) -> Taken:
    """Take a mail, once."""
    key = key_of(found.message_id)
    if not store.remember(tx, key, found.kind.value, copy, now):
        return Taken(key, None, is_new=False)
    thread = store.thread_of(tx, rules.server.tokens(found.recipients), found.references)
    if thread is not None and tx.conversation(thread.conversation_id) is None:
        thread = None
    conversation_id: str | None = None
    if found.kind is Kind.LETTER and found.sender:
        conversation_id = _letter(store, tx, key, found, thread, rules, situation, now)
    elif found.kind in {Kind.BOUNCE, Kind.DELAYED}:
        conversation_id = returned(store, tx, found, thread, now)
    elif found.kind is Kind.AUTO_REPLY and thread is not None:
        conversation_id = thread.conversation_id
        words = message_parts.notice("auto_reply", f"自動返信が届きました：{found.text[:_LONGEST_AUTO]}")
        tx.append(conversation_id, Author.SYSTEM, texts.SYSTEM_NAME, [words], now, quiet=True)
    if conversation_id is None:
        store.set_aside(tx, key, found.kind.value, held(found), now)
    else:
        store.belongs(tx, key, conversation_id)
    return Taken(key, conversation_id, is_new=True)


def held(found: Reading) -> dict[str, Any]:
    """Return what is kept of a mail that was set aside, as JSON; its files are not."""
    names = [file.name for file in found.files]
    kept = {
        name: getattr(found, name) for name in ("message_id", "sender", "sender_name", "subject", "text", "history")
    }
    return {**kept, "references": list(found.references), "files": names}


def release(
    store: MailStore, tx: SqlTransaction, key: str, rules: Rules, situation: Situation, now: datetime
) -> str | None:
    """Take a mail after all that was set aside, as a person has decided; returns its conversation, None if it is gone."""
    kept = store.take_aside(tx, key, "taken")
    if not kept or not kept["sender"]:
        return None
    words = kept["text"]
    if kept["files"]:
        words = f"{words}\n（添付は受け取っていません：{'、'.join(kept['files'])}）"
    found = Reading(
        Kind.LETTER,
        kept["message_id"],
        kept["sender"],
        kept["sender_name"],
        (),
        kept["subject"],
        None,
        tuple(kept["references"]),
        words,
        kept["history"],
        "",
        (),
        (),
        None,
        is_acknowledgeable=False,
    )
    thread = store.thread_of(tx, [], found.references)
    conversation_id = _letter(store, tx, key, found, thread, rules, situation, now)
    store.belongs(tx, key, conversation_id)
    return conversation_id


def _letter(
    store: MailStore,
    tx: SqlTransaction,
    key: str,
    found: Reading,
    thread: Thread | None,
    rules: Rules,
    situation: Situation,
    now: datetime,
) -> str:
    conversation = tx.conversation(thread.conversation_id) if thread else None
    if thread is None or conversation is None:
        conversation = Conversation(ids.conversation_id(), CHANNEL, Holder(State.BOT, None, 0), 0, now)
        tx.add_conversation(conversation, None)
        tx.add_event(conversation.id, "started", now, epoch=0)
        thread = store.begin_thread(
            tx, conversation.id, found.sender, found.sender_name, found.subject, found.message_id
        )
    else:
        store.go_on(tx, thread, found.message_id, found.references)
        thread = store.thread(tx, conversation.id) or thread
    parts = [words_of(found), *files_of(tx, conversation.id, key, found, now)]
    said_at = min(found.sent_at, now) if found.sent_at and found.sent_at > now - timedelta(days=30) else now
    message = tx.append(conversation.id, Author.USER, texts.USER_NAME, parts, said_at, outside_id=outside_id(key))
    tx.add_reading(conversation.id, outside_id(key), message.seq, now, now)
    store.want_draft(tx, conversation.id, outside_id(key), now)
    if found.sender != thread.address:
        words = message_parts.notice(
            "other_sender", "このメールは、いままでと違うアドレスから届きました。返信は、はじめのアドレスに送られます。"
        )
        tx.append(conversation.id, Author.SYSTEM, texts.SYSTEM_NAME, [words], now, quiet=True)
    case = _waits(tx, conversation, thread, found, now)
    if rules.acknowledges and found.is_acknowledgeable and conversation.holder.state is not State.CONSULTANT:
        letters.acknowledge(store, tx, thread, case.receipt, rules.server, rules.chat_url, situation, now)
    return conversation.id


def _waits(tx: SqlTransaction, conversation: Conversation, thread: Thread, found: Reading, now: datetime) -> Case:
    """Let the conversation wait for a person; one that waits or talks already stays where it is."""
    question = found.text if not found.subject else f"{found.subject}\n{found.text}"
    case = tx.open_case(conversation.id)
    if conversation.holder.state in _WAITING and case is not None:
        if conversation.holder.state is State.QUEUED:
            case = dataclasses.replace(case, question=both(case.question, found.text))
            tx.update_case(case)
        return case
    request = Handoff(
        conversation_id=conversation.id,
        channel=CHANNEL,
        reason="asked_for_person",
        topic="general",
        question=question,
        slots={},
        understood=[],
        transcript=[],
        requested_at=now,
        contact={"kind": "email", "value": thread.address, **({"name": thread.name} if thread.name else {})},
    )
    return handover.into_queue(tx, conversation, request, now)
