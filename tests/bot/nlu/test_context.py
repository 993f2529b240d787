"""Messages that lean on what was said before: `bot.nlu.context`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.nlu.context import leaning, spelt_out, subject, subjects, without_pointing
from bot.nlu.morphology import analyse


@pytest.mark.parametrize(
    "message",
    [
        "それはいくら？",
        "じゃあ、それはいつまで？",
        "その条件を教えて",
        "そこはどこですか",
        "さっきの電話番号をもう一度",
        "いくらですか",
        "いつまで？",
        "何歳まで",
        "期限はいつですか",
        "もっと詳しく",
        "夫婦の場合は？",
        "単身の場合は",
        "子どもがいる場合は？",
        "５０歳でも大丈夫？",
    ],
)
def test_message_without_a_subject_leans(message):
    assert leaning(message, analyse(message)) == "must"


@pytest.mark.parametrize(
    "message",
    [
        "家賃は？",
        "保育園は？",
        "東京でも大丈夫？",
        "家賃の相場が知りたい",
        "それは犬と猫もいいですか",
    ],
)
def test_short_message_may_lean(message):
    assert leaning(message, analyse(message)) == "may"


@pytest.mark.parametrize(
    "message",
    [
        "移住支援金はいくらですか",
        "はい",
        "大丈夫です",
        "ありがとうございました",
        "小樽で中古の家を買って住みたい",
    ],
)
def test_message_with_its_own_subject_or_no_question_stands_alone(message):
    assert leaning(message, analyse(message)) == "no"


@pytest.mark.parametrize(
    ("message", "whole"),
    [
        ("それはいくら？", "融資　いくら?"),
        ("じゃあ、その条件は", "融資　条件は"),
        ("家賃は？", "融資　家賃は?"),
        ("それは", "融資　それは"),
    ],
)
def test_the_subject_takes_the_place_of_what_points_at_it(message, whole):
    assert spelt_out("融資", message) == whole


@pytest.mark.parametrize("label", [None, "", "chitchat/smalltalk", "out_of_scope/oos_tax", "x/y"])
def test_nothing_leans_on_what_has_no_subject(label):
    assert subject(label) is None


def test_every_answer_that_can_be_asked_about_has_a_subject():
    labels = Path(__file__).parents[3].joinpath("actions/library/labels.txt").read_text().split()
    asides = ("chitchat/", "out_of_scope/", "handoff/")

    assert set(subjects()) == {label for label in labels if not label.startswith(asides)}


def test_long_message_stands_alone_however_it_begins():
    message = "それで、移住支援金を申請したあとに転職したら返すことになりますか"

    assert leaning(message, analyse(message)) == "no"


@pytest.mark.parametrize("message", ["", " ", "\x00"])
def test_nothing_leans_on_nothing(message):
    assert leaning(message, analyse(message)) == "no"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("それはいくら？", "いくら?"),
        ("いくら？", "いくら？"),
        ("その登録、お金かかりますか", "その登録、お金かかりますか"),
    ],
)
def test_words_that_point_and_name_nothing_are_left_out(text, plain):
    assert without_pointing(text, analyse(text)) == plain
