"""A person in danger, told from figures of speech, subjects and suppositions: `bot.nlu.safety`."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from bot.nlu import pattern_files, safety
from bot.nlu.danger_language import BrokenPattern, compile_pattern
from bot.nlu.pattern_files import fold_pattern
from bot.nlu.safety import Danger
from bot.nlu.text import MAX_CHARACTERS
from tests.bot.nlu.contract_texts import QUESTIONS, STRANGE_TEXTS

PROJECT = Path(__file__).resolve().parents[3]
CASES = json.loads((PROJECT / "tests" / "wire" / "danger.json").read_text(encoding="utf-8"))
PATTERNS = pattern_files.shared()


def danger(text: str) -> Danger | None:
    """Return the kind of danger a message speaks of, None for an ordinary one."""
    found = PATTERNS.read(text)
    return found.kind if found else None


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:24] for case in CASES])
def test_what_was_heard_stays_heard_and_what_was_not_stays_quiet(case):
    found = PATTERNS.read(case["text"])

    heard = {"kind": found.kind, "subject": found.subject} if found else None
    assert heard == case["danger"]


@pytest.mark.parametrize("group", PATTERNS.groups, ids=[group.id for group in PATTERNS.groups])
def test_each_group_hears_its_own_sentences_and_no_others(group):
    assert [text for text in group.must if danger(text) != group.kind] == []
    assert [text for text in group.must_not if danger(text)] == []
    assert group.must
    assert group.must_not or not group.unless


@pytest.mark.parametrize(
    ("pattern", "sentence", "heard"),
    [
        ("(死|し)に[そう]た", "しにた", True),
        ("{near}に~4殴られ", "夫に毎日殴られ", True),
        ("{near}に~4殴られ", "夫に毎日毎日毎日殴られ", False),
        ("^たすけて$", "たすけて。", True),
        ("^たすけて$", "いまたすけて", False),
        ("dv", "dvd", False),
        ("119", "1119", False),
        ("want[ to] die", "i want die", True),
        ("want[ to] die", "i want to diet", False),
    ],
)
def test_the_language_of_the_patterns(pattern, sentence, heard):
    made = compile_pattern(fold_pattern(pattern), {"near": "夫|妻"})

    assert (made.regex.search(sentence) is not None) is heard
    assert any(anchor in sentence for anchor in made.anchors) or not heard


@pytest.mark.parametrize("pattern", ["(死", "死)", "~40死", "{who}死", "[死]", "死~", "", "~3"])
def test_a_pattern_that_cannot_be_read_is_refused(pattern):
    with pytest.raises(BrokenPattern):
        compile_pattern(pattern, {"near": "夫"})


def test_the_words_are_those_typed_around_the_match():
    found = PATTERNS.read("家" * 300 + "、もう死にたいです" + "家" * 300)

    assert "死にたい" in found.words
    assert len(found.words) == safety.SHOWN_CHARACTERS


def test_a_respelt_message_is_read_as_well():
    assert PATTERNS.read("なぐられとる") is None
    assert PATTERNS.read("なぐられとる", "夫に殴られる").rule == "beaten"


@pytest.mark.parametrize(
    "unit", ["夫に", "死に", "あ\n", "移住の家賃が心配です。", "<a", "もう", "a ", "。", "子どもが"]
)
def test_the_work_grows_with_the_length(unit):
    def seconds(length):
        text = (unit * length)[:length]
        times = []
        for _ in range(3):
            started = time.process_time()
            PATTERNS.read(text)
            times.append(time.process_time() - started)
        return min(times)

    assert seconds(20_000) <= 3 * seconds(10_000) + 0.002


@pytest.mark.parametrize(
    "message",
    [
        "死にたい",
        "もう死にたいです。",
        "しにたい",
        "ｼﾆﾀｲ",
        "死にたーい",
        "死に たい",
        "死\u200bにたい",
        "<死にたい>",
        "<b>死にたい</b>",
        "毎日死にたくなる",
        "死にたいほど辛い",
        "消えたいくらいつらいです",
        "消えてしまいたい",
        "いなくなりたい",
        "生きるのがつらい",
        "生きていたくない",
        "自殺したい",
        "楽になりたい。",
        "もう楽になりたい",
        "人生を終わりにしたい",
        "誰にも頼れない",
        "孤独でつらい",
        "涙が止まらない",
        "リストカットをしてしまう",
        "夫に殴られています",
        "妻から暴力を受けています",
        "夫が怖くて家に帰れない",
        "DVから逃げて小樽に住みたい",
        "虐待されています",
        "ストーカーに困っています",
        "子供を叩いてしまう",
        "子どもに手をあげてしまう",
        "もし死にたくなったらどこに相談すればいいですか",
        "友達が死にたいと言っています",
        "もう限界です",
        "亡くなった妻のところへ行きたい",
        "彼の後を追いたい",
        "夫が生活費を渡してくれません",
        "彼氏にスマホを取り上げられた",
        "主人に外出を禁止されています",
        "旦那から逃げたいです",
        "何をする気も起きません",
        "どこにも居場所がない",
        "上司に殴られています",
        "家族の重荷なので消えたほうがいい",
    ],
)
def test_cry_for_help_is_distress(message):
    assert danger(message) == "distress"


@pytest.mark.parametrize(
    "message",
    [
        "火事です",
        "火事だ！",
        "家が燃えています",
        "鍋が燃えてる",
        "台所から煙が出ている",
        "ストーブに火がついて消えない",
        "ガスの臭いがします",
        "救急車を呼んでください",
        "人が倒れています",
        "母が倒れました",
        "意識がない",
        "夫が気を失った",
        "息ができない",
        "胸が痛い",
        "血が止まらない",
        "屋根から落ちた",
        "雪に埋まった",
        "除雪機に巻き込まれた",
        "吹雪で動けない",
        "海に落ちた",
        "熊に襲われました",
        "車にはねられた",
        "泥棒に入られた",
        "店に強盗が押し入りました",
        "どろぼうが来てます",
        "警察を呼んで",
        "陣痛が来ました",
        "誰か助けて",
        "子どもがボタン電池を飲み込んだ",
        "娘が漂白剤を飲んじゃった",
        "熱湯をかぶりました",
        "ぐったりしています",
        "呼びかけても返事がない",
        "祖母がいなくなりました",
        "エレベーターに閉じ込められました",
    ],
)
def test_life_at_risk_is_an_emergency(message):
    assert danger(message) == "emergency"


@pytest.mark.parametrize(
    "message",
    [
        "死ぬほど寒い",
        "死ぬほど忙しいです",
        "死ぬまで小樽に住みたい",
        "消えたいくらい雪",
        "消えたいくらい雪が多いですか",
        "死にたくなるくらい寒いですか",
        "死にたくないので安全な地区がいい",
        "寒くて死にそう",
        "もう限界、この雪は無理",
        "心臓破りの坂はありますか",
        "胸が熱くなりました",
        "爆発的に人気の店",
        "炎上しました",
        "首になりました",
    ],
)
def test_figure_of_speech_is_no_danger(message):
    assert danger(message) is None


@pytest.mark.parametrize(
    "message",
    [
        "自殺対策の仕事はありますか",
        "虐待防止の仕事に興味があります",
        "孤独死が心配",
        "DV被害者の支援はありますか",
        "いじめが多い学校はありますか",
        "看護師になりたい",
        "消防士になりたいです",
        "燃えるゴミの日はいつ",
        "家の燃えるゴミはいつ出しますか",
        "アパートの燃えるごみの日",
        "家の燃えないごみの捨て方",
        "ストーブに火がつかない",
        "除雪機にかかる費用",
        "除雪機にガソリンを入れる",
        "練炭ストーブは使えますか",
        "空き家の屋根から雪が落ちる",
        "倒れた木の撤去",
        "息子ができたら保育園に入れますか",
        "意識が高い人が多い",
        "誰も住んでいない家を探しています",
        "店を終わりにしたい、継いでくれる人はいますか",
        "開業の家賃を助けてほしい",
        "祖父がいなくなった家を売りたい",
        "夫の仕事が見つかりません",
        "父は足が動かないので段差のない家がいい",
        "お湯を沸かすのにかかる灯油代",
        "薬を飲んだほうがいいですか",
        "両親から逃げたいわけではありません",
        "事故物件はありますか",
    ],
)
def test_subject_of_that_name_is_no_danger(message):
    assert danger(message) is None


@pytest.mark.parametrize(
    "message",
    [
        "火事のとき保険は下りますか",
        "火事のとき保険は",
        "火災保険はいくらですか",
        "救急車は何分で来ますか",
        "救急車を呼ぶときは何番ですか",
        "虫に刺されたとき",
        "熊が出ますか",
        "ヒグマはいますか",
        "吹雪で動けなくなることはありますか",
        "家が燃えないか心配",
        "もし人が倒れていたらどこに電話しますか",
        "車の事故が多いですか",
        "父が倒れたので小樽に戻る場合の手当",
        "陣痛タクシーはありますか",
        "昔、交通事故に遭いました",
    ],
)
def test_supposition_is_no_danger(message):
    assert danger(message) is None


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("移住の補助金はありますか。実は夫が怖くて家に帰れません", "distress"),
        ("移住の補助金はありますか？もう限界です", "distress"),
        ("火事です。保険はありますか", "emergency"),
        ("もし移住したら仕事はありますか\n母が倒れました", "emergency"),
    ],
)
def test_question_beside_the_cry_does_not_hide_it(message, expected):
    assert danger(message) == expected


def test_emergency_comes_before_distress():
    assert danger("死にたい。手首から血が止まらない") == "emergency"


@pytest.mark.parametrize("before", [0, MAX_CHARACTERS - 2, MAX_CHARACTERS, 9_000])
def test_cry_is_heard_wherever_it_stands_in_a_long_letter(before):
    assert danger("あ" * before + "。もう死にたいです") == "distress"


@pytest.mark.parametrize("text", STRANGE_TEXTS.values(), ids=list(STRANGE_TEXTS))
def test_strange_text_is_no_danger(text):
    assert danger(text) is None


@pytest.mark.parametrize("question", [question for group in QUESTIONS.values() for question in group])
def test_ordinary_question_is_no_danger(question):
    assert danger(question) is None


def test_explicit_words_count_though_another_group_names_the_subject() -> None:
    found = pattern_files.shared().read("孤独すぎて気が狂いそう")

    assert found is not None
    assert found.explicit
