"""What understanding takes from the pack's answers: `bot.nlu.answer_texts`."""

from __future__ import annotations

from pathlib import Path

from bot.nlu import answer_texts

DATA = Path(__file__).parents[3] / "data" / "answers"
ENTRY = """---
title: 市営住宅
caveat: 家賃は管理事務所へ。
related: [housing/rent_cost, housing/guarantor]
---
抽選です。{{ shiei_phone }} [案内](https://city.example/housing)
<!-- more -->
外国籍の方も申し込めます。
"""


def written(folder, name, text):
    path = folder / "housing" / f"{name}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_an_answer_gives_its_words_and_what_it_leads_to(tmp_path):
    written(tmp_path, "public_housing", ENTRY)

    [(label, answer)] = answer_texts.read(tmp_path).items()

    assert label == "housing/public_housing"
    assert answer.related == ("housing/rent_cost", "housing/guarantor")
    assert all(words in answer.words for words in ("市営住宅", "管理事務所", "抽選", "外国籍", "案内"))
    assert not any(words in answer.words for words in ("shiei_phone", "city.example", "more"))


def test_a_file_that_is_no_answer_is_left_out(tmp_path):
    written(tmp_path, "public_housing", ENTRY)
    written(tmp_path, "no_front_matter", "抽選です。")
    written(tmp_path, "broken", "---\ntitle: [\n---\n抽選です。")

    assert list(answer_texts.read(tmp_path)) == ["housing/public_housing"]


def test_a_pack_without_answers_has_none(tmp_path):
    assert answer_texts.read(tmp_path / "answers") == {}


def test_every_answer_of_the_pack_is_read():
    read = answer_texts.read(DATA)

    assert len(read) == len(list(DATA.glob("*/*.md")))
    assert all(answer.words and answer.related for label, answer in read.items() if not label.startswith("chitchat/"))
