"""Whether what an answer says rests on the sources it names."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import yaml

from actions.city import city, shared
from actions.library.check_text import blocks
from actions.library.entry import Entry
from actions.library.facts import Fact, Source

HTTP_ONLY = shared("http-pages.yml")
# Grants and loans change with the fiscal year: what holds in it is looked at again before the next begins.
END_OF_YEAR = datetime.date(2027, 3, 31)
_MONEY = re.compile(r"補助金|助成|融資|支援金|給付|手当|貸付")
_PHONE = re.compile(r"0\d{1,4}-\d{1,4}-\d{3,4}|0120-?\d{2,3}-?\d{3,4}|(?<![\d#])#\d{4}")
_PLACE = re.compile(r"(?:\A|[「（])([一-鿿々]{1,5}?[市町村])(?![一-鿿]*内)|\A([一-鿿]{2,3})商工会議所")
# Help lines are kept and checked elsewhere: they are shown before any answer is looked up.
_OWN_LINES = frozenset({"chitchat/distress", "chitchat/emergency"})
# Words of titles that say nothing of what the page is about.
_COMMON = re.compile(
    r"市長|記者会見|記録|令和\d*年?度?|平成\d*年?度?|記事|サイト|情報|について|案内|ページ|ニュース|自治体|要約|民間|紹介|解説|移住"
)
_WORD = re.compile(r"[一-鿿々]{2,}|[ァ-ヶー]{3,}|[A-Za-z]{2,}")


def faults(entry: Entry, facts: Mapping[str, Fact], http_only: Collection[str]) -> Iterator[str]:
    """Yield `field: reason` for each fault of the sources."""
    said = "\n".join(filter(None, (entry.text, entry.more, entry.caveat)))
    for source in entry.sources:
        yield from (f"sources: {fault}" for fault in _address(source, http_only))
        if place := _elsewhere(source):
            yield from _unnamed(entry, source, place, said)
        if source.used_for and source.used_for not in said:
            yield f"sources: expected 「{source.used_for}」 in the answer, for which {source.title} is cited"
        elif not source.used_for and not _is_used(entry, source, said):
            yield f"sources: expected the answer to use {source.title}; write `for:` and words of the answer that rest on it"
    if entry.label not in _OWN_LINES:
        yield from _phones(entry, facts)
        yield from _literals(entry, facts)
    if (
        entry.topic not in {"chitchat", "handoff"}
        and _MONEY.search(f"{entry.title}{entry.text}")
        and entry.review_by > END_OF_YEAR
    ):
        yield f"review_by: expected at most {END_OF_YEAR}, the end of the fiscal year, for grants and loans, got {entry.review_by}"


def http_pages(path: Path = HTTP_ONLY) -> frozenset[str]:
    """Return the addresses of pages that are known under http only."""
    return frozenset(yaml.safe_load(path.read_text(encoding="utf-8")))


def _address(source: Source, http_only: Collection[str]) -> Iterator[str]:
    if source.url.startswith("http://") and source.url not in http_only:
        yield f"expected an https address, or the page in http-pages.yml, got {source.url}"
    if f"http://{source.url.removeprefix('https://')}" in http_only:
        yield f"expected the address under which the page is known, http, got {source.url}"


def _elsewhere(source: Source) -> str | None:
    """Return the other town whose page it is, None for the city's own and those of no town."""
    found = _PLACE.search(source.title)
    place = (found[1] or found[2]) if found else None
    if not place or city().town in source.title or place.startswith(city().own_places) or place in {"日本"}:
        return None
    return place


def _unnamed(entry: Entry, source: Source, place: str, said: str) -> Iterator[str]:
    """Name what is told as the city's own but rests on another town's page."""
    if place not in said:
        yield f"sources: expected the answer to name {place}, on whose page it rests ({source.title})"
    for fact in entry.facts:
        if fact.source.url == source.url:
            for block in blocks(entry.written):
                if f"{{{{ {fact.id} }}}}" in block and place not in block and "easy" not in block:
                    yield f"text: expected {place} beside {{{{ {fact.id} }}}}, which is not {city().name}'s"


def _is_used(entry: Entry, source: Source, said: str) -> bool:
    if len(entry.sources) == 1 or any(fact.source.url == source.url for fact in entry.facts):
        return True
    own = re.compile("|".join(map(re.escape, city().source_words)) or "(?!)")
    words = _WORD.findall(_COMMON.sub(" ", own.sub(" ", source.title)))
    return any(word in said or word[:2] in said for word in words) or source.url in said


def _phones(entry: Entry, facts: Mapping[str, Fact]) -> Iterator[str]:
    """Name the telephone numbers that no fact has; those of emergencies (110, 119) are no facts."""
    known = {_digits(number) for fact in facts.values() for number in _PHONE.findall(fact.text)}
    said = "\n".join(
        filter(None, (entry.text, entry.more, entry.caveat, entry.easy, entry.easy_more, *(c.phone for c in entry.contacts)))
    )  # fmt: skip
    for number in dict.fromkeys(_PHONE.findall(re.sub(r"https://[^)\s]+", "", said))):
        if _digits(number) not in known:
            yield f"text: expected telephone numbers of facts.yml, got {number}"


def _literals(entry: Entry, facts: Mapping[str, Fact]) -> Iterator[str]:
    """Name what is written out although a fact has it: one change would not reach it."""
    phones = [fact for fact in facts.values() if _PHONE.fullmatch(fact.text)]
    for fact in dict.fromkeys([*entry.facts, *phones]):
        if re.search(rf"(?<![\d,.]){re.escape(fact.text)}(?![\d-])", entry.written):
            yield f"text: expected {{{{ {fact.id} }}}}, got {fact.text} written out"


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)
