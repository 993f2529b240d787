"""Which passage of an answer a follow-up gets: `actions.passage`, and the card that shows it alone."""

from __future__ import annotations

import asyncio

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import action_answer, action_clarify, action_fallback, follow_up, passage
from actions.library.shelf import SHELF
from tests.actions.test_actions import TODAY


@pytest.mark.parametrize(
    ("label", "asked", "holds", "leaves_out"),
    [
        ("startup/loan_terms", "上限は？", "7,200万円", "利率"),
        ("startup/loan_terms", "金利は？", "利率", "7,200万円"),
        ("subsidy/subsidy_application", "いつまで？", "1年以内", "住民票"),
        ("subsidy/subsidy_application", "書類は？", "証明書", "1年以内"),
        ("nursery/nursery_age", "何歳から？", "1〜5歳児", "きょうだい"),
        ("centre/centre_hours_cost", "土曜は？", "土日", "無料"),
        ("centre/centre_how_to", "どこ？", "小樽経済センター3階", "メール"),
        ("life/hospital", "夜間は？", "夜間急病センター", "市立病院の"),
        ("life/hospital", "小児科は？", "小児", "市立病院の"),
        ("startup/startup_subsidy", "上限は？", "上限50万円", "フォローアップ"),
        ("housing/renovation_housing_aid", "上限は？", "上限", "空き家"),
        ("housing/public_housing", "条件は？", "主な条件", "家賃は"),
    ],
)
def test_a_follow_up_gets_its_passage(label: str, asked: str, holds: str, leaves_out: str) -> None:
    found = passage.fitting(SHELF.all()[label], asked)

    assert found is not None
    assert holds in found
    assert leaves_out not in found
    assert len(found.split("\n")) <= 3


@pytest.mark.parametrize(
    ("label", "asked"),
    [
        ("housing/rent_cost", "いくら？"),
        ("housing/rent_cost", "温泉は？"),
        ("housing/rent_cost", "もっと詳しく"),
        ("housing/rent_cost", ""),
        ("housing/rent_cost", "いくら" * 20),
    ],
)
def test_where_nothing_or_everything_fits_there_is_no_passage(label: str, asked: str) -> None:
    assert passage.fitting(SHELF.all()[label], asked) is None


@pytest.mark.parametrize(
    ("label", "asked", "holds", "leaves_out"),
    [
        ("life/public_transport", "バスは何時まで？", "午後10時台", "240円"),
        ("life/community", "会費はいくら？", "市の公表資料では見つかりません", "除雪"),
    ],
)
def test_of_what_names_the_noun_that_which_says_what_is_asked_is_shown(
    label: str, asked: str, holds: str, leaves_out: str
) -> None:
    found = passage.fitting(SHELF.all()[label], asked)

    assert found is not None
    assert holds in found
    assert leaves_out not in found


def test_a_piece_with_only_the_noun_is_no_answer_to_a_longer_question() -> None:
    bank = SHELF.all()["housing/akiya_bank"]

    assert passage.is_half_asked(bank, "登録するのにお金いる？")
    assert passage.fitting(bank, "登録するのにお金いる？") is None


def test_what_only_a_related_answer_says_of_the_noun_comes_from_there() -> None:
    shown = follow_up.of_same(SHELF.all()["life/transport_car"], SHELF.all(), "バスは何時まで？", TODAY)

    assert shown is not None
    assert shown.label == "life/public_transport"


def test_six_months_are_no_deadline() -> None:
    shown = follow_up.of_same(SHELF.all()["startup/startup_subsidy"], SHELF.all(), "締切はいつですか", TODAY)

    assert shown is not None
    assert "「期限」" in shown.parts[0]["text"]


def test_a_row_of_a_table_names_its_columns() -> None:
    found = passage.fitting(SHELF.all()["startup/loan_terms"], "設備資金は？")

    assert found is not None
    assert "返済" in found


@pytest.mark.parametrize(
    ("label", "asked", "noun"),
    [
        ("housing/rent_cost", "更新料は？", "更新料"),
        ("life/hospital", "産婦人科もありますか", "産婦人科"),
        ("housing/rent_cost", "敷金は？", None),
        ("housing/rent_cost", "敷金返還は？", None),
        ("housing/rent_cost", "犬は？", None),
        ("housing/rent_cost", "独身の場合は？", None),
        ("housing/rent_cost", "学生だと変わりますか", None),
        ("housing/rent_cost", "締め切りは？", "期限"),
        ("housing/rent_cost", "いつまで？", "期限"),
        ("startup/loan_terms", "上限は？", None),
        ("housing/rent_cost", "駐車場の契約はいつまで？", None),
        ("housing/rent_cost", "更新料はいつまでに払うのですか", None),
    ],
)
def test_a_noun_that_the_answer_never_names_is_missing(label: str, asked: str, noun: str | None) -> None:
    assert passage.missing(SHELF.all()[label], asked) == noun


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ("敷金は？", "敷金"),
        ("札幌だと？", "札幌"),
        ("札幌だと高くなりますか", "札幌"),
        ("札幌ならいくら？", "札幌"),
        ("札幌だと通えるか心配です", None),
        ("札幌は？", "札幌"),
        ("敷金とは別に払うものはありますか", None),
        ("金は？", None),
    ],
)
def test_a_question_of_one_noun_is_found_by_it(asked: str, holds: str | None) -> None:
    found = passage.naming(SHELF.all()["housing/rent_cost"], asked)

    assert found is None if holds is None else holds in (found or "")


@pytest.mark.parametrize(
    ("label", "asked", "holds"),
    [
        ("housing/public_housing", "ひとり暮らしでも？", "同居"),
        ("housing/public_housing", "一人暮らしだと？", "同居"),
        ("housing/trial_stay", "独身の場合は？", None),
    ],
)
def test_another_word_for_the_same_is_found(label: str, asked: str, holds: str | None) -> None:
    found = passage.naming(SHELF.all()[label], asked)

    assert found is None if holds is None else holds in (found or "")


def unsure(text: str, outcome: str, last_label: str | None, offer: list[str], control: str | None = None):
    latest = {
        "text": text,
        "message_id": "m_2",
        "intent": {"name": {"clarify": "clarify", "fallback": "nlu_fallback"}[outcome]},
        "metadata": {"channel": "web"},
        "understanding": {
            "outcome": outcome,
            "label": "life/transport_car",
            "offer": offer,
            "control": control,
            "reply_language": "ja",
        },
    }
    tracker = Tracker("c_1", {"last_label": last_label}, latest, [], False, None, {}, "action_listen")
    tracker.get_latest_input_channel = lambda: "desk"
    dispatcher = CollectingDispatcher()
    if outcome == "clarify":
        changed = asyncio.run(action_clarify.ActionClarify().run(dispatcher, tracker, {}))
    else:
        changed = asyncio.run(action_fallback.ActionFallback().run(dispatcher, tracker, {}))
    parts = [part for message in dispatcher.messages for part in message["custom"]["parts"]]
    return parts, {event["name"]: event["value"] for event in changed}


GUESSES = ["life/transport_car", "life/public_transport"]


def test_instead_of_asking_back_the_passage_of_the_answer_shown_is_given_and_the_guesses_stay() -> None:
    parts, slots = unsure("敷金は？", "clarify", "housing/rent_cost", GUESSES)

    card, ways, _ = parts
    assert (card["label"], slots["last_label"]) == ("housing/rent_cost", "housing/rent_cost")
    assert "敷金" in card["text"]
    assert "1LDK" not in card["text"]
    assert '/choose{"label": "life/transport_car"}' in [choice["payload"] for choice in ways["choices"]]


def test_a_noun_of_a_related_answer_leads_there() -> None:
    parts, slots = unsure("礼金は？", "fallback", "housing/rental_search", [])

    assert (parts[0]["label"], slots["last_label"]) == ("housing/rent_cost", "housing/rent_cost")
    assert "礼金" in parts[0]["text"]


@pytest.mark.parametrize(
    ("text", "last", "control"),
    [
        ("敷金は？", None, None),
        ("敷金は？", "housing/rent_cost", "no"),
        ("敷金を払わずに住める家を探しています", "housing/rent_cost", None),
        ("鯨は？", "housing/rent_cost", None),
    ],
)
def test_otherwise_it_is_asked_back(text: str, last: str | None, control: str | None) -> None:
    parts, _ = unsure(text, "clarify", last, GUESSES, control)

    assert [part["type"] for part in parts] == ["text", "choices"]
    assert parts[1]["purpose"] == "clarify"


def understood(text: str, label: str, last_label: str, candidates: list[tuple[str, float]], leans: bool = False):
    """Answer a message that was understood as one of a label; returns the parts and what was remembered."""
    latest = {
        "text": text,
        "message_id": "m_2",
        "metadata": {"channel": "web"},
        "understanding": {
            "outcome": "answer",
            "label": label,
            "leans_on_context": leans,
            "reply_language": "ja",
            "candidates": [{"label": name, "confidence": chance} for name, chance in candidates],
        },
    }
    tracker = Tracker("c_1", {"last_label": last_label}, latest, [], False, None, {}, "action_listen")
    tracker.get_latest_input_channel = lambda: "desk"
    dispatcher = CollectingDispatcher()
    changed = asyncio.run(action_answer.ActionAnswer().run(dispatcher, tracker, {}))
    parts = [part for message in dispatcher.messages for part in message["custom"]["parts"]]
    return parts, {event["name"]: event["value"] for event in changed}["last_label"]


def test_an_answer_that_never_names_the_noun_gives_way_to_one_that_was_led_to() -> None:
    parts, label = understood("礼金は？", "life/transport_car", "housing/rental_search", [])

    assert label == parts[0]["label"] == "housing/rent_cost"
    assert "礼金" in parts[0]["text"]
    assert '/choose{"label": "life/transport_car"}' in [choice["payload"] for choice in parts[1]["choices"]]


def test_an_answer_that_names_the_noun_only_where_it_is_folded_gives_that_passage() -> None:
    parts, label = understood("駐車場代は？", "life/transport_car", "life/climate", [])

    assert label == "life/transport_car"
    assert "駐車場代" in parts[0]["text"]
    assert len(parts[0]["text"]) < len(SHELF.all()[label].text)


def test_an_answer_that_names_the_noun_is_shown_whole() -> None:
    parts, label = understood("家賃は？", "housing/rent_cost", "housing/rental_search", [])

    assert label == "housing/rent_cost"
    assert parts[0]["text"] == SHELF.all()["housing/rent_cost"].text


def test_where_the_shown_answer_says_nothing_of_it_a_likely_one_does() -> None:
    likely = [("startup/loan_terms", 0.5), ("startup/loan_application", 0.3), ("life/hospital", 0.1)]

    parts, label = understood("必要なものは？", "startup/loan_terms", "startup/loan_terms", likely, leans=True)

    assert label == "startup/loan_application"
    assert "書" in parts[0]["text"]


def said_by(tracker: Tracker) -> list[dict]:
    """The parts of what the action says."""
    tracker.get_latest_input_channel = lambda: "desk"
    dispatcher = CollectingDispatcher()
    asyncio.run(action_answer.ActionAnswer().run(dispatcher, tracker, {}))
    return [part for message in dispatcher.messages for part in message["custom"]["parts"]]


def wanted_more(label: str, language: str = "ja"):
    latest = {
        "text": "/choose",
        "intent": {"name": "choose"},
        "entities": [{"entity": "label", "value": label}, {"entity": "kind", "value": "more"}],
        "message_id": "m_2",
        "metadata": {"channel": "web", "shown_text": "もっと詳しく"},
    }
    tracker = Tracker("c_1", {"language": language}, latest, [], False, None, {}, "action_listen")
    return said_by(tracker)


def test_more_of_an_answer_is_what_was_folded() -> None:
    card, ways, _ = wanted_more("housing/rent_cost")

    entry = SHELF.all()["housing/rent_cost"]
    assert card["text"] == entry.more
    assert entry.text not in str(card)
    assert ways["choices"][-1]["payload"] == "/request_human"


@pytest.mark.parametrize(("label", "language"), [("life/internet_mobile", "ja"), ("housing/rent_cost", "en")])
def test_where_no_more_is_known_that_is_said(label: str, language: str) -> None:
    said, ways = wanted_more(label, language)

    assert said["type"] == "text"
    assert ways["choices"][-1]["payload"] == "/request_human"


def test_what_the_answer_does_not_say_is_admitted_instead_of_showing_it_again() -> None:
    said, ways = answer("更新料は？", "startup/loan_terms")

    assert "「更新料」のことは" in said["text"]
    assert "更新料" in said["easy"]
    assert ways["choices"][0]["payload"] == '/choose{"label": "startup/loan_terms"}'
    assert ways["choices"][-1]["payload"] == "/request_human"


def answer(text: str, last_label: str | None, *, leans: bool = True, language: str = "ja") -> list[dict]:
    latest = {
        "text": text,
        "message_id": "m_2",
        "metadata": {"channel": "web"},
        "understanding": {
            "outcome": "answer",
            "label": "startup/loan_terms",
            "leans_on_context": leans,
            "reply_language": language,
        },
    }
    tracker = Tracker("c_1", {"last_label": last_label}, latest, [], False, None, {}, "action_listen")
    return said_by(tracker)


def test_the_card_holds_the_passage_alone_and_leads_to_the_whole() -> None:
    card, ways, solved = answer("上限は？", "startup/loan_terms")

    whole = SHELF.all()["startup/loan_terms"]
    assert "7,200万円" in card["text"]
    assert len(card["text"]) < len(whole.text)
    assert "more" not in card
    assert card["sources"]
    assert ways["choices"][0]["payload"] == '/choose{"label": "startup/loan_terms"}'
    assert ways["choices"][0]["label"] != whole.title
    assert solved["purpose"] == "resolved"


@pytest.mark.parametrize(
    ("text", "last", "leans", "language"),
    [
        ("上限は？", "startup/loan_overview", True, "ja"),
        ("上限は？", None, False, "ja"),
        ("創業融資の上限は？", "startup/loan_terms", False, "ja"),
        ("上限は？", "startup/loan_terms", True, "en"),
    ],
)
def test_another_answer_is_shown_whole(text: str, last: str | None, leans: bool, language: str) -> None:
    parts = answer(text, last, leans=leans, language=language)

    (card,) = [part for part in parts if part["type"] == "answer" and part.get("language") != "en"]
    assert card["text"] == SHELF.all()["startup/loan_terms"].text
