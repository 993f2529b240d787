"""Answers on LINE: tables as lines, what [くわしく] opens as a bubble of its own, all within LINE's limits."""

import math
import unicodedata
from datetime import UTC, datetime

import pytest

from desk.channels.line import render
from desk.channels.line.measure import LONGEST_TEXT, units
from desk.content import entries
from desk.conversation.models import Author, Message

CHOICES = {"type": "choices", "purpose": "related", "choices": [{"id": "ch_1", "label": "人に相談する"}]}
CONTACT = {"type": "contact", "label": "市役所", "tel": "0134-32-4111"}


def said(*parts) -> list[dict]:
    message = Message("c_1", 1, Author.BOT, "自動応答", datetime(2026, 11, 29, tzinfo=UTC), list(parts))
    return render.messages(message)


def test_a_table_is_lines_and_the_details_follow_as_a_second_bubble():
    part = {
        "type": "answer", "title": "家賃", "checked": "2026-11-23",
        "text": "目安です。\n\n| 間取り | 家賃 |\n| --- | --- |\n| 1K | **約3.5万円** |",
        "more": "- **別の集計**：[市](https://www.city.otaru.lg.jp/)",
        "sources": [{"title": "市のページ", "url": "https://www.city.otaru.lg.jp/", "date": "2024-04"}],
    }  # fmt: skip

    first, second, contacts = said(part, CONTACT, CHOICES)

    assert "\n\n間取り：家賃\n・1K：約3.5万円" in first["text"]
    assert "別の集計" not in first["text"]
    assert "市のページ（2024年4月）" in first["text"]
    assert second["text"] == "■ 家賃（くわしく）\n\n・別の集計：市 https://www.city.otaru.lg.jp/"
    assert contacts["type"] == "flex"
    assert "quickReply" in contacts
    assert "quickReply" not in first


# A phone of 390 × 844: about 17 wide characters stand in a line of a bubble, and 32 lines between LINE's own bars.
WIDE, SCREEN = 17, 32


def lines_on_a_phone(text: str) -> int:
    widths = [sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.55 for c in line) for line in text.split("\n")]
    return sum(max(1, math.ceil(width / WIDE)) for width in widths)


@pytest.mark.parametrize("label", sorted(entries.library()))
def test_every_answer_fits_on_a_phone_before_its_details(label):
    first, *_ = said(entries.library()[label].part())

    assert lines_on_a_phone(first["text"]) <= SCREEN


def test_several_sources_are_folded_and_stand_with_the_details():
    sources = [{"title": f"ページ{n}", "url": f"https://example.jp/{n}"} for n in (1, 2, 3)]
    part = {"type": "answer", "title": "家賃", "checked": "2026-11-23", "text": "目安です。", "sources": sources}

    first, second = said(part)

    assert "出典：ページ1ほか2件（下にあります）\n確認日 2026年11月23日" in first["text"]
    assert "https://" not in first["text"]
    assert second["text"].startswith("■ 家賃（出典）")
    assert second["text"].count("https://example.jp/") == 3


def test_of_many_sources_the_first_have_addresses_and_all_are_named():
    sources = [{"title": f"ページ{n}", "url": f"https://example.jp/{n}", "date": "2024-04"} for n in range(1, 7)]
    part = {"type": "answer", "title": "家賃", "checked": "2026-11-23", "text": "目安です。", "sources": sources}

    _, second = said(part)

    assert second["text"].count("https://example.jp/") == 3
    assert all(f"ページ{n}（2024年4月）" in second["text"] for n in range(1, 7))
    assert "ほか3件：ページ4" in second["text"]


@pytest.mark.parametrize("label", sorted(entries.library()))
def test_every_answer_fits_into_one_call(label):
    objects = said(entries.library()[label].part(), CONTACT, CONTACT, CHOICES)

    assert len(objects) <= render.MOST_MESSAGES
    texts = [item["text"] for item in objects if item["type"] == "text"]
    assert all(units(text) <= LONGEST_TEXT for text in texts)
    assert not [text for text in texts if "**" in text or "| ---" in text or "{{" in text]
