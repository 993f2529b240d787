"""Over SMTP a letter is sent once where everybody is well, and never lost where somebody is not."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from desk.db.database import Database
from desk.mail.folder import FolderTransport
from desk.mail.letter_log import LetterLog
from desk.mail.message import Way
from desk.mail.outbox import MailOutbox
from desk.mail.sender import LetterSender
from desk.mail.tables import letter_files
from tests import patience
from tests.desk.conftest import START, FakeClock
from tests.desk.notify.conftest import Answers, breaking, certificate, letter_sender, only, read, serving
from tests.desk.notify.letters import rows, states, write

PROJECT = Path(__file__).parents[3]


async def test_a_mail_arrives_as_written_and_its_words_are_kept_no_longer(
    database: Database, outbox: MailOutbox, clock: FakeClock, answers: Answers, server: str
) -> None:
    long_line = "小樽の冬と犬と住める家について。" * 60
    write(
        database,
        text=f"はじめ\n.\n..点\n{long_line}\n",
        html="<p>小樽</p>",
        attachments=[("相談の記録.txt", "text/plain", "記録".encode())],
    )
    assert await letter_sender(outbox, clock, server).send_next()

    [mail] = answers.mails
    assert mail["subject"] == "【小樽市】返信があります"
    assert mail["from"].addresses[0].display_name == "小樽市 移住相談"
    assert mail["from"].addresses[0].addr_spec == "iju@example.jp"
    assert mail["auto-submitted"] == "auto-generated"
    assert mail["date"].datetime == START.replace(microsecond=0)
    assert answers.recipients == [["hana@example.jp"]]
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == f"はじめ\n.\n..点\n{long_line}\n"
    assert [part.get_filename() for part in mail.iter_attachments()] == ["相談の記録.txt"]

    [row] = rows(database)
    assert (row["state"], row["text"], row["html"]) == ("sent", "", None)
    with database.read() as connection:
        assert connection.execute(sa.select(letter_files)).all() == []
    assert not await letter_sender(outbox, clock, server).send_next()


@pytest.mark.parametrize(
    ("step", "answer", "state", "problem"),
    [
        ("rcpt", "550 5.1.1 <hana@example.jp>: no such user", "dead", "rcpt 550 5.1.1"),
        ("rcpt", "451 4.7.1 greylisted, hana", "ready", "rcpt 451 4.7.1"),
        ("data", "554 5.7.1 spam: hana", "dead", "data 554 5.7.1"),
        ("data", "452 4.2.2 full", "ready", "data 452 4.2.2"),
    ],
)
async def test_a_server_that_says_no_is_believed_and_its_words_are_not_kept(
    database: Database,
    outbox: MailOutbox,
    clock: FakeClock,
    answers: Answers,
    server: str,
    step: str,
    answer: str,
    state: str,
    problem: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    getattr(answers, step).append(answer)
    write(database)
    await letter_sender(outbox, clock, server).send_next()
    [row] = rows(database)
    assert (row["state"], row["problem"], row["maybe_received"]) == (state, problem, False)
    assert "hana" not in caplog.text
    if state == "ready":
        clock.pass_by(seconds=29)
        assert not await letter_sender(outbox, clock, server).send_next()
        clock.pass_by(seconds=2)
        assert await letter_sender(outbox, clock, server).send_next()
        assert len(answers.mails) == 1


@pytest.mark.parametrize("hangs_up", [True, False])
@pytest.mark.parametrize(
    ("step", "maybe"),
    [("GREETING", False), ("MAIL", False), ("RCPT", False), ("TAKEN", True)],
)
async def test_a_server_that_breaks_off_gets_the_same_mail_again(
    database: Database,
    outbox: MailOutbox,
    clock: FakeClock,
    answers: Answers,
    step: str,
    maybe: bool,
    hangs_up: bool,
) -> None:
    write(database)
    with breaking(step, hangs_up=hangs_up) as (broken, address):
        assert await letter_sender(outbox, clock, address, seconds=0.5).send_next()
    [row] = rows(database)
    assert (row["state"], row["maybe_received"]) == ("ready", maybe)

    clock.pass_by(minutes=1)
    with serving(answers) as address:
        assert await letter_sender(outbox, clock, address).send_next()
    assert states(database) == ["sent"]
    [mail] = answers.mails
    if maybe:
        first = read(broken.contents[0])
        assert first["message-id"] == mail["message-id"]
        assert first.as_bytes()[: -len(b"\r\n.\r\n")].strip() in mail.as_bytes()


async def test_a_lost_goodbye_after_the_mail_was_taken_sends_nothing_twice(
    database: Database, outbox: MailOutbox, clock: FakeClock
) -> None:
    write(database)
    with breaking("QUIT", hangs_up=True) as (_, address):
        await letter_sender(outbox, clock, address).send_next()
    assert states(database) == ["sent"]


async def test_two_days_without_a_server_end_as_dead_and_can_be_sent_again(
    database: Database, outbox: MailOutbox, clock: FakeClock, answers: Answers
) -> None:
    write(database)
    tries, nobody = 0, letter_sender(outbox, clock, "127.0.0.1:9")
    while states(database) == ["ready"]:
        tries += await nobody.send_next()
        clock.pass_by(minutes=15)
    assert states(database) == ["dead"]
    assert timedelta(hours=47) < clock.now() - START < timedelta(hours=49)
    assert 180 < tries < 210
    assert LetterLog(database).count_stuck() == 1

    assert LetterLog(database).send_again(rows(database)[0]["id"], clock.now())
    assert not LetterLog(database).send_again(rows(database)[0]["id"], clock.now())
    with serving(answers) as address:
        await letter_sender(outbox, clock, address).send_next()
    assert states(database) == ["sent"]
    assert LetterLog(database).count_stuck() == 0


async def test_an_hour_without_a_server_loses_nothing(
    database: Database, outbox: MailOutbox, clock: FakeClock, answers: Answers
) -> None:
    nobody = letter_sender(outbox, clock, "127.0.0.1:9")
    for minute in range(60):
        write(database, f"k{minute}", now=clock.now())
        while await nobody.send_next():
            pass
        clock.pass_by(minutes=1)
    waiting, oldest = LetterLog(database).waiting(clock.now())
    assert (waiting, oldest) == (60, START)
    with serving(answers) as address:
        for _ in range(16):
            while await letter_sender(outbox, clock, address).send_next():
                pass
            clock.pass_by(minutes=1)
    assert set(states(database)) == {"sent"}
    assert len({mail["message-id"] for mail in answers.mails}) == len(answers.mails) == 60


async def test_a_password_is_checked_and_a_wrong_one_is_not_the_letters_fault(
    database: Database,
    outbox: MailOutbox,
    clock: FakeClock,
    answers: Answers,
    authority: tuple[Any, Path],
) -> None:
    ca, path = authority
    secure = {
        "tls_context": certificate(ca, "127.0.0.1"),
        "require_starttls": True,
        "authenticator": only("user", "p@ss word"),
    }
    write(database)
    with serving(answers, **secure) as address:
        wrong = letter_sender(outbox, clock, f"user:no@{address}", scheme="smtp+starttls", more=f"&ca={path}")
        await wrong.send_next()
        [row] = rows(database)
        assert (row["state"], row["problem"].split()[:2]) == ("ready", ["login", "535"])
        clock.pass_by(minutes=1)
        right = letter_sender(
            outbox, clock, f"user:p%40ss%20word@{address}", scheme="smtp+starttls", more=f"&ca={path}"
        )
        await right.send_next()
    assert states(database) == ["sent"]


async def test_a_certificate_that_nobody_trusts_gets_no_mail(
    database: Database,
    outbox: MailOutbox,
    clock: FakeClock,
    answers: Answers,
    authority: tuple[Any, Path],
) -> None:
    ca, _ = authority
    write(database)
    with serving(answers, tls_context=certificate(ca, "127.0.0.1")) as address:
        await letter_sender(outbox, clock, address, scheme="smtp+starttls").send_next()
    [row] = rows(database)
    assert row["state"] == "ready"
    assert "Cert" in row["problem"]
    assert answers.mails == []


async def test_a_server_without_tls_gets_no_mail_where_tls_is_asked(
    database: Database, outbox: MailOutbox, clock: FakeClock, answers: Answers, server: str
) -> None:
    write(database)
    await letter_sender(outbox, clock, server, scheme="smtp+starttls").send_next()
    assert states(database) == ["ready"]
    assert answers.mails == []


SENDER = """
import asyncio, sys
from desk.clock import SystemClock
from desk.db.database import Database
from desk.mail.letter_log import LetterLog
from desk.mail.outbox import MailOutbox
from tests.desk.notify.conftest import letter_sender
asyncio.run(letter_sender(MailOutbox(Database(sys.argv[1])), SystemClock(), sys.argv[2], seconds=60).run())
"""


async def test_a_sender_killed_after_the_words_were_sent_is_followed_by_one_with_the_same_id(
    database: Database, outbox: MailOutbox, clock: FakeClock, answers: Answers
) -> None:
    write(database)
    with breaking("TAKEN", hangs_up=False) as (broken, address):
        url = database.url.render_as_string(hide_password=False)
        child = subprocess.Popen([sys.executable, "-c", SENDER, url, address], cwd=PROJECT)
        try:
            assert await asyncio.to_thread(patience.until, broken.reached.is_set, 30)
        finally:
            os.kill(child.pid, signal.SIGKILL)
            child.wait(patience.seconds(10))
    assert states(database) == ["sending"]
    # The child leased by the real clock.
    clock.moment = rows(database)[0]["leased_until"] + timedelta(seconds=1)
    with serving(answers) as address:
        await letter_sender(outbox, clock, address).send_next()
    assert states(database) == ["sent"]
    assert answers.mails[0]["message-id"] == read(broken.contents[0])["message-id"]


# --- into a folder ----------------------------------------------------------------------------


async def test_without_a_server_mails_are_files_that_people_can_read(
    database: Database, outbox: MailOutbox, clock: FakeClock, tmp_path: Path
) -> None:
    write(database)
    folder = tmp_path / "mail"
    await LetterSender(Way.MAIL, outbox, FolderTransport(folder), clock).send_next()
    [file] = folder.iterdir()
    assert "相談員が返信しました。" in file.read_text()
    assert read(file.read_bytes())["to"] == "hana@example.jp"
    assert file.stat().st_mode & 0o077 == 0
