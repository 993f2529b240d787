"""What must be read, how a case ends, who is muted, and what of a case is corrected."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from desk.conversation_sql import tables as t
from tests.desk.api import Api


@pytest.fixture
def case_id(api: Api) -> str:
    api.account()
    api.migrant = api.visitor()
    found: str = api.hand_over(api.migrant.conversation_id).json()["case_id"]
    return found


def say(api: Api, words: str | None = None, choice: str | None = None) -> None:
    api.said = getattr(api, "said", 0) + 1
    body = {"client_id": f"c{api.said}"} | ({"text": words} if words else {"choice": choice})
    answer = api.migrant.post("/api/web/messages", json=body)
    assert answer.status_code == 202, answer.text


def act(browser, case_id: str, action: str, **body: object):
    return browser.post(f"/api/console/cases/{case_id}/{action}", json=body)


def only_row(browser) -> dict:
    [row] = browser.get("/api/console/cases").json()["cases"]
    return row


def reply(browser, case_id: str, words: str) -> None:
    body = {"client_id": "r1", "text": words}
    assert browser.post(f"/api/console/cases/{case_id}/messages", json=body).status_code == 202


class TestWhatMustBeRead:
    def test_taps_are_no_words(self, api: Api, case_id: str) -> None:
        sato = api.log_in()
        act(sato, case_id, "claim")
        say(api, "犬は飼えますか")
        say(api, choice="ask_person")

        row = only_row(sato)

        assert row["unread"] == 1
        assert row["last_message"] == "犬は飼えますか"

    def test_what_the_bot_answered_needs_no_person_but_who_asked_waits(self, api: Api, case_id: str) -> None:
        say(api, "雪は多いですか")
        say(api, "人と話したい")
        for words, understood in {
            "雪は多いですか": {"outcome": "answer", "label": "life/snow"},
            "人と話したい": {"outcome": "handoff", "label": "handoff/human_agent"},
        }.items():
            understand(api, words, understood)

        row = only_row(api.log_in())

        assert row["unread"] == 0
        assert row["waits_since"] is not None
        assert row["last_message"] == "雪は多いですか"

    def test_a_reply_ends_the_wait(self, api: Api, case_id: str) -> None:
        sato = api.log_in()
        say(api, "犬は飼えますか")
        reply(sato, case_id, "飼えます。")

        row = only_row(sato)

        assert (row["unread"], row["waits_since"]) == (0, None)


def understand(api: Api, words: str, understood: dict) -> None:
    """Note what the assistant made of a message, as a turn does."""
    m = t.messages
    with api.app.state.services.database.write() as connection:
        [seq] = [
            row.seq
            for row in connection.execute(sa.select(m).where(m.c.author == "user"))
            if row.parts[0]["text"] == words
        ]
        connection.execute(m.update().where(m.c.seq == seq, m.c.author == "user").values(understanding=understood))


def test_who_comes_second_reads_whose_it_is(api: Api, case_id: str) -> None:
    api.account("鈴木 一郎", "suzuki@example.jp")
    act(api.log_in("suzuki@example.jp"), case_id, "claim")

    refused = act(api.log_in(), case_id, "claim")

    assert refused.status_code == 409
    assert refused.json()["error"]["message"] == "鈴木 一郎さんが先に担当しました。"


class TestClosing:
    def test_it_keeps_how_it_ended_and_can_say_nothing(self, api: Api, case_id: str) -> None:
        sato = api.log_in()
        act(sato, case_id, "claim")
        before = len(api.migrant.get("/api/web/messages").json()["messages"])

        assert act(sato, case_id, "close", ending="nuisance", silent=True).status_code == 200

        assert len(api.migrant.get("/api/web/messages").json()["messages"]) == before
        assert ended(api) == {"ending": "nuisance", "silent": True}

    def test_thanks_are_said_otherwise(self, api: Api, case_id: str) -> None:
        sato = api.log_in()
        act(sato, case_id, "claim")
        act(sato, case_id, "close", ending="solved")

        assert "終了しました" in str(api.migrant.get("/api/web/messages").json()["messages"][-1])
        assert ended(api) == {"ending": "solved", "silent": False}

    def test_it_may_be_left_open_how_it_ended(self, api: Api, case_id: str) -> None:
        sato = api.log_in()
        act(sato, case_id, "claim")

        assert sato.post(f"/api/console/cases/{case_id}/close").status_code == 200

    def test_an_ending_nobody_knows_is_refused(self, api: Api, case_id: str) -> None:
        sato = api.log_in()
        act(sato, case_id, "claim")

        assert act(sato, case_id, "close", ending="bored").status_code == 422


def ended(api: Api) -> dict:
    with api.app.state.services.database.read() as connection:
        query = sa.select(t.events.c.detail).where(t.events.c.kind == "close")
        found: dict = connection.execute(query).scalar_one()
    return found


class TestMuting:
    def test_who_is_muted_leaves_messages_and_calls_nobody(self, api: Api, case_id: str) -> None:
        sato = api.log_in()
        assert act(sato, case_id, "mute", days=1).status_code == 200
        act(sato, case_id, "close", ending="nuisance", silent=True)

        again = api.hand_over(api.migrant.conversation_id).json()

        assert again["state"] == "message_left"
        row = only_row(sato)
        assert row["state"] == "message_left"
        assert row["muted_until"] is not None

    def test_words_of_danger_call_all_the_same(self, api: Api, case_id: str) -> None:
        sato = api.log_in()
        act(sato, case_id, "mute", days=1)
        act(sato, case_id, "close", ending="nuisance", silent=True)

        again = api.hand_over(api.migrant.conversation_id, reason="distress").json()

        assert again["state"] == "queued"

    def test_it_is_taken_back_and_written_down(self, api: Api, case_id: str) -> None:
        sato = api.log_in()
        act(sato, case_id, "mute", days=31)
        act(sato, case_id, "unmute")
        act(sato, case_id, "close")

        assert api.hand_over(api.migrant.conversation_id).json()["state"] == "queued"
        assert {"mute", "unmute"} <= acts(api)

    @pytest.mark.parametrize("days", [0, 32, -1])
    def test_nobody_is_muted_for_ever(self, api: Api, case_id: str, days: int) -> None:
        assert act(api.log_in(), case_id, "mute", days=days).status_code == 422


def acts(api: Api) -> set[str]:
    with api.app.state.services.database.read() as connection:
        query = sa.text("SELECT action FROM audit_entries")
        return {row[0] for row in connection.execute(query)}


class TestFacts:
    def test_they_are_corrected_one_by_one(self, api: Api, case_id: str) -> None:
        sato = api.log_in()
        answer = act(
            sato,
            case_id,
            "facts",
            topic="housing",
            family="夫婦と犬",
            from_where="札幌市",
            name="こはる",
            contact="０９０－１２３４－５６７８",
            tags=["空き家", "犬", "空き家"],
        )
        assert answer.status_code == 200, answer.text

        case = sato.get(f"/api/console/cases/{case_id}").json()["case"]

        assert case["topic"] == "housing"
        assert case["slots"]["family"] == "夫婦と犬"
        assert case["tags"] == ["空き家", "犬"]
        whole = sato.post(f"/api/console/cases/{case_id}/contact").json()["contact"]
        assert (whole["kind"], whole["value"], whole["name"]) == ("phone", "090-1234-5678", "こはる")
        assert "correct_case" in acts(api)

    def test_what_is_not_named_stays_and_an_empty_text_forgets(self, api: Api, case_id: str) -> None:
        sato = api.log_in()
        act(sato, case_id, "facts", family="夫婦", from_where="札幌市")
        act(sato, case_id, "facts", family="")

        slots = sato.get(f"/api/console/cases/{case_id}").json()["case"]["slots"]

        assert slots["from_where"] == "札幌市"
        assert not slots["family"]

    @pytest.mark.parametrize(
        "wrong",
        [{"topic": "nothing"}, {"contact": "電話"}, {"contact": "a@b@c"}, {"tags": ["a b"]}, {"owner": "x"}],
    )
    def test_what_cannot_be_is_refused(self, api: Api, case_id: str, wrong: dict) -> None:
        assert act(api.log_in(), case_id, "facts", **wrong).status_code == 422

    def test_a_closed_case_stays_as_it_was(self, api: Api, case_id: str) -> None:
        sato = api.log_in()
        act(sato, case_id, "claim")
        act(sato, case_id, "close")

        assert act(sato, case_id, "facts", family="夫婦").status_code == 409
