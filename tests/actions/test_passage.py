"""Which passage of an answer a follow-up gets: `actions.passage`, and the card that shows it alone."""

from __future__ import annotations

import asyncio

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import action_answer, passage
from actions.library.shelf import SHELF


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


def test_a_row_of_a_table_names_its_columns() -> None:
    found = passage.fitting(SHELF.all()["startup/loan_terms"], "設備資金は？")

    assert found is not None
    assert "返済" in found


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
    tracker.get_latest_input_channel = lambda: "desk"
    dispatcher = CollectingDispatcher()
    asyncio.run(action_answer.ActionAnswer().run(dispatcher, tracker, {}))
    return [part for message in dispatcher.messages for part in message["custom"]["parts"]]


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
