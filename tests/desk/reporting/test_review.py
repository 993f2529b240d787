"""見直し: what waits for somebody, and from a question or a case to an answer."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from desk.content import pack
from desk.content.service import Actor, Content, Kind
from desk.reporting import review, review_of_answers, review_of_talks
from desk.reporting.answer_figures import AnswerFigures
from desk.reporting.history import InputKind, Outcome, Said, Session
from tests.desk.api import Api
from tests.desk.content.conftest import PACK
from tests.desk.content.person import Person

TODAY = date(2026, 11, 24)


@pytest.fixture
def api(tmp_path: Path) -> Api:
    made = Api(tmp_path)
    pack.write(PACK, tmp_path / "small")
    made.app.state.services.of(Content).import_pack(tmp_path / "small")
    return made


@pytest.fixture
def chief(api: Api) -> Person:
    return Person(api, "高橋", "chief@example.jp", "supervisor")


def test_answers_with_many_noes_are_listed() -> None:
    often = AnswerFigures("town/bus", shown=9, solved=1, unsolved=3)
    seldom = AnswerFigures("town/snow", shown=9, solved=8, unsolved=2)

    found = review_of_talks.unsolved([often, seldom], {"town/bus": "バス", "town/snow": "雪"}, "/console/answers")

    assert [work.what for work in found] == ["バス"]
    assert "いいえ 3件" in found[0].why


def test_answers_that_somebody_called_wrong_are_listed_with_their_words() -> None:
    at = datetime(2026, 11, 24, 1, tzinfo=UTC)
    said = (
        Said(1, "bot", at, "…", shown=("town/bus",)),
        Said(2, "user", at, "この回答間違ってるよ", InputKind.TYPED, Outcome.ASIDE, control="wrong"),
        Said(3, "bot", at, "どこが違いますか？"),
        Said(4, "user", at, "いまは250円です。090-1234-5678", InputKind.TYPED, Outcome.FALLBACK),
        Said(5, "bot", at, "…", shown=("town/snow",)),
        Said(6, "user", at, "ありがとう", InputKind.TYPED, Outcome.ASIDE, control="thanks"),
    )
    found = review_of_talks.said_wrong(
        [Session("c_1", "web", at, said, (), ())], {"town/bus": "バス", "town/snow": "雪"}, "/console/answers"
    )

    (work,) = found
    assert (work.kind, work.what, work.address, work.count) == ("said_wrong", "バス", "/console/answers/town/bus", 1)
    assert "「間違っている」と 1件" in work.why
    assert "いまは250円です" in work.why
    assert "090-1234-5678" not in work.why


def test_days_of_review_and_ends_of_values() -> None:
    entries = [
        {"label": "a/x", "title": "過ぎた", "owner": "課", "review_by": date(2026, 11, 1)},
        {"label": "a/y", "title": "近い", "owner": "課", "review_by": date(2026, 12, 10)},
        {"label": "a/z", "title": "遠い", "owner": "課", "review_by": date(2027, 6, 1)},
    ]
    values = [("fare", {"value": 240, "unit": "円", "valid_until": "2026-11-30"}), ("far", {"value": 1})]

    found = review.ordered(
        [
            *review_of_answers.due(entries, TODAY, "/console/answers"),
            *review_of_answers.facts(values, TODAY, "/console/answers"),
        ]
    )

    assert [work.what for work in found] == ["過ぎた", "近い", "fare（240円）"]
    assert [work.due for work in found] == ["2026-11-01", "2026-12-10", "2026-11-30"]


def test_values_that_two_answers_give_differently_are_listed(api: Api, chief: Person) -> None:
    content, writer = api.app.state.services.of(Content), Actor("a_sato", "佐藤", "consultant")
    for label, amount in (("town/bus", "10"), ("town/snow", "20")):
        draft = content.draft(writer, Kind.ENTRY, label)
        draft = content.save(
            writer, draft, draft.revision, {**draft.content, "body": f"除雪の補助は最大{amount}万円です。"}
        )
        content.submit(writer, Kind.ENTRY, label, draft.number)
        content.approve(Actor("a_chief", "高橋", "supervisor"), Kind.ENTRY, label, draft.number)

    listed = chief.browser.get("/console/review", params={"kind": "conflict"}).text

    assert "除雪の補助" in listed
    assert "「バスの料金」では 最大10万円、「雪の量」では 最大20万円" in listed


def test_texts_and_wordings_that_wait_stand_first(api: Api, chief: Person) -> None:
    writer = Person(api, "佐藤", "sato@example.jp", "consultant")
    writer.post("/town/snow", do="add", phrasings="どれくらい降る？")

    listed = chief.browser.get("/console/review")

    assert listed.status_code == 200
    assert "「どれくらい降る？」" in listed.text
    assert "言い方の確認 1" in listed.text
    assert "どれくらい降る" not in chief.browser.get("/console/review", params={"kind": "due"}).text


def test_a_case_teaches_a_wording_and_begins_an_answer(api: Api, chief: Person) -> None:
    visitor = api.visitor()
    visitor.post("/api/web/messages", json={"client_id": "c1", "text": "屋根の雪は 090-1234-5678 に頼めますか"})
    answer = api.hand_over(visitor.conversation_id)
    case = answer.json()["case_id"]

    page = chief.browser.get(f"/console/cases/{case}/answer")
    assert page.status_code == 200
    assert "090-1234-5678" not in page.text
    assert "屋根の雪は" in page.text

    data = {"csrf": chief.csrf, "text": "屋根の雪は頼めますか", "label": "town/snow"}
    assert "を加えました" in chief.browser.post(f"/console/cases/{case}/answer", data=data).text
    assert "屋根の雪は頼めますか" in [
        one.text for one in api.app.state.services.of(Content).entry("town/snow").phrasings
    ]


def test_a_wording_without_an_answer_is_refused(api: Api, chief: Person) -> None:
    visitor = api.visitor()
    visitor.post("/api/web/messages", json={"client_id": "c1", "text": "雪は？"})
    case = api.hand_over(visitor.conversation_id).json()["case_id"]

    refused = chief.browser.post(f"/console/cases/{case}/answer", data={"csrf": chief.csrf, "text": "雪", "label": ""})

    assert refused.status_code == 422


def test_a_question_that_nobody_knows_is_not_decided_twice(chief: Person) -> None:
    refused = chief.browser.post(f"/console/review/{'0' * 32}", data={"csrf": chief.csrf, "do": "nothing"})

    assert refused.status_code == 409
    assert re.search("もう決まっています", refused.text)
