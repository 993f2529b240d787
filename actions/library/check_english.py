"""Whether the English version says what the Japanese answer says: the same facts, no number more, no limit or condition less.

Heuristics over words, like `check_easy`: they catch kinds of slips and prove no translation. A new kind becomes a new row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from actions.library import check_easy
from actions.library.entry import Entry

_REFERENCE = re.compile(r"\{\{ ?([a-z0-9_.]+) ?\}\}")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
# A limit of the answer that has to be named: 5年以上, 月64時間以上, 上限40万円.
_LIMIT = re.compile(r"(\d+(?:\.\d+)?)[^\d\s。、・|（）]{0,4}(?:以上|以内|以下|未満)")
_CONDITIONS = {
    "非課税": "exempt",
    "先着": "first come",
    "抽選": "draw|lottery",
    "持ち家": r"own",
    "滞納": "owe",
    "紹介状": "referral",
    "原則": "principle|as a rule",
    "見つかりませんでした": r"not f(?:i|ou)nd",
    "確認できて": "not confirmed|is not known",
    "要確認": "check|confirmed",
    "とされ|とみられ": "said|seems|probably|described|estimated|need",
    "紹介されて": "described|said|by |reported",
    "(?:個人の)?感想": "impression",
    "1人の声": "1 voice",
    "担当外": "not handled",
    "契約(?:や|・|の前)": "contract",
}
_WORDS = {
    "1": "one|first|monday", "2": "two|second|both|half|2nd|february", "3": "three|third", "4": "four|fourth", "5": "five|fifth",
    "6": "six|june", "7": "seven", "8": "eight", "9": "nine", "10": "ten", "12": "twelve|december",
}  # fmt: skip


def faults(entry: Entry) -> Iterator[str]:
    """Yield `field: reason` for each fault of the English version, and where there is none."""
    if entry.english is None:
        yield "en: expected the answer in English (en, en_title, en_translated), it is missing"
        return
    if re.search(r"[ぁ-ゖァ-ヺ]", entry.english.title):
        yield "en_title: expected English"
    said, told = _facts(entry.english.written), _facts(entry.english.original)
    if said != told:
        yield f"en: expected the facts of the answer, {_difference(said, told)}"
    japanese, english = check_easy.flat(entry.text), check_easy.flat(entry.english.text).replace(",", "")
    plain = check_easy.flat("\n".join(filter(None, (entry.text, entry.more, entry.caveat))))
    body = re.sub(r"(\d+)万(?=人)", lambda found: f"{int(found[1]) * 10_000}", plain)
    for number in sorted(set(_LIMIT.findall(japanese)) - set(_NUMBER.findall(english))):
        if not re.search(_WORDS.get(number, "$^"), english, re.IGNORECASE):
            yield f"en: expected the limit {number} of the answer"
    for number in sorted(_numbers(entry.english.written) - set(_NUMBER.findall(body))):
        yield f"en: expected numbers of the answer only, got {number}"
    for condition, words in _CONDITIONS.items():
        found = re.search(condition, japanese)
        if found and not re.search(words, english, re.IGNORECASE):
            yield f"en: expected the condition 「{found[0]}」 of the answer ({words})"


def _numbers(written: str) -> set[str]:
    """Return the numbers that the translation itself writes; those of facts and addresses are not its own."""
    bare = re.sub(r"\]\([^)]*\)|\{\{.*?\}\}|\((?:[1-9])\)|(?<=\d),(?=\d{3})", "", written)
    return {str(float(n)) if "." in n else n for n in _NUMBER.findall(bare)}


def _facts(written: str) -> set[str]:
    return set(_REFERENCE.findall(written))


def _difference(said: set[str], told: set[str]) -> str:
    missing, more = sorted(told - said), sorted(said - told)
    named = (("missing", missing), ("not in the answer", more))
    return "; ".join(f"{what} {references}" for what, references in named if references)
