"""No name, number, address or word of anybody in a notice, a digest, a notice to a migrant, or a log (S14)."""

from __future__ import annotations

import logging
from datetime import datetime, time
from typing import Any

import pytest
import sqlalchemy as sa

from desk.hours.rules import SavedRules
from desk.mail.message import Way
from desk.mail.outbox import MailOutbox
from desk.mail.reply_mails import ReplyMails
from desk.mail.sender import LetterSender
from desk.mail.smtp import SmtpTransport
from desk.mail.smtp_server import smtp_server
from desk.mail.tables import letters
from desk.mail.to_migrants import ReplyWatch
from desk.notices.store import NoticeStore
from desk.notices.watch import Watch
from desk.text.times import JAPAN
from tests.desk.api import Api
from tests.desk.conftest import FakeClock
from tests.desk.notify.conftest import Answers

NAME, PHONE, MAIL = "目印花子", "090-0000-7654", "mejirushi-hanako@example.jp"
WORDS, REPLY, NOTE = "目印の質問です", "目印の返事です", "目印のメモです"
# Of the migrant: nowhere. The local part alone, so that it is found in any form of the address.
MARKS = (NAME, "花子", PHONE, "7654", "mejirushi", "目印")


def hand_over(api: Api, conversation: str | None = None, **change: Any) -> str:
    contact = {"kind": "email", "value": MAIL, "name": NAME, "preferred_time": PHONE}
    answer = api.hand_over(
        conversation,
        question=f"{WORDS} {NAME} {PHONE}",
        contact=contact,
        transcript=[{"author": "user", "text": WORDS, "sent_at": None}],
        slots={"from_where": NAME},
        **change,
    )
    return str(answer.json()["case_id"])


async def test_nothing_of_anybody_gets_out(
    api: Api, answers: Answers, server: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    # What the test and its libraries themselves log is not the desk's.
    for name in ("httpx", "httpcore", "asyncio", "mail", "aiosmtpd"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    clock = FakeClock(api.app.state.services.clock.now())
    api.replace(clock=clock)
    database = api.app.state.services.database
    api.account("佐藤", "sato@example.jp")
    api.account("高橋", "chief@example.jp", "manager")
    api.log_in("chief@example.jp")
    sato, visitor = api.log_in(), api.visitor()
    watch = Watch(
        NoticeStore(database),
        api.app.state.services.of(SavedRules).calendar,
        clock,
        base_url="https://chat.example.jp",
        targets=[],
        waiting_minutes=5,
        digest_at=time(8, 45),
        stuck=lambda: 0,
        expired=lambda _: 0,
    )
    replies = ReplyWatch(api.app.state.services.of(ReplyMails), clock, "https://chat.example.jp")
    transport = SmtpTransport(smtp_server(f"smtp://{server}/?from=iju@example.jp"))
    letter_sender = LetterSender(Way.MAIL, api.app.state.services.of(MailOutbox), transport, clock, chance=lambda: 0.5)

    async def go_on(**duration: float) -> None:
        clock.pass_by(**duration)
        watch.look()
        watch.write_digest()
        replies.look()
        while await letter_sender.send_next():
            pass

    case = hand_over(api, visitor.conversation_id)
    hand_over(api, reason="distress")
    hand_over(api, topic=NAME)
    await go_on(seconds=1)
    await go_on(minutes=6)
    assert sato.post(f"/api/console/cases/{case}/messages", json={"client_id": "r", "text": REPLY}).is_success
    sato.post(f"/api/console/cases/{case}/notes", json={"text": NOTE})
    visitor.post("/api/web/messages", json={"client_id": "m", "text": WORDS})
    await go_on(minutes=15)
    sato.post(f"/api/console/cases/{case}/messages", json={"client_id": "r2", "text": REPLY})
    answers.rcpt = [f"550 5.1.1 <{MAIL}> {NAME}: no such user {PHONE}"]
    await go_on(minutes=10)
    answers.data = [f"451 4.3.0 {MAIL} {NAME}"]
    clock.moment = datetime(2026, 11, 24, 19, 0, tzinfo=JAPAN)
    hand_over(api)
    await go_on(minutes=1)
    clock.moment = datetime(2026, 11, 25, 8, 50, tzinfo=JAPAN)
    await go_on(minutes=1)

    # What comes within five minutes is one mail, whose lines name the rest.
    said = " ".join(f"{mail['subject']} {mail.get_content()}" for mail in answers.mails)
    for kind in (
        "新しい相談",
        "お待たせ",
        "【至急】",
        "返事を待っている",
        "受付が終わりました",
        "今日の状況",
    ):
        assert kind in said
    with database.read() as connection:
        rows = [dict(row) for row in connection.execute(sa.select(letters)).mappings()]
    assert any(row["dedup_key"].startswith("reply:") and row["state"] == "dead" for row in rows)
    told = [f"{mail['subject']}\n{mail.get_content()}" for mail in answers.mails] + [
        f"{row['subject']}\n{row['text']}\n{row['problem']}" for row in rows
    ]
    found = [(mark, words) for mark in MARKS for words in [*told, caplog.text] if mark in words]
    assert found == []
    assert "letters.letter.refused" in caplog.text
    assert "sato@" not in caplog.text
    page = sato.get("/console/deliveries").text
    assert [mark for mark in MARKS if mark in page] == []
