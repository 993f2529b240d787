"""What a message rejects is taken out: `bot.nlu.negation`."""

from __future__ import annotations

import pytest

from bot.nlu import morphology, negation
from bot.nlu.label_model import Scores


def read(text):
    return negation.read(text, morphology.analyse(text))


@pytest.mark.parametrize(
    ("text", "kept", "rejected"),
    [
        ("市営住宅ではなく民間の部屋を見たい", "民間の部屋を見たい", "市営住宅"),
        ("オンラインでなく、直接会って話したい", "直接会って話したい", "オンライン"),
        ("協力隊以外で田舎の仕事ってありますか", "田舎の仕事ってありますか", "協力隊"),
        ("家を借りるのではなく買いたい", "家を買いたい", "借りる"),
        ("民間の部屋が見たいです、市営住宅ではなく", "民間の部屋が見たいです", "市営住宅"),
        ("補助金の話はもういいので仕事のことを教えて", "仕事のことを教えて", "補助金"),
        ("車はいらないからバスの便を教えて", "バスの便を教えて", "車"),
        ("賃貸より購入のほうがいいんですが、どこで探せますか", "購入のほうがいいんですが、どこで探せますか", "賃貸"),
        ("移住するつもりはないけど数日泊まってみたい", "数日泊まってみたい", "移住"),
        ("犬不可でもいいので安い部屋を探しています", "安い部屋を探しています", "犬"),
        ("築年数は問わないので広い家を買いたい", "広い家を買いたい", "築年数"),
        ("正社員じゃない働き方を探してる", "働き方を探してる", "正社員"),
    ],
)
def test_rejected_phrase_is_taken_out(text, kept, rejected):
    assert read(text) == negation.Wish(kept, (rejected,))


@pytest.mark.parametrize(
    "text",
    [
        "これは移住支援金の対象ではないですか？",
        "新築じゃなくても補助金出ますか",
        "東京以外から来ても支援金もらえますか",
        "保証人がいらない部屋はありますか",
        "思ったより雪が多いですか",
        "資格なしでもいいですか",
        "車なしでもいい地区はどこですか",
        "年齢は問わない仕事はありますか",
        "駅より海の近くに住みたい",
        "家賃はいくらですか",
        "",
    ],
)
def test_what_rejects_nothing_is_left_alone(text):
    assert read(text) is None


def test_what_is_left_decides_and_the_rejected_label_loses():
    whole = Scores([("housing/public", 0.9), ("housing/rental", 0.08), ("jobs/x", 0.02)], 0.5)
    kept = Scores([("housing/rental", 0.8), ("housing/public", 0.1), ("jobs/x", 0.1)], 0.6)
    rejected = Scores([("housing/public", 0.99), ("housing/rental", 0.01), ("jobs/x", 0.0)], 0.6)

    made = negation.without_rejected(whole, kept, [rejected])

    assert made.label == "housing/rental"
    assert made.confidence > 0.75
    assert made.nearness == 0.6


def test_where_too_little_is_left_the_rejected_label_still_loses():
    whole = Scores([("housing/public", 0.9), ("housing/rental", 0.08), ("jobs/x", 0.02)], 0.5)
    rejected = Scores([("housing/public", 0.99), ("housing/rental", 0.01), ("jobs/x", 0.0)], 0.6)

    assert negation.without_rejected(whole, None, [rejected]).label == "housing/rental"
