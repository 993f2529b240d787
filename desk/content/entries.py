"""Answer files (`data/answers/<topic>/<label>.md`) with their facts in place; the only reader of them in the desk."""

from __future__ import annotations

import dataclasses
import logging
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from desk.content import facts as facts_file
from desk.content.facts import Broken, Fact
from desk.text import pack
from desk.text.yaml_text import load

logger = logging.getLogger(__name__)
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
# Stands alone on its line between what is seen at once and what [くわしく] opens.
MORE = "<!-- more -->"
_MORE = re.compile(f"^{MORE}$", re.MULTILINE)


@dataclasses.dataclass(frozen=True)
class Entry:
    """One approved answer; `more` is what [くわしく] opens, `checked` the oldest day of it and its facts."""

    label: str
    title: str
    owner: str
    text: str
    more: str | None
    easy: str | None
    easy_more: str | None
    easy_title: str | None
    caveat: str | None
    easy_caveat: str | None
    sources: list[dict[str, str]]
    checked: date
    review_by: date

    @property
    def whole(self) -> str:
        """The text and what [くわしく] opens."""
        return "\n\n".join(filter(None, (self.text, self.more)))

    def part(self, *, outdated: bool = False) -> dict[str, Any]:
        """Return the answer as the bot sends it."""
        known = {
            "type": "answer", "label": self.label, "title": self.title, "text": self.text, "sources": self.sources,
            "checked": self.checked.isoformat(), "outdated": outdated,
        }  # fmt: skip
        names = ("more", "easy", "easy_more", "easy_title", "caveat", "easy_caveat")
        return known | {name: value for name in names if (value := getattr(self, name))}


def library() -> dict[str, Entry]:
    """Return the answers of the pack in use by label, read once."""
    return _library(pack.folder() / "answers")


@lru_cache(maxsize=2)
def _library(folder: Path) -> dict[str, Entry]:
    return read_all(folder)


def read_all(folder: Path) -> dict[str, Entry]:
    """Return all answers of a folder by label; those that cannot be used are left out and logged."""
    facts = facts_file.read(folder.parent / "facts.yml")
    found = {}
    for path in sorted(folder.glob("*/*.md")):
        label = f"{path.parent.name}/{path.stem}"
        try:
            found[label] = read(label, path.read_text(encoding="utf-8"), facts)
        except Broken as error:
            logger.error("answers.broken %s: %s", label, error)
    return found


def read(label: str, text: str, facts: Mapping[str, Fact]) -> Entry:
    """Return the entry of a file's text.

    Raises:
        Broken: It has no front matter, lacks a field, or refers to what is no fact.
    """
    match = _FRONT_MATTER.match(text)
    if match is None:
        raise Broken("front matter: expected the file to begin with --- … ---")
    front = load(match[1])
    used: dict[str, Fact] = {}
    try:
        body, more = _parts("text", facts_file.fill(match[2], facts, used))
        caveat = facts_file.fill(str(front.get("caveat") or ""), facts, used)
        easy_caveat = facts_file.fill(str(front.get("easy_caveat") or ""), facts, used, easy=True)
        easy = facts_file.fill(str(front.get("easy") or ""), facts, used, easy=True)
        sources = [_source(item) for item in front["sources"]]
        for fact in used.values():
            if fact.source["url"] not in {source["url"] for source in sources}:
                sources.append(fact.source)
        # A number to call is its own source: it does not stand among those of the answer.
        facts_file.fill(str(front.get("contacts") or ""), facts, used)
        simple, simple_more = _parts("easy", easy) if easy else (None, None)
        return Entry(
            label=label,
            title=front["title"],
            owner=front["owner"],
            text=body,
            more=more,
            easy=simple,
            easy_more=simple_more,
            easy_title=front.get("easy_title"),
            caveat=caveat.strip() or None,
            easy_caveat=easy_caveat.strip() or None,
            sources=sources,
            checked=min([front["checked"], *(fact.checked for fact in used.values())]),
            review_by=min([front["review_by"], *(f.valid_until for f in used.values() if f.valid_until)]),
        )
    except KeyError as error:
        raise Broken(f"{error.args[0]}: expected this field, it is missing") from None


def fill(text: str, facts: Mapping[str, Fact]) -> str:
    """Return a text with its facts in place.

    Raises:
        Broken: See `facts.fill`.
    """
    return facts_file.fill(text, facts, {})


def _parts(field: str, text: str) -> tuple[str, str | None]:
    pieces = [piece.strip() for piece in _MORE.split(text.strip())]
    if len(pieces) > 2 or not all(pieces):
        raise Broken(f"{field}: expected {MORE} at most once, between two texts")
    return pieces[0], pieces[1] if len(pieces) == 2 else None


def _source(item: dict[str, Any]) -> dict[str, str]:
    return {key: str(item[key]) for key in ("title", "url", "date") if item.get(key)}
