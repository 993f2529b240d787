"""Approved answers as files: `data/answers/<topic>/<label>.md`, YAML front matter and restricted Markdown.

`<!-- more -->` on a line of its own divides the body (and `easy`) into what is seen at once and what [くわしく] opens.
Text, caveat, contacts and `easy` may refer to facts of `data/facts.yml` (see `facts`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from actions.city import pack
from actions.library import facts as facts_file
from actions.library import fields
from actions.library.broken import BrokenEntry
from actions.library.entry import Contact, English, Entry
from actions.library.facts import Fact, Source

__all__ = [
    "ANSWERS",
    "BrokenEntry",
    "Contact",
    "Entry",
    "Source",
    "facts_of",
    "paths",
    "read",
    "read_all",
]

ANSWERS = pack() / "answers"
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_MORE = re.compile(r"^<!-- more -->$", re.MULTILINE)
_REQUIRED = ("title", "owner", "sources", "checked", "review_by", "related")
_KNOWN = frozenset(
    {*_REQUIRED, "caveat", "contacts", "easy", "easy_caveat", "easy_title", "en", "en_title", "en_translated"}
)
_CONTACT_KEYS = frozenset({"name", "phone", "email", "url"})


def read_all(folder: Path = ANSWERS) -> dict[str, Entry]:
    """Return all entries by label.

    Raises:
        BrokenEntry: The first file that cannot be used.
    """
    facts = facts_file.read(facts_of(folder))
    return {entry.label: entry for entry in (read(path, facts) for path in paths(folder))}


def paths(folder: Path = ANSWERS) -> Iterator[Path]:
    """Yield the answer files in a fixed order."""
    yield from sorted(folder.glob("*/*.md"))


def facts_of(folder: Path) -> Path:
    """Return where the facts of a folder of answers stand: beside it."""
    return folder.parent / "facts.yml"


def read(path: Path, facts: Mapping[str, Fact]) -> Entry:
    """Return the entry of one file.

    Raises:
        BrokenEntry: The file cannot be used.
    """
    front, body = _divided(path)
    for name in _REQUIRED:
        if name not in front:
            raise BrokenEntry(path, name, "expected this field, it is missing")
    if unknown := sorted(set(map(str, front)) - _KNOWN):
        raise BrokenEntry(path, unknown[0], f"expected one of {', '.join(sorted(_KNOWN))}")
    if not body:
        raise BrokenEntry(path, "text", "expected an answer after the front matter, got nothing")
    written = {
        "text": body,
        "caveat": fields.optional(path, "caveat", front.get("caveat")),
        "easy_caveat": fields.optional(path, "easy_caveat", front.get("easy_caveat")),
        "easy": fields.optional(path, "easy", front.get("easy")),
        "contacts": str(front.get("contacts") or ""),
    }
    known = {field: list(facts_file.used(text, facts, path, field)) for field, text in written.items() if text}
    used = dict.fromkeys(fact for found in known.values() for fact in found)
    # A number to call is its own source: it does not stand among those of the answer.
    said = dict.fromkeys(fact for field, found in known.items() if field != "contacts" for fact in found)
    text, more = _parts(path, "text", facts_file.fill(body, facts))
    easy, easy_more = None, None
    if written["easy"]:
        easy, easy_more = _parts(path, "easy", facts_file.fill(written["easy"], facts, easy=True))
    caveat, easy_caveat = written["caveat"], written["easy_caveat"]
    checked = fields.date(path, "checked", front["checked"])
    return Entry(
        label=f"{path.parent.name}/{path.stem}",
        title=fields.string(path, "title", front["title"]),
        owner=fields.string(path, "owner", front["owner"]),
        text=text,
        more=more,
        sources=_sources(path, front["sources"], said),
        checked=min([checked, *(fact.checked for fact in used)]),
        review_by=fields.date(path, "review_by", front["review_by"]),
        related=_related(path, front["related"]),
        caveat=facts_file.fill(caveat, facts) if caveat else None,
        easy_caveat=facts_file.fill(easy_caveat, facts, easy=True) if easy_caveat else None,
        contacts=_contacts(path, front.get("contacts") or [], facts),
        easy=easy,
        easy_more=easy_more,
        easy_title=fields.optional(path, "easy_title", front.get("easy_title")),
        english=_english(path, front, facts, _MORE.split(body)[0]),
        facts=tuple(used),
        written="\n".join(filter(None, written.values())),
    )


def _english(path: Path, front: Mapping[str, Any], facts: Mapping[str, Fact], original: str) -> English | None:
    """Return the English version: text, title and day of translation, or none of them."""
    if not any(name in front for name in ("en", "en_title", "en_translated")):
        return None
    written = fields.string(path, "en", front.get("en"))
    list(facts_file.used(written, facts, path, "en"))
    translated = fields.date(path, "en_translated", front.get("en_translated"))
    title = fields.string(path, "en_title", front.get("en_title"))
    is_older = fields.date(path, "checked", front["checked"]) > translated
    return English(title, facts_file.fill_english(written, facts), translated, is_older, written, original)


def _divided(path: Path) -> tuple[dict[str, Any], str]:
    """Return front matter and body of a file."""
    try:
        found = _FRONT_MATTER.match(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise BrokenEntry(path, "file", f"expected UTF-8 text, got bytes it does not allow ({error.reason})") from None
    if found is None:
        raise BrokenEntry(path, "front matter", "expected the file to begin with --- … ---")
    try:
        front = yaml.safe_load(found[1])
    except yaml.YAMLError as error:
        raise BrokenEntry(path, "front matter", f"expected YAML, got: {' '.join(str(error).split())}") from None
    if not isinstance(front, dict):
        raise BrokenEntry(path, "front matter", "expected fields such as title and sources")
    return front, found[2].strip()


def _parts(path: Path, field: str, text: str) -> tuple[str, str | None]:
    pieces = [piece.strip() for piece in _MORE.split(text)]
    if len(pieces) > 2 or not all(pieces):
        raise BrokenEntry(path, field, "expected <!-- more --> at most once, between two texts")
    return pieces[0], pieces[1] if len(pieces) == 2 else None


def _sources(path: Path, value: object, known: Mapping[Fact, None]) -> tuple[Source, ...]:
    """Return the sources listed, then those of the facts that are not among them."""
    if not isinstance(value, list) or not (value or known):
        raise BrokenEntry(path, "sources", "expected at least one {title, url}")
    found = [facts_file.source(path, "sources", item) for item in value]
    for fact in known:
        if fact.source.url not in {source.url for source in found}:
            found.append(fact.source)
    return tuple(found)


def _related(path: Path, value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise BrokenEntry(path, "related", f"expected a list of labels, got {value!r}")
    return tuple(fields.string(path, "related", item) for item in value)


def _contacts(path: Path, value: Any, facts: Mapping[str, Fact]) -> tuple[Contact, ...]:
    shape = "{name, phone | email | url}"
    if not isinstance(value, list):
        raise BrokenEntry(path, "contacts", f"expected a list of {shape}, got {value!r}")
    found = []
    for item in value:
        if not isinstance(item, dict) or not set(item) <= _CONTACT_KEYS or len(item) < 2:
            raise BrokenEntry(path, "contacts", f"expected {shape}, got {item!r}")
        ways = {key: facts_file.fill(fields.string(path, f"contacts.{key}", text), facts) for key, text in item.items()}
        found.append(Contact(**ways))
    return tuple(found)
