"""Contacts found, hidden, read and compared: the cases that all readers share, and what must hold for any text."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from desk.contact import matching, parse, patterns
from desk.contact.withheld import withhold
from desk.text import folding
from desk.text.pack import city

CASES = json.loads((Path(__file__).parents[2] / "wire" / "contacts.json").read_text(encoding="utf-8"))
READ = [case for case in CASES["read"] if "value" in case]


@pytest.mark.parametrize("case", CASES["read"], ids=lambda case: ascii(case["typed"]))
def test_a_contact_is_read_as_everywhere(case: dict[str, str]) -> None:
    read = parse.mail(case["typed"]) if case["kind"] == "email" else parse.phone(case["typed"])

    assert (read.value, read.refused) == (case.get("value", ""), case.get("refused"))
    assert read.remark == case.get("remark", "")


@pytest.mark.parametrize("case", CASES["found"], ids=lambda case: ascii(case["typed"]))
def test_what_is_personal_is_found_and_contacts_are_hidden(case: dict[str, str]) -> None:
    found = patterns.find(case["typed"])

    assert list(dict.fromkeys(one.kind.value for one in found)) == case["kinds"]
    assert patterns.hidden(case["typed"]) == case["hidden"]


@pytest.mark.parametrize("text", CASES["nothing"])
def test_what_is_not_personal_is_left(text: str) -> None:
    assert patterns.find(text) == []
    assert patterns.hidden(text) == text
    assert withhold(text) is None


@pytest.mark.parametrize("case", READ, ids=lambda case: ascii(case["typed"]))
def test_whatever_a_form_takes_is_hidden_and_kept_from_the_assistant(case: dict[str, str]) -> None:
    said = f"これです、{case['typed']}、よろしく"
    secret = case["value"][-4:]
    public = case["value"].replace("-", "") in city().public_numbers

    assert (secret in matching.plain(patterns.hidden(said)) or patterns.hidden(said) == said) is public
    assert (withhold(said) is None) is public


@pytest.mark.parametrize(
    "separator", ["-", "ー", "ｰ", "－", "‐", "–", "—", "−", "─", " ", "　", ".", "・", "/", "の", "\u200b", ""]
)
@pytest.mark.parametrize("groups", [("090", "1234", "5678"), ("0134", "22", "1111"), ("03", "3581", "2111")])
def test_any_separator_in_any_form_is_read_hidden_and_found_again(separator: str, groups: tuple[str, ...]) -> None:
    typed = separator.join(groups)

    assert parse.phone(typed).value == "-".join(groups)
    assert patterns.hidden(f"番号{typed}へ") == "番号【電話番号】へ"
    assert matching.wanted("".join(groups)) == matching.wanted(typed)
    assert str(matching.wanted("".join(groups))) in matching.plain(f"番号{typed}へ")


def test_the_text_for_the_assistant_keeps_its_own_characters() -> None:
    found = withhold("０９０ー１２３４ー５６７８です。ハローワークとリフォームは？")

    assert found is not None
    assert found.told == "［電話番号］です。ハローワークとリフォームは？"
    assert found.has_more


@pytest.mark.parametrize("text", ["090-1234-5678", "電話番号は０９０ー１２３４ー５６７８です", "〒047-0024です。"])
def test_a_message_that_is_all_number_has_nothing_to_answer(text: str) -> None:
    found = withhold(text)

    assert found is not None
    assert not found.has_more


def test_the_check_digits() -> None:
    assert patterns.is_individual_number("123456789018")
    assert not patterns.is_individual_number("123456789012")
    assert patterns.is_card("4111111111111111")
    assert not patterns.is_card("4111111111111112")


@pytest.mark.parametrize(
    ("written", "sought"),
    [
        ("髙橋さん", "高橋"),
        ("𠮷野家", "吉野家"),
        ("葛󠄀城市", "葛城"),
        ("山﨑", "山崎"),
        ("濵田", "浜田"),
        ("０９０－１２３４－５６７８", "09012345678"),
        ("09012345678", "090-1234-5678"),
        ("+81 90 1234 5678", "090.1234.5678"),
        ("TARO@EXAMPLE.JP", "ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ"),
    ],
)
def test_a_person_is_found_however_it_was_typed(written: str, sought: str) -> None:
    wanted = matching.wanted(sought) or folding.fold(sought)

    assert wanted in matching.plain(written)


@pytest.mark.parametrize(
    "unit",
    ["a", "a@", "0-", "09", "1 ", "0 ", "a。", "。a", "〒 ", "+", "81", "0/", "電話", "a@a.", "(", "090-1234-5678 "],
)
def test_finding_takes_time_in_proportion_to_the_text(unit: str) -> None:
    def taken(characters: int) -> float:
        text = unit * (characters // len(unit))
        begun = time.process_time()
        patterns.find(text)
        return time.process_time() - begun

    taken(1_000)
    # Four times the text: sixteen times the time where it is quadratic.
    short, long = min(taken(10_000) for _ in range(3)), min(taken(40_000) for _ in range(3))

    assert long < 9 * short + 0.05


@pytest.mark.parametrize(
    ("text", "is_seen"),
    [
        ("あ", True),
        ("👍", True),
        ("☎️", True),
        (" 　\n\t", False),
        ("\u200b\u200d\ufeff", False),
        ("\u3164\uffa0\u115f", False),
        ("\ufe0f", False),
        ("\x00\x1f", False),
    ],
)
def test_what_is_drawn_as_nothing_is_no_text(text: str, is_seen: bool) -> None:
    assert patterns.is_visible(text) is is_seen


@pytest.mark.parametrize("before", ["", "あ" * 115, "a@example.jp " * 60, "b" * 200 + "@example.jp " * 1])
@pytest.mark.parametrize("contact", ["taro.yamada@example.jp", "0134-32-1234", "c" * 60 + "@example.jp"])
@pytest.mark.parametrize("at", range(0, 801, 40))
def test_an_excerpt_shows_no_part_of_a_contact(before: str, contact: str, at: int) -> None:
    text = f"{before}{'い' * at}{contact}{'う' * 2_000}"

    shown = patterns.excerpt(text, 120)

    assert len(shown) <= 120
    assert shown == patterns.hidden(text)[: len(shown)]


def test_an_excerpt_of_a_short_text_is_the_whole() -> None:
    assert patterns.excerpt("電話は0134-32-1234です", 120) == "電話は【電話番号】です"


def test_an_excerpt_costs_the_same_however_long_the_text_is() -> None:
    short, long = "漢字とa@b.jp、" * 90, "漢字とa@b.jp、" * 90_000

    def seconds(text: str) -> float:
        began = time.process_time()
        for _ in range(50):
            patterns.excerpt(text, 120)
        return time.process_time() - began

    assert min(seconds(long) for _ in range(3)) < 3 * min(seconds(short) for _ in range(3)) + 0.01


@pytest.mark.parametrize("typed", ["おたる", "12", "電話してください"])
def test_a_field_for_either_asks_for_either(typed: str) -> None:
    said = parse.SAY[parse.contact(typed).refused]

    assert "メールアドレス" in said
    assert "電話番号" in said
