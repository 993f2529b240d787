"""A mail that says that one of ours did not arrive, noted at its case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desk.channels.mail import letters
from desk.channels.mail.kinds import Kind
from desk.channels.mail.reading import Reading
from desk.channels.mail.store import MailStore
from desk.channels.mail.threads import Thread
from desk.conversation import message_parts, texts
from desk.conversation.models import Author
from desk.conversation_sql.transaction import SqlTransaction


def returned(store: MailStore, tx: SqlTransaction, found: Reading, thread: Thread | None, now: datetime) -> str | None:
    """Note at the case that a reply did not arrive; None where it is no reply of ours."""
    bounce = found.bounce
    if bounce is None:
        return None
    sent = store.sent_by_ids(tx, _ids(found, bounce.ids)) or (
        store.last_sent(tx, thread.conversation_id) if thread else None
    )
    if sent is None or tx.conversation(sent[1]) is None:
        return None
    key, conversation_id, seq = sent
    if found.kind is Kind.DELAYED:
        store.bounced(tx, key, f"put_off {bounce.status}", None)
        return conversation_id
    if store.bounced(tx, key, bounce.status, now):
        why = letters.explained_status(bounce.status)
        what = "返信" if seq is not None else "受付のお知らせ"
        words = message_parts.notice("not_delivered", f"{what}は届きませんでした。{why}", seq=seq)
        tx.append(conversation_id, Author.SYSTEM, texts.SYSTEM_NAME, [words], now, quiet=True)
        conversation = tx.conversation(conversation_id)
        epoch = conversation.holder.epoch if conversation else 0
        tx.add_event(conversation_id, "mail_bounced", now, epoch=epoch)
    return conversation_id


def _ids(found: Reading, named: Sequence[str]) -> list[str]:
    return [*named, *found.references]
