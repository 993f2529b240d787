"""The channel from mailbox to mailbox: what a mail becomes, what goes into its thread, what comes back."""

from __future__ import annotations

import base64

import pytest

from desk.attachments.tables import attachments
from desk.channels.mail import inbound, mailbox_store
from desk.channels.mail.imap import ImapMailbox, Unreachable
from desk.channels.mail.mailbox_url import mailbox_server
from desk.channels.mail.tables import mail_received, mailboxes
from desk.conversation import ending
from desk.conversation.models import State
from desk.conversation_sql import tables as t
from desk.conversation_sql.danger_tables import danger_readings
from desk.conversation_sql.erasure import erase
from desk.db.personal_data import inventory
from desk.set_aside.decisions import SetAside
from desk.set_aside.kinds import Worker
from tests.desk.conftest import CLOSED, SATO
from tests.desk.mail.desk import MailDesk, rows
from tests.desk.mail.servers import ADDRESS, Imap, Smtp, letter


def test_a_mail_becomes_a_case_that_waits_and_is_read_for_danger(mail_desk: MailDesk, imap: Imap) -> None:
    imap.put(letter("犬と住める家はありますか。"))

    assert mail_desk.take_in() == 1

    [case] = mail_desk.cases()
    assert (case.channel, case.state) == ("mail", State.QUEUED)
    assert case.question == "移住の相談\n犬と住める家はありますか。"
    assert case.contact == {"kind": "email", "value": "hanako@example.com", "name": "山田 花子"}
    assert mail_desk.said(case.conversation_id) == [("user", "犬と住める家はありますか。")]
    assert [row["outside_id"] for row in rows(mail_desk, danger_readings)] == [
        mail_desk.messages(case.conversation_id)[0].outside_id
    ]
    # Nothing of it goes to the assistant as a turn.
    assert rows(mail_desk, t.turns) == []
    assert imap.mails() == dict.fromkeys(imap.mails(), True)


def test_outside_the_hours_it_waits_in_the_queue_all_the_same(mail_desk: MailDesk, imap: Imap) -> None:
    mail_desk.situation = CLOSED
    imap.put(letter())

    mail_desk.take_in()

    assert [case.state for case in mail_desk.cases()] == [State.QUEUED]


def test_the_same_message_id_is_the_same_mail(mail_desk: MailDesk, imap: Imap) -> None:
    one = letter(message_id="<same@example.com>")
    imap.put(one)
    imap.put(one)

    assert mail_desk.take_in() == 1
    imap.put(one)
    assert mail_desk.take_in() == 0

    assert len(mail_desk.cases()) == 1


def test_the_same_subject_alone_is_another_conversation(mail_desk: MailDesk, imap: Imap) -> None:
    imap.put(letter("一通目です"))
    imap.put(letter("二通目です", sender="taro@example.com"))

    mail_desk.take_in()

    assert len({case.conversation_id for case in mail_desk.cases()}) == 2


async def test_a_reply_goes_into_the_thread_and_its_answer_into_the_case(
    mail_desk: MailDesk, imap: Imap, smtp: Smtp
) -> None:
    mail_desk.rules = mail_desk.intake._rules = inbound.Rules(mail_desk.server, False, "https://chat.example.jp/chat")
    imap.put(letter("家を探しています", message_id="<first@example.com>"))
    mail_desk.take_in()
    [case] = mail_desk.cases()

    mail_desk.reply(case, "空き家バンクがあります。\n\n出典：\n市のページ https://otaru.example.jp/akiya")
    await mail_desk.send_out()

    [sent] = smtp.mails
    assert sent["In-Reply-To"] == "<first@example.com>"
    assert sent["References"] == "<first@example.com>"
    assert sent["Subject"] == "Re: 移住の相談"
    assert sent["Auto-Submitted"] is None
    assert sent["From"].addresses[0].addr_spec == ADDRESS
    assert sent["Reply-To"].addresses[0].addr_spec.startswith("iju+")
    assert smtp.senders == [sent["Reply-To"].addresses[0].addr_spec]
    assert smtp.recipients == ["hanako@example.com"]
    plain, rich = (sent.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert plain.startswith("空き家バンクがあります。")
    assert '<a href="https://otaru.example.jp/akiya">' in rich

    imap.put(letter("ありがとうございます。\n\n> 空き家バンクがあります。\n", answers=sent))
    mail_desk.take_in()

    assert [one.id for one in mail_desk.cases()] == [case.id]
    assert mail_desk.said(case.conversation_id)[-1] == ("user", "ありがとうございます。")
    # The second reply names both of the person's mails and ours.
    mail_desk.reply(case, "どういたしまして", "r2")
    await mail_desk.send_out()
    assert "<first@example.com>" in smtp.mails[1]["References"]
    assert str(sent["Message-ID"]) in smtp.mails[1]["References"]


@pytest.mark.parametrize("by", ["token", "references", "own earlier mail"])
async def test_an_answer_is_found_by_token_or_by_references(
    mail_desk: MailDesk, imap: Imap, smtp: Smtp, by: str
) -> None:
    imap.put(letter(message_id="<first@example.com>"))
    mail_desk.take_in()
    [case] = mail_desk.cases()
    mail_desk.reply(case, "はい")
    await mail_desk.send_out()
    sent = smtp.mails[-1]
    to = str(sent["Reply-To"]) if by == "token" else ADDRESS
    heads = {
        "token": {},
        "references": {"In_Reply_To": str(sent["Message-ID"])},
        "own earlier mail": {"References": "<first@example.com>"},
    }[by]

    imap.put(letter("続きです", to=to, subject="まったく別の件名", **heads))
    mail_desk.take_in()

    assert mail_desk.said(case.conversation_id)[-1] == ("user", "続きです")


async def test_after_the_end_a_mail_in_the_thread_waits_again(mail_desk: MailDesk, imap: Imap, smtp: Smtp) -> None:
    imap.put(letter())
    mail_desk.take_in()
    [case] = mail_desk.cases()
    mail_desk.reply(case, "はい")
    await mail_desk.send_out()
    with mail_desk.store.write() as tx:
        ending.close(tx, case.id, SATO, mail_desk.clock.now())

    imap.put(letter("もう一つ質問です", answers=smtp.mails[-1]))
    mail_desk.take_in()

    first, second = mail_desk.cases()
    assert (first.state, second.state) == (State.CLOSED, State.QUEUED)
    assert first.conversation_id == second.conversation_id
    # What the desk says by itself at the end of a chat is no mail.
    await mail_desk.send_out()
    assert [one["Subject"] for one in smtp.mails].count("Re: 移住の相談") == len(smtp.mails)
    assert len(smtp.mails) == 1


def test_photos_are_drawn_anew_and_programs_refused(mail_desk: MailDesk, imap: Imap) -> None:
    png = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    parts = [
        b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + "間取りです".encode(),
        b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=a.png\r\n\r\n"
        + base64.b64encode(png),
        b"Content-Type: application/x-msdownload\r\nContent-Disposition: attachment; filename=b.exe\r\n\r\nMZ..",
    ]
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + b"--b--\r\n"
    head = b'From: h@example.com\r\nTo: iju@otaru.example.jp\r\nMessage-ID: <f@x>\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    imap.put(head + body)

    mail_desk.take_in()

    found = {row["name"]: row for row in rows(mail_desk, attachments)}
    assert found["a.png"]["state"] == "stored"
    assert found["a.png"]["media_type"] == "image/jpeg"
    assert (mail_desk.folder / str(found["a.png"]["stored_name"])).is_file()
    assert found["b.exe"]["state"] == "refused"
    assert not (mail_desk.folder / str(found["b.exe"]["stored_name"])).exists()
    [case] = mail_desk.cases()
    shown = [part.get("attachment") for part in mail_desk.messages(case.conversation_id)[0].parts]
    assert shown == [None, found["a.png"]["id"], found["b.exe"]["id"]]


def test_two_desks_share_one_mailbox_by_lease(mail_desk: MailDesk, imap: Imap, smtp: Smtp) -> None:
    other = MailDesk(mail_desk.database, mail_desk.clock, mail_desk.folder, imap.url, smtp.url)
    assert mail_desk.take_in() == 0
    imap.put(letter())

    assert other.take_in() == 0
    assert mail_desk.take_in() == 1
    imap.put(letter("二通目"))
    mail_desk.clock.pass_by(seconds=mailbox_store.LEASE.total_seconds() + 1)

    # The first one died: its lease has ended.
    assert other.take_in() == 1
    other.mailbox.close()


def test_what_was_read_by_hand_is_taken_all_the_same(mail_desk: MailDesk, imap: Imap) -> None:
    mail_desk.take_in()
    imap.put(letter())
    with imap.open() as client:
        client.add_flags(client.search(["ALL"]), [b"\\Seen"])

    assert mail_desk.take_in() == 1


def test_what_lay_read_in_the_mailbox_before_begins_nothing(mail_desk: MailDesk, imap: Imap) -> None:
    imap.put(letter("去年のメール"))
    with imap.open() as client:
        client.add_flags(client.search(["ALL"]), [b"\\Seen"])
    imap.put(letter("今日のメール"))

    assert mail_desk.take_in() == 1

    [case] = mail_desk.cases()
    assert "今日" in case.question


def test_one_mail_that_cannot_be_taken_stops_no_other(
    mail_desk: MailDesk, imap: Imap, monkeypatch: pytest.MonkeyPatch
) -> None:
    imap.put(letter("こわれたもの", subject="broken"))
    imap.put(letter("ふつうのもの"))
    whole = inbound.take

    def breaks(*given: object) -> inbound.Taken:
        if given[2].subject == "broken":  # type: ignore[attr-defined]
            raise ValueError("cannot be understood")
        return whole(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(inbound, "take", breaks)

    assert mail_desk.take_in() == 1

    [item] = SetAside(mail_desk.database).items()
    assert item.worker is Worker.MAILBOX
    assert sorted(imap.mails().values()) == [False, True]
    # Mended, and tried again by a person.
    monkeypatch.setattr(inbound, "take", whole)
    SetAside(mail_desk.database).again(Worker.MAILBOX, item.item, mail_desk.clock.now())
    assert mail_desk.take_in() == 1
    assert len(mail_desk.cases()) == 2


async def test_erased_nothing_is_left_in_the_database_on_the_disk_and_in_the_mailbox(
    mail_desk: MailDesk, imap: Imap, smtp: Smtp
) -> None:
    raw = letter("わたしの住所は秘密です", message_id="<secret@example.com>")
    imap.put(raw)
    mail_desk.take_in()
    [case] = mail_desk.cases()
    mail_desk.reply(case, "承知しました")
    await mail_desk.send_out()

    with mail_desk.database.write() as connection:
        erase(connection, case.conversation_id, mail_desk.clock.now())
    mail_desk.take_in()

    with mail_desk.database.read() as connection:
        for holding in inventory():
            found = [str(dict(row)) for row in connection.execute(holding.table.select()).mappings()]
            assert not [row for row in found if "秘密" in row or "hanako" in row or "secret@" in row], (
                holding.table.name
            )
    assert imap.mails() == {}
    # The same mail once more (a server that restores a backup) begins nothing.
    imap.put(raw)
    assert mail_desk.take_in() == 0


def test_by_choice_the_mailbox_keeps_no_copy(mail_desk: MailDesk, imap: Imap, smtp: Smtp) -> None:
    url = imap.url + "&after=delete"
    other = MailDesk(mail_desk.database, mail_desk.clock, mail_desk.folder, url, smtp.url)
    imap.put(letter())

    assert other.take_in() == 1

    assert imap.mails() == {}
    assert [row["copy"] for row in rows(other, mail_received)] == ["gone"]
    other.mailbox.close()


def test_a_mailbox_that_is_away_is_named_and_read_when_it_is_back(mail_desk: MailDesk, imap: Imap) -> None:
    wrong = ImapMailbox(mailbox_server(imap.url.replace("geheim-123", "falsch")))
    with pytest.raises(Unreachable, match="login"):
        wrong.connect()
    away = ImapMailbox(mailbox_server(imap.url.replace(str(imap.port), "1")))
    with pytest.raises(Unreachable, match="connect"):
        away.connect()
    mail_desk.take_in()
    imap.put(letter())
    # The connection breaks off beneath it.
    mail_desk.mailbox._client.shutdown()
    with pytest.raises(Unreachable):
        mail_desk.take_in()

    assert mail_desk.take_in() == 1
    assert [row["problem"] for row in rows(mail_desk, mailboxes)] == [None]


def test_news_end_the_waiting(mail_desk: MailDesk, imap: Imap) -> None:
    mail_desk.take_in()
    assert mail_desk.mailbox.wait(0.05) is False
    imap.put(letter())

    assert mail_desk.mailbox.wait(20) is True
    assert mail_desk.intake.look() == 1


async def test_the_answers_that_fit_are_found_for_the_consultant(mail_desk: MailDesk, imap: Imap) -> None:
    mail_desk.understood = {
        "犬": {"label": "housing/pet_housing", "confidence": 0.91},
        "雪": {"label": "life/snow", "confidence": 0.83},
        "天気": {"label": "chitchat/weather", "confidence": 0.99},
    }
    imap.put(letter("はじめまして。\n犬と住める家はありますか。雪は多いですか？天気がいいですね。"))
    mail_desk.take_in()
    [case] = mail_desk.cases()

    while await mail_desk.drafting.draft_next():
        pass

    found = mail_desk.store.drafts(case.conversation_id)
    assert [(one["label"], one["question"]) for one in found] == [
        ("housing/pet_housing", "犬と住める家はありますか。"),
        ("life/snow", "雪は多いですか？"),
    ]
    assert [one.topic for one in mail_desk.cases()] == ["housing"]
    # What was answered needs no draft.
    mail_desk.reply(case, "はい")
    assert mail_desk.store.drafts(case.conversation_id) == []
