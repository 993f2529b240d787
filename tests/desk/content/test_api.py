"""The JSON of the content: who may, what is told where it is refused, and what others fetch."""

import pytest

from desk.content import pack
from desk.content.service import Content
from desk.settings import DEVELOPMENT_TOKEN
from tests.desk.content.conftest import BUS, PACK

BASE = "/api/console/content/entries"
TOKEN = {"authorization": f"Bearer {DEVELOPMENT_TOKEN}"}


@pytest.fixture
def writer(api, tmp_path):
    pack.write(PACK, tmp_path / "pack")
    api.app.state.services.of(Content).import_pack(tmp_path / "pack")
    api.account()
    return api.log_in()


@pytest.fixture
def chief(api, writer):
    api.account("高橋", "chief@example.jp", "supervisor")
    return api.log_in("chief@example.jp")


def test_from_a_draft_to_what_consultants_insert(writer, chief):
    begun = writer.post(f"{BASE}/town/snow/versions", json={}).json()
    at = f"{BASE}/town/snow/versions/{begun['number']}"
    content = begun["content"] | {"body": "少ししか降りません。"}
    saved = writer.put(at, json={"revision": begun["revision"], "content": content}).json()
    assert writer.post(f"{at}/submit", json={}).json()["state"] == "in_review"
    assert writer.post(f"{at}/approve", json={}).status_code == 403

    done = chief.post(f"{at}/approve", json={"revision": saved["revision"]})

    assert done.json()["state"] == "published"
    found = writer.get("/api/console/answers", params={"q": "少し"}).json()["answers"]
    assert [one["label"] for one in found] == ["town/snow"]
    listed = writer.get(BASE, params={"topic": "town", "q": "少し"}).json()["items"]
    assert [(one["key"], one["published"]) for one in listed] == [("town/snow", 2)]
    made = chief.get("/api/console/content/publications").json()["publications"]
    assert (made[0]["number"], made[0]["made_by"]) == (2, "高橋")


def test_the_later_of_two_gets_409_with_the_others_text(writer, chief):
    begun = writer.post(f"{BASE}/town/snow/versions", json={}).json()
    at, revision = f"{BASE}/town/snow/versions/{begun['number']}", begun["revision"]
    chief.put(at, json={"revision": revision, "content": begun["content"] | {"body": "高橋の文。"}})

    late = writer.put(at, json={"revision": revision, "content": begun["content"] | {"body": "佐藤の文。"}})

    assert late.status_code == 409
    error = late.json()["error"]
    assert (error["code"], error["version"]["content"]["body"]) == ("conflict", "高橋の文。")
    assert error["version"]["changed_by"] == "高橋"


def test_a_new_entry_and_why_it_cannot_be_handed_in(writer):
    made = writer.post(BASE, json={"topic": "town", "slug": "tiny", "content": BUS | {"body": "{{ none }}"}})
    assert (made.status_code, made.json()) == (201, {"label": "town/tiny", "version": 1})

    refused = writer.post(f"{BASE}/town/tiny/versions/1/submit", json={})

    assert refused.status_code == 422
    assert [fault["field"] for fault in refused.json()["error"]["faults"]] == ["body"]


def test_phrasings_come_and_go(writer, chief):
    added = writer.post(f"{BASE}/town/snow/phrasings", json={"texts": ["雪かきは大変？"]}).json()
    assert added[-1]["state"] == "proposed"
    assert chief.post(f"{BASE}/town/snow/phrasings/approve").json()[-1]["state"] == "published"

    assert chief.delete(f"{BASE}/town/snow/phrasings/{added[-1]['id']}").status_code == 204
    shown = writer.get(f"{BASE}/town/snow").json()["phrasings"]
    assert "雪かきは大変？" not in [one["text"] for one in shown]
    assert chief.delete(f"{BASE}/town/snow/phrasings/{added[-1]['id']}").status_code == 404


def test_a_fact_is_changed_and_names_what_it_touches(writer, chief):
    shown = writer.get("/api/console/content/facts/bus_fare").json()
    assert shown["used_by"] == ["town/bus"]
    content = shown["fact"]["versions"][0]["content"] | {"value": 260}
    saved = writer.put("/api/console/content/facts/bus_fare", json={"revision": 0, "content": content}).json()
    at = f"/api/console/content/facts/bus_fare/versions/{saved['number']}"
    writer.post(f"{at}/submit", json={})

    assert chief.post(f"{at}/approve", json={}).json()["state"] == "published"

    assert "260円" in writer.get("/api/console/answers", params={"q": "バスの料金"}).json()["answers"][0]["text"]


def test_withdrawn_with_one_click_and_brought_back(writer, chief):
    assert writer.post(f"{BASE}/town/snow/withdraw", json={"reason": "古い"}).status_code == 403
    gone = chief.post(f"{BASE}/town/snow/withdraw", json={"reason": "古い"}).json()
    assert (gone["published"], gone["withdrawn_why"]) == (None, "古い")
    assert chief.post(f"{BASE}/chitchat/distress/withdraw", json={"reason": "古い"}).status_code == 403

    assert chief.post(f"{BASE}/town/snow/restore", json={}).json()["state"] == "published"


def test_the_assistant_is_switched_off_with_a_reason(chief, writer):
    off = {"scope": "all", "on": False, "reason": "点検のため"}
    assert writer.post("/api/console/assistant/switch", json=off).status_code == 403
    assert chief.post("/api/console/assistant/switch", json=off | {"reason": ""}).status_code == 422
    assert chief.post("/api/console/assistant/switch", json=off).json()["off"][0]["reason"] == "点検のため"
    assert writer.get("/api/console/assistant/switch").json()["off"][0]["by"] == "高橋"

    assert chief.post("/api/console/assistant/switch", json={"scope": "all", "on": True}).json() == {"off": []}


def test_other_machines_fetch_what_is_new_with_the_assistants_token(api, writer, chief):
    assert api.http.get("/internal/content").status_code == 401
    first = api.http.get("/internal/content", headers=TOKEN)
    assert "publication.json" in first.json()["files"]
    held = TOKEN | {"if-none-match": first.headers["etag"]}
    assert api.http.get("/internal/content", headers=held).status_code == 304

    chief.post(f"{BASE}/town/snow/withdraw", json={"reason": "古い"})

    newer = api.http.get("/internal/content", headers=held)
    assert newer.status_code == 200
    assert "answers/town/snow.md" not in newer.json()["files"]


def test_nothing_is_there_to_fetch_before_the_first_publication(api):
    assert api.http.get("/internal/content", headers=TOKEN).status_code == 404


def test_the_publication_is_in_the_health(api, writer):
    assert api.http.get("/health/ready").json()["content"] == {"status": "ok", "publication": 1, "newest": 1}
