"""What becomes of mails to and from machines: acknowledgements, what is set aside, bounces, refusals."""

from __future__ import annotations

import pytest

from desk.channels.mail import inbound
from desk.channels.mail.tables import mail_sent
from desk.mail.tables import letters
from tests.desk.mail.corpus import mail
from tests.desk.mail.desk import MailDesk, rows
from tests.desk.mail.servers import ADDRESS, Imap, Smtp, letter


async def test_an_acknowledgement_once_a_thread_and_day(mail_desk: MailDesk, imap: Imap, smtp: Smtp) -> None:
    imap.put(letter(message_id="<a1@example.com>"))
    mail_desk.take_in()
    await mail_desk.send_out()
    [first] = smtp.mails
    assert first["Auto-Submitted"] == "auto-replied"
    [case] = mail_desk.cases()
    assert case.receipt in first.get_content()

    imap.put(letter("追伸です", References="<a1@example.com>"))
    mail_desk.take_in()
    await mail_desk.send_out()
    assert len(smtp.mails) == 1

    mail_desk.clock.pass_by(hours=25)
    imap.put(letter("まだでしょうか", References="<a1@example.com>"))
    mail_desk.take_in()
    await mail_desk.send_out()
    assert len(smtp.mails) == 2
    assert len(mail_desk.cases()) == 1


async def test_an_acknowledgement_that_has_not_left_is_not_sent_after_a_person_answered(
    mail_desk: MailDesk, imap: Imap, smtp: Smtp
) -> None:
    imap.put(letter())
    mail_desk.take_in()
    [case] = mail_desk.cases()

    mail_desk.reply(case, "すぐにお答えします")
    await mail_desk.send_out()

    assert [str(one["Auto-Submitted"]) for one in smtp.mails] == ["None"]


@pytest.mark.parametrize(
    "name",
    [
        "80_vacation_auto_submitted",
        "81_vacation_outlook",
        "84_read_receipt",
        "88_mailing_list",
        "91_from_ourselves",
        "94_spam_flag",
        "74_dsn_failed",
        "77_bounce_qmail",
    ],
)
async def test_a_machine_is_never_answered_and_people_see_what_was_set_aside(
    mail_desk: MailDesk, imap: Imap, smtp: Smtp, name: str
) -> None:
    imap.put(mail(name))

    assert mail_desk.take_in() == 1
    await mail_desk.send_out()

    assert mail_desk.cases() == []
    assert smtp.mails == []
    assert len(mail_desk.store.aside()) == 1


async def test_a_mail_that_was_set_aside_is_taken_after_all(mail_desk: MailDesk, imap: Imap, smtp: Smtp) -> None:
    imap.put(letter("迷惑メールではありません", X_Spam_Flag="YES"))
    mail_desk.take_in()
    [aside] = mail_desk.store.aside()
    now = mail_desk.clock.now()

    with mail_desk.store.write() as tx:
        taken = inbound.release(mail_desk.store, tx, aside["key"], mail_desk.rules, mail_desk.situation, now)
    with mail_desk.store.write() as tx:
        again = inbound.release(mail_desk.store, tx, aside["key"], mail_desk.rules, mail_desk.situation, now)

    assert taken is not None
    assert again is None
    assert [case.conversation_id for case in mail_desk.cases()] == [taken]
    assert mail_desk.store.aside() == []


async def test_a_bounce_is_told_at_the_case(mail_desk: MailDesk, imap: Imap, smtp: Smtp) -> None:
    imap.put(letter())
    mail_desk.take_in()
    [case] = mail_desk.cases()
    mail_desk.reply(case, "お返事です")
    await mail_desk.send_out()
    sent = smtp.mails[-1]
    ours = str(sent["Message-ID"]).strip("<>").encode()
    report = mail("74_dsn_failed").replace(b"0123456789abcdef0123456789abcdef@otaru.example.jp", ours)

    imap.put(report)
    imap.put(report.replace(b"Message-ID: <74@", b"Message-ID: <74b@"))
    mail_desk.take_in()

    told = [text for author, text in mail_desk.said(case.conversation_id) if "届きませんでした" in text]
    assert told == ["返信は届きませんでした。宛先のアドレスがありません。（5.1.1）"]
    assert [row["status"] for row in rows(mail_desk, mail_sent) if row["seq"]] == ["5.1.1"]


async def test_a_bounce_without_a_report_is_found_by_the_address_that_it_came_to(
    mail_desk: MailDesk, imap: Imap, smtp: Smtp
) -> None:
    imap.put(letter())
    mail_desk.take_in()
    [case] = mail_desk.cases()
    mail_desk.reply(case, "お返事です")
    await mail_desk.send_out()

    imap.put(mail("78_bounce_japanese").replace(ADDRESS.encode(), smtp.senders[-1].encode()))
    mail_desk.take_in()

    assert any("届きませんでした" in text for _, text in mail_desk.said(case.conversation_id))


async def test_a_mail_server_that_is_busy_delays_and_one_that_refuses_is_told(
    mail_desk: MailDesk, imap: Imap, smtp: Smtp
) -> None:
    mail_desk.rules = mail_desk.intake._rules = inbound.Rules(mail_desk.server, False, "")
    imap.put(letter())
    mail_desk.take_in()
    [case] = mail_desk.cases()
    smtp.answers[:] = ["451 4.2.2 later"]
    mail_desk.reply(case, "一通目")
    await mail_desk.send_out()
    assert [row["state"] for row in rows(mail_desk, letters)] == ["ready"]

    mail_desk.clock.pass_by(minutes=2)
    await mail_desk.send_out()
    assert [row["state"] for row in rows(mail_desk, letters)] == ["sent"]

    smtp.answers[:] = ["550 5.7.1 no"]
    mail_desk.reply(case, "二通目", "r2")
    await mail_desk.send_out()
    assert [row["state"] for row in rows(mail_desk, letters)] == ["sent", "dead"]
