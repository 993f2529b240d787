"""What makes a text unusable: the assistant's reader would refuse it. Pure.

Advice (length, plain language, amounts without a date) is for the editor; here stands only what must never be published.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from typing import Any

from desk.content import entries, pack
from desk.content.errors import Fault
from desk.content.facts import Broken, Fact
from desk.content.models import FACT_ID, LABEL, RESERVED_TOPICS, Kind

MOST_CHARACTERS = 20_000
MOST_OF_A_LINE = 300
MOST_PHRASING = 300
_PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_ADDRESS = re.compile(r"https?://\S+")
_CONTACT = frozenset({"name", "phone", "email", "url"})
_SOURCE = frozenset({"title", "url", "date", "for"})
# All of them or none.
_ENGLISH = ("en_title", "en_translated", "en")
_FIELDS: Mapping[Kind, frozenset[str]] = {
    Kind.ENTRY: frozenset({*pack.FRONT, "body"}),
    Kind.FACT: frozenset(pack.FACT_FIELDS),
}


def shape(kind: Kind, content: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what even a draft may not have: unknown fields, other kinds of values, texts beyond all measure."""
    for name in sorted(set(content) - _FIELDS[kind]):
        yield Fault(name, "知らない項目です。")
    for name, value in content.items():
        if name in {"sources", "contacts"}:
            if not isinstance(value, list) or not all(_is_flat(item) for item in value):
                yield Fault(name, "一覧の形が正しくありません。")
        elif name == "related":
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                yield Fault(name, "一覧の形が正しくありません。")
        elif name == "source":
            if not _is_flat(value):
                yield Fault(name, "出典の形が正しくありません。")
        elif name == "value" and isinstance(value, int) and not isinstance(value, bool):
            continue
        elif not isinstance(value, str):
            yield Fault(name, "文字で書いてください。")
        elif len(value) > MOST_CHARACTERS:
            yield Fault(name, f"{MOST_CHARACTERS}文字までです。")


def faults(kind: Kind, key: str, content: Mapping[str, Any], facts: Mapping[str, Fact]) -> list[Fault]:
    """Return why a content cannot be published; nothing where it can.

    Args:
        kind: Entry or fact.
        key: Its label or id.
        content: See `pack`.
        facts: Those that an entry may refer to.
    """
    found = list(shape(kind, content))
    if not found:
        found = list(_entry(key, content, facts) if kind is Kind.ENTRY else _fact(key, content))
    return found


def phrasing(text: str) -> str:
    """Return a phrasing as it is kept: one line without spaces around.

    Raises:
        ValueError: It is empty, has several lines, or is too long.
    """
    kept = " ".join(text.split()).removeprefix("- ").strip()
    if not kept or "\n" in text.strip() or len(kept) > MOST_PHRASING:
        raise ValueError(f"質問の言い方は1行、{MOST_PHRASING}文字までで書いてください。")
    return kept


def used_facts(content: Mapping[str, Any]) -> set[str]:
    """Return the ids of the facts that an entry's content refers to."""
    written = "\n".join(
        [str(content.get(name) or "") for name in ("body", "easy", "en", "caveat", "easy_caveat", "contacts")]
    )
    return set(re.findall(r"\{\{ ?([a-z][a-z0-9_]*)(?:\.as_of)? ?\}\}", written))


def _entry(key: str, content: Mapping[str, Any], facts: Mapping[str, Fact]) -> Iterator[Fault]:
    if not LABEL.fullmatch(key):
        yield Fault("label", "話題/名前の形で書いてください（英小文字・数字・_）。")
    if key.split("/")[0] in RESERVED_TOPICS:
        yield Fault("label", f"話題の名前に {key.split('/')[0]} は使えません（事務の画面の名前です）。")
    yield from _texts(content, ("title", "owner", "body"), ("easy", "easy_title", "caveat", "easy_caveat"))
    if any(name in content for name in _ENGLISH):
        yield from _texts(content, ("en_title", "en"), ())
        yield from _days(content, ("en_translated",))
    for name in ("title", "owner", "easy_title", "en_title"):
        if len(str(content.get(name) or "")) > MOST_OF_A_LINE or "\n" in str(content.get(name) or ""):
            yield Fault(name, f"1行、{MOST_OF_A_LINE}文字までで書いてください。")
    yield from _days(content, ("checked", "review_by"))
    for source in content.get("sources") or []:
        yield from _source("sources", source)
    for contact in content.get("contacts") or []:
        if not set(contact) <= _CONTACT or "name" not in contact or len(contact) < 2 or not all(contact.values()):
            yield Fault("contacts", "名前と、電話・メール・URLのどれかを書いてください。")
    for label in content.get("related") or []:
        if not LABEL.fullmatch(label):
            yield Fault("related", f"{label} は回答の名前ではありません。")
    try:
        read = entries.read(key, pack.text_of({"body": "", **content}), facts)
        for contact in content.get("contacts") or []:
            for text in contact.values():
                entries.fill(text, facts)
        entries.fill(str(content.get("en") or ""), facts)
    except Broken as error:
        yield Fault("body", str(error))
    except (KeyError, TypeError, ValueError, AttributeError):
        # Named above already: a field is missing or no date.
        return
    else:
        if not read.sources:
            yield Fault("sources", "出典を1つ以上書いてください。")


def _fact(key: str, content: Mapping[str, Any]) -> Iterator[Fault]:
    if not FACT_ID.fullmatch(key):
        yield Fault("id", "英小文字・数字・_ で書いてください。")
    title = str(content.get("title") or "")
    if not title.strip() or len(title) > MOST_OF_A_LINE or "\n" in title:
        yield Fault("title", "何の値かを、1行で書いてください（例：市内バスの運賃）。")
    if not str(content.get("value") or "").strip():
        yield Fault("value", "値を書いてください。")
    yield from _days(content, ("checked",), ("valid_until",))
    if content.get("as_of") and not _PARTIAL_DATE.fullmatch(str(content["as_of"])):
        yield Fault("as_of", "年、年-月、年-月-日のどれかの形で書いてください（例：2026-04）。")
    yield from _source("source", content.get("source") or {})


def _texts(content: Mapping[str, Any], needed: Collection[str], optional: Collection[str]) -> Iterator[Fault]:
    for name in needed:
        if not str(content.get(name) or "").strip():
            yield Fault(name, "この項目を書いてください。")
    for name in optional:
        if name in content and not str(content[name]).strip():
            yield Fault(name, "空のままにせず、使わないなら項目を消してください。")


def _days(content: Mapping[str, Any], needed: Collection[str], optional: Collection[str] = ()) -> Iterator[Fault]:
    for name in (*needed, *(name for name in optional if content.get(name))):
        if not _is(date.fromisoformat, content.get(name)):
            yield Fault(name, "日付を書いてください（例：2026-11-29）。")


def _source(name: str, source: Mapping[str, Any]) -> Iterator[Fault]:
    if not set(source) <= _SOURCE or not source.get("title") or not _ADDRESS.fullmatch(str(source.get("url") or "")):
        yield Fault(name, "出典の名前と、https:// で始まるアドレスを書いてください。")
    if source.get("date") and not _PARTIAL_DATE.fullmatch(str(source["date"])):
        yield Fault(name, "出典の日付は 2026、2026-04、2026-04-01 のどれかの形で書いてください。")


def _is_flat(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(item, str) and len(item) <= 2_000 for item in value.values())


def _is(read: Callable[[str], object], value: object) -> bool:
    try:
        read(str(value))
    except ValueError:
        return False
    return True
