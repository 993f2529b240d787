"""Answers beside a person's last words: by meaning, typed words only, nothing where the assistant cannot say."""

from __future__ import annotations

from typing import Any

import pytest

from desk.cases.suggestions import MOST, Suggestions
from desk.content.service import Published
from desk.conversation.errors import AssistantFailed
from tests.desk.api import Api


class Assistant:
    """Understands what a test tells it to, and remembers what it was asked."""

    def __init__(self, known: dict[str, dict[str, Any] | Exception] | None = None) -> None:
        self.known, self.asked = known or {}, []

    async def understand(self, message_id: str, text: str) -> dict[str, Any]:
        self.asked.append(text)
        found = self.known.get(text) or about("chitchat/thanks")
        if isinstance(found, Exception):
            raise found
        return found


def about(*labels: str, **more: Any) -> dict[str, Any]:
    """An understanding with these candidates, likeliest first."""
    candidates = [{"label": label, "confidence": 0.9 / (number + 1)} for number, label in enumerate(labels)]
    return {"outcome": "answer", "label": labels[0], "candidates": candidates, "danger": None, **more}


@pytest.fixture
def labels(api: Api) -> list[str]:
    """Four answers that are published."""
    return list(api.app.state.services.of(Published).entries())[:4]


def talk(api: Api, *said: str) -> str:
    """A case that a consultant holds, in which a migrant wrote these words; returns its id."""
    api.account()
    api.migrant = api.visitor()
    case_id: str = api.hand_over(api.migrant.conversation_id).json()["case_id"]
    api.log_in().post(f"/api/console/cases/{case_id}/claim", json={})
    for number, words in enumerate(said):
        sent = api.migrant.post("/api/web/messages", json={"client_id": f"c{number}", "text": words})
        assert sent.status_code == 202
    return case_id


def suggested(api: Api, case_id: str, assistant: Assistant) -> dict[str, Any]:
    published = api.app.state.services.of(Published)
    if not isinstance(getattr(api, "suggestions", None), Suggestions):
        api.suggestions = Suggestions(assistant.understand, published)
        api.replace_part(Suggestions, api.suggestions)
    answer = api.log_in().get(f"/api/console/cases/{case_id}/suggestions")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_likeliest_three_come_with_source_caveat_and_day(api: Api, labels: list[str]) -> None:
    case_id = talk(api, "雪の日の車について")
    assistant = Assistant({"雪の日の車について": about(*labels)})

    found = suggested(api, case_id, assistant)

    assert found["words"] == "雪の日の車について"
    assert [one["label"] for one in found["answers"]] == [one for one in labels if "/" in one][:MOST]
    known = api.app.state.services.of(Published).entries()
    for one in found["answers"]:
        assert one["sources"] == known[one["label"]]["sources"]
        assert one["checked"] == known[one["label"]]["checked"].isoformat()
        assert one["caveat"] == known[one["label"]]["caveat"]
        assert one["text"]


def test_thanks_and_wishes_for_a_person_ask_nothing_and_the_words_before_do(api: Api, labels: list[str]) -> None:
    case_id = talk(api, "雪の日の車について", "ありがとう")
    assistant = Assistant({"雪の日の車について": about(*labels)})

    assert suggested(api, case_id, assistant)["words"] == "雪の日の車について"
    assert assistant.asked == ["ありがとう", "雪の日の車について"]


def test_contacts_do_not_reach_the_assistant_and_it_is_asked_once(api: Api, labels: list[str]) -> None:
    case_id = talk(api, "090-1234-5678 に電話で、雪の日の車のことを教えて")
    assistant = Assistant()

    suggested(api, case_id, assistant)
    suggested(api, case_id, assistant)

    assert len(assistant.asked) == 1
    assert "1234" not in assistant.asked[0]


@pytest.mark.parametrize("error", [AssistantFailed("away"), ValueError("refused"), TimeoutError()])
def test_without_an_assistant_there_is_nothing_and_no_error(api: Api, error: Exception) -> None:
    case_id = talk(api, "雪の日の車について")

    found = suggested(api, case_id, Assistant({"雪の日の車について": error}))

    assert found == {"seq": None, "words": "", "answers": []}


def test_the_real_client_of_an_assistant_that_is_away_suggests_nothing(api: Api) -> None:
    case_id = talk(api, "雪の日の車について")

    answer = api.log_in().get(f"/api/console/cases/{case_id}/suggestions")

    assert (answer.status_code, answer.json()["answers"]) == (200, [])


def test_words_of_danger_get_no_suggestion(api: Api, labels: list[str]) -> None:
    case_id = talk(api, "雪の日の車について", "きえてしまいたいきもちです")
    danger = about(labels[0], danger={"kind": "distress"})
    assistant = Assistant({"きえてしまいたいきもちです": danger, "雪の日の車について": about(*labels)})

    assert suggested(api, case_id, assistant)["answers"] == []


def test_answers_that_are_no_longer_published_are_left_out(api: Api, labels: list[str]) -> None:
    case_id = talk(api, "雪の日の車について")
    assistant = Assistant({"雪の日の車について": about("housing/was_withdrawn", labels[0])})

    assert [one["label"] for one in suggested(api, case_id, assistant)["answers"]] == [labels[0]]


def test_a_tap_is_no_question(api: Api, labels: list[str]) -> None:
    case_id = talk(api, "雪の日の車について")
    tapped = api.migrant.post("/api/web/messages", json={"client_id": "tap", "choice": "ask_person"})
    assistant = Assistant({"雪の日の車について": about(*labels)})

    found = suggested(api, case_id, assistant)

    assert tapped.status_code == 202
    assert found["words"] == "雪の日の車について"


def test_a_stranger_gets_none(api: Api) -> None:
    case_id = talk(api, "雪の日の車について")

    assert api.http.get(f"/api/console/cases/{case_id}/suggestions").status_code == 401
