"""Asking a department: a masked question by mail, one link, one answer, no account; what came of it stands in 見直し."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from desk.audit.tables import audit_entries
from desk.contact.masking import mask
from desk.content import pack
from desk.content.service import Content
from desk.mail.tables import letters
from desk.reporting import unanswered_page
from desk.reporting.departments import DAYS_TO_ANSWER
from desk.reporting.tables import department_questions
from desk.reporting.unanswered import Group
from tests.desk.api import Api
from tests.desk.content.conftest import PACK
from tests.desk.content.person import Person


@pytest.fixture
def api(tmp_path: Path) -> Api:
    made = Api(tmp_path)
    pack.write(PACK, tmp_path / "small")
    made.app.state.services.of(Content).import_pack(tmp_path / "small")
    return made


@pytest.fixture
def writer(api: Api) -> Person:
    return Person(api, "佐藤", "sato@example.jp", "consultant")


@pytest.fixture
def group(api: Api, monkeypatch: pytest.MonkeyPatch) -> Group:
    """A question that nobody has answered nor decided about."""
    text, now = "私道の除雪を 090-1234-5678 に頼めますか", api.app.state.services.clock.now()
    whose = api.visitor().conversation_id
    found = Group("a" * 32, mask(text), whose, 1, 0, now, Counter(web=1), (mask(text),), "分かりません")
    monkeypatch.setattr(unanswered_page, "undecided", lambda *_: [found])
    return found


def asked(person: Person, group: Group, **change: str):
    fields = {"department": "建設課", "address": "doboku@example.jp", "remark": "急ぎません", "text": group.exemplar}
    data = {"csrf": person.csrf, **fields, **change}
    return person.browser.post(f"/console/review/{group.id}/ask", data=data)


def letter(api: Api) -> str:
    with api.app.state.services.database.read() as connection:
        [text] = connection.execute(
            sa.select(letters.c.text).where(letters.c.recipient == "doboku@example.jp")
        ).scalars()
    return str(text)


def link(api: Api) -> str:
    found = re.search(r"/ask/[\w-]+", letter(api))
    assert found is not None
    return found[0]


def test_a_department_answers_once_without_an_account(api: Api, writer: Person, group: Group) -> None:
    assert "建設課にメールを送ります" in asked(writer, group).text
    assert "090-1234-5678" not in letter(api)
    address = link(api)

    opened = [api.http.get(address) for _ in range(2)]
    assert {answer.status_code for answer in opened} == {200}
    assert "私道の除雪を" in opened[0].text
    assert "急ぎません" in opened[0].text
    assert (opened[0].headers["cache-control"], opened[0].headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert api.http.post(address, data={"name": "", "answer": "頼めます"}).status_code == 422
    told = api.http.post(address, data={"name": "建設課 田中", "answer": "除雪の係で受け付けます。<b>"})
    assert "答えを受け取りました" in told.text

    for late in (api.http.get(address), api.http.post(address, data={"name": "だれか", "answer": "別の答え"})):
        assert late.status_code == 410
        assert "使えません" in late.text
    listed = writer.browser.get("/console/review", params={"kind": "answered"}).text
    assert "除雪の係で受け付けます。&lt;b&gt;" in listed
    assert "別の答え" not in listed


def test_an_answer_begins_a_draft_and_leaves_the_list(api: Api, writer: Person, group: Group) -> None:
    asked(writer, group)
    api.http.post(link(api), data={"name": "田中", "answer": "除雪の係で受け付けます。"})
    listed = writer.browser.get("/console/review").text
    assert "担当課の答え 1" in listed

    body = {"topic": "town", "title": "私道の除雪", "phrasings": group.exemplar, "body": "除雪の係で受け付けます。"}
    draft = writer.post("/new", **body)
    assert "除雪の係で受け付けます。" in draft.text
    number = re.search(r"/console/review/answered/([0-9a-f]{32})", listed)
    assert number is not None
    writer.browser.post(f"/console/review/answered/{number[1]}", data={"csrf": writer.csrf})

    assert "担当課の答え 0" in writer.browser.get("/console/review").text


def test_a_link_expires(api: Api, writer: Person, group: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(writer, group)
    address, now = link(api), api.app.state.services.clock.now()

    def later() -> datetime:
        return now + timedelta(days=DAYS_TO_ANSWER, seconds=1)

    monkeypatch.setattr(api.app.state.services.clock, "now", later)

    assert api.http.get(address).status_code == 410
    assert api.http.post(address, data={"name": "田中", "answer": "答え"}).status_code == 410


def test_a_guessed_link_says_nothing(api: Api) -> None:
    guessed = api.http.get("/ask/guessed")

    assert (guessed.status_code, "私道" in guessed.text) == (410, False)


@pytest.mark.parametrize(
    "change", [{"address": "nobody"}, {"address": "a@example.jp, b@example.jp"}, {"department": " "}]
)
def test_what_cannot_be_sent_is_said_and_nothing_is_kept(
    api: Api, writer: Person, group: Group, change: dict[str, str]
) -> None:
    assert asked(writer, group, **change).status_code == 422

    with api.app.state.services.database.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(department_questions)).scalar_one() == 0


def test_what_was_asked_and_answered_is_in_the_log(api: Api, writer: Person, group: Group) -> None:
    asked(writer, group)
    api.http.post(link(api), data={"name": "田中", "answer": "答え"})

    with api.app.state.services.database.read() as connection:
        rows = connection.execute(sa.select(audit_entries.c.action, audit_entries.c.account_name))
        acts = {row.action: row.account_name for row in rows}
    assert (acts["ask_department"], acts["answer_department"]) == ("佐藤", "建設課")
