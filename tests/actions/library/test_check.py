"""Each kind of fault of an answer is found in a copy that has it, and in no copy that has not."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.library import check, check_paths, check_text, entries
from actions.library.check_easy import sentences
from actions.library.readings import plain

FACTS = """
- id: fare
  value: 800
  unit: 円
  as_of: "2025-04-01"
  checked: 2026-11-29
  easy: 800円《えん》
  source: {title: 鉄道の運賃表, url: "https://example.jp/fares"}
- id: ishikari_grant
  value: 30万
  unit: 円
  as_of: "2024"
  checked: 2026-11-29
  easy: 30万《まん》円《えん》
  source: {title: 石狩市「移住支援金」, url: "https://www.city.ishikari.hokkaido.jp/grant"}
- id: office_phone
  value: "0134-32-4111"
  checked: 2026-11-29
  source: {title: 窓口, url: "https://example.jp/office"}
"""
GOOD = """---
title: 電車とバス
easy_title: 電車《でんしゃ》とバス
owner: 見本
sources:
  - title: 小樽市「バスの案内」
    url: https://www.city.otaru.lg.jp/bus
    for: 70歳以上
checked: 2026-11-29
review_by: 2027-10-31
related: [life/school, housing/rent_cost]
caveat: 申込みには期限があります。
easy_caveat: 申《もう》し込《こ》む日《ひ》は、決《き》まっています。
contacts:
  - name: 市役所
    phone: "{{ office_phone }}"
easy: |
  札幌《さっぽろ》までの電車《でんしゃ》は{{ fare }}です（{{ fare.as_of }}）。70歳《さい》以上《いじょう》の人《ひと》で、市《し》の税金《ぜいきん》が非課税《ひかぜい》（税金《ぜいきん》を払《はら》わないこと）の人《ひと》は、助《たす》けがあります。
  バスの時間《じかん》は、わかりません。市役所《しやくしょ》に聞《き》いてください。
en_title: Trains and buses
en_translated: 2026-11-29
en: |
  The train to Sapporo costs {{ fare }} ({{ fare.as_of }}). Bus times were not found in the city's documents. People of 70 or older who are exempt from city tax get a discount.
---
札幌までの電車は **{{ fare }}** です（{{ fare.as_of }}）。バスの時刻は、市の公表資料では見つかりませんでした。

- **割引**：70歳以上で市民税が非課税の方
<!-- more -->
- **混む時間**：朝です
"""
LABEL = "life/snow_removal"  # a menu offers it


def faults(folder: Path, text: str, facts: str = FACTS) -> list[str]:
    """Return the faults of one answer with this text, without what is said of answers that are not there."""
    path = folder / "answers" / f"{LABEL}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    (folder / "facts.yml").write_text(facts, encoding="utf-8")
    expected = [LABEL, "life/school", "housing/rent_cost"]
    found = check.answer_faults(folder / "answers", expected)
    return [fault.split(f"{LABEL}.md: ")[1] for fault in found if fault.startswith(LABEL)]


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


@pytest.mark.parametrize(
    ("title", "other", "fault"),
    [
        ("JRの運賃", "移住支援金", None),
        ("", "移住支援金", "facts.yml: fare.title: expected what the value is"),
        ("fare", "移住支援金", "facts.yml: fare.title: expected what the value is"),
        ("JRの運賃", "JRの運賃", "facts.yml: ishikari_grant.title: expected another title than fare has"),
    ],
)
def test_every_value_has_a_title_of_its_own(title: str, other: str, fault: str | None, tmp_path) -> None:
    named = f"""
- id: fare
  value: 800
  checked: 2026-11-29
  source: {{title: 鉄道の運賃表, url: "https://example.jp/fares"}}
{f"  title: {title}" if title else ""}
- id: ishikari_grant
  title: {other}
  value: 30万
  checked: 2026-11-29
  source: {{title: 石狩市, url: "https://example.jp/grant"}}
"""
    (tmp_path / "answers").mkdir()
    (tmp_path / "facts.yml").write_text(named, encoding="utf-8")

    found = [one for one in check.answer_faults(tmp_path / "answers", []) if one.startswith("facts.yml")]

    assert [one[: len(fault or "")] for one in found] == ([fault] if fault else [])


def test_a_sound_answer_has_no_fault(tmp_path) -> None:
    assert faults(tmp_path, GOOD) == []


BROKEN = {
    "an amount without its date": (
        changed("** です（{{ fare.as_of }}）。", "** です。"), "text: expected the year of which 「800円」"),
    "an amount in a table without its date": (
        changed("- **混む時間**：朝です", "朝の運賃です。\n\n| 区間 | 運賃 |\n| --- | --- |\n| 小樽 | 500円 |"), "more: expected the year of which 「500円」"),
    "an easy version that drops who may have it": (
        changed("市《し》の税金《ぜいきん》が非課税《ひかぜい》（税金《ぜいきん》を払《はら》わないこと）の", ""), "easy: expected the condition 「非課税」"),
    "an easy version that drops a limit": (changed("70歳《さい》以上《いじょう》の人《ひと》で、", ""), "easy: expected the limit 70"),
    "an easy version that knows what the answer does not": (
        changed("バスの時間《じかん》は、わかりません。市役所《しやくしょ》に聞《き》いてください。", "バスは毎日《まいにち》あります。"), "easy: expected to say what is not known"),
    "unknown that became no rule": (
        changed("バスの時間《じかん》は、わかりません", "バスの時間《じかん》は、決《き》まっていません"), "easy: expected 「わかりません」"),
    "an easy version that makes it free": (
        changed("助《たす》けがあります", "バスは無料《むりょう》です"), "easy: expected nothing about being free"),
    "an easy version that promises": (changed("助《たす》けがあります", "お金《かね》をもらえます").replace("わかりません。", ""), "easy: expected no promise"),
    "an easy version that speaks of now without a date": (
        changed("（{{ fare.as_of }}）。70", "。いまバスの募集《ぼしゅう》はしていません。70"), "easy: expected the date of which 「いま」"),
    "an easy version with a number of its own": (changed("70歳《さい》以上《いじょう》の", "75歳《さい》以上《いじょう》の"), "easy: expected numbers of the answer only, got 75"),
    "an easy version that is missing": (GOOD[: GOOD.index("easy: |")] + GOOD[GOOD.index("---\n札幌") :], "easy: expected the answer in やさしい日本語"),
    "an easy title that is missing": (changed("easy_title: 電車《でんしゃ》とバス\n", ""), "easy_title: expected the title"),
    "a caveat without its easy version": (
        changed("easy_caveat: 申《もう》し込《こ》む日《ひ》は、決《き》まっています。\n", ""), "easy_caveat: expected the caveat in"),
    "an easy caveat without a reading": (changed("申《もう》し込《こ》む日", "申し込む日"), "easy: expected a reading over 「申込」"),
    "an easy caveat of one long sentence": (
        changed("日《ひ》は、決《き》まっています。", "日《ひ》は、雨《あめ》の日《ひ》も雪《ゆき》の日《ひ》も、電話《でんわ》をかけて市役所《しやくしょ》に聞《き》いたときに、ぜんぶの日《ひ》が決《き》まっていますとわかります。"), "easy_caveat: expected sentences of at most 45"),
    "a reading that does not fit": (changed("電車《でんしゃ》は", "電車《でんわ》は"), "easy: expected a reading that fits, got 電車《でんわ》"),
    "one reading over too little": (changed("札幌《さっぽろ》まで", "札幌市《さっぽろ》まで"), "easy: expected a reading that fits, got 札幌市《さっぽろ》"),
    "another reading of a single character": (changed("市役所《しやくしょ》に", "園《その》に"), "easy: expected a reading that fits, got 園《その》"),
    "a wrong reading over a part of a name": (changed("市役所《しやくしょ》に", "マル経《きょう》に"), "easy: expected a reading that fits, got 経《きょう》"),
    "a word read one character at a time": (changed("市役所《しやくしょ》に", "一《いち》歩《ほ》"), "easy: expected a reading that fits, got 一歩《いちほ》"),
    "a counter read one character at a time": (changed("70歳《さい》", "70年《ねん》間《ま》"), "easy: expected a reading that fits, got 年間《ねんま》"),
    "a reading that does not fit where it stands": (changed("市役所《しやくしょ》に", "申《もう》し込《こ》む所《しょ》に"), "easy: expected a reading that fits, got む所《むしょ》"),
    "a day of the month for a day": (changed("電車《でんしゃ》とバス", "留学《りゅうがく》の｜1日《ついたち》"), "easy: expected a reading that fits, got 留学の1日《りゅうがくのついたち》"),
    "characters without a reading": (changed("時間《じかん》は、わ", "時間は、わ"), "easy: expected a reading over 「時間」"),
    "a hard word that is not explained": (
        changed("非課税《ひかぜい》（税金《ぜいきん》を払《はら》わないこと）", "非課税《ひかぜい》"), "easy: expected the hard word explained where it comes first, as 非課税（"),
    "a long sentence": (changed("わかりません。", "わかりませんので、雨《あめ》の日《ひ》は市役所《しやくしょ》か駅《えき》かバスの会社《かいしゃ》のどこかに電話《でんわ》をかけて聞《き》いてください。"), "easy: expected sentences of at most 45"),
    "yes as the first word": (changed("---\n札幌までの", "---\nはい、札幌までの"), "text: expected no yes or no as the first word"),
    "yes as the first word of the easy version": (changed("  札幌《さっぽろ》までの", "  はい、札幌《さっぽろ》までの"), "easy: expected no yes or no as the first word"),
    "the assistant's own words": (changed("市の公表資料では見つかりませんでした", "手もとの資料では見つかりませんでした"), "text: expected 「市の公表資料では"),
    "what is not known said twice": (changed("朝です", "朝です。終電は見つかりませんでした"), "text: expected 「見つかりませんでした」 once"),
    "another town's page told as Otaru's": (
        changed("- **混む時間**：朝です", "- **支援金**：{{ ishikari_grant }}（{{ ishikari_grant.as_of }}）").replace("2027-10-31", "2027-03-31"), "sources: expected the answer to name 石狩市"),
    "another town's amount away from its name": (
        changed("- **混む時間**：朝です", "- **支援金**：{{ ishikari_grant }}（{{ ishikari_grant.as_of }}）\n- **近く**：石狩市").replace("2027-10-31", "2027-03-31"), "text: expected 石狩市 beside {{ ishikari_grant }}"),
    "a telephone number that no fact has": (changed("朝です", "朝です。電話 0134-99-9999"), "text: expected telephone numbers of facts.yml, got 0134-99-9999"),
    "a telephone number written out": (changed('"{{ office_phone }}"', '"0134-32-4111"'), "text: expected {{ office_phone }}"),
    "an amount of a fact written out": (changed("朝です", "朝です。2025年は800円"), "text: expected {{ fare }}, got 800円"),
    "a source that is cited and not used": (changed("for: 70歳以上", "for: 学割"), "sources: expected 「学割」 in the answer"),
    "a source of which nothing is said": (
        changed("    for: 70歳以上\n", "    for: 70歳以上\n  - title: 雪まつりのニュース\n    url: https://example.jp/snow\n"), "sources: expected the answer to use 雪まつりのニュース"),
    "https for a page known under http": (
        changed("https://www.city.otaru.lg.jp/bus", "https://www.city.otaru.lg.jp/simin/sumai/akiya/"), "sources: expected the address under which the page is known, http"),
    "http for any other page": (changed("https://www.city.otaru.lg.jp/bus", "http://www.city.otaru.lg.jp/bus"), "sources: expected an https address"),
    "a review after the fiscal year for grants": (changed("- **割引**", "- **補助金**"), "review_by: expected at most 2027-03-31"),
    "a review before the check": (changed("2027-10-31", "2026-10-31"), "review_by: expected a day after checked"),
    "a fourth related answer": (changed("[life/school, housing/rent_cost]", "[life/school, housing/rent_cost, life/a, life/b]"), "related: expected at most 3"),
    "an answer that offers itself": (changed("[life/school,", f"[{LABEL},"), "related: expected other answers, got itself"),
    "a related label that does not exist": (changed("life/school", "life/nothing"), "related: expected a label of labels.txt, got life/nothing"),
    "a first part of more than a screen": (changed("- **割引**", "\n\n".join(["あ" * 21] * 10) + "\n\n- **割引**"), "text: expected at most 16 lines"),
    "a long conclusion": (changed("---\n札幌までの", "---\n" + "あ" * 201 + "札幌までの"), "text: expected the conclusion in at most 200"),
    "a heading": (changed("- **混む時間**：朝です", "# 混む時間"), "more: expected paragraphs, lists, tables, links and bold, got heading"),
    "an address that is not https": (changed("朝です", "[朝](http://example.jp)"), "more: expected https links"),
    "a fact that does not exist": (changed("{{ fare }}** ", "{{ fee }}** "), "text: expected a fact of facts.yml, got fee"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_a_fault_is_named_with_its_field_and_reason(kind, tmp_path) -> None:
    text, fault = BROKEN[kind]

    assert [found for found in faults(tmp_path, text) if found.startswith(fault)]


@pytest.mark.parametrize(
    ("related", "fault"),
    [
        (
            {"startup/a": ["startup/b"], "startup/b": ["startup/a"], "life/c": ["startup/a"]},
            "startup/a.md: related: expected a way out of startup",
        ),
        (
            {"startup/a": ["life/c"], "life/c": ["startup/b"], "startup/b": ["life/c"]},
            "startup/a.md: related: expected some answer or menu to offer this label",
        ),
    ],
    ids=["answers that lead only to each other", "an answer that nothing offers"],
)
def test_answers_can_be_reached_and_lead_on(related, fault) -> None:
    library = entries.read_all()
    some = next(iter(library.values()))
    made = {
        label: type(some)(**{**vars(some), "label": label, "related": tuple(others)})
        for label, others in related.items()
    }

    found = list(check_paths.faults(made, ["life/c"]))

    assert any(one.startswith(fault) for one in found)
    assert not [one for one in found if one.startswith("life/c")]


@pytest.mark.parametrize("topic", sorted(check.RESERVED_TOPICS))
def test_a_topic_is_not_called_as_a_page_of_the_office(topic: str) -> None:
    some = next(iter(entries.read_all().values()))
    label = f"{topic}/bus"
    made = type(some)(**{**vars(some), "label": label, "related": ()})

    assert [
        f"{label}.md: file: expected another topic" in one for one in check._label_faults([label], {label: made})
    ] == [True]


def test_the_easy_answers_are_short_sentences_on_the_whole() -> None:
    lengths = [
        len(sentence) for entry in entries.read_all().values() for sentence in sentences(plain(entry.easy or ""))
    ]

    assert len(lengths) > 400
    assert sum(lengths) / len(lengths) <= 22
    assert max(lengths) <= 45


def test_the_answers_are_one_screen_before_more() -> None:
    library = entries.read_all()

    assert max(check_text.lines(entry.text) for entry in library.values()) <= check_text.MOST_LINES
    assert sum(entry.more is not None for entry in library.values()) > 40
