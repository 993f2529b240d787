"""Whether やさしい日本語 says what the answer says: no condition less, nothing firmer, short sentences, readings that fit.

These are heuristics over words, meant to catch a kind of slip, not to prove a translation. For each condition that the first part
of the body names, the easy text must have words of the same meaning (`_CONDITIONS`); each limit in numbers must be there; where the
body does not know, the easy text may not know better (`_firmer`). A new kind of slip becomes a new row.

Sentences: the guideline asks for short ones (出入国在留管理庁・文化庁「在留支援のためのやさしい日本語ガイドライン」, 2020); the limits below
are ours. Explanations in brackets are not counted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from actions.city import shared
from actions.library import readings
from actions.library.entry import Entry

HARD_WORDS = shared("easy-words.yml")
LONGEST_SENTENCE = 45
LONGEST_MEAN = 30
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LIMIT = re.compile(r"(\d+(?:\.\d+)?)[^\d\s。、・|（）]{0,4}(?:以上|以内|以下|未満)")
_CONDITIONS = {
    "非課税": "税金|非課税",
    "所得|収入基準|世帯収入": "収入|所得",
    "持ち家": "持ち家|自分の家|家を持",
    "先着": "先着|早い|早く|終わ",
    "(?:上限|限度)(?:は|が)?[月約0-9]": "まで|上限|限度|いちばん",
    "抽選": "抽選|くじ",
    "推薦": "推薦",
    "滞納": "滞納|税金",
    "紹介状": "紹介状",
    "発達が気になる": "発達",
    "東京23区": "東京",
    "他市町村|他の市町村|別の市町村": "ほかの|ほか",
    "市外から": "市の外|ほかの町|ほかの市|市外",
    "個人の(?:感想|体験)": "話|感想|人がいます|言って",
}  # fmt: skip
_UNKNOWN = re.compile(r"見つかりませんでした|確認できて|分かりません|分かっていません|要確認|ご確認")
_ASKS = re.compile(r"わかりません|見つかりません|聞いて|聞く|たしか|確か|しらべ|調べ|見てください|相談")
_FREE = re.compile(r"(?:お金|料金|費用)[^。]*(?:かかりません|いりません)|無料|ただです")
_IS_FREE = re.compile(r"無料|かかりません|不要|負担(?:は)?な[しい]|無償")
_GETS = re.compile(r"もらえます|借りられます")
_HEDGED = re.compile(r"可能性|要確認|とされ|紹介されて|確認できて|見つかりません")
_SOFT = re.compile(r"ことがあります|かもしれません|わかりません|見つかりません|条件|と書いて|紹介され|人だけ")
_NOT_NOW = re.compile(r"いま[^。]*(?:していません|ありません)")


def faults(entry: Entry, hard: Mapping[str, str], allowed: Mapping[str, list[str]]) -> Iterator[str]:
    """Yield `field: reason` for each fault of the easy version."""
    if not entry.easy:
        yield "easy: expected the answer in やさしい日本語, it is missing"
        return
    if not entry.easy_title and entry.topic != "chitchat":
        yield "easy_title: expected the title in やさしい日本語, it is missing"
    whole = "\n".join(filter(None, (entry.easy, entry.easy_more)))
    for text in filter(None, (entry.easy_title, whole, entry.easy_caveat)):
        yield from (
            f"easy: expected a reading that fits, got {base}《{reading}》"
            for base, reading in readings.misread(text, allowed)
        )
        if missing := readings.unread(text):
            yield f"easy: expected a reading over 「{''.join(missing)}」"
    if entry.caveat and not entry.easy_caveat:
        yield "easy_caveat: expected the caveat in やさしい日本語, it is missing"
    plain = flat(readings.plain(whole))
    body = flat("\n".join(filter(None, (entry.text, entry.more, entry.caveat, *(c.phone for c in entry.contacts)))))  # fmt: skip
    first = flat(entry.text)
    yield from (f"easy: {fault}" for fault in _dropped(first, plain))
    yield from (f"easy: {fault}" for fault in _firmer(first, body, plain))
    yield from (f"easy: {fault}" for fault in _sentences(plain))
    if entry.easy_caveat:
        caveat = flat(readings.plain(entry.easy_caveat))
        yield from (f"easy_caveat: {fault}" for fault in _sentences(caveat))
        plain = f"{plain}\n{caveat}"
    for word, explanation in hard.items():
        # Part of a longer name (保証会社) it is another word.
        alone = re.search(rf"(?<![一-鿿]){word}(?![一-鿿])", plain)
        if alone and f"{word}（" not in plain:
            yield f"easy: expected the hard word explained where it comes first, as {word}（{explanation}）"


def hard_words(path: Path = HARD_WORDS) -> dict[str, str]:
    """Return {hard word: explanation}."""
    listed = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {item["word"]: readings.plain(item["explanation"]) for item in listed["words"]}


def sentences(plain: str) -> list[str]:
    """Return the sentences of a text without readings, explanations in brackets left out."""
    bare = re.sub(r"（[^（）]*）|「|」|\*\*|^- ", "", plain, flags=re.MULTILINE)
    return [found.strip() for found in re.split(r"[。！？\n]", bare) if found.strip()]


def _dropped(first: str, easy: str) -> Iterator[str]:
    for condition, words in _CONDITIONS.items():
        found = re.search(condition, first)
        if found and not re.search(words, easy):
            yield f"expected the condition 「{found[0]}」 of the answer ({words})"
    said = set(_NUMBER.findall(easy))
    for number in sorted(set(_LIMIT.findall(first)) - said):
        yield f"expected the limit {number} of the answer"


def _firmer(first: str, body: str, easy: str) -> Iterator[str]:
    if _UNKNOWN.search(first) and not _ASKS.search(easy):
        yield "expected to say what is not known, or whom to ask, as the answer does"
    if re.search("(?:決|き)まっていません|(?:決|き)まりはありません", easy) and not re.search(
        "決まっていません|決まりはありません", body
    ):
        yield "expected 「わかりません」: the answer does not say that there is no rule"
    if _FREE.search(easy) and not _IS_FREE.search(body):
        yield "expected nothing about being free of charge, the answer does not say so"
    if _HEDGED.search(first) and _GETS.search(easy) and not _SOFT.search(easy):
        yield "expected no promise: the answer says that it may be or is not confirmed"
    if _NOT_NOW.search(easy) and not re.search(r"\d{4}年", easy):
        yield "expected the date of which 「いま」 is said"
    # Counts of a few things (3つ, 1人), examples and explanations in brackets are the easy text's own.
    own = re.sub(r"(?<!\d)[1-9](?:つ|人|(?:年|か月|週間|日)に)|例[：:][^。]*|（[^（）年]*）", "", easy)
    for number in sorted(set(_NUMBER.findall(own)) - set(_NUMBER.findall(body))):
        yield f"expected numbers of the answer only, got {number}"


def _sentences(plain: str) -> Iterator[str]:
    found = sentences(plain)
    for sentence in found:
        if len(sentence) > LONGEST_SENTENCE:
            yield f"expected sentences of at most {LONGEST_SENTENCE} characters, got {len(sentence)}: {sentence}"
    if found and (mean := sum(map(len, found)) / len(found)) > LONGEST_MEAN:
        yield f"expected sentences of about {LONGEST_MEAN} characters, got {mean:.0f}"


def flat(text: str) -> str:
    """Return a text whose numbers can be compared: half-width, without commas and links, 10万 as 100000."""
    text = re.sub(
        r"\]\([^)]*\)",
        "]",
        unicodedata.normalize("NFKC", text).replace("(", "（").replace(")", "）"),
    )
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    return re.sub(r"(\d+(?:\.\d+)?)万(?=円)", lambda match: f"{float(match[1]) * 10_000:.0f}", text)
