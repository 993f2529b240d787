"""The approved answers that a consultant may insert into a reply, and which of them are to be looked over."""

from __future__ import annotations

import unicodedata
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from desk.content import entries as content
from desk.text import pack
from desk.text.markdown import plain_markdown


def find(words: str, most: int) -> list[dict[str, Any]]:
    """Return {label, title, text, sources} of the answers with all the words; those with them in the title first."""
    wanted = _plain(words).split()
    found = [entry for entry in _library() if all(word in entry["plain"] for word in wanted)]
    found.sort(key=lambda entry: not all(word in _plain(entry["title"]) for word in wanted))
    return [{key: entry[key] for key in ("label", "title", "text", "sources")} for entry in found[:most]]


def to_review(day: date) -> list[dict[str, Any]]:
    """Return {label, title, owner, review_by} of the answers whose date of review has come, the oldest first."""
    due = [entry for entry in _library() if entry["review_by"] and entry["review_by"] <= day]
    due.sort(key=lambda entry: entry["review_by"])
    return [{key: str(entry[key]) for key in ("label", "title", "owner", "review_by")} for entry in due]


def entries() -> dict[str, dict[str, Any]]:
    """Return {label: {title, owner, review_by, …}} of all answers."""
    return {entry["label"]: entry for entry in _library()}


def titles(labels: set[str]) -> dict[str, str]:
    """Return the titles of the answers that labels stand for."""
    return {entry["label"]: entry["title"] for entry in _library() if entry["label"] in labels}


def _library() -> tuple[dict[str, Any], ...]:
    return _searchable(pack.folder())


@lru_cache(maxsize=2)
def _searchable(_: Path) -> tuple[dict[str, Any], ...]:
    found = []
    for entry in content.library().values():
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


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()
