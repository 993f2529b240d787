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


# Ways to wish for a language, by the language they are written in; each goes with each name.
_WAYS = {
    "ja": ["{}で話したい", "{}で話したいです", "{}にしてください", "{}に切り替えて", "{}に戻して", "{}でもいいですか", "やっぱり{}がいいです", "{}で答えてほしい", "{}お願いします"],
    "en": ["Can we talk in {}?", "I'd like to speak {}", "Please switch to {}", "Go back to {} please", "Could you answer in {}?", "Is {} OK?"],
    "zh": ["我想用{}", "请换成{}", "可以用{}聊吗", "切換到{}", "改成{}吧"],
    "ko": ["{}로 말하고 싶어요", "{}로 바꿔 주세요", "{}로 이야기해도 될까요?", "{}로 부탁해요"],
}  # fmt: skip
_NAMES = {
    "en": ["英語", "English", "英语", "영어"],
    "ja": ["日本語", "Japanese", "日语", "일본어"],
    "ko": ["韓国語", "Korean", "韩语", "한국어"],
    "zh-Hans": ["簡体字", "simplified Chinese", "简体中文", "간체"],
    "zh-Hant": ["繁体字", "traditional Chinese", "繁體中文", "번체"],
    "ja-easy": ["やさしい日本語", "easy Japanese", "简单的日语", "쉬운 일본어"],
}


@pytest.mark.parametrize(("code", "name"), [(code, name) for code, names in _NAMES.items() for name in names])
@pytest.mark.parametrize("way", [way for ways in _WAYS.values() for way in ways])
def test_each_language_is_wished_for_in_each_way(code: str, name: str, way: str) -> None:
    assert language_words.asked_for(way.format(name)) == code


@pytest.mark.parametrize("way", _WAYS["ja"])
def test_chinese_in_japanese_says_no_script(way: str) -> None:
    assert language_words.asked_for(way.format("中国語")) == language_words.ANY


@pytest.mark.parametrize(
    ("words", "code"),
    [("我想说中文", "zh-Hans"), ("能不能讲中文", "zh-Hans"), ("我想說中文", "zh-Hant"), ("換成中文", "zh-Hant")],
)
def test_chinese_in_chinese_says_the_script_by_its_letters(words: str, code: str) -> None:
    assert language_words.asked_for(words) == code


# Of languages, and not of the talk: learning and teaching, who speaks them, what one cannot do.
_ABOUT = {
    "ja": ["{}教室はありますか", "{}が通じる病院", "{}を教えてほしい", "{}を話したい人の集まり", "{}で相談できますか", "{}を話せますか", "{}の仕事", "{}の通訳はいますか",
           "{}を勉強したい", "{}で話したくない", "{}で話せません", "{}で話せる友達がほしい", "{}で対応していますか", "{}で診てもらえる病院", "{}に自信がない"],
    "en": ["Where can I learn {}?", "I want to learn {}", "Do doctors speak {}?", "I want to teach {}", "I can't speak {}", "Is there an {} school?", "I need {} lessons"],
    "zh": ["有会说{}的医生吗", "我想学{}", "哪里可以学{}", "我不会说{}", "有{}学校吗"],
    "ko": ["{} 학원이 있나요", "{}로 진료하는 병원이 있나요", "{}를 배우고 싶어요", "{} 통역이 있나요", "{}를 못해요"],
}  # fmt: skip


@pytest.mark.parametrize("words", [
    way.format(name) for ways, place in zip(_ABOUT.values(), range(4), strict=True) for way in ways for name in (names[place] for code, names in _NAMES.items() if code != "ja-easy")
])  # fmt: skip
def test_a_question_about_languages_is_the_assistants(words: str) -> None:
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
