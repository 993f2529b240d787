"""The invented mails stand in the console as real ones would, and nobody is written to."""

from __future__ import annotations

import sqlalchemy as sa

from desk.channels.mail.drafting import questions
from desk.channels.mail.mailbox_url import mailbox_server
from desk.channels.mail.posting import Posting
from desk.channels.mail.store import MailStore
from desk.channels.mail.tables import mail_drafts
from desk.content.service import Published
from desk.conversation.models import Consultant
from desk.demo import mails
from desk.mail.tables import letters
from tests.desk.api import Api
from tests.desk.conftest import START, FakeClock


def test_one_waits_with_its_answers_one_was_answered_and_two_are_set_aside(api: Api) -> None:
    database = api.app.state.services.database
    owner = Consultant(api.account(), "佐藤")

    mails.add(database, START, owner)

    sato = api.log_in()
    cases = {
        row["case_id"]: sato.get(f"/api/console/cases/{row['case_id']}").json()
        for state in ("queued", "consultant")
        for row in sato.get("/api/console/cases", params={"state": state}).json()["cases"]
    }
    assert len(cases) == 2
    [new] = [key for key, case in cases.items() if len(case["messages"]) == 1]
    [message] = cases[new]["messages"]
    assert message["parts"][0]["subject"] == "移住の相談です"
    assert "青木" in message["parts"][0]["folded"]
    drafts = sato.get(f"/api/console/mail/{new}/drafts").json()["drafts"]
    assert [one["label"] for one in drafts] == [label for label, _, _ in mails.FITTING]
    [other] = [case for key, case in cases.items() if key != new]
    assert [one["author"] for one in other["messages"]][-2:] == ["consultant", "user"]
    assert other["messages"][-1]["parts"][0]["text"].startswith("さっそくありがとうございます")
    page = sato.get("/console/mails").text
    assert "取り分けたメール（2件）" in page
    # A mailbox that is set some day posts none of it.
    posting = Posting(
        MailStore(database), mailbox_server("imaps://iju@mail.example.jp/?address=iju@example.jp"), FakeClock(START)
    )
    assert not posting.post_next()
    with database.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(letters)).scalar_one() == 0


def test_the_answers_that_lie_ready_are_published_and_their_sentences_are_asked(api: Api) -> None:
    published = api.app.state.services.of(Published).entries()

    assert [label for label, _, _ in mails.FITTING if label not in published] == []
    assert [asked for _, asked, _ in mails.FITTING if asked not in questions(mails.WAITING)] == []


def test_before_there_is_an_account_nobody_has_answered(api: Api) -> None:
    database = api.app.state.services.database

    mails.add(database, START, None)

    with database.read() as connection:
        states = connection.execute(sa.select(mail_drafts.c.state).order_by(mail_drafts.c.id)).scalars().all()
    assert states == ["done", "waiting"]
