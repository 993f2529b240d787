from __future__ import annotations

import random
from pathlib import Path

import pytest
from sudachipy.sudachipy import build_system_dic

from bot.nlu import morphology
from bot.runtime import spellings, sudachi_dictionary
from bot.runtime.sudachi_dictionary import Entry

ROWS = (
    "空き家,0,0,4500,空き家,名詞,普通名詞,一般,*,*,*,アキヤ,空き家,*,A,*,*,*,*",
    "空家,0,0,4500,空家,名詞,普通名詞,一般,*,*,*,アキヤ,空き家,*,A,*,*,*,*",
    "秋谷,0,0,4500,秋谷,名詞,固有名詞,地名,一般,*,*,アキヤ,秋谷,*,A,*,*,*,*",
)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("dictionary")
    (folder / "words.csv").write_text("\n".join(ROWS) + "\n", encoding="utf-8")
    (folder / "matrix.def").write_text("1 1\n0 0 0\n", encoding="utf-8")
    target = folder / "system.dic"
    build_system_dic(matrix=folder / "matrix.def", lex=[folder / "words.csv"], output=target)
    return target.read_bytes()


def test_nouns_are_read_from_a_compiled_dictionary_and_names_are_not(compiled: bytes) -> None:
    assert sorted(sudachi_dictionary.entries(compiled), key=lambda entry: entry.spelling) == [
        Entry("空き家", "空き家", "アキヤ"),
        Entry("空家", "空き家", "アキヤ"),
    ]


def test_another_layout_is_refused(compiled: bytes) -> None:
    with pytest.raises(sudachi_dictionary.UnknownLayout, match="0x"):
        list(sudachi_dictionary.entries(bytes(8) + compiled[8:]))


def test_words_of_one_spelling_are_listed_where_the_office_writes_them() -> None:
    found = [Entry("家賃", "家賃", "ヤチン"), Entry("軍艦", "軍艦", "グンカン"), Entry("手", "手", "テ")]

    assert spellings.lines(found, "家賃と手と") == ["やちん 家賃"]


def test_one_character_and_two_kana_are_no_way_to_search() -> None:
    found = [Entry("庭", "庭", "ニワ"), Entry("庭先", "庭先", "ニワサキ"), Entry("庭さき", "庭先", "ニワサキ")]

    assert spellings.lines(found, "庭") == ["にわさき 庭さき 庭先"]


def test_sudachi_says_of_listed_words_that_they_are_one() -> None:
    lines = [line for line in Path(spellings.TARGET).read_text("utf-8").splitlines() if not line.startswith("#")]
    wrong = []
    nouns = [line for line in lines if len(line.split(" ")) > 2 and not line.endswith(spellings.MARK_OF_VERBS)]
    for line in random.Random(1).sample(nouns, 60):
        # One morpheme each; the reading alone is often read as other words.
        words = {
            morphemes[0].normalized
            for way in line.split(" ")[1:]
            if len(morphemes := morphology.analyse(way, "C")) == 1
        }
        wrong += [line] if len(words) > 1 else []

    # Two words of one spelling (試し: ためし, だめし) are read as one of them.
    assert len(wrong) <= 6, wrong


def test_a_verb_is_listed_by_what_its_forms_begin_with_where_that_is_its_own() -> None:
    found = [
        Entry("引っ越す", "引っ越す", "ヒッコス", 1, 1),
        Entry("引っ越し", "引っ越す", "ヒッコシ", 2, 1),
        Entry("ひっこす", "引っ越す", "ヒッコス", 3, 3),
        Entry("ひっこし", "引っ越す", "ヒッコシ", 4, 3),
        Entry("住む", "住む", "スム", 5, 5),
        Entry("住ん", "住む", "スン", 6, 5),
        Entry("轟く", "轟く", "トドロク", 7, 7),
        Entry("轟い", "轟く", "トドロイ", 8, 7),
    ]

    assert spellings.lines(found, "引っ越して住んで") == ["ひっこし ひっこす 引っ越 引っ越す *", "住む 住ん *"]


def test_kana_that_are_several_verbs_stand_for_none_of_them() -> None:
    found = [
        *(Entry("帰る", "帰る", "カエル", 1, 1), Entry("帰っ", "帰る", "カエッ", 2, 1)),
        *(Entry("かえる", "帰る", "カエル", 3, 3), Entry("かえっ", "帰る", "カエッ", 4, 3)),
        *(Entry("変える", "変える", "カエル", 5, 5), Entry("変え", "変える", "カエ", 6, 5)),
    ]

    assert spellings.lines(found, "帰って変える") == ["変え 変える *", "帰っ 帰る *"]
