"""Mail to migrants: a reply that waits, a transcript whose address was proved; nothing else ever goes out."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from desk.audit.store import AuditLog
from desk.conversation.models import Author
from desk.mail import printing, transcript_pdf
from desk.mail.message import Way
from desk.mail.outbox import MailOutbox
from desk.mail.print_queue import PrintQueue
from desk.mail.printing import Printer
from desk.mail.reply_mails import ReplyMails
from desk.mail.tables import letter_files, letters
from desk.mail.to_migrants import ReplyWatch, Transcripts
from desk.mail.transcript_store import TranscriptStore
from tests.desk.api import Api
from tests.desk.conftest import FakeClock

LEFT = {"kind": "email", "value": "koharu@example.jp", "name": "こはる"}
SECRET = "猫のミケと春に引っ越します"


class Desk:
    """A desk whose clock a test moves, with a migrant and a consultant who talk."""

    def __init__(self, api: Api, **handoff: Any) -> None:
        self.api = api
        self.clock = FakeClock(api.app.state.services.clock.now())
        api.replace(clock=self.clock)
        api.account()
        self.sato = api.log_in()
        self.visitor = api.visitor()
        self.conversation = self.visitor.conversation_id
        self.case = api.hand_over(self.conversation, **handoff).json()["case_id"]
        database = api.app.state.services.database
        self.watch = ReplyWatch(ReplyMails(database), self.clock, "https://chat.example.jp")
        self.printer = Printer(PrintQueue(database), self.clock)
        self.digits = [123456, *range(200_000, 200_020)]
        api.replace_part(Transcripts, Transcripts(TranscriptStore(database), self.clock, lambda _: self.digits.pop(0)))

    def reply(self, text: str = "犬と住める家が見つかりました") -> None:
        body = {"client_id": f"r{self.clock.now():%H%M%S%f}", "text": text}
        answer = self.sato.post(f"/api/console/cases/{self.case}/messages", json=body)
        assert answer.status_code == 202, answer.text

    def mails(self, kind: str = "") -> list[dict[str, Any]]:
        self.watch.look()
        query = sa.select(letters).where(letters.c.dedup_key.like(f"{kind}%")).order_by(letters.c.id)
        with self.api.app.state.services.database.read() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def files(self) -> list[dict[str, Any]]:
        self.printer.look()
        with self.api.app.state.services.database.read() as connection:
            return [dict(row) for row in connection.execute(sa.select(letter_files)).mappings()]

    def newest(self) -> int:
        with self.api.app.state.services.store.read() as tx:
            return int(tx.messages(self.conversation)[-1].seq)


@pytest.fixture
def desk(api: Api) -> Desk:
    return Desk(api)


# --- a reply ----------------------------------------------------------------------------------


def test_a_reply_that_nobody_sees_is_told_once_with_a_link_and_no_content(desk: Desk) -> None:
    desk.reply()
    desk.clock.pass_by(minutes=4)
    assert desk.mails() == []
    desk.clock.pass_by(minutes=2)
    [mail] = desk.mails("reply:")
    assert mail["recipient"] == "migrant@example.jp"
    assert not re.search("犬|佐藤|こはる|OT-", mail["subject"] + mail["text"])
    [code] = re.findall(r"https://chat\.example\.jp/chat#open=(\S+)", mail["text"])

    desk.reply("もう一つお知らせです")
    desk.clock.pass_by(minutes=30)
    assert len(desk.mails("reply:")) == 1

    other = desk.api.visitor()
    opened = other.post("/api/web/links", json={"code": code})
    assert opened.status_code == 200
    other.headers["authorization"] = f"Bearer {opened.json()['token']}"
    shown = other.get("/api/web/messages").json()["messages"]
    assert "もう一つお知らせです" in str(shown)
    desk.reply("三つめです")
    desk.clock.pass_by(minutes=6)
    assert len(desk.mails("reply:")) == 2


@pytest.mark.parametrize("way", ["fetched", "shown", "answered"])
def test_a_reply_that_is_seen_is_not_told(desk: Desk, way: str) -> None:
    desk.reply()
    desk.clock.pass_by(minutes=1)
    if way == "fetched":
        desk.visitor.get("/api/web/messages?after=0")
    elif way == "shown":
        assert desk.visitor.post("/api/web/seen", json={"seq": desk.newest()}).status_code == 204
        assert desk.visitor.post("/api/web/seen", json={"seq": 1}).status_code == 204
    else:
        desk.visitor.post("/api/web/messages", json={"client_id": "m", "text": "ありがとう"})
    desk.clock.pass_by(minutes=30)
    assert desk.mails() == []


def test_a_chat_that_is_closed_or_hidden_has_not_shown_what_it_fetches(desk: Desk) -> None:
    desk.reply()
    desk.clock.pass_by(minutes=1)
    assert "messages" in desk.visitor.get("/api/web/messages?after=0&shown=false").json()
    desk.clock.pass_by(minutes=30)
    assert len(desk.mails()) == 1


def test_what_was_never_sent_cannot_be_seen_in_advance(desk: Desk) -> None:
    desk.visitor.post("/api/web/seen", json={"seq": 2_000_000_000})
    desk.reply()
    desk.clock.pass_by(minutes=6)
    assert len(desk.mails("reply:")) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"contact": None, "consent": None},
        {"contact": LEFT, "consent": None},
        {"contact": LEFT, "consent": {"given": False, "text": "x", "at": "2026-11-24T10:20:00+09:00"}},
        {"contact": {"kind": "phone", "value": "09000000000"}},
        {"contact": {"kind": "email", "value": "no address\r\nBcc: all@example.jp"}},
    ],
)
def test_without_an_address_and_consent_nothing_is_mailed(api: Api, change: Any) -> None:
    desk = Desk(api, **change)
    desk.reply()
    desk.clock.pass_by(minutes=30)
    assert desk.mails() == []
    answer = desk.sato.post(f"/api/console/cases/{desk.case}/transcript")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "no_address")


def test_a_reply_before_the_close_is_told_and_an_old_one_is_not(desk: Desk) -> None:
    desk.reply()
    desk.sato.post(f"/api/console/cases/{desk.case}/close")
    desk.clock.pass_by(days=3)
    assert desk.mails() == []
    desk.clock.pass_by(days=-3, minutes=6)
    assert len(desk.mails("reply:")) == 1


def test_who_erases_the_conversation_gets_nothing_more(desk: Desk) -> None:
    desk.reply()
    desk.clock.pass_by(minutes=6)
    assert len(desk.mails()) == 1
    desk.visitor.delete("/api/web/conversation")
    assert desk.mails() == []
    desk.clock.pass_by(minutes=6)
    assert desk.mails() == []


# --- a transcript -----------------------------------------------------------------------------


def ask(desk: Desk, email: str = "koharu@example.jp", visitor: Any = None) -> Any:
    return (visitor or desk.visitor).post("/api/web/transcript", json={"email": email})


def confirm(desk: Desk, code: str) -> Any:
    return desk.visitor.post("/api/web/transcript/confirm", json={"code": code})


def test_the_transcript_goes_to_who_proves_the_address(desk: Desk) -> None:
    desk.visitor.post("/api/web/messages", json={"client_id": "m", "text": SECRET})
    desk.reply("承知しました")
    note = {"text": "内部のメモ：要注意"}
    assert desk.sato.post(f"/api/console/cases/{desk.case}/notes", json=note).status_code == 201
    with desk.api.app.state.services.store.write() as tx:
        late = [{"type": "text", "text": "遅れた自動の答え"}]
        tx.append(desk.conversation, Author.BOT, "自動応答", late, desk.clock.now(), late=True)

    assert ask(desk).json() == {"state": "code_sent"}
    [mail] = desk.mails("code:")
    assert "123456" in mail["text"]
    assert SECRET not in mail["text"]
    assert desk.files() == []

    assert confirm(desk, "１２３ 456").json() == {"state": "sent"}
    [sent] = desk.mails("transcript:")
    assert sent["recipient"] == "koharu@example.jp"
    for words in (SECRET, "承知しました", "■ 相談員 佐藤（11月24日"):
        assert words in sent["text"]
    assert "メモ" not in sent["text"]
    assert "遅れた" not in sent["text"]
    [file] = desk.files()
    assert file["content"].startswith(b"%PDF-")
    assert file["mime"] == "application/pdf"
    assert confirm(desk, "123456").status_code == 422


def test_nobody_guesses_a_code(desk: Desk) -> None:
    ask(desk)
    for guess in range(5):
        assert confirm(desk, f"{guess}").status_code == 422
    assert confirm(desk, "123456").status_code == 422
    assert desk.mails("transcript:") == []


def test_a_code_is_of_its_conversation_and_its_half_hour(desk: Desk) -> None:
    ask(desk)
    other = desk.api.visitor()
    assert other.post("/api/web/transcript/confirm", json={"code": "123456"}).status_code == 422
    desk.clock.pass_by(minutes=31)
    assert confirm(desk, "123456").status_code == 422


def test_an_address_gets_at_most_three_codes_a_day_from_whomever(desk: Desk) -> None:
    assert ask(desk).status_code == 202
    assert ask(desk, "KOHARU@example.jp").status_code == 202
    assert ask(desk, "hanako@example.jp").status_code == 202
    refused = ask(desk, "jiro@example.jp")
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "too_many_codes")
    assert ask(desk, visitor=desk.api.visitor()).status_code == 202
    assert ask(desk, visitor=desk.api.visitor()).status_code == 429
    desk.clock.pass_by(hours=25)
    TranscriptStore(desk.api.app.state.services.database).forget_wishes(desk.clock.now())
    assert ask(desk).status_code == 202


@pytest.mark.parametrize("email", ["koharu", "a@b.jp,c@d.jp", "a@b.jp\r\nBcc: c@d.jp", "x" * 300])
def test_what_is_no_address_is_refused(desk: Desk, email: str) -> None:
    assert ask(desk, email).status_code == 422
    assert desk.mails() == []


def test_a_consultant_reads_it_before_it_goes_with_contacts_hidden(desk: Desk) -> None:
    desk.reply("承知しました。090-1234-5678 におかけください")
    path = f"/api/console/cases/{desk.case}/transcript"

    shown = desk.sato.get(path).json()

    assert desk.mails("transcript:") == []
    assert "承知しました" in shown["text"]
    assert "090-1234-5678" not in shown["text"]
    assert "migrant@example.jp" not in str(shown)
    assert shown["to"]
    desk.sato.post(path)
    [mail] = desk.mails("transcript:")
    assert mail["subject"] == shown["subject"]
    assert desk.sato.get("/api/console/cases/k_none/transcript").status_code == 404


def test_a_consultant_sends_it_to_the_address_of_the_case_and_the_log_says_so(desk: Desk) -> None:
    desk.reply("承知しました")
    path = f"/api/console/cases/{desk.case}/transcript"
    assert desk.sato.post(path).json() == {"state": "sent"}
    again = desk.sato.post(path)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "already_sent")
    [mail] = desk.mails("transcript:")
    assert mail["recipient"] == "migrant@example.jp"
    log = [e for e in AuditLog(desk.api.app.state.services.database).entries() if "transcript" in e.action]
    assert {(e.action, e.subject) for e in log} == {("send_transcript", desk.case)}
    assert desk.sato.post("/api/console/cases/k_none/transcript").status_code == 404


def test_the_console_sees_what_went_out_and_what_became_of_it(desk: Desk) -> None:
    desk.reply()
    desk.clock.pass_by(minutes=6)
    desk.mails()
    outbox = desk.api.app.state.services.of(MailOutbox)
    outbox.refused(outbox.lease(Way.MAIL, desk.clock.now()), desk.clock.now(), "rcpt 550 5.1.1")
    shown = desk.sato.get(f"/api/console/cases/{desk.case}/mails").json()
    assert shown["can_send"] is True
    [mail] = shown["mails"]
    assert (mail["kind"], mail["state"]) == ("reply", "dead")
    assert "宛先" in mail["problem"]
    assert "migrant@" not in str(shown)
    assert datetime.fromisoformat(mail["at"]) - desk.clock.now() < timedelta(seconds=1)


# --- its PDF ----------------------------------------------------------------------------------


def letters_due(desk: Desk) -> list[str]:
    """Return the texts of what the sender would take now."""
    outbox, found = desk.api.app.state.services.of(MailOutbox), []
    while (letter := outbox.lease(Way.MAIL, desk.clock.now())) is not None:
        found.append(letter.text)
        outbox.sent(letter, desk.clock.now())
    return found


def test_whoever_asks_for_a_pdf_keeps_nobody_waiting(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bytes:
        raise AssertionError("a PDF is made while somebody waits for an answer")

    monkeypatch.setattr(transcript_pdf, "pdf", refuse)
    ask(desk)

    assert confirm(desk, "123456").status_code == 202
    assert desk.sato.post(f"/api/console/cases/{desk.case}/transcript").status_code == 202


def test_a_code_that_is_confirmed_twenty_times_makes_one_pdf(desk: Desk) -> None:
    made: list[bytes] = []

    def draw(*_: object) -> bytes:
        made.append(b"%PDF-1")
        return made[-1]

    desk.printer = Printer(PrintQueue(desk.api.app.state.services.database), desk.clock, draw)
    ask(desk)
    answers = [confirm(desk, "123456").status_code for _ in range(20)]

    desk.printer.look()
    desk.printer.look()

    assert answers.count(202) == 1
    assert len(made) == 1


def test_a_letter_waits_for_its_pdf_and_holds_what_was_said_until_then(desk: Desk) -> None:
    desk.visitor.post("/api/web/messages", json={"client_id": "m", "text": "前の言葉"})
    ask(desk)
    assert len(letters_due(desk)) == 1
    confirm(desk, "123456")
    assert letters_due(desk) == []
    seen: list[str] = []

    def draw(messages: Any, at: datetime) -> bytes:
        seen.append(str(messages))
        return b"%PDF-1"

    desk.clock.pass_by(seconds=30)
    desk.visitor.post("/api/web/messages", json={"client_id": "n", "text": "後の言葉"})
    Printer(PrintQueue(desk.api.app.state.services.database), desk.clock, draw).look()

    [text] = letters_due(desk)
    assert "同じ内容をPDFでも添えています" in text
    assert "前の言葉" in seen[0]
    assert "後の言葉" not in seen[0]


def test_a_pdf_that_cannot_be_made_is_left_out_in_words(desk: Desk) -> None:
    def fail(*_: object) -> bytes:
        raise printing.NotPrinted

    ask(desk)
    letters_due(desk)
    confirm(desk, "123456")
    Printer(PrintQueue(desk.api.app.state.services.database), desk.clock, fail).look()

    [text] = letters_due(desk)
    assert "PDFは作れなかったため" in text
    assert desk.files() == []


def test_without_any_printer_the_letter_goes_all_the_same(desk: Desk) -> None:
    ask(desk)
    letters_due(desk)
    confirm(desk, "123456")
    desk.clock.pass_by(minutes=6)
    outbox = desk.api.app.state.services.of(MailOutbox)

    letter = outbox.lease(Way.MAIL, desk.clock.now())

    assert letter is not None
    assert letter.attachments == ()
