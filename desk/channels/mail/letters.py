"""What goes into a thread: a consultant's reply as text and HTML, and the one acknowledgement; written as letters of `desk.mail`.

A reply is written in the transaction that notes how far the thread was posted, under a key of its message: it is one letter
whatever desk dies when. It is carried by `desk.mail.sender`, which sends a letter whose end is unclear again under the same
Message-ID.
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta

from desk.channels.mail.kinds import OWN_MARK
from desk.channels.mail.mailbox_url import MailboxServer
from desk.channels.mail.store import MailStore
from desk.channels.mail.threads import Thread
from desk.conversation.models import Message, Situation
from desk.conversation_sql.transaction import SqlTransaction
from desk.http.templates import render
from desk.mail import service as mail
from desk.mail.service import Head
from desk.text.pack import city

AGAIN_AFTER = timedelta(days=1)
_LINK = re.compile(r"https?://[^\s<>「」（）()]{1,500}")
_RE = re.compile(r"\s{0,3}re(?:\[\d{1,3}\])?\s{0,3}[:：]", re.IGNORECASE)


def reply_key(conversation_id: str, seq: int) -> str:
    """Return what makes a reply one letter."""
    return f"talk:{conversation_id}:{seq}"


def acknowledgement_key(conversation_id: str, now: datetime) -> str:
    """Return what makes an acknowledgement one letter."""
    return f"receipt:{conversation_id}:{now:%Y%m%dT%H%M%S}"


def post(
    store: MailStore, tx: SqlTransaction, thread: Thread, message: Message, server: MailboxServer, now: datetime
) -> bool:
    """Write a consultant's message as a letter; False where another desk did, or the person's data must not be used."""
    if not store.posted(tx, thread, message.seq):
        return False
    # A person answers: what the program would have said is not needed any more.
    if thread.acknowledged_at is not None:
        mail.withdraw(tx.connection, acknowledgement_key(thread.conversation_id, thread.acknowledged_at))
    words = f"{message.text}\n\n{_signature(message.author_name, server)}"
    key = secrets.token_hex(16)
    is_written = mail.put(
        tx.connection,
        dedup_key=reply_key(thread.conversation_id, message.seq),
        to=thread.address,
        subject=_subject(thread.subject),
        text=words,
        html=as_html(words),
        now=now,
        conversation_id=thread.conversation_id,
        head=_head(thread, server),
        key=key,
    )
    if is_written:
        store.add_sent(tx, key, thread.conversation_id, message.seq, now)
    return is_written


def acknowledge(
    store: MailStore,
    tx: SqlTransaction,
    thread: Thread,
    receipt: str,
    server: MailboxServer,
    chat_url: str,
    situation: Situation,
    now: datetime,
) -> bool:
    """Write the acknowledgement, at most one a thread and day."""
    if thread.acknowledged_at is not None and thread.acknowledged_at > now - AGAIN_AFTER:
        return False
    key = secrets.token_hex(16)
    is_written = mail.put(
        tx.connection,
        dedup_key=acknowledgement_key(thread.conversation_id, now),
        to=thread.address,
        subject=_subject(thread.subject),
        text=_acknowledgement(receipt, chat_url, situation),
        now=now,
        conversation_id=thread.conversation_id,
        head=_head(thread, server, automatic="auto-replied"),
        key=key,
    )
    if is_written:
        store.acknowledged(tx, thread, now)
        store.add_sent(tx, key, thread.conversation_id, None, now)
    return is_written


def _head(thread: Thread, server: MailboxServer, automatic: str = "") -> Head:
    tagged = server.tagged(thread.token)
    return Head(
        server.address,
        city().names.service,
        reply_to=tagged if server.has_tags else "",
        bounces_to=tagged,
        in_reply_to=thread.last_id,
        references=thread.known_ids,
        automatic=automatic,
        marks={OWN_MARK: "1"},
    )


def _subject(subject: str) -> str:
    if not subject:
        return f"Re: {city().names.service}へのご相談"
    return subject if _RE.match(subject) else f"Re: {subject}"


def _signature(name: str, server: MailboxServer) -> str:
    office = city().office
    return f"-- \n{city().names.service}\n{name}\n{office.name} {office.phone}\n{server.address}"


def _acknowledgement(receipt: str, chat_url: str, situation: Situation) -> str:
    opens = "" if situation.open or not situation.opens_text else f"次の受付は {situation.opens_text} からです。"
    return (
        f"{city().names.service}です。メールを受け取りました（受付番号 {receipt}）。\n"
        f"相談員が読んで、このアドレスにお返事します。{opens}\n\n"
        f"お急ぎのときや、よくあるご質問は、チャットでもお答えしています。\n{chat_url}\n\n"
        "このメールは自動で送っています。付け足したいことがあれば、このメールに返信してください。\n"
    )


def as_html(text: str) -> str:
    """Return words as HTML: paragraphs, line breaks, links; nothing else."""
    paragraphs = [one.strip("\n").split("\n") for one in re.split(r"\n{2,}", text) if one.strip()]
    return render("mail/reply.html", paragraphs=[[_linked(line) for line in lines] for lines in paragraphs]).strip()


def _linked(line: str) -> list[tuple[str, bool]]:
    """Return (words, whether they are an address) of a line."""
    pieces, at = [], 0
    for match in _LINK.finditer(line):
        pieces += [(line[at : match.start()], False), (match[0], True)]
        at = match.end()
    return [*pieces, (line[at:], False)]


_STATUSES = (
    ("5.1.", "宛先のアドレスがありません。"),
    ("5.2.2", "宛先の受信箱がいっぱいです。"),
    ("5.3.4", "メールが大きすぎます。"),
    ("5.7.", "受け取る側の決まりで断られました。"),
    ("5.4.", "宛先のメールサーバーにつながりませんでした。"),
)


def explained_status(status: str) -> str:
    """Return why a mail came back, in a sentence."""
    return next((words for code, words in _STATUSES if status.startswith(code)), "理由は分かりません。") + (
        f"（{status}）" if status else ""
    )
