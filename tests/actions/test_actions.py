"""What the actions decide, as pure functions over the real answers."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime
import json
from pathlib import Path

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import (
    action_answer,
    action_fallback,
    action_request_human,
    contact,
    desk_request,
    handoff_request,
    handoff_steps,
    replies,
    summary,
    transcript,
)
from actions.desk_request import DeskSilent
from actions.handoff_request import HandoffFailed
from actions.handoff_steps import CONSENT, CONTACT, KIND, QUESTION
from actions.library.shelf import SHELF
from actions.situation import Situation, read

TODAY = datetime.date(2026, 11, 24)


BOLD = json.loads((Path(__file__).parents[1] / "wire" / "bold.json").read_text(encoding="utf-8"))


def situation(text: str = "", **change) -> Situation:
    base = read(
        "c_1",
        {
            "text": text,
            "message_id": "m_1",
            "metadata": {"channel": "web", "sent_at": "2026-11-24T10:00:00+09:00"},
        },
        "desk",
    )

    return dataclasses.replace(base, **change)


@pytest.mark.parametrize("case", BOLD["cases"], ids=lambda case: ascii(case["written"][:20]))
def test_there_are_no_blanks_around_bold_beside_japanese(case: dict[str, str]) -> None:
    assert replies.tight(case["written"]) == case["shown"]


@pytest.mark.parametrize("label", sorted(SHELF.all()))
def test_every_entry_renders_for_the_desk_and_as_plain_text(label: str) -> None:
    library = SHELF.all()

    parts = action_answer.parts(library[label], library, TODAY)
    words, buttons = replies.plain(parts)

    assert words
    assert any(button["payload"] == "/request_human" for button in buttons)
    if library[label].topic != "chitchat":
        assert library[label].sources[0].url in words


def test_a_second_need_is_offered_first() -> None:
    library = SHELF.all()

    parts = action_answer.parts(library["housing/rental_search"], library, TODAY, ["jobs/job_placement"])

    related = next(part for part in parts if part.get("purpose") == "related")
    assert related["choices"][0]["label"] == library["jobs/job_placement"].title


def test_an_entry_past_its_review_is_shown_as_possibly_old() -> None:
    entry = SHELF.all()["housing/rental_search"]

    assert replies.answer(entry, entry.review_by)["outdated"] is False
    assert replies.answer(entry, entry.review_by + datetime.timedelta(days=1))["outdated"] is True


def test_each_stage_of_not_understanding_says_something_else() -> None:
    stages = [action_fallback.parts(count, situation("？"), SHELF.all())[0]["text"] for count in (0, 1, 2)]

    assert len(set(stages)) == 3


class TestWishForAPerson:
    def path(
        self, channel: str, *, before: dict | None = None, kind: str | None = None, **desk: object
    ) -> tuple[str, list[str]]:
        """Let somebody ask for a person, after something was said `before`; returns the path taken and what was said."""
        metadata = {"channel": channel, "desk": desk}
        entities = [{"entity": "kind", "value": kind}] if kind else []
        latest = {"text": "相談したい", "message_id": "m", "metadata": metadata, "entities": entities}
        wish = {"understanding": {"label": "handoff/human_agent", "control": "person"}}
        said = [{"event": "user", "text": "x", "parse_data": parsed} for parsed in (before, wish) if parsed]
        tracker = Tracker("c_1", {}, latest, said, False, None, {}, "action_listen")
        tracker.get_latest_input_channel = lambda: "desk"
        dispatcher = CollectingDispatcher()
        events = asyncio.run(action_request_human.ActionRequestHuman().run(dispatcher, tracker, {}))
        path = next(e["value"] for e in events if e["name"] == "handoff_path")
        return path, [str(message) for message in dispatcher.messages]

    def test_out_of_hours_the_question_is_taken_on_line_where_that_is_the_citys_choice(
        self,
    ) -> None:
        path, said = self.path("line", open=False)

        assert path == "message"
        assert "受付時間外" in said[0]

    @pytest.mark.parametrize(
        "before",
        [
            {"understanding": {"label": "housing/rent_cost", "control": None}},
            {"intent": {"name": "choose"}, "entities": [{"entity": "label", "value": "housing/rent_cost"}]},
        ],
        ids=["typed", "tapped"],
    )
    def test_where_our_own_page_takes_it_the_question_is_not_asked_for(self, before: dict) -> None:
        assert self.path("line", before=before, open=False, by_link=True) == ("now", [])

    @pytest.mark.parametrize(
        "before",
        [None, {"understanding": {"label": "chitchat/greeting_thanks"}}, {"understanding": {"control": "thanks"}}],
    )
    def test_a_message_without_any_question_is_asked_for_one(self, before: dict | None) -> None:
        path, said = self.path("line", before=before, open=False, by_link=True)

        assert path == "message"
        assert "受付時間外" in said[0]

    def test_a_message_can_be_left_although_somebody_is_there(self) -> None:
        web, said = self.path("web", kind="message", open=True)

        assert web == "form"
        assert "受付時間外" not in said[0]
        assert self.path("line", kind="message", open=True)[0] == "message"

    def test_in_hours_it_is_handed_over_at_once(self) -> None:
        assert self.path("line", open=True) == ("now", [])


class TestForm:
    def step(self, requested: str | None, text: str, filled: dict | None = None, **change):
        return handoff_steps.take(filled or {}, requested, situation(text, **change), "前の質問")

    def test_it_begins_with_the_question(self) -> None:
        assert self.step(None, "相談したい").requested == QUESTION

    def test_a_number_that_the_desk_keeps_fills_the_form(self) -> None:
        filled = {QUESTION: "x", KIND: "phone", CONSENT: True}

        step = self.step(CONTACT, "［電話番号］です", filled, contacts={"phone": None})

        assert (step.slots[CONTACT], step.requested) == ("［電話番号］", None)

    def test_a_kept_address_to_which_nothing_can_be_sent_is_asked_for_again(self) -> None:
        filled = {QUESTION: "x", KIND: "email", CONSENT: True}

        step = self.step(CONTACT, "［メールアドレス］", filled, contacts={"email": "dots"})

        assert (step.requested, step.say) == (CONTACT, contact.SAY["dots"])

    def test_a_kept_number_is_no_address(self) -> None:
        filled = {QUESTION: "x", KIND: "email", CONSENT: True}

        step = self.step(CONTACT, "［電話番号］", filled, contacts={"phone": None})

        assert (step.requested, step.say) == (CONTACT, contact.SAY["no_mail"])

    def test_a_chat_only_reply_needs_no_consent(self) -> None:
        step = self.step(KIND, "チャットだけでいいです", {QUESTION: "x"})

        assert (step.slots[KIND], step.requested) == ("chat", None)

    def test_without_consent_nothing_personal_is_asked(self) -> None:
        step = self.step(CONSENT, "いいえ", {QUESTION: "x", KIND: "email"})

        assert (step.slots, step.requested) == ({CONSENT: False, KIND: "chat"}, None)

    @pytest.mark.parametrize(
        ("kind", "text", "value"),
        [
            ("email", "ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ です", "taro@example.jp"),
            ("phone", "０１３４ー３２ー４１１１", "0134-32-4111"),
            ("phone", "090 1234 5678 です", "090-1234-5678"),
        ],
    )
    def test_contacts_are_read_as_people_write_them(self, kind: str, text: str, value: str) -> None:
        filled = {QUESTION: "x", KIND: kind, CONSENT: True}

        assert self.step(CONTACT, text, filled).slots == {CONTACT: value}

    @pytest.mark.parametrize(
        ("kind", "text"),
        [("email", "taro@"), ("email", "ありません"), ("phone", "123"), ("phone", "あとで")],
    )
    def test_what_is_no_contact_is_asked_for_again(self, kind: str, text: str) -> None:
        step = self.step(CONTACT, text, {QUESTION: "x", KIND: kind, CONSENT: True})

        assert step.requested == CONTACT
        assert step.say

    @pytest.mark.parametrize("text", ["やめる", "キャンセル", "やめます。", "戻る"])
    def test_stopping_clears_everything(self, text: str) -> None:
        step = self.step(KIND, text, {QUESTION: "x"})

        assert (step.path, step.requested, set(step.slots.values())) == ("cancelled", None, {None})

    def test_a_cry_for_help_ends_the_form_and_is_handed_over(self) -> None:
        step = self.step(KIND, "もう死にたい", label="chitchat/distress")

        assert (step.requested, step.path, step.answer) == (None, "message", "chitchat/distress")

    @pytest.mark.parametrize("requested", [KIND, CONSENT, CONTACT])
    def test_a_form_begun_on_the_page_asks_nothing_personal_on_line(self, requested: str) -> None:
        filled = {QUESTION: "x"}
        filled |= {KIND: "email"} if requested in {CONSENT, CONTACT} else {}
        filled |= {CONSENT: True} if requested == CONTACT else {}
        said = {KIND: "メールで", CONSENT: "はい", CONTACT: "taro@example.jp"}[requested]

        step = self.step(requested, said, filled, channel="line")

        assert step.requested is None

    def test_line_is_not_asked_for_contacts(self) -> None:
        assert self.step(QUESTION, "質問です", channel="line").requested is None


class TestHandOver:
    EVENTS = (
        {
            "event": "user",
            "text": "夫婦と犬で来年の春に東京から引っ越します",
            "metadata": {"sent_at": "2026-11-24T10:00:00+09:00"},
            "parse_data": {"understanding": {"label": "housing/pet_housing", "confidence": 0.9, "outcome": "answer"}},
        },
        {
            "event": "bot",
            "text": None,
            "timestamp": 1.0,
            "data": {"custom": {"parts": [{"type": "text", "text": "犬と住める家は…"}]}},
        },
        {
            "event": "user",
            "text": "/request_human",
            "metadata": {"sent_at": "2026-11-24T10:01:00+09:00", "shown_text": "相談員に聞く"},
        },
        {"event": "bot", "text": "呼んでいます", "timestamp": 2.0, "data": {}},
    )

    def test_the_same_turn_always_makes_the_same_request(self) -> None:
        made = [handoff_request.body(situation("相談員に聞く"), self.EVENTS, {}, "同意文") for _ in range(2)]

        assert made[0] == made[1]
        assert handoff_request.webhook_id(situation("x")) == handoff_request.webhook_id(situation("y"))

    def test_the_transcript_ends_with_the_migrants_last_words(self) -> None:
        lines = transcript.lines(self.EVENTS)

        assert [line["author"] for line in lines] == ["user", "bot", "user"]
        assert lines[-1]["text"] == "相談員に聞く"

    def test_it_tells_what_the_person_told(self) -> None:
        told = handoff_request.body(situation("相談員に聞く"), self.EVENTS, {}, "")["slots"]

        assert told["from_where"] == "東京"
        assert "夫婦" in told["family"]
        assert "来年の春" in told["timing"]

    def test_contact_goes_along_only_with_its_consent(self) -> None:
        slots = {"handoff_contact": "a@example.jp", "handoff_contact_kind": "email"}

        body = handoff_request.body(situation("x"), self.EVENTS, slots, "同意文")

        assert body["consent"]["text"] == "同意文"
        assert "contact" not in handoff_request.body(situation("x"), self.EVENTS, {}, "同意文")

    @pytest.mark.parametrize("answer", [None, [], {}, {"case_id": "k"}, "ok"])
    def test_what_is_no_confirmation_is_not_believed(self, answer: object) -> None:
        with pytest.raises(HandoffFailed):
            handoff_request.confirmed(answer)

    def test_production_refuses_the_development_secret(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HITOHATA_ENVIRONMENT", "production")
        monkeypatch.delenv("HITOHATA_HANDOFF_SECRETS", raising=False)

        with pytest.raises(DeskSilent):
            desk_request.secret()


def test_a_summary_invents_nothing() -> None:
    assert summary.told(["家賃はいくらですか"]) == {}


@pytest.mark.parametrize(
    ("questions", "goal", "stage"),
    [
        (["犬と住める家を借りたいです"], "家を借りたい", None),
        (["空き家を購入できますか", "まだ検討中です"], "家を買いたい", "検討中"),
        (["パン屋を始めたい", "夫は転職します"], "起業したい、仕事を探したい", None),
        (["いつか海の近くに住みたい", "来月引っ越します"], None, "決まっている"),
        (["検討しています。一度見学したいです"], "見に行きたい", "見に行く前"),
        (["ごみの出し方は？"], None, None),
        (["買い物は不便ですか"], None, None),
        (["考えてみます", "仕事の相談窓口はどこ"], None, None),
    ],
)
def test_goal_and_stage_are_named_where_they_are_told(
    questions: list[str], goal: str | None, stage: str | None
) -> None:
    told = summary.told(questions)

    assert (told.get("goal"), told.get("stage")) == (goal, stage)
