"""What is said to somebody in danger, and what a hand-over says of it: `actions.danger`."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import (
    action_answer,
    action_cancel_handoff,
    action_clarify,
    action_fallback,
    action_show_topic,
    danger,
    handoff_request,
)
from actions.base import ProjectAction
from tests.actions.test_actions import situation

WIRE = Path(__file__).resolve().parents[1] / "wire"
LANGUAGES = ("ja", "en", "zh-Hans", "zh-Hant", "ko")
SUBJECTS = tuple(danger.helplines()["subjects"])


def said(action: ProjectAction, understanding: dict, channel: str = "desk") -> list[dict]:
    """Run an action on a message so understood; returns its parts."""
    latest = {"text": "…", "message_id": "m", "understanding": understanding, "metadata": {}}
    tracker = Tracker("c_1", {}, latest, [], False, None, {}, "action_listen")
    tracker.get_latest_input_channel = lambda: channel
    dispatcher = CollectingDispatcher()
    asyncio.run(action.run(dispatcher, tracker, {}))
    return [part for message in dispatcher.messages for part in message["custom"]["parts"]]


def heard(kind: str = "distress", subject: str = "suicide", language: str = "ja") -> dict:
    return {
        "label": f"chitchat/{kind}",
        "danger": {"kind": kind, "subject": subject, "words": "もう死にたい", "by": "rule"},
        "reply_language": language,
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_words_then_numbers_then_one_act(subject: str, language: str) -> None:
    text, *numbers, act = danger.parts("distress", subject, language)

    assert text["flags"] == ["distress"]
    assert {part["tel"] for part in numbers[:3]} >= {"110", "119"}
    assert [choice["payload"] for choice in act["choices"]] == ["/request_human"]
    assert act["purpose"] == "reply"


@pytest.mark.parametrize(
    ("subject", "first"),
    [("violence", "0120-279-889"), ("child", "189"), ("suicide", "0120-279-338"), ("medical", "119")],
)
def test_the_most_fitting_line_comes_first(subject: str, first: str) -> None:
    assert danger.parts("distress", subject, "ja")[1]["tel"] == first


def test_an_emergency_begins_with_the_emergency_numbers() -> None:
    numbers = danger.parts("emergency", "child", "ja")[1:]

    assert {part["tel"] for part in numbers[:2]} == {"110", "119"}


def test_the_answer_to_danger_is_of_its_subject_and_language() -> None:
    parts = said(action_answer.ActionAnswer(), heard(subject="violence", language="en"))

    assert "not your fault" in parts[0]["text"]
    assert "consultants will see" in parts[0]["text"]
    assert parts[-1]["choices"][0]["label"] == "Talk to a person"
    assert not [p for p in parts if p.get("purpose") in {"related", "resolved"}]


def test_a_choice_of_the_answer_gets_the_numbers_as_well() -> None:
    parts = danger.answer(situation("…", label="chitchat/emergency"))

    assert [part["tel"] for part in parts if part["type"] == "contact"][:2] == ["110", "119"]


@pytest.mark.parametrize("action", [action_clarify.ActionClarify(), action_fallback.ActionFallback()])
def test_where_danger_is_thinkable_one_line_of_care_comes_first(action: ProjectAction) -> None:
    understood = {"offer": ["housing/rent_cost"], "candidates": [], "care": True}
    with_care = said(action, understood)
    without = said(action, understood | {"care": False})

    assert "0120-279-338" in with_care[0]["text"]
    assert with_care[1:] == without
    assert "0120-279-338" not in str(without)


@pytest.mark.parametrize(
    ("action", "control"),
    [
        (action_cancel_handoff.ActionCancelHandoff(), "stop"),
        (action_show_topic.ActionShowTopic(), "restart"),
        (action_answer.ActionAnswer(), "thanks"),
        (action_fallback.ActionFallback(), "no"),
    ],
)
def test_words_that_steer_the_talk_and_may_mean_more_get_the_line_as_well(action: ProjectAction, control: str) -> None:
    understood = {"control": control, "label": "chitchat/smalltalk", "candidates": [], "care": True}
    with_care = said(action, understood)
    without = said(action, understood | {"care": False})

    assert "0120-279-338" in with_care[0]["text"]
    assert with_care[1:] == without


def test_a_guess_is_answered_with_a_line_of_care() -> None:
    understood = {"label": "housing/rent_cost", "care": True, "reply_language": "en"}
    care, about, answer, *_ = said(action_answer.ActionAnswer(), understood)

    assert "Yorisoi" in care["text"]
    assert about["language"] == "en"
    assert answer["type"] == "answer"


def user(text: str, **understanding: object) -> dict:
    event = {"event": "user", "text": text, "metadata": {"sent_at": "2026-11-24T10:00:00+09:00"}}
    return event | {"parse_data": {"understanding": understanding}}


CRY = user("もう限界です", **heard(subject="crisis"))
ALARM = user("母が倒れました", **heard("emergency", "medical"))
QUESTION = user("家賃はいくらですか", label="housing/rent_cost", outcome="answer", confidence=0.9)
TAP = {"event": "user", "text": "/request_human", "metadata": {"shown_text": "人に相談する"}}
RETURNED = {"event": "slot", "name": "consultant_summary", "value": "話しました"}


class TestHandOver:
    @pytest.mark.parametrize(
        ("events", "reason"),
        [
            ((CRY, TAP), "distress"),
            ((CRY, QUESTION, QUESTION, TAP), "distress"),
            ((ALARM, CRY, TAP), "emergency"),
            ((CRY, ALARM, TAP), "emergency"),
            ((QUESTION, TAP), "asked_for_person"),
            ((CRY, RETURNED, QUESTION, TAP), "asked_for_person"),
            ((RETURNED, CRY, TAP), "distress"),
        ],
    )
    def test_after_words_of_danger_it_is_one_of_danger(self, events: tuple, reason: str) -> None:
        body = handoff_request.body(situation("人に相談する"), events, {}, "")

        assert body["reason"] == reason
        assert ("danger" in body) is (reason != "asked_for_person")

    def test_it_comes_before_not_having_been_understood(self) -> None:
        body = handoff_request.body(situation("x"), (CRY, TAP), {"fallback_count": 3.0}, "")

        assert body["reason"] == "distress"

    def test_the_sample_is_what_is_written(self) -> None:
        sample = json.loads((WIRE / "handoff_request_danger.json").read_text(encoding="utf-8"))
        event = user(sample["danger"]["words"], label="chitchat/distress", danger=sample["danger"])

        body = handoff_request.body(situation("人に相談する"), (event, TAP), {}, "")

        assert body["danger"] == sample["danger"]
        assert body["reason"] == sample["reason"]
        assert set(sample) <= set(body)

    def test_the_answer_chosen_by_hand_counts_as_well(self) -> None:
        entities = [{"entity": "label", "value": "chitchat/distress"}]
        tapped = TAP | {"parse_data": {"entities": entities}}

        assert danger.spoken_before((tapped,))["kind"] == "distress"


def test_each_pack_has_its_own_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever pack was asked before: nobody in one city is given the helplines of another."""
    first = danger.helplines()
    other = {**first, "care": {"tel": "0570-000-000"}}
    (tmp_path / "danger").mkdir()
    (tmp_path / "danger" / "lines.yml").write_text(yaml.safe_dump(other), encoding="utf-8")
    monkeypatch.setattr(danger, "pack", lambda: tmp_path)

    assert danger.helplines()["care"] == {"tel": "0570-000-000"}
    monkeypatch.undo()
    assert danger.helplines() == first
