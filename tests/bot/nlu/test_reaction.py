"""Words that take in an answer, before the question: `bot.nlu.reaction`."""

from __future__ import annotations

import pytest

from bot.nlu import reaction


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("なるほど、じゃあ駐車場は？", "じゃあ駐車場は？"),
        ("ありがとうございます！保証人はいりますか？", "保証人はいりますか？"),
        ("へえ〜すごい！えっと、何歳まで？", "何歳まで？"),
        ("わかりました。あと送迎は？", "あと送迎は？"),
        ("うーん高いなあ…安くなる方法は", "安くなる方法は"),
        ("おお助かる、で締め切りは", "で締め切りは"),
        ("どうも。見学だけでも？", "見学だけでも？"),
    ],
)
def test_what_the_answer_was_met_with_is_left_out(typed, asked):
    assert reaction.behind(typed) == asked


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "家賃は？",
        "ありがとうございました",
        "わかりました、どうも",
        "うーん、難しそうだな",
        "それ、いつから？",
        "45歳です、遅いですか",
        "安く、駅の近くで借りたい",
        "その補助、改装にも使える？",
        "まだ東京に住んでるんですけど、それでも使えますか",
        "いくら、いつまで",
        "夫婦なら、どうなる",
    ],
)
def test_words_that_say_something_stay(typed):
    assert reaction.behind(typed) == typed


def test_a_long_beginning_is_no_exclamation():
    typed = "へえそれはとてもとてもすごくすごく楽しそう、家賃は？"

    assert reaction.behind(typed) == typed
