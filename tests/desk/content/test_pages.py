"""回答: what each role can do on the pages of the answers, and that a refusal loses nothing."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest

from desk.content import pack
from desk.content.replay import Replay
from desk.content.service import Content
from desk.content.training import Trainings
from desk.content.try_page import Understanding
from desk.conversation.turn_runner import AssistantFailed
from desk.conversation_sql import exclusions
from desk.conversation_sql import tables as t
from desk.text.pack import city
from tests.desk.api import Api
from tests.desk.content.conftest import CHIEF, PACK

HOME = "/console/answers"


class Person:
    """A browser of the office that posts forms as a page does."""

    def __init__(self, api: Api, name: str, email: str, role: str) -> None:
        api.account(name, email, role)
        self.browser = api.log_in(email)
        self.csrf = self.browser.headers.pop("x-csrf-token")

    def get(self, path: str = "", **query: str):
        return self.browser.get(HOME + path, params=query)

    def post(self, path: str, **fields: str):
        return self.browser.post(HOME + path, data={"csrf": self.csrf, **fields})


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
def chief(api: Api) -> Person:
    return Person(api, "高橋", "chief@example.jp", "supervisor")


def _begun(person: Person, label: str = "town/snow") -> tuple[str, dict[str, str]]:
    """The path of a new draft, and the fields of its editor as the page shows them."""
    answer = person.post(f"/{label}", do="draft")
    assert answer.status_code == 200, answer.text
    path = str(answer.url.path).removeprefix(HOME)
    return path, _fields(answer.text)


def _fields(page: str) -> dict[str, str]:
    import html

    form = page.split('class="broad" data-answer')[1].split("</form>")[0]
    found = {
        m[1]: html.unescape(m[2]) for m in re.finditer(r'<input[^>]*name="([a-z_0-9]+)"[^>]*value="([^"]*)"', form)
    }
    found |= {
        m[1]: html.unescape(m[2])
        for m in re.finditer(r'<textarea[^>]*name="([a-z_0-9]+)"[^>]*>(.*?)</textarea>', form, re.S)
    }
    selects = re.finditer(r'<select name="([a-z_0-9]+)">(.*?)</select>', form, re.S)
    chosen = {m[1]: re.search(r'value="([^"]*)" selected', m[2]) for m in selects}
    return {name: text for name, text in found.items() if name != "csrf"} | {
        name: match[1] for name, match in chosen.items() if match
    }


def test_the_list_shows_state_and_review_and_filters(writer: Person) -> None:
    assert "バスの料金" in writer.get().text
    assert "雪の量" not in writer.get(q="バス").text
    assert "雪の量" not in writer.get(state="draft").text
    _begun(writer)
    assert "雪の量" in writer.get(state="draft").text
    assert "あてはまる回答はありません" in writer.get(state="due").text


def test_a_consultant_writes_and_a_supervisor_publishes(api: Api, writer: Person, chief: Person) -> None:
    path, fields = _begun(writer)
    handed_in = writer.post(path, **{**fields, "body": "雪は月に30cmほど積もります。", "do": "submit"})
    assert "確認をお願いしました" in handed_in.text
    assert "確認して公開する" not in writer.get(path).text

    page = chief.get(path).text
    assert "確認して公開する" in page
    assert "いまの回答との違いを見る" in page
    published = chief.post(path, do="approve", revision="2")

    assert "公開しました" in published.text
    assert "雪は月に30cm" in chief.get("/town/snow").text
    shown = api.app.state.services.of(Content).entry("town/snow").published
    assert shown.content["body"] == "雪は月に30cmほど積もります。"


def test_saving_what_was_opened_changes_nothing(api: Api, writer: Person) -> None:
    path, fields = _begun(writer, "town/bus")
    writer.post(path, **fields, do="save")

    content = api.app.state.services.of(Content).entry("town/bus").open.content
    # Blank lines around the mark of くわしく mean nothing.
    expected = {**PACK.entries["town/bus"], "body": content["body"]}
    assert re.sub(r"\n+", "\n", content["body"]) == re.sub(r"\n+", "\n", PACK.entries["town/bus"]["body"])
    assert {name: value for name, value in content.items() if value} == {
        name: value for name, value in expected.items() if value
    }


def test_nobody_publishes_their_own_words(chief: Person) -> None:
    path, fields = _begun(chief)
    chief.post(path, **{**fields, "do": "submit"})

    refused = chief.post(path, do="approve", revision="2")

    assert refused.status_code == 403
    assert "ほかの人が確認します" in refused.text


def test_a_consultant_does_not_publish_withdraw_or_restore(writer: Person) -> None:
    assert "取り下げる" not in writer.get("/town/snow").text
    assert writer.post("/town/snow", do="withdraw", reason="x").status_code == 403
    assert writer.post("/town/snow", do="restore", number="1").status_code == 403


def test_what_is_missing_is_named_and_what_was_written_stays(writer: Person) -> None:
    path, fields = _begun(writer)
    refused = writer.post(path, **{**fields, "title": "", "body": "書きかけの文章です。", "do": "submit"})

    assert refused.status_code == 422
    assert "見出し：この項目を書いてください" in refused.text
    assert "書きかけの文章です。" in refused.text


def test_two_people_see_both_texts(writer: Person, chief: Person) -> None:
    path, fields = _begun(writer)
    assert chief.post(path, **{**fields, "body": "高橋の文章です。", "do": "save"}).status_code == 200

    refused = writer.post(path, **{**fields, "body": "佐藤の文章です。", "do": "save"})

    assert refused.status_code == 409
    words = re.sub("<[^>]+>", "", refused.text)
    assert "高橋さんが先に保存しています" in words
    assert "佐藤の文章です。" in words
    assert "高橋の文章です。" in words


def test_a_rejected_text_comes_back_with_words(writer: Person, chief: Person) -> None:
    path, fields = _begun(writer)
    writer.post(path, **{**fields, "do": "submit"})
    chief.post(path, do="reject", words="出典の日付を確かめてください")

    assert "出典の日付を確かめてください" in writer.get(path).text


def test_withdrawn_with_a_reason_and_brought_back(api: Api, chief: Person) -> None:
    assert chief.post("/town/snow", do="withdraw", reason="", until="").status_code == 422
    gone = chief.post("/town/snow", do="withdraw", reason="金額を確かめています", until="today")
    assert "取り下げ中です" in gone.text
    assert "金額を確かめています" in gone.text
    assert api.app.state.services.of(Content).entry("town/snow").published is None

    chief.post("/town/snow", do="restore")

    assert api.app.state.services.of(Content).entry("town/snow").published is not None


def test_words_of_danger_are_not_withdrawn(chief: Person) -> None:
    assert "取り下げることはできません" in chief.get("/chitchat/distress").text
    assert chief.post("/chitchat/distress", do="withdraw", reason="x").status_code == 403


def test_versions_side_by_side_and_an_older_one_again(api: Api, writer: Person, chief: Person) -> None:
    path, fields = _begun(writer)
    writer.post(path, **{**fields, "body": "ほとんど降りません。", "do": "submit"})
    chief.post(path, do="approve", revision="2")

    compared = writer.get("/town/snow/compare", a="1", b="2").text
    assert "<del>" in compared
    assert "<ins>" in compared
    chief.post("/town/snow", do="restore", number="1")

    assert api.app.state.services.of(Content).entry("town/snow").published.number == 1


def test_a_new_answer_with_its_ways_of_asking(api: Api, writer: Person) -> None:
    asked = "お試し住宅はありますか\n一週間だけ住みたい\n泊まれるところは"
    begun = writer.post("/new", topic="town", title="お試し住宅", phrasings=asked)

    assert "書く：お試し住宅" in begun.text
    view = api.app.state.services.of(Content).entry(str(begun.url.path).split("/versions")[0].removeprefix(f"{HOME}/"))
    assert [one.text for one in view.phrasings] == asked.splitlines()


def test_ways_of_asking_wait_for_a_reviewer(writer: Person, chief: Person) -> None:
    writer.post("/town/snow", do="add", phrasings="どれくらい降る？")
    assert "認めるのを待っている" in chief.get("/town/snow").text

    chief.post("/town/snow", do="approve")

    assert "認めるのを待っている" not in chief.get("/town/snow").text


def test_looks_while_writing_keep_nothing(api: Api, writer: Person) -> None:
    path, fields = _begun(writer)
    looks = writer.post(path + "/check", **{**fields, "body": "家賃は5万円です。<b>x</b>", "easy": "家賃です。"})

    assert "「5万円」が、いつの金額か" in looks.text
    assert "HTMLは使えません" in looks.text
    assert "読みがなのない漢字" in looks.text
    assert "<b>x</b>" not in looks.text
    assert "5万円" not in api.app.state.services.of(Content).entry("town/snow").open.content["body"]


def test_a_day_of_publication(api: Api, writer: Person, chief: Person) -> None:
    path, fields = _begun(writer)
    writer.post(path, **{**fields, "publish_at": "2027-04-01", "do": "submit"})

    assert "2027年4月1日に公開します" in chief.post(path, do="approve", revision="2").text


def test_without_a_token_nothing_is_changed(writer: Person) -> None:
    refused = writer.browser.post(f"{HOME}/town/snow", data={"do": "draft"})

    assert refused.status_code == 403


def test_an_auditor_sees_no_answers(api: Api) -> None:
    auditor = Person(api, "監査", "audit@example.jp", "auditor")

    assert auditor.get().status_code == 403


def test_what_people_really_asked_is_shown_where_its_answer_changes_and_only_as_long_as_it_is_there(
    api: Api, writer: Person
) -> None:
    asked = _asked(api, "道の雪はだれが片付けますか。電話は090-1234-5678です")
    _asked(api, "もう消えたい", danger={"kind": "distress"})
    stopped = _asked(api, "止めた人の質問")
    database = api.app.state.services.database
    with database.write() as connection:
        exclusions.restrict(
            connection, stopped, exclusions.STOP, "本人の求め", "佐藤", api.app.state.services.clock.now()
        )
    number = _waiting(api)

    shown = writer.get(f"/models/{number}").text
    assert "実際に聞かれた質問：7件のうち 1件" in shown
    assert "道の雪はだれが片付けますか。" in shown
    assert "090-1234" not in shown
    model = api.app.state.services.of(Trainings).model(number)
    assert "道の雪" not in str(model)
    assert asked not in str(model)
    job = api.app.state.services.of(Replay).questions(api.app.state.services.clock.now())
    assert [text for text in job.values() if "止めた" in text or "消えたい" in text] == []

    with database.write() as connection:
        connection.execute(t.messages.delete().where(t.messages.c.conversation_id == asked))
    shown = writer.get(f"/models/{number}").text
    assert "道の雪" not in shown
    assert "7件のうち 1件" in shown


@pytest.mark.parametrize("path", ["/town/nothing", "/town/snow/versions/99", "/town/snow/compare?a=1&b=9"])
def test_what_is_not_there_is_not_found(writer: Person, path: str) -> None:
    assert writer.get(path).status_code == 404


def test_off_with_a_reason_and_an_end_and_on_again(api: Api, writer: Person, chief: Person) -> None:
    assert writer.post("/off", scope="topic", name="town", reason="x").status_code == 403
    assert chief.post("/off", scope="topic", name="town", reason="").status_code == 422

    stopped = chief.post("/off", scope="topic", name="town", reason="条例が変わりました", until="hour")
    assert "条例が変わりました" in stopped.text
    [switch] = api.app.state.services.of(Content).switches()
    assert switch.until is not None

    chief.post("/off", scope="topic", name="town", on="yes")
    assert api.app.state.services.of(Content).switches() == []


def test_a_value_is_changed_in_one_place_by_two_people(api: Api, writer: Person, chief: Person) -> None:
    page = writer.get("/facts/bus_fare").text
    assert "バスの料金" in page
    fields = {m[1]: m[2] for m in re.finditer(r'<input[^>]*name="([a-z_]+)"[^>]*value="([^"]*)"', page)}
    fields = {name: text for name, text in fields.items() if name != "csrf"}

    handed_in = writer.post("/facts/bus_fare", **{**fields, "value": "260", "do": "save"})
    assert "確認をお願いしました" in handed_in.text
    assert "確認して公開する" not in handed_in.text
    chief.post("/facts/bus_fare", do="approve", revision="2")

    content = api.app.state.services.of(Content)
    assert content.fact("bus_fare").published.content["value"] == 260
    assert "260円" in content.preview("town/bus", content.entry("town/bus").published.content)["text"]


def test_a_value_that_somebody_else_saved_is_not_overwritten(writer: Person, chief: Person) -> None:
    page = writer.get("/facts/bus_fare").text
    fields = {m[1]: m[2] for m in re.finditer(r'<input[^>]*name="([a-z_]+)"[^>]*value="([^"]*)"', page)} | {
        "do": "save"
    }
    fields.pop("csrf")
    chief.post("/facts/bus_fare", **{**fields, "value": "250"})
    stale = {**fields, "value": "270", "revision": "1"}

    refused = writer.post("/facts/bus_fare", **stale)

    assert refused.status_code == 409
    assert 'value="270"' in refused.text


@pytest.fixture
def understood(api: Api) -> dict[str, object]:
    """What the assistant understands of whatever it is asked; tests change it."""
    found: dict[str, object] = {"outcome": "answer", "label": "town/bus", "confidence": 0.9, "candidates": []}

    async def ask(message_id: str, text: str, after: str) -> dict[str, object]:
        found["after"] = after
        if found.get("away"):
            raise AssistantFailed("away")
        return found

    api.replace_part(Understanding, Understanding(ask))
    return found


def test_a_question_is_tried_beside_the_draft(writer: Person, understood: dict[str, object]) -> None:
    path, fields = _begun(writer, "town/bus")
    writer.post(path, **{**fields, "body": "新しい文章です。", "do": "save"})
    understood["candidates"] = [{"label": "town/snow", "confidence": 0.25}]

    tried = writer.post("/try", text="バスはいくら").text

    assert "この回答で答えます：バスの料金" in tried
    assert "240円" in tried
    assert "新しい文章です。" in tried
    assert "25%" in tried


def test_a_question_is_tried_after_an_answer(writer: Person, understood: dict[str, object]) -> None:
    tried = writer.post("/try", text="いくらですか", after="town/snow")

    assert understood["after"] == "town/snow"
    assert re.search(r'value="town/snow"\s+selected', tried.text)
    writer.post("/try", text="いくらですか", after="<script>")
    assert understood["after"] == ""


def test_an_assistant_that_is_away_is_named(writer: Person, understood: dict[str, object]) -> None:
    understood["away"] = True

    refused = writer.post("/try", text="バスはいくら")

    assert refused.status_code == 503
    assert "自動応答が動いていないか" in refused.text
    assert 'value="バスはいくら"' in refused.text


def test_saved_trials_tell_what_no_longer_holds(writer: Person, understood: dict[str, object]) -> None:
    writer.post("/try", do="save", text="バスはいくら", expected="town/bus")
    writer.post("/try", do="save", text="雪は降りますか", expected="town/snow")

    judged = writer.post("/try", do="all").text

    assert "2件のうち 1件" in judged
    assert "× バスの料金" in judged
    number = re.search(r'name="number" value="(\d+)"', judged)
    assert number is not None
    assert "バスはいくら" not in writer.post("/try", do="drop", number=number[1]).text


def test_what_is_tried_keeps_no_personal_details(writer: Person, understood: dict[str, object]) -> None:
    kept = writer.post("/try", do="save", text="090-1234-5678 に電話して", expected="town/bus")

    assert "090-1234-5678" not in kept.text


def test_the_citys_profile_is_shown_with_how_it_is_changed(writer: Person) -> None:
    shown = writer.get("/city").text

    for text in (city().names.centre, city().office.phone, city().colours.primary, city().topics[0].name):
        assert text in shown
    assert "city.yml" in shown
    assert "<form" not in shown.split("<main")[1].split("</main>")[0]


def _real_change(api: Api, job: dict[str, Any]) -> dict[str, Any]:
    """What changes for the question that somebody asked an hour ago; without one, for a talk that is gone."""
    ref = next(iter(job["replay"]), "0" * 24)
    return {"ref": ref, "old": "town/snow", "new": "town/bus", "meant": False}


def _asked(api: Api, text: str, **understanding: object) -> str:
    """Let somebody ask the assistant; returns the conversation."""
    visitor = api.visitor()
    visitor.post("/api/web/messages", json={"client_id": "c1", "text": text})
    with api.app.state.services.database.write() as connection:
        mine = (t.messages.c.conversation_id == visitor.conversation_id, t.messages.c.author == "user")
        understood = {"outcome": "answer", "label": "town/snow", **understanding}
        connection.execute(t.messages.update().where(*mine).values(understanding=understood))
    return str(visitor.conversation_id)


def _waiting(api: Api) -> int:
    """A model that waits for a person: one answer changes that nobody meant, one trial fails."""
    api.app.state.services.of(Content).add_phrasings(CHIEF, "town/snow", ["雪かきは大変？"])
    trainings = api.app.state.services.of(Trainings)
    job = trainings.lease("c0de" * 4)
    trainings.folder.mkdir(parents=True, exist_ok=True)
    (trainings.folder / "m.tar.gz").write_bytes(b"model")
    sides = {"cries": 50, "accuracy": 0.9, "answered_wrong": 0.02}
    figures = {
        "old": sides,
        "new": sides,
        "missed": [],
        "changes": [{"text": "除雪の費用は", "old": "town/snow", "new": "clarify", "meant": False}],
        "trials": {"asked": 2, "failed": [{"text": "冬の道は", "expected": "town/snow", "got": "town/bus"}]},
        "replay": {"asked": 7, "changes": [_real_change(api, job)]},
    }
    trainings.done(job["id"], job["lease"], "m.tar.gz", hashlib.sha256(b"model").hexdigest(), figures)
    return int(job["id"])


def test_a_model_that_waits_is_shown_with_what_it_changes_and_decided_by_a_supervisor(
    api: Api, writer: Person, chief: Person
) -> None:
    number = _waiting(api)
    assert "確認を待っています" in writer.get("/models").text

    shown = writer.get(f"/models/{number}").text
    assert "<td>雪の量</td><td>（聞き返す）</td>" in shown
    assert "2件のうち 1件が思ったとおり" in shown
    assert "これを使う" not in shown
    assert writer.post(f"/models/{number}", do="accept").status_code == 403
    assert "これを使う" in chief.get(f"/models/{number}").text

    used = chief.post(f"/models/{number}", do="accept")

    assert "使うことにしました" in used.text
    assert api.app.state.services.of(Trainings).serving().id == number
    assert chief.post(f"/models/{number}", do="refuse").status_code == 409
    assert chief.get("/models/99").status_code == 404
    assert writer.post("/models", do="shipped").status_code == 403
    assert "はじめの状態に戻しました" in chief.post("/models", do="shipped").text
    assert api.app.state.services.of(Trainings).serving() is None
    assert "この学習の結果に戻す" in chief.get(f"/models/{number}").text


@pytest.mark.parametrize("path", ["", "/new", "/facts", "/off", "/history", "/try", "/models", "/city", "/town/bus"])
def test_every_page_opens_for_consultants(writer: Person, path: str) -> None:
    answer = writer.get(path)

    assert answer.status_code == 200
    assert 'aria-current="page">回答<' in answer.text
