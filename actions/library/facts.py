"""Facts: amounts, fares, dates, telephone numbers and hours, each kept once in `data/facts.yml`.

Answers refer to them. The whole syntax is

    {{ id }}         the value with its unit, such as 800円
    {{ id.as_of }}   the day, month or year of which it is true, such as 2025年4月1日

An id is lower-case letters, digits and underscores. Nothing else can be written between the braces: no expression, no filter,
no other attribute. It is replaced once; what a fact says is not looked into again.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from actions.library import fields
from actions.library.broken import BrokenEntry
from actions.library.partial_dates import english_date, japanese_date

_REQUIRED = ("id", "value", "checked", "source")
_KNOWN = frozenset({*_REQUIRED, "title", "as_of", "unit", "valid_until", "note", "easy", "en"})
# What stands for the date of a fact whose page has none.
UNDATED = "時期の記載なし"
UNDATED_EN = "date not given"
UNDATED_EASY = "時期《じき》の記載《きさい》なし"
_REFERENCE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_INSIDE = re.compile(r" ?([a-z][a-z0-9_]*)(\.as_of)? ?")


@dataclasses.dataclass(frozen=True)
class Source:
    """Where a statement comes from; `date` is the page's own (a year, a month or a day), `used_for` words of the answer."""

    title: str
    url: str
    date: str | None = None
    used_for: str | None = None


@dataclasses.dataclass(frozen=True)
class Fact:
    """One value that may change.

    Attributes:
        id: By which answers refer to it.
        title: What the office's pages call it; None where the office wrote it before values had titles.
        text: The value with its unit, as it is shown.
        as_of: The year, month or day of which it is true; None where the page does not say.
        checked: The day somebody compared it with its source.
        source: Where it comes from.
        valid_until: The last day on which it may be shown as current.
        easy: The value for やさしい日本語, with readings; else `text`.
        en: The value in English, in yen and counted units; else `text`.
    """

    id: str
    text: str
    as_of: str | None
    checked: datetime.date
    source: Source
    valid_until: datetime.date | None = None
    title: str | None = None
    easy: str | None = None
    en: str | None = None


def read(path: Path) -> dict[str, Fact]:
    """Return all facts by id; none where there is no file.

    Raises:
        BrokenEntry: The file cannot be used.
    """
    if not path.exists():
        return {}
    try:
        listed = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise BrokenEntry(path, "file", f"expected YAML, got: {' '.join(str(error).split())}") from None
    if not isinstance(listed, list):
        raise BrokenEntry(path, "file", "expected a list of facts")
    found: dict[str, Fact] = {}
    for item in listed:
        fact = _fact(path, item)
        if fact.id in found:
            raise BrokenEntry(path, fact.id, "expected each id once")
        found[fact.id] = fact
    return found


def used(text: str, facts: Mapping[str, Fact], path: Path, field: str) -> Iterator[Fact]:
    """Yield the facts that a text refers to.

    Raises:
        BrokenEntry: Something else stands between the braces, or there is no such fact.
    """
    for match in _REFERENCE.finditer(text):
        inside = _INSIDE.fullmatch(match[1])
        if inside is None:
            raise BrokenEntry(path, field, f"expected {{{{ id }}}} or {{{{ id.as_of }}}}, got {match[0]}")
        if inside[1] not in facts:
            raise BrokenEntry(path, field, f"expected a fact of facts.yml, got {inside[1]}")
        yield facts[inside[1]]


def fill(text: str, facts: Mapping[str, Fact], *, easy: bool = False) -> str:
    """Return a text with its facts in place; call `used` first, which refuses what cannot be filled."""

    def value(match: re.Match[str]) -> str:
        inside = _INSIDE.fullmatch(match[1])
        assert inside is not None
        fact = facts[inside[1]]
        if inside[2]:
            if fact.as_of is None:
                return UNDATED_EASY if easy else UNDATED
            return japanese_date(fact.as_of, easy=easy)
        return fact.easy or fact.text if easy else fact.text

    return _REFERENCE.sub(value, text)


def fill_english(text: str, facts: Mapping[str, Fact]) -> str:
    """Return an English text with its facts in place; call `used` first, as for `fill`."""

    def value(match: re.Match[str]) -> str:
        inside = _INSIDE.fullmatch(match[1])
        assert inside is not None
        fact = facts[inside[1]]
        if not inside[2]:
            return fact.en or fact.text
        return english_date(fact.as_of) if fact.as_of else UNDATED_EN

    return _REFERENCE.sub(value, text)


def source(path: Path, field: str, item: object) -> Source:
    """Return the source of {title, url, date?, for?}."""
    if not isinstance(item, dict) or not set(item) <= {"title", "url", "date", "for"}:
        raise BrokenEntry(path, field, f"expected {{title, url, date?, for?}}, got {item!r}")
    return Source(
        fields.string(path, f"{field}.title", item.get("title")),
        fields.https(path, f"{field}.url", item.get("url")),
        fields.optional_date(path, f"{field}.date", item.get("date")),
        fields.optional(path, f"{field}.for", item.get("for")),
    )


def _fact(path: Path, item: object) -> Fact:
    if not isinstance(item, dict):
        raise BrokenEntry(path, "fact", f"expected {{id, value, as_of, …}}, got {item!r}")
    name = str(item.get("id"))
    if not _INSIDE.fullmatch(name) or name != name.strip() or "." in name:
        raise BrokenEntry(path, "id", f"expected letters a-z, digits and _, got {item.get('id')!r}")
    for field in _REQUIRED:
        if field not in item:
            raise BrokenEntry(path, f"{name}.{field}", "expected this field, it is missing")
    if unknown := sorted(set(map(str, item)) - _KNOWN):
        raise BrokenEntry(path, f"{name}.{unknown[0]}", f"expected one of {', '.join(sorted(_KNOWN))}")
    value = item["value"]
    # 10800 is read as 10,800; what is no number (a telephone, a range) stands as it is.
    if isinstance(value, int) and not isinstance(value, bool):
        value = f"{value:,}"
    until = item.get("valid_until")
    return Fact(
        id=name,
        text=fields.string(path, f"{name}.value", str(value)) + str(item.get("unit") or ""),
        as_of=fields.optional_date(path, f"{name}.as_of", item.get("as_of")),
        checked=fields.date(path, f"{name}.checked", item["checked"]),
        source=source(path, f"{name}.source", item["source"]),
        valid_until=None if until is None else fields.date(path, f"{name}.valid_until", until),
        title=fields.optional(path, f"{name}.title", item.get("title")),
        easy=fields.optional(path, f"{name}.easy", item.get("easy")),
        en=fields.optional(path, f"{name}.en", item.get("en")),
    )
