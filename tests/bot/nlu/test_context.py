"""Messages that lean on what was said before: `bot.nlu.context`."""

from __future__ import annotations

import pytest

from bot.nlu.context import leans
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
    assert leans(message, analyse(message))


@pytest.mark.parametrize(
    "message",
    [
        "移住支援金はいくらですか",
        "空き家バンクの場合は？",
        "保育園は？",
        "何がおすすめですか",
        "どんな仕事がありますか",
        "家賃の相場が知りたい",
        "東京でも大丈夫？",
        "こんにちは",
    ],
)
def test_message_with_its_own_subject_stands_alone(message):
    assert not leans(message, analyse(message))


def test_long_message_stands_alone_however_it_begins():
    message = "それで、移住支援金を申請したあとに転職したら返すことになりますか"

    assert not leans(message, analyse(message))


@pytest.mark.parametrize("message", ["", " ", "\x00"])
def test_nothing_leans_on_nothing(message):
    assert not leans(message, analyse(message))
