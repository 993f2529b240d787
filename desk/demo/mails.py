"""Mails of the morning after the invented year: one that waits with its answers, one that was answered, two set aside.

They are read and taken as mails that arrive, but no mailbox has them and nothing goes out by itself; only the words are invented.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from desk.channels.mail import inbound
from desk.channels.mail.inbound import Rules, Taken
from desk.channels.mail.mailbox_url import mailbox_server
from desk.channels.mail.reading import read
from desk.channels.mail.store import MailStore
from desk.channels.mail.tables import mail_drafts
from desk.conversation import answering
from desk.conversation.models import Consultant, Situation
from desk.db.database import Database

_ADDRESS = "iju@example.jp"
# Nothing is acknowledged: invented people get no mail.
_RULES = Rules(
    mailbox_server(f"imaps://demo@mail.example.jp/INBOX?address={_ADDRESS}"), acknowledges=False, chat_url=""
)
_OPEN = Situation(open=True, on_duty=1)
_BETWEEN = timedelta(minutes=9)

WAITING = """\
はじめてメールします。横浜の青木と申します。

夫と二人、来年の夏までに引っ越したいと考えています。
犬と住める家はありますか。家の前の除雪は自分でするのですか。

どうぞよろしくお願いいたします。

"""
WAITING += "-- \n青木 みどり\nmidori@example.com\n"
# The sentences of it and the answers that fit them, as the assistant would find them.
FITTING = (
    ("housing/pet_housing", "犬と住める家はありますか。", 0.93),
    ("life/snow_removal", "家の前の除雪は自分でするのですか。", 0.81),
)
ASKED = "移住体験の住まいを、9月に一週間借りられるでしょうか。\n家族は3人です。\n"
REPLY = "お問い合わせありがとうございます。9月の空きを確かめて、明日までにお返事します。"
THANKS = """\
さっそくありがとうございます。できれば第2週を希望します。

2026年11月24日(火) 9:30 移住相談 <iju@example.jp>:
> お問い合わせありがとうございます。9月の空きを確かめて、明日までにお返事します。
"""


def add(database: Database, now: datetime, owner: Consultant | None) -> list[str]:
    """Store the mails; without an `owner` nobody has answered one. Returns the conversations."""
    store = MailStore(database)
    waiting = _take(store, now - 12 * _BETWEEN, "midori@example.com", "青木 みどり", "移住の相談です", WAITING)
    answered = _take(store, now - 8 * _BETWEEN, "nishi@example.com", "西 拓也", "体験の住まいについて", ASKED)
    _draft(database, waiting)
    assert waiting.conversation_id
    assert answered.conversation_id
    if owner is not None:
        with store.write() as tx:
            case = tx.open_case(answered.conversation_id)
            assert case is not None
            at = now - 4 * _BETWEEN
            answering.send(tx, case.id, owner, REPLY, "demo", at, seen_seq=None, is_confirmed=True)
            # As if it had gone out: nobody writes to invented people.
            thread = store.thread(tx, answered.conversation_id)
            assert thread is not None
            store.posted(tx, thread, tx.messages(answered.conversation_id)[-1].seq)
        of = "nishi@example.com"
        _take(store, now - _BETWEEN, of, "西 拓也", "Re: 体験の住まいについて", THANKS, answers=_id(of, ASKED))
    spam = {"X-Spam-Flag": "YES"}
    _take(store, now - 6 * _BETWEEN, "win@example.net", "", "【至急】当選のお知らせ", "当選しました。", spam)
    absent = {"Auto-Submitted": "auto-replied"}
    _take(store, now - 5 * _BETWEEN, "oku@example.com", "奥", "不在のお知らせ", "月末まで不在です。", absent)
    return [waiting.conversation_id, answered.conversation_id]


def _id(sender: str, text: str) -> str:
    """Return a Message-ID that is always the same for a mail."""
    return f"<{len(text)}.{sender.replace('@', '.at.')}@example.com>"


def _take(
    store: MailStore,
    at: datetime,
    sender: str,
    name: str,
    subject: str,
    text: str,
    heads: dict[str, str] | None = None,
    answers: str = "",
) -> Taken:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = Address(name, addr_spec=sender), _ADDRESS, subject
    mail["Date"], mail["Message-ID"] = format_datetime(at), _id(sender, text)
    if answers:
        mail["In-Reply-To"] = mail["References"] = answers
    for head, value in (heads or {}).items():
        mail[head] = value
    mail.set_content(text)
    with store.write() as tx:
        return inbound.take(store, tx, read(mail.as_bytes(), _RULES.server.own), None, _RULES, _OPEN, at)


def _draft(database: Database, taken: Taken) -> None:
    found = [{"label": label, "question": asked, "confidence": sure} for label, asked, sure in FITTING]
    with database.write() as connection:
        where = mail_drafts.c.conversation_id == taken.conversation_id
        connection.execute(mail_drafts.update().where(where).values(state="done", found=found))
