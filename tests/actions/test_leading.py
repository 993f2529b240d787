"""What of an answer a whole question gets to see first, and what it gets where the answer was just shown."""

from __future__ import annotations

import pytest

from actions import follow_up, passage, pieces
from actions.library.shelf import SHELF
from tests.actions.test_actions import TODAY
from tests.actions.test_passage import understood

CHILDCARE = "life/childcare_support"


@pytest.mark.parametrize(
    ("label", "asked", "first"),
    [
        (CHILDCARE, "学童保育はありますか", "放課後児童クラブ"),
        (CHILDCARE, "病児保育はどこでできますか", "病児保育"),
        ("life/childcare_enrol", "待機児童はいますか", "待機児童"),
        ("life/childcare_enrol", "保育園の空きはありますか", "空き・待機児童"),
        ("life/childcare_enrol", "保育所って空いてる？", "空き・待機児童"),
        ("life/childcare_enrol", "保育園は定員いっぱいですか", "空き・待機児童"),
        ("nursery/nursery_booking", "保育園留学の空きを知りたい", "空き状況"),
        ("housing/pet_housing", "市営住宅で犬は飼えますか", "市営住宅"),
    ],
)
def test_the_bullet_that_names_what_is_asked_stands_first(label: str, asked: str, first: str) -> None:
    entry = SHELF.all()[label]

    led = passage.leading(entry, asked)

    assert not entry.text.startswith("- ")
    assert first in led.text.split("\n")[0]
    assert sorted(_lines(led.text, led.more)) == sorted(_lines(entry.text, entry.more))


@pytest.mark.parametrize(
    ("label", "asked"),
    [
        (CHILDCARE, "こども医療費助成はありますか"),
        (CHILDCARE, "宇宙船はありますか"),
        ("housing/rent_cost", "家賃はいくらですか"),
        ("nursery/nursery_booking", "空き家に泊まって留学の申し込みができますか"),
        ("housing/rent_cost", "1LDKはいくらですか"),
        ("housing/rent_cost", ""),
    ],
)
def test_otherwise_an_answer_stays_as_it_is_written(label: str, asked: str) -> None:
    entry = SHELF.all()[label]

    assert passage.leading(entry, asked) == entry


@pytest.mark.parametrize("label", sorted(SHELF.all()))
def test_nothing_of_an_answer_is_lost(label: str) -> None:
    entry = SHELF.all()[label]

    for piece in pieces.pieces_of(entry):
        led = passage.leading(entry, piece.removeprefix("- "))
        assert sorted(_lines(led.text, led.more)) == sorted(_lines(entry.text, entry.more))


def test_a_question_is_answered_with_its_bullet_first() -> None:
    parts, label = understood("学童保育はありますか", CHILDCARE, "housing/rent_cost", [])

    assert label == CHILDCARE
    assert parts[0]["text"].startswith("- **放課後児童クラブ**")


def test_a_whole_question_on_the_answer_just_shown_gets_its_passage() -> None:
    parts, label = understood("医療費の助成はありますか", CHILDCARE, CHILDCARE, [])

    assert label == CHILDCARE
    assert "医療費助成" in parts[0]["text"]
    assert "放課後児童クラブ" not in parts[0]["text"]
    assert parts[1]["choices"][0]["payload"] == f'/choose{{"label": "{CHILDCARE}"}}'


def test_without_a_passage_the_answer_is_shown_again() -> None:
    assert follow_up.of_again(SHELF.all()[CHILDCARE], "宇宙船はありますか", TODAY) is None


def _lines(*blocks: str | None) -> list[str]:
    return [line for block in blocks for line in (block or "").split("\n") if line.strip()]
