from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.rasa.conftest import Assistant


class TestUnderstand:
    SAMPLES = Path(__file__).resolve().parents[1] / "wire"
    REQUEST = json.loads((SAMPLES / "understand_request.json").read_text(encoding="utf-8"))
    RESPONSE = json.loads((SAMPLES / "understand_response.json").read_text(encoding="utf-8"))

    def test_the_sample_is_understood_without_an_answer(self, assistant: Assistant) -> None:
        answer = assistant.call("POST", "/understand", self.REQUEST)

        assert answer.status == 200
        assert set(answer.body) == set(self.RESPONSE)
        found, sample = answer.body["understanding"], self.RESPONSE["understanding"]
        assert set(sample) <= set(found)
        assert set(found["danger"]) == set(sample["danger"])
        told = ("kind", "subject", "by", "words", "rule")
        assert [found["danger"][name] for name in told] == [sample["danger"][name] for name in told]

    def test_it_changes_no_conversation(self, assistant: Assistant, conversation: str) -> None:
        assistant.turn(conversation, "起業の融資はありますか")
        before = assistant.call("GET", f"/conversations/{conversation}").body

        assistant.call("POST", "/understand", {"message_id": "m_9", "text": "家賃はいくらですか"})

        assert assistant.call("GET", f"/conversations/{conversation}").body == before

    def test_an_ordinary_question_is_no_danger(self, assistant: Assistant) -> None:
        body = {"message_id": "m_9", "text": "How much is the rent?"}
        found = assistant.call("POST", "/understand", body).body["understanding"]

        assert (found["danger"], found["language"]) == (None, "en")

    def test_commands_are_only_text(self, assistant: Assistant) -> None:
        answer = assistant.call("POST", "/understand", {"message_id": "m_9", "text": "/restart"})

        assert answer.status == 200
        assert "danger" in answer.body["understanding"]

    @pytest.mark.parametrize("body", [{}, {"message_id": "m", "text": ""}, {"text": "a"}])
    def test_what_cannot_be_used_is_refused(self, assistant: Assistant, body: dict) -> None:
        answer = assistant.call("POST", "/understand", body)

        assert (answer.status, answer.body["error"]) == (422, "invalid_request")


class TestSketches:
    SAMPLES = Path(__file__).resolve().parents[1] / "wire"
    REQUEST = json.loads((SAMPLES / "sketches_request.json").read_text(encoding="utf-8"))
    RESPONSE = json.loads((SAMPLES / "sketches_response.json").read_text(encoding="utf-8"))

    def apart(self, found: list[str], one: int, other: int) -> int:
        return (int(found[one], 16) ^ int(found[other], 16)).bit_count()

    def test_texts_that_mean_the_same_are_nearer_than_others(self, assistant: Assistant) -> None:
        texts = [*self.REQUEST["texts"], "ピアノを弾きたい", "楽器の練習ができる部屋"]
        answer = assistant.call("POST", "/sketches", {"texts": texts})

        assert answer.status == 200
        assert set(answer.body) == set(self.RESPONSE)
        found = answer.body["sketches"]
        assert {len(one) for one in found} == {len(one) for one in self.RESPONSE["sketches"]}
        together = (self.apart(found, 0, 1), self.apart(found, 2, 3))
        others = [self.apart(found, one, other) for one in (0, 1) for other in (2, 3)]
        assert max(together) + 50 < min(others)

    def test_the_same_text_has_the_same_sketch_in_the_same_space(self, assistant: Assistant) -> None:
        first = assistant.call("POST", "/sketches", self.REQUEST)

        assert assistant.call("POST", "/sketches", self.REQUEST).body == first.body

    @pytest.mark.parametrize("body", [{}, {"texts": []}, {"texts": "家"}, {"texts": [5]}, {"texts": ["家"] * 33}])
    def test_what_cannot_be_used_is_refused(self, assistant: Assistant, body: dict) -> None:
        answer = assistant.call("POST", "/sketches", body)

        assert (answer.status, answer.body["error"]) == (422, "invalid_request")
