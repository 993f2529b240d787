"""What consultants see of mails: the case, the answers that fit, how far a reply got, what was set aside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desk.channels.mail import inbound
from desk.channels.mail.channel import MailChannel
from desk.channels.mail.posting import Posting
from desk.channels.mail.reading import read
from desk.channels.mail.tables import mail_drafts
from desk.content.service import Published
from desk.conversation.models import State
from desk.mail.message import Way
from desk.mail.outbox import MailOutbox
from desk.operations import doctor
from desk.settings import Settings
from tests.desk.api import Api
from tests.desk.mail.corpus import mail as corpus
from tests.desk.mail.servers import ADDRESS, letter

IN = f"imaps://iju:geheim-123@mail.otaru.example.jp/INBOX?address={ADDRESS}&tags=1"


@pytest.fixture
def api(tmp_path: Path, database_url: str) -> Iterator[Api]:
    opened = Api(tmp_path / "desk", database_url=database_url, mail_in_url=IN, mail_acknowledge=False)
    yield opened
    opened.app.state.services.database.close()


@pytest.fixture
def sato(api: Api) -> Any:
    api.account()
    return api.log_in()


def arrive(api: Api, raw: bytes) -> inbound.Taken:
    """As the worker takes a mail, without a mailbox."""
    services = api.app.state.services
    mail = services.of(MailChannel)
    assert mail.rules is not None
    with mail.store.write() as tx:
        found = read(raw, mail.rules.server.own)
        now = services.clock.now()
        return inbound.take(mail.store, tx, found, None, mail.rules, services.hours.situation(), now)


def case_of(browser: Any) -> dict[str, Any]:
    [case] = browser.get("/api/console/cases").json()["cases"]
    found: dict[str, Any] = case
    return found


def post(api: Api) -> None:
    services = api.app.state.services
    mail = services.of(MailChannel)
    Posting(mail.store, mail.rules.server, services.clock).post_next()


def test_the_case_shows_subject_and_folded_history_with_contacts_hidden(api: Api, sato: Any) -> None:
    arrive(api, letter("来週うかがえますか。\n\n-- \n山田 hanako@example.com 090-0000-0000"))

    case = case_of(sato)
    found = sato.get(f"/api/console/cases/{case['case_id']}").json()

    assert (case["channel"], case["state"]) == ("mail", "queued")
    [message] = found["messages"]
    assert message["parts"][0]["subject"] == "移住の相談"
    assert message["parts"][0]["text"] == "来週うかがえますか。"
    assert "山田" in message["parts"][0]["folded"]
    assert "hanako@example.com" not in str(found)
    assert "090-0000-0000" not in str(found)


def test_mails_come_after_whoever_sits_there(api: Api, sato: Any) -> None:
    arrive(api, letter())
    assert api.hand_over().status_code == 201

    rows = sato.get("/api/console/cases").json()["cases"]

    assert [row["channel"] for row in rows] == ["web", "mail"]
    assert [row["can_wait"] for row in rows] == [False, True]


def test_one_in_the_chat_stands_first_although_a_mail_came_before(api: Api, sato: Any) -> None:
    arrive(api, letter())

    assert api.hand_over().json()["position"] == 1


def test_how_far_a_reply_got_stands_beside_it(api: Api, sato: Any) -> None:
    arrive(api, letter())
    case_id = case_of(sato)["case_id"]
    body = {"client_id": "r1", "text": "はい、あります", "seen_seq": 1}
    assert sato.post(f"/api/console/cases/{case_id}/messages", json=body).status_code == 202

    def ways() -> dict[str, str]:
        found = sato.get(f"/api/console/cases/{case_id}").json()["messages"]
        return {one["author"]: one["delivery"] for one in found if "delivery" in one}

    # That somebody took the case is said in the conversation, and never mailed.
    assert ways() == {"system": "dropped", "consultant": "ready"}
    post(api)
    outbox, now = api.app.state.services.of(MailOutbox), api.app.state.services.clock.now()
    carried = outbox.lease(Way.MAIL, now)
    assert carried.to == "hanako@example.com"
    outbox.sent(carried, now)
    assert ways()["consultant"] == "accepted"

    ours = f"{carried.key}@otaru.example.jp".encode()
    report = corpus("74_dsn_failed").replace(b"0123456789abcdef0123456789abcdef@otaru.example.jp", ours)
    arrive(api, report)

    assert ways()["consultant"] == "bounced"
    shown = sato.get(f"/api/console/cases/{case_id}").json()["messages"][-1]["parts"][0]
    assert shown["text"].startswith("返信は届きませんでした")


def test_the_answers_that_fit_come_with_their_sources(api: Api, sato: Any) -> None:
    taken = arrive(api, letter())
    label, entry = next(iter(api.app.state.services.of(Published).entries().items()))
    found = [{"label": label, "confidence": 0.9, "question": "犬と住める家はありますか。"}]
    found.append({"label": "gone/withdrawn", "confidence": 0.8, "question": "?"})
    with api.app.state.services.database.write() as connection:
        connection.execute(mail_drafts.update().values(state="done", found=found))
    case_id = case_of(sato)["case_id"]

    answer = sato.get(f"/api/console/mail/{case_id}/drafts")

    assert taken.conversation_id
    [draft] = answer.json()["drafts"]
    assert (draft["label"], draft["title"]) == (label, entry["title"])
    assert draft["sources"]
    assert sato.get("/api/console/mail/none/drafts").status_code == 404
    assert api.http.get(f"/api/console/mail/{case_id}/drafts").status_code == 401


def test_what_was_set_aside_is_decided_once(api: Api, sato: Any) -> None:
    arrive(api, letter("<b>当選</b>しました", sender="spam@example.net", X_Spam_Flag="YES"))
    page = sato.get("/console/mails").text
    assert "迷惑メールの印があるもの" in page
    assert "&lt;b&gt;当選" in page
    assert "spam@example.net" not in page
    [key] = set(re.findall(r'action="/console/mails/(\w+)"', page))

    def press(do: str) -> int:
        fields = {"csrf": sato.headers["x-csrf-token"], "do": do}
        return int(sato.post(f"/console/mails/{key}", data=fields).status_code)

    assert press("else") == 422
    assert press("take") == 200
    assert press("take") == 409
    assert case_of(sato)["channel"] == "mail"
    assert "取り分けたメールはありません" in sato.get("/console/mails").text


def test_an_auditor_may_not_open_it(api: Api) -> None:
    api.account("監査", "audit@example.jp", "auditor")

    assert api.log_in("audit@example.jp").get("/console/mails").status_code == 403


@pytest.mark.parametrize(
    ("url", "smtp", "said"),
    [
        ("imap://iju:geheim-123@mail.example.jp/?address=a@b.jp", "", "読み取れません"),
        ("imaps://iju:geheim-123@mail.example.jp/", "", "読み取れません"),
        (IN, "", "返信できません"),
        (IN.replace("tags=1", "tags=0"), "smtp://127.0.0.1/?from=a@b.jp", "tags=1"),
    ],
)
def test_the_doctor_says_what_is_missing_and_repeats_no_password(url: str, smtp: str, said: str) -> None:
    found = doctor._mail(Settings(_env_file=None, mail_in_url=url, smtp_url=smtp))

    assert said in str(found)
    assert "geheim" not in str(found)


def test_left_to_the_assistant_a_mail_is_closed_since_nobody_there_answers(api: Api, sato: Any) -> None:
    arrive(api, letter("来週うかがえますか。"))
    case = case_of(sato)
    path = f"/api/console/cases/{case['case_id']}"
    sato.post(f"{path}/claim", json={})

    done = sato.post(f"{path}/return", json={"ending": "solved"})

    assert done.json()["state"] == "closed"
    with api.app.state.services.store.read() as tx:
        found = tx.conversation(case["conversation_id"])
    assert found.holder.state is State.CLOSED
    arrive(api, letter("もう一つ質問です。"))
    assert case_of(sato)["state"] == "queued"
