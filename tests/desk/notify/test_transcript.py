"""A transcript is what the migrant saw, as words: nothing in it is markup, and its PDF reads as its text."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime

import pypdfium2
import pytest

from desk.mail.transcript import CUT, MOST_CHARACTERS, entries, newest, text
from desk.mail.transcript_pdf import broken, pdf

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
EVIL = '<b>太字</b><img src="http://evil.example/x.png"/>&amp;%PDF ${7*7} =1+1'


def message(*parts: dict, who: str = "あなた") -> dict:
    return {"author_name": who, "sent_at": "2026-11-24T01:05:00.000+00:00", "parts": list(parts)}


def words(*parts: dict) -> list[str]:
    return [line for entry in entries([message(*parts)]) for line in entry.lines]


def test_answers_keep_their_source_and_date() -> None:
    answer = {
        "type": "answer",
        "title": "空き家",
        "text": "**あります**。[一覧](https://example.jp/a)へ。",
        "caveat": "金額は目安です。",
        "sources": [{"title": "市", "url": "https://example.jp/b"}],
        "checked": "2026-11-01",
    }
    assert words(answer) == [
        "【空き家】",
        "あります。一覧（https://example.jp/a）へ。",
        "ご注意：金額は目安です。",
        "出典：市 https://example.jp/b",
        "確認日：2026年11月1日(日)",
    ]


def test_choices_are_left_out_and_the_unknown_is_named() -> None:
    assert entries([message({"type": "choices", "choices": []})]) == []
    assert words({"type": "hologram"}) == ["（この記録に表示できない内容）"]
    assert words({"type": "contact", "label": "市役所", "tel": "0134-32-4111"}) == ["市役所：0134-32-4111"]


def printed(*messages: dict) -> str:
    document = pypdfium2.PdfDocument(pdf(entries(messages), NOW))
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return "\n".join(pages).replace("\r\n", "\n")


def test_the_pdf_has_the_words_of_the_text_and_their_markup_stays_words() -> None:
    long_words = "小樽の冬は雪が多いです。" * 400
    shown = printed(message({"type": "text", "text": EVIL}), message({"type": "text", "text": long_words}))
    flat = shown.replace("\n", "")
    assert EVIL in flat
    assert flat.count("小樽の冬は雪が多いです。") > 390
    assert "あなた" in shown
    assert "2026年11月24日(火) 12:00" in shown


def test_a_glyph_that_the_font_lacks_is_shown_as_missing_and_not_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    shown = printed(message({"type": "text", "text": "猫🐈と髙橋さん\x00\u202e"}))
    assert "猫〓と髙橋さん" in shown
    assert caplog.text == ""


def test_an_empty_conversation_makes_a_pdf_too() -> None:
    assert "小樽市 移住相談の会話" in printed()


def test_no_line_begins_with_a_full_stop() -> None:
    lines = list(broken("あいうえお。かきくけこ、さ", 5, lambda _: 1.0 if len(_) == 1 else 0.0))
    assert lines == ["あいうえ", "お。かきく", "けこ、さ"]
    assert "".join(lines) == "あいうえお。かきくけこ、さ"
    assert list(broken("", 5, lambda _: 1.0)) == [""]
    assert list(broken("。。。", 1, lambda _: 1.0)) == ["。", "。", "。"]


def test_the_text_has_who_and_when_in_japanese_time() -> None:
    made = text(entries([message({"type": "text", "text": "こんにちは"})]), NOW)
    assert "2026年11月24日(火) 12:00 に作成" in made
    assert "■ あなた（11月24日(火) 10:05）\nこんにちは" in made


def test_a_talk_without_end_is_cut_at_its_beginning_and_says_so() -> None:
    found = entries([message({"type": "text", "text": f"{number}番" + "あ" * 997}) for number in range(400)])

    kept = newest(found)

    assert sum(len(line) for entry in kept for line in entry.lines) <= MOST_CHARACTERS + len(CUT)
    assert kept[0].lines == (CUT,)
    assert kept[-1] == found[-1]
    assert newest(found[:10]) == found[:10]


def test_three_hundred_messages_of_the_longest_are_printed_in_little_time() -> None:
    found = entries([message({"type": "text", "text": "移住して仕事と家を探しています。" * 62}) for _ in range(300)])
    began = time.process_time()

    made = pdf(found, NOW)

    assert time.process_time() - began < 10
    assert len(made) < 5_000_000
