"""Approved answers as files: `data/answers/<topic>/<label>.md`, YAML front matter and restricted Markdown."""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ANSWERS = Path(__file__).resolve().parents[2] / "data" / "answers"
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_REQUIRED = ("title", "owner", "sources", "checked", "review_by", "related")
_KNOWN = frozenset({*_REQUIRED, "caveat", "contacts", "easy", "facts"})
_CONTACT_KEYS = frozenset({"name", "phone", "email", "url"})


class BrokenEntry(ValueError):
    """An answer file cannot be used; the message names file, field and reason."""

    def __init__(self, path: Path, field: str, reason: str) -> None:
        """Compose `file: field: reason`."""
        self.path, self.field, self.reason = path, field, reason
        super().__init__(f"{path.parent.name}/{path.name}: {field}: {reason}")


@dataclasses.dataclass(frozen=True)
class Source:
    """Where an answer comes from."""

    title: str
    url: str


@dataclasses.dataclass(frozen=True)
class Contact:
    """Whom to ask; at least one of phone, email, url."""

    name: str
    phone: str | None = None
    email: str | None = None
    url: str | None = None


@dataclasses.dataclass(frozen=True)
class Entry:
    """One approved answer.

    Attributes:
        label: `topic/name`.
        title: Short name, shown on cards and chips.
        text: The answer in restricted Markdown.
        sources: At least one.
        checked: The day somebody compared the answer with its sources.
        review_by: The day from which it is shown as possibly old.
        related: Labels offered next.
        caveat: What the reader must know beside the answer.
        contacts: Whom to ask.
        easy: The answer in やさしい日本語; readings as 漢字《かんじ》, or ｜base《reading》.
    """

    label: str
    title: str
    owner: str
    text: str
    sources: tuple[Source, ...]
    checked: datetime.date
    review_by: datetime.date
    related: tuple[str, ...]
    caveat: str | None = None
    contacts: tuple[Contact, ...] = ()
    easy: str | None = None

    @property
    def topic(self) -> str:
        """The part of the label before the slash."""
        return self.label.split("/")[0]

    def is_outdated(self, today: datetime.date) -> bool:
        """Whether the day of the next review has passed."""
        return today > self.review_by


def read_all(folder: Path = ANSWERS) -> dict[str, Entry]:
    """Return all entries by label.

    Raises:
        BrokenEntry: The first file that cannot be used.
    """
    return {entry.label: entry for entry in map(read, paths(folder))}


def paths(folder: Path = ANSWERS) -> Iterator[Path]:
    """Yield the answer files in a fixed order."""
    yield from sorted(folder.glob("*/*.md"))


def read(path: Path) -> Entry:
    """Return the entry of one file.

    Raises:
        BrokenEntry: The file cannot be used.
    """
    try:
        found = _FRONT_MATTER.match(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise BrokenEntry(path, "file", f"expected UTF-8 text, got bytes it does not allow ({error.reason})") from None
    if found is None:
        raise BrokenEntry(path, "front matter", "expected the file to begin with --- … ---")
    try:
        fields = yaml.safe_load(found[1])
    except yaml.YAMLError as error:
        raise BrokenEntry(path, "front matter", f"expected YAML, got: {' '.join(str(error).split())}") from None
    if not isinstance(fields, dict):
        raise BrokenEntry(path, "front matter", "expected fields such as title and sources")
    for name in _REQUIRED:
        if name not in fields:
            raise BrokenEntry(path, name, "expected this field, it is missing")
    if unknown := sorted(set(map(str, fields)) - _KNOWN):
        raise BrokenEntry(path, unknown[0], f"expected one of {', '.join(sorted(_KNOWN))}")
    text = found[2].strip()
    if not text:
        raise BrokenEntry(path, "text", "expected an answer after the front matter, got nothing")
    return Entry(
        label=f"{path.parent.name}/{path.stem}",
        title=_string(path, "title", fields["title"]),
        owner=_string(path, "owner", fields["owner"]),
        text=text,
        sources=_sources(path, fields["sources"]),
        checked=_date(path, "checked", fields["checked"]),
        review_by=_date(path, "review_by", fields["review_by"]),
        related=_related(path, fields["related"]),
        caveat=_optional(path, "caveat", fields.get("caveat")),
        contacts=_contacts(path, fields.get("contacts") or []),
        easy=_optional(path, "easy", fields.get("easy")),
    )


def _string(path: Path, field: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BrokenEntry(path, field, f"expected text, got {value!r}")
    return value.strip()


def _optional(path: Path, field: str, value: object) -> str | None:
    return None if value is None else _string(path, field, value)


def _date(path: Path, field: str, value: object) -> datetime.date:
    if not isinstance(value, datetime.date) or isinstance(value, datetime.datetime):
        raise BrokenEntry(path, field, f"expected a date such as 2026-11-23, got {value!r}")
    return value


def _sources(path: Path, value: object) -> tuple[Source, ...]:
    if not isinstance(value, list) or not value:
        raise BrokenEntry(path, "sources", "expected at least one {title, url}")
    found = []
    for item in value:
        if not isinstance(item, dict):
            raise BrokenEntry(path, "sources", f"expected {{title, url}}, got {item!r}")
        url = _string(path, "sources.url", item.get("url"))
        if not url.startswith("https://"):
            raise BrokenEntry(path, "sources.url", f"expected an https address, got {url}")
        found.append(Source(_string(path, "sources.title", item.get("title")), url))
    return tuple(found)


def _related(path: Path, value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise BrokenEntry(path, "related", f"expected a list of labels, got {value!r}")
    return tuple(_string(path, "related", item) for item in value)


def _contacts(path: Path, value: Any) -> tuple[Contact, ...]:
    if not isinstance(value, list):
        raise BrokenEntry(path, "contacts", f"expected a list of {{name, phone | email | url}}, got {value!r}")
    found = []
    for item in value:
        if not isinstance(item, dict) or not set(item) <= _CONTACT_KEYS or len(item) < 2:
            raise BrokenEntry(path, "contacts", f"expected {{name, phone | email | url}}, got {item!r}")
        found.append(Contact(**{key: _string(path, f"contacts.{key}", text) for key, text in item.items()}))
    return tuple(found)
