"""Words in the training questions: `bot.nlu.word_index`."""

from __future__ import annotations

import pytest

from bot.nlu.word_index import WordIndex

QUESTIONS = {
    "a/rent": ["家賃はいくら", "家賃と敷金、家賃の支払い", "家を借りる"],
    "a/none": [],
    "b/snow": ["雪かきがつらい", "除雪の家", "ああああ"],
}
INDEX = WordIndex.of(QUESTIONS)


@pytest.mark.parametrize(
    "word", ["家賃", "家", "除雪", "雪かきが", "ああ", "あああ", "家除", "賃と敷", "x", "家賃はいくらです"]
)
def test_counts_are_those_of_looking_through_all_questions(word):
    times = [sum(text.count(word) for text in asked) for asked in QUESTIONS.values()]
    holding = [sum(word in text for text in asked) for asked in QUESTIONS.values()]

    assert INDEX.times(word).tolist() == times
    assert INDEX.questions(word).tolist() == holding


def test_no_questions_hold_nothing():
    empty = WordIndex.of({})

    assert empty.times("家賃").tolist() == empty.questions("家").tolist() == []
