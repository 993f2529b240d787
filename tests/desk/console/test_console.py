from __future__ import annotations

import threading

import pytest

from desk.accounts import service as accounts
from desk.accounts.store import SqlAccountStore
from desk.cases import events as console_events
from desk.cases.change_feed import ChangeFeed
from tests.desk.api import PASSWORD, Api

CHANGES = ["claim", "messages", "notes", "transfer", "return", "close", "typing", "viewing"]


@pytest.fixture
def case_id(api: Api) -> str:
    api.account()
    visitor = api.visitor()
    visitor.post("/api/web/messages", json={"client_id": "c1", "text": "犬と住める家はありますか"})
    api.visitor_of_case = visitor
    return api.hand_over(visitor.conversation_id).json()["case_id"]


def reply(browser, case_id: str, text: str = "こんにちは", client_id: str = "r1", **more):
    return browser.post(f"/api/console/cases/{case_id}/messages", json={"client_id": client_id, "text": text} | more)


def test_the_opening_hours_are_read_as_often_for_five_cases_as_for_one(api: Api, case_id: str) -> None:
    sato, reads = api.log_in(), list[int]()
    calendar = api.app.state.services.calendar

    def counted():
        reads.append(1)
        return calendar()

    def list_of(length: int) -> int:
        reads.clear()
        cases = sato.get("/api/console/cases", params={"state": "queued"}).json()["cases"]
        assert len(cases) == length
        return len(reads)

    api.replace(calendar=counted)
    for_one = list_of(1)
    for _ in range(4):
        api.hand_over(api.visitor().conversation_id)

    assert list_of(5) == for_one == 1


def test_the_whole_work_on_a_case(api: Api, case_id: str) -> None:
    sato = api.log_in()
    [row] = sato.get("/api/console/cases", params={"state": "queued"}).json()["cases"]
    assert (row["case_id"], row["owner"], row["wait_minutes"]) == (case_id, None, 0)

    assert sato.post(f"/api/console/cases/{case_id}/claim").status_code == 200
    assert reply(sato, case_id).status_code == 202
    assert sato.post(f"/api/console/cases/{case_id}/notes", json={"text": "急ぎ"}).status_code == 201
    page = sato.get(f"/api/console/cases/{case_id}").json()
    assert page["case"]["question"] == "犬と住める一軒家を春までに借りられるか知りたい"
    assert [m["author"] for m in page["messages"]] == [
        "bot",
        "user",
        "system",
        "system",
        "consultant",
    ]
    assert page["notes"][0]["text"] == "急ぎ"
    assert sato.post(f"/api/console/cases/{case_id}/return").status_code == 200
    assert sato.get("/api/console/cases", params={"state": "closed"}).json()["cases"][0]["case_id"] == case_id


def test_notes_never_reach_the_migrant(api: Api, case_id: str) -> None:
    sato = api.log_in()
    sato.post(f"/api/console/cases/{case_id}/notes", json={"text": "内緒のメモ"})

    assert "内緒のメモ" not in api.visitor_of_case.get("/api/web/messages").text


def test_fifty_claims_at_once_have_one_winner(api: Api, case_id: str) -> None:
    api.account("鈴木", "suzuki@example.jp")
    browsers = [api.log_in(), api.log_in("suzuki@example.jp")]
    statuses: list[int] = []
    owners: list[str] = []

    def claim(browser) -> None:
        answer = browser.post(f"/api/console/cases/{case_id}/claim")
        statuses.append(answer.status_code)
        if answer.status_code == 200:
            owners.append(answer.json()["owner"])

    threads = [threading.Thread(target=claim, args=(browsers[n % 2],)) for n in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(statuses) == {200, 409}
    assert len(set(owners)) == 1


def test_the_loser_of_a_claim_gets_409_and_the_reason(api: Api, case_id: str) -> None:
    api.account("鈴木", "suzuki@example.jp")
    api.log_in().post(f"/api/console/cases/{case_id}/claim")

    lost = api.log_in("suzuki@example.jp").post(f"/api/console/cases/{case_id}/claim")

    assert (lost.status_code, lost.json()["error"]["code"]) == (409, "claimed_by_other")


def test_a_newer_message_must_be_confirmed(api: Api, case_id: str) -> None:
    sato = api.log_in()
    sato.post(f"/api/console/cases/{case_id}/claim")
    api.visitor_of_case.post("/api/web/messages", json={"client_id": "c2", "text": "追加です"})

    refused = reply(sato, case_id, seen_seq=3)
    sent = reply(sato, case_id, seen_seq=3, confirm=True)

    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "newer_messages")
    assert sent.status_code == 202


def test_the_sign_of_typing_ends_with_the_message(api: Api, case_id: str) -> None:
    sato, visitor = api.log_in(), api.visitor_of_case
    sato.post(f"/api/console/cases/{case_id}/claim")
    sato.post(f"/api/console/cases/{case_id}/typing")
    assert visitor.get("/api/web/messages").json()["state"]["typing"] == "consultant"

    reply(sato, case_id)

    assert visitor.get("/api/web/messages").json()["state"]["typing"] is None


def test_a_cry_for_help_stands_on_top(api: Api, case_id: str) -> None:
    urgent = api.hand_over(reason="distress").json()["case_id"]

    rows = api.log_in().get("/api/console/cases").json()["cases"]

    assert [row["case_id"] for row in rows] == [urgent, case_id]
    assert rows[0]["flags"] == ["distress"]


@pytest.mark.parametrize("words", ["一軒", "犬と住める", "OT-1124", "急ぎ"])
def test_search_finds_short_japanese_words(api: Api, case_id: str, words: str) -> None:
    sato = api.log_in()
    sato.post(f"/api/console/cases/{case_id}/notes", json={"text": "急ぎ"})

    assert [c["case_id"] for c in sato.get("/api/console/search", params={"q": words}).json()["cases"]] == [case_id]


def test_a_search_tells_where_the_words_were_found(api: Api, case_id: str) -> None:
    sato = api.log_in()
    sato.post(f"/api/console/cases/{case_id}/notes", json={"text": "雪かきの件は担当課へ"})

    answer = sato.get("/api/console/search", params={"q": "雪", "until": "2026-11-24"}).json()

    assert [hit["part"] for hit in answer["cases"][0]["hits"]] == ["内部メモ"]
    assert answer["cases"][0]["hits"][0]["excerpt"][0] == {"text": "雪", "hit": True}
    assert (answer["cases"][0]["hit_count"], answer["more"]) == (1, False)
    for narrower in ({"until": "2026-11-23"}, {"channel": "line"}, {"state": "closed"}):
        assert sato.get("/api/console/search", params={"q": "雪", **narrower}).json()["cases"] == []


def test_an_auditor_cannot_search_what_was_said(api: Api, case_id: str) -> None:
    api.account("監査", "audit@example.jp", "auditor")

    answer = api.log_in("audit@example.jp").get("/api/console/search", params={"q": "犬"})

    assert (answer.status_code, "cases" in answer.json()) == (403, False)


def test_approved_answers_can_be_inserted_with_their_source(api: Api, case_id: str) -> None:
    found = api.log_in().get("/api/console/answers", params={"q": "タイミー"}).json()["answers"]

    assert found[0]["label"] == "jobs/spot_work"
    assert found[0]["sources"][0]["url"].startswith("https://")


class TestDoors:
    @pytest.mark.parametrize("path", ["", "/k_x", "?state=queued"])
    def test_nothing_is_shown_without_a_session(self, api: Api, path: str) -> None:
        assert api.http.get(f"/api/console/cases{path}").status_code == 401

    @pytest.mark.parametrize("change", CHANGES)
    def test_no_change_without_a_session(self, api: Api, case_id: str, change: str) -> None:
        assert api.http.post(f"/api/console/cases/{case_id}/{change}", json={}).status_code == 401

    @pytest.mark.parametrize("change", CHANGES)
    @pytest.mark.parametrize("token", ["", "made-up"])
    def test_no_change_without_the_csrf_token(self, api: Api, case_id: str, change: str, token: str) -> None:
        sato = api.log_in()
        sato.headers["x-csrf-token"] = token

        assert sato.post(f"/api/console/cases/{case_id}/{change}", json={}).status_code == 403

    def test_the_cookie_is_closed_to_scripts_and_other_sites(self, api: Api) -> None:
        api.account()
        answer = api.http.post("/api/console/login", json={"email": "sato@example.jp", "password": PASSWORD})

        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie

    def test_wrong_and_unknown_logins_look_the_same(self, api: Api) -> None:
        api.account()
        answers = [
            api.http.post("/api/console/login", json={"email": email, "password": "wrong"})
            for email in ("sato@example.jp", "nobody@example.jp")
        ]

        assert [a.status_code for a in answers] == [401, 401]
        assert answers[0].json() == answers[1].json()

    def test_guessing_is_held_back(self, api: Api) -> None:
        api.account()
        guesses = [
            api.http.post("/api/console/login", json={"email": "sato@example.jp", "password": f"wrong-{n}"})
            for n in range(6)
        ]
        right = api.http.post("/api/console/login", json={"email": "sato@example.jp", "password": PASSWORD})

        assert guesses[-1].status_code == 429
        assert right.status_code == 429

    def test_logging_out_ends_the_session(self, api: Api) -> None:
        api.account()
        sato = api.log_in()
        cookie = sato.cookies["hitohata_session"]
        sato.post("/api/console/logout")

        sato.cookies.set("hitohata_session", cookie)
        assert sato.get("/api/console/session").status_code == 401

    def test_an_auditor_reads_the_log_and_no_conversation(self, api: Api, case_id: str) -> None:
        api.account("監査", "audit@example.jp", "auditor")
        auditor = api.log_in("audit@example.jp")

        assert auditor.get("/console/audit").status_code == 200
        assert auditor.get(f"/api/console/cases/{case_id}").status_code == 403
        assert auditor.get("/api/console/search", params={"q": "犬"}).status_code == 403
        assert auditor.post(f"/api/console/cases/{case_id}/claim").status_code == 403

    def test_an_unknown_case_is_404(self, api: Api) -> None:
        api.account()

        assert api.log_in().get("/api/console/cases/k_made_up").status_code == 404
        assert api.log_in().post("/api/console/cases/k_made_up/claim").status_code == 404

    def test_only_the_owner_returns_a_case(self, api: Api, case_id: str) -> None:
        api.account("鈴木", "suzuki@example.jp")
        api.log_in().post(f"/api/console/cases/{case_id}/claim")

        assert api.log_in("suzuki@example.jp").post(f"/api/console/cases/{case_id}/return").status_code == 403


class TestStreamEnds:
    """An event stream outlives its request's check of the session: it must look again by itself."""

    @pytest.mark.parametrize("way", ["log_out", "close_account"])
    async def test_with_the_session(self, api: Api, way: str) -> None:
        account_id = api.account()
        sato = api.log_in()
        token = sato.cookies["hitohata_session"]
        desk = api.app.state.services
        people = desk.of(SqlAccountStore)
        current = accounts.session(people, token, desk.clock.now())
        api.replace(look_seconds=0.05)

        class Request:
            async def is_disconnected(self) -> bool:
                return False

        feed = ChangeFeed(dict, lambda before, after: [])
        answer = await console_events.events(Request(), current, desk, people, feed, token)
        frames = answer.body_iterator
        assert "retry" in await anext(frames)
        if way == "log_out":
            sato.post("/api/console/logout")
        else:
            people.change(account_id, is_active=False)

        rest = [frame async for frame in frames]
        assert rest == []
