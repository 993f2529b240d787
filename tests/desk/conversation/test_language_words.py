"""Who asks for a language, or for plain Japanese, is answered in it: `desk.conversation.language_words`."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.conversation import language_words, message_parts
from desk.text import pack
from tests.desk.conversation.passage import Desk

_ASKED = {
    "ja-easy": [
        "やさしい日本語で",
        "やさしい日本語でお願いします。",
        "もっとやさしい言葉で書いてください",
        "もう少し簡単に説明してもらえますか？",
        "わかりやすく言って",
        "かんたんな日本語",
        "やさしい　にほんご",
        "日本語やさしくして",
        "むずかしくてわかりません",
        "言葉が難しい",
        "漢字が読めません",
        "漢字が多すぎます",
        "この説明は難しすぎます",
        "わかりにくいです",
    ],
    "ja": ["日本語でお願いします", "もとの日本語に戻して", "ふつうの日本語で", "In Japanese, please", "請用日文"],
    "en": [
        "English",
        "In English please",
        "Can I ask in English?",
        "英語でお願いします",
        "我可以用英文問嗎",
        "영어로 해 주세요",
    ],
    "zh-Hant": ["繁體中文", "請用繁體中文回答", "可以說中文嗎？", "Traditional Chinese please"],
    "zh-Hans": ["简体中文", "请用简体中文回答", "可以说中文吗"],
    "ko": ["한국어로 해 주세요", "韓国語で", "Korean please"],
    language_words.ANY: ["中文", "Can you speak Chinese?", "中国語でお願いします"],
}


@pytest.mark.parametrize(("code", "words"), [(code, words) for code, all_of in _ASKED.items() for words in all_of])
def test_words_that_ask_for_a_language_and_nothing_else(code: str, words: str) -> None:
    assert language_words.asked_for(words) == code


@pytest.mark.parametrize(
    "words",
    [
        "やさしい人が多いですか",
        "子どもにやさしい町ですか",
        "簡単に家を借りられますか",
        "やさしい日本語の教室はありますか",
        "わかりやすいところにありますか",
        "支援金の申請を簡単に説明してください",
        "ありがとう、わかりやすかったです",
        "英語で相談できますか",
        "英語の先生の仕事はありますか",
        "日本語教室はどこですか",
        "日本語がわからない子の学校",
        "Is there any English-speaking doctor?",
        "Where can I study Japanese?",
        "有會說中文的醫生嗎",
        "",
    ],
)
def test_other_words_are_left_to_the_assistant(words: str) -> None:
    assert language_words.asked_for(words) is None


@pytest.mark.parametrize(
    ("words", "payload"),
    [
        ("やさしい日本語で", message_parts.EASY[1]),
        ("Can I ask in English?", '/choose_language{"language": "en"}'),
        ("中文", "/choose_language"),
        ("家賃はいくらですか", None),
    ],
)
def test_it_is_a_choice_by_hand_in_the_persons_own_words(desk: Desk, words: str, payload: str | None) -> None:
    desk.say(words)

    turn, _ = desk.turn_queue.lease(desk.clock.now())
    assert (turn.text, turn.payload) == (words, payload)


def test_a_pack_without_texts_of_it_leaves_the_words_to_the_assistant() -> None:
    pack.use(Path(__file__).parents[2] / "packs" / "mihon")
    try:
        assert message_parts.language_payload("en") is None
        assert message_parts.language_payload(language_words.ANY) is None
        assert message_parts.language_payload("ja-easy") == message_parts.EASY[1]
    finally:
        pack.use(pack.SHIPPED)
