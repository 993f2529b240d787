"""Questions about another town are told apart from those of people who come from, go to or work in one."""

from __future__ import annotations

import pytest

from actions import other_town
from actions.library.shelf import SHELF
from tests.actions.steering import RENT, say, words


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("札幌の家賃は？", "札幌"),
        ("余市町に空き家はありますか", "余市町"),
        ("函館に住みたいんだけど、家賃はどれくらい", "函館"),
        ("旭川市に移住したら支援金は出ますか", "旭川市"),
        ("東京の保育園に入れたい", "東京"),
        ("ニセコで開業したい", "ニセコ"),
    ],
)
def test_another_town_is_heard(text: str, town: str) -> None:
    assert other_town.named(text, "小樽") == town


@pytest.mark.parametrize(
    "text",
    [
        "札幌から小樽に移住したい",
        "札幌まで通えますか",
        "東京の家を売って買いたい",
        "札幌の家賃より安いですか",
        "札幌の家賃と比べてどうですか",
        "札幌の会社に勤めています",
        "札幌に住んでいます",
        "大阪の移住フェア",
        "余市の例を教えて",
        "東京からの移住者は多いですか",
        "京都出身です",
        "家賃は？",
    ],
)
def test_a_town_beside_the_question_is_none(text: str) -> None:
    assert other_town.named(text, "小樽") is None


@pytest.mark.parametrize(("text", "is_told"), [("札幌の家賃は？", True), ("家賃は？", False)])
def test_the_answer_says_that_it_is_about_this_town(text: str, is_told: bool) -> None:
    parts, _ = say(None, text=text, label=RENT)

    assert ("「札幌」のことは" in words(parts)) == is_told
    assert any(part.get("title") == SHELF.all()[RENT].title for part in parts)


@pytest.mark.parametrize("outcome", ["clarify"])
def test_so_does_a_question_back(outcome: str) -> None:
    parts, _ = say(None, text="札幌の家賃は？", outcome=outcome, offer=[RENT, "life/living_cost"])

    assert "「札幌」のことは" in words(parts)
