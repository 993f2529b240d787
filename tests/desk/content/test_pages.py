"""回答: what each role can do on the pages of the answers, and that a refusal loses nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desk.content import pack
from desk.content.service import Content, Kind
from desk.text.pack import city
from tests.desk.api import Api
from tests.desk.content.conftest import PACK
from tests.desk.content.person import HOME, Person, begun, fields_of


@pytest.fixture
def api(tmp_path: Path) -> Api:
    made = Api(tmp_path)
    pack.write(PACK, tmp_path / "small")
    made.app.state.services.of(Content).import_pack(tmp_path / "small")
    return made


def test_the_list_shows_state_and_review_and_filters(writer: Person) -> None:
    assert "バスの料金" in writer.get().text
    assert "雪の量" not in writer.get(q="バス").text
    assert "雪の量" not in writer.get(state="draft").text
    begun(writer)
    assert "雪の量" in writer.get(state="draft").text
    assert "あてはまる回答はありません" in writer.get(state="due").text


def test_a_consultant_writes_and_a_supervisor_publishes(api: Api, writer: Person, chief: Person) -> None:
    path, fields = begun(writer)
    handed_in = writer.post(path, **{**fields, "body": "雪は月に30cmほど積もります。", "do": "submit"})
    assert "確認をお願いしました" in handed_in.text
    assert "確認して公開する" not in writer.get(path).text

    page = chief.get(path).text
    assert "確認して公開する" in page
    decide = page.partition("確認する</h2>")[2].partition("</section>")[0]
    assert "いまの回答との違いです" in decide
    assert re.search(r"<ins>[^<]*30[^<]*</ins>", decide), decide
    published = chief.post(path, do="approve", revision="2")

    assert "公開しました" in published.text
    assert "雪は月に30cm" in chief.get("/town/snow").text
    shown = api.app.state.services.of(Content).entry("town/snow").published
    assert shown.content["body"] == "雪は月に30cmほど積もります。"


def test_saving_what_was_opened_changes_nothing(api: Api, writer: Person) -> None:
    path, fields = begun(writer, "town/bus")
    writer.post(path, **fields, do="save")

    content = api.app.state.services.of(Content).entry("town/bus").open.content
    # Blank lines around the mark of くわしく mean nothing.
    expected = {**PACK.entries["town/bus"], "body": content["body"]}
    assert re.sub(r"\n+", "\n", content["body"]) == re.sub(r"\n+", "\n", PACK.entries["town/bus"]["body"])
    assert {name: value for name, value in content.items() if value} == {
        name: value for name, value in expected.items() if value
    }


def test_nobody_publishes_their_own_words(chief: Person) -> None:
    path, fields = begun(chief)
    chief.post(path, **{**fields, "do": "submit"})

    refused = chief.post(path, do="approve", revision="2")

    assert refused.status_code == 403
    assert "ほかの人が確認します" in refused.text


def test_a_consultant_does_not_publish_withdraw_or_restore(writer: Person) -> None:
    assert "取り下げる" not in writer.get("/town/snow").text
    assert writer.post("/town/snow", do="withdraw", reason="x").status_code == 403
    assert writer.post("/town/snow", do="restore", number="1").status_code == 403


def test_what_is_missing_is_named_and_what_was_written_stays(writer: Person) -> None:
    path, fields = begun(writer)
    refused = writer.post(path, **{**fields, "title": "", "body": "書きかけの文章です。", "do": "submit"})

    assert refused.status_code == 422
    assert "見出し：この項目を書いてください" in refused.text
    assert "書きかけの文章です。" in refused.text


def test_two_people_see_both_texts(writer: Person, chief: Person) -> None:
    path, fields = begun(writer)
    assert chief.post(path, **{**fields, "body": "高橋の文章です。", "do": "save"}).status_code == 200

    refused = writer.post(path, **{**fields, "body": "佐藤の文章です。", "do": "save"})

    assert refused.status_code == 409
    words = re.sub("<[^>]+>", "", refused.text)
    assert "高橋さんが先に保存しています" in words
    assert "佐藤の文章です。" in words
    assert "高橋の文章です。" in words


def test_a_rejected_text_comes_back_with_words(writer: Person, chief: Person) -> None:
    path, fields = begun(writer)
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
    path, fields = begun(writer)
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


def test_a_second_answer_of_one_title_is_refused_in_the_words_of_the_form(writer: Person) -> None:
    writer.post("/new", topic="town", title="お試し住宅", phrasings="お試し住宅はありますか")

    refused = writer.post("/new", topic="town", title="お試し住宅", phrasings="泊まれるところは")

    assert refused.status_code == 422
    assert "見出し：同じ話題と見出しの回答がもうあります" in refused.text
    assert "泊まれるところは" in refused.text


def test_too_few_ways_of_asking_are_told_with_the_place_to_add_them(writer: Person) -> None:
    begun_page = writer.post("/new", topic="town", title="お試し住宅", phrasings="お試し住宅はありますか")
    path = str(begun_page.url.path).removeprefix(HOME)
    sources = {"source_title_1": "小樽市", "source_url_1": "https://www.city.otaru.lg.jp/docs/1"}
    fields = {**fields_of(begun_page.text), **sources, "body": "1泊から泊まれます。"}

    refused = writer.post(path, **fields, do="submit")

    assert refused.status_code == 422
    assert "質問の言い方：3つ以上要ります。この回答の画面の「質問の言い方」で加えてください。" in refused.text
    # There it is, and a third one is enough.
    answer = path.split("/versions")[0]
    assert "加える言い方" in writer.get(answer).text
    writer.post(answer, do="add", phrasings="一週間だけ住みたい\n泊まれるところは")
    assert writer.post(path, **fields_of(writer.get(path).text), do="submit").status_code == 200


def test_the_first_answer_of_an_area_can_be_begun(api: Api, writer: Person) -> None:
    """A town that begins has answers in few of the areas that its profile names."""
    assert "housing" in city().areas
    assert "housing" not in api.app.state.services.of(Content).topics()
    assert '<option value="housing">住まい</option>' in writer.get("/new").text
    assert 'value="chitchat"' not in writer.get("/new").text
    asked = "空き家はありますか\n古い家を買いたい\n家を探しています"

    assert "書く：空き家" in writer.post("/new", topic="housing", title="空き家", phrasings=asked).text
    assert "話題の中から選んで" in writer.post("/new", topic="nowhere", title="空き家です", phrasings=asked).text


def test_ways_of_asking_wait_for_a_reviewer(writer: Person, chief: Person) -> None:
    writer.post("/town/snow", do="add", phrasings="どれくらい降る？")
    assert "認めるのを待っている" in chief.get("/town/snow").text

    chief.post("/town/snow", do="approve")

    assert "認めるのを待っている" not in chief.get("/town/snow").text


def test_looks_while_writing_keep_nothing(api: Api, writer: Person) -> None:
    path, fields = begun(writer)
    looks = writer.post(path + "/check", **{**fields, "body": "家賃は5万円です。<b>x</b>", "easy": "家賃です。"})

    assert "「5万円」が、いつの金額か" in looks.text
    assert "HTMLは使えません" in looks.text
    assert "読みがなのない漢字" in looks.text
    assert "<b>x</b>" not in looks.text
    assert "5万円" not in api.app.state.services.of(Content).entry("town/snow").open.content["body"]


def test_a_day_of_publication(api: Api, writer: Person, chief: Person) -> None:
    path, fields = begun(writer)
    writer.post(path, **{**fields, "publish_at": "2027-04-01", "do": "submit"})

    assert "2027年4月1日に公開します" in chief.post(path, do="approve", revision="2").text


def test_without_a_token_nothing_is_changed(writer: Person) -> None:
    refused = writer.browser.post(f"{HOME}/town/snow", data={"do": "draft"})

    assert refused.status_code == 403


def test_an_auditor_sees_no_answers(api: Api) -> None:
    auditor = Person(api, "監査", "audit@example.jp", "auditor")

    assert auditor.get().status_code == 403


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


def test_values_are_called_by_their_titles(writer: Person) -> None:
    listed = writer.get("/facts").text
    assert ">市内バスの運賃</a>" in listed
    assert ">bus_fare<" not in listed
    assert "<h1>変わる値：市内バスの運賃</h1>" in writer.get("/facts/bus_fare").text
    assert "市内バスの運賃" in writer.get("/facts?q=運賃").text
    writer.post("/town/bus", do="draft")
    assert "市内バスの運賃</a>（240円） <code>{{ bus_fare }}</code>" in writer.get("/town/bus/versions/2").text


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


NEW_VALUE = {
    "fact_id": "pool_fee",
    "title": "プールの料金",
    "value": "1,200",
    "unit": "円",
    "checked": "2026-11-20",
    "source_title": "プール",
    "source_url": "https://www.example.jp/pool",
}


def test_a_new_value_is_used_once_a_second_person_has_seen_it(api: Api, writer: Person, chief: Person) -> None:
    made = writer.post("/facts/new", **NEW_VALUE)
    assert made.url.path == "/console/answers/facts/pool_fee"
    assert "確認待ち" in made.text
    content = api.app.state.services.of(Content)
    assert content.fact("pool_fee").published is None

    chief.post("/facts/pool_fee", do="approve", revision="1")

    body = content.entry("town/bus").published.content | {"body": "プールは{{ pool_fee }}です。"}
    assert content.preview("town/bus", body)["text"] == "プールは1,200円です。"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"fact_id": "bus_fare"}, "同じ名前の値がもうあります"),
        ({"fact_id": "new"}, "この名前は使えません"),
        ({"fact_id": "プール"}, "直すところがあります"),
        ({"source_url": "www.example.jp/pool"}, "直すところがあります"),
        ({"checked": "きのう"}, "直すところがあります"),
        ({"value": ""}, "直すところがあります"),
        ({"title": ""}, "何の値かを、1行で書いてください"),
    ],
)
def test_a_value_that_cannot_be_added_loses_nothing_that_was_written(
    api: Api, writer: Person, change: dict[str, str], said: str
) -> None:
    refused = writer.post("/facts/new", **(NEW_VALUE | change))

    assert refused.status_code == 422
    assert said in refused.text
    assert 'value="円"' in refused.text
    assert {view.item.key for view in api.app.state.services.of(Content).find_items(Kind.FACT)} == {"bus_fare"}


def test_the_citys_profile_is_shown_with_how_it_is_changed(writer: Person) -> None:
    shown = writer.get("/city").text

    for text in (city().names.centre, city().office.phone, city().colours.primary, city().topics[0].name):
        assert text in shown
    assert "city.yml" in shown
    assert "<form" not in shown.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize(
    "path", ["", "/new", "/facts", "/facts/new", "/off", "/history", "/try", "/models", "/city", "/town/bus"]
)
def test_every_page_opens_for_consultants(writer: Person, path: str) -> None:
    answer = writer.get(path)

    assert answer.status_code == 200
    assert 'aria-current="page">回答<' in answer.text
