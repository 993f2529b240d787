"""Mail and notices go on past a letter or case that cannot be read."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from desk.accounts.tables import notice_settings
from desk.conversation_sql.transaction import SqlStore
from desk.db.database import Database
from desk.mail import letter_store
from desk.mail.errors import PutOff
from desk.mail.message import Way
from desk.mail.outbox import MailOutbox
from desk.mail.reply_mails import ReplyMails
from desk.mail.sender import LetterSender
from desk.mail.to_migrants import ReplyWatch
from desk.notices.store import NoticeStore
from desk.notices.tables import told_notices
from desk.set_aside.decisions import SetAside
from desk.set_aside.kinds import Reason, Worker
from tests.desk.conftest import START, FakeClock
from tests.desk.notify.office import Office
from tests.desk.set_aside.steps import NO_TIME, kept, run, waiting_case


class Transport:
    def __init__(self, *errors: Exception) -> None:
        self.errors, self.sent = list(errors), []

    async def send(self, letter) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append(letter.subject)


def write_letters(database: Database, clock: FakeClock) -> None:
    with database.write() as connection:
        for name in ("一", "二"):
            letter_store.put(
                connection, dedup_key=name, to="a@example.jp", subject=name, text="…", now=clock.now(), lane="x"
            )


async def test_mail_goes_on_past_a_letter_that_cannot_be_read(
    database: Database, aside: SetAside, clock: FakeClock
) -> None:
    write_letters(database, clock)
    run(database, "UPDATE letters SET created_at = :bad WHERE dedup_key = '一'", bad=NO_TIME)
    transport = Transport()
    letter_sender = LetterSender(Way.MAIL, MailOutbox(database), transport, clock)

    while await letter_sender.send_next():
        pass

    assert transport.sent == ["二"]
    assert [one[0] for one in kept(aside)] == [Worker.MAIL]


async def test_a_letter_that_no_mail_can_be_made_of_is_not_tried_for_two_days(
    database: Database, aside: SetAside, clock: FakeClock
) -> None:
    write_letters(database, clock)
    transport = Transport(ValueError("no header can hold it"))
    letter_sender = LetterSender(Way.MAIL, MailOutbox(database), transport, clock)

    while await letter_sender.send_next():
        pass

    assert transport.sent == ["二"]
    [one] = aside.items()
    assert aside.again(Worker.MAIL, one.item, clock.now())
    assert await letter_sender.send_next()
    assert transport.sent == ["二", "一"]


async def test_a_mail_server_that_is_away_is_no_fault_of_a_letter(
    database: Database, aside: SetAside, clock: FakeClock
) -> None:
    write_letters(database, clock)
    letter_sender = LetterSender(
        Way.MAIL, MailOutbox(database), Transport(PutOff("Timeout", maybe_received=False)), clock
    )
    await letter_sender.send_next()

    assert aside.items() == []


def test_notices_go_on_past_a_case_that_cannot_be_read(
    database: Database, store: SqlStore, aside: SetAside, clock: FakeClock
) -> None:
    office = Office(database, clock)
    office.person("sato")
    first, second = (waiting_case(store, clock, number) for number in (1, 2))
    run(database, "UPDATE cases SET waiting_since = :bad WHERE id = :c", bad=NO_TIME, c=first)
    office.watch.look()

    with database.read() as connection:
        told = set(connection.execute(sa.select(told_notices.c.case_id)).scalars())
    assert told == {second}
    assert (Worker.NOTICES, first, Reason.UNREADABLE) in kept(aside)


def test_a_reader_whose_wishes_cannot_be_read_is_told_as_usual(database: Database, clock: FakeClock) -> None:
    account_id = Office(database, clock).person("sato")
    with database.write() as connection:
        values = {"account_id": account_id, "settings": {"kinds": 7}, "saved_at": START}
        connection.execute(notice_settings.insert().values(**values))

    [reader] = NoticeStore(database).readers(clock.now())

    assert reader.settings.by_mail


def test_mails_about_replies_go_on_past_a_conversation_that_fails(
    database: Database,
    store: SqlStore,
    aside: SetAside,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mail = ReplyMails(database)
    replies = [SimpleNamespace(conversation_id=name) for name in ("c_bad", "c_good")]
    told = []

    def tell(reply, *_) -> bool:
        if reply.conversation_id == "c_bad":
            raise KeyError("link")
        told.append(reply.conversation_id)
        return True

    monkeypatch.setattr(mail, "unseen_replies", lambda *_: replies)
    monkeypatch.setattr(mail, "tell_of_reply", tell)
    ReplyWatch(mail, clock, "https://desk.example.jp").look()

    assert told == ["c_good"]
    assert kept(aside) == [(Worker.REPLIES, "c_bad", Reason.UNREADABLE)]
