"""The published answers as this process holds them: searched by consultants, named in lists and reports.

Before the first import this is the shipped pack itself, publication 0.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from desk.content import entries, suggestions
from desk.content.entries import Entry
from desk.content.suggestions import Suggested
from desk.conversation.models import Choice
from desk.text.markdown import plain_markdown


@dataclass(frozen=True)
class Snapshot:
    """One publication.

    Attributes:
        number: Its number.
        identity: What tells it from others of that number.
        entries: What is published.
        titles: All known titles, of withdrawn answers too.
        phrasings: A few ways of asking of each entry.
        off: What is switched off, as {scope, name}.
    """

    number: int
    identity: str
    entries: Mapping[str, Entry]
    titles: Mapping[str, str] = field(default_factory=dict)
    phrasings: Mapping[str, Sequence[str]] = field(default_factory=dict)
    off: Sequence[Mapping[str, Any]] = ()

    @cached_property
    def suggested(self) -> Suggested:
        """What the chat offers while somebody types."""
        titles = {label: (entry.title, entry.easy_title) for label, entry in self.entries.items()}
        return suggestions.file(titles, self.phrasings, self.off)

    @cached_property
    def listed(self) -> tuple[dict[str, Any], ...]:
        """The entries as lists show them."""
        found = []
        for entry in self.entries.values():
            text = plain_markdown(entry.whole)
            found.append(
                {
                    "label": entry.label,
                    "title": entry.title,
                    "text": text,
                    "sources": entry.sources,
                    "owner": entry.owner,
                    "review_by": entry.review_by,
                    "plain": _plain(f"{entry.title} {text}"),
                }
            )
        return tuple(found)


class Published:
    """Holds the newest publication; replaced as a whole, so that a reader sees one state."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None

    @property
    def snapshot(self) -> Snapshot:
        """What is published now."""
        with self._lock:
            if self._snapshot is None:
                self._snapshot = Snapshot(0, "pack", entries.library())
            return self._snapshot

    def replace(self, snapshot: Snapshot) -> None:
        """Hold another publication from now on."""
        with self._lock:
            self._snapshot = snapshot

    def find(self, words: str, most: int) -> list[dict[str, Any]]:
        """Return {label, title, text, sources} of the answers with all the words; those with them in the title first."""
        wanted = _plain(words).split()
        found = [entry for entry in self.snapshot.listed if all(word in entry["plain"] for word in wanted)]
        found.sort(key=lambda entry: not all(word in _plain(entry["title"]) for word in wanted))
        return [{key: entry[key] for key in ("label", "title", "text", "sources")} for entry in found[:most]]

    def to_review(self, day: date) -> list[dict[str, Any]]:
        """Return {label, title, owner, review_by} of the answers whose date of review has come, the oldest first."""
        due = [entry for entry in self.snapshot.listed if entry["review_by"] and entry["review_by"] <= day]
        due.sort(key=lambda entry: entry["review_by"])
        return [{key: str(entry[key]) for key in ("label", "title", "owner", "review_by")} for entry in due]

    def entries(self) -> dict[str, dict[str, Any]]:
        """Return {label: {title, owner, review_by, …}} of all answers."""
        return {entry["label"]: entry for entry in self.snapshot.listed}

    def suggested_choice(self, choice_id: str) -> Choice | None:
        """Return the choice `entry:<label>` of a published answer, None for any other."""
        label = choice_id.removeprefix(suggestions.PREFIX)
        entry = self.snapshot.entries.get(label) if label != choice_id else None
        return Choice(choice_id, entry.title, suggestions.payload(label)) if entry else None

    def titles(self, labels: set[str]) -> dict[str, str]:
        """Return the titles of the answers that labels stand for, withdrawn ones too: old talks name them."""
        now = self.snapshot
        known = {label: now.entries[label].title for label in labels if label in now.entries}
        return {label: now.titles[label] for label in labels if label in now.titles} | known


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()
