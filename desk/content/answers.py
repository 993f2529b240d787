"""The approved answers that a consultant may insert into a reply, and which of them are to be looked over."""

from __future__ import annotations

import unicodedata
from datetime import date
from functools import lru_cache
from typing import Annotated, Any

from fastapi import APIRouter, Query

from desk.content import entries as content
from desk.office.session import CurrentSession
from desk.text.markdown import plain_markdown

router = APIRouter(prefix="/api/console", tags=["console"])
MOST_FOUND = 20


@router.get("/answers")
def answers(current: CurrentSession, q: Annotated[str, Query(max_length=80)] = "") -> dict[str, Any]:
    """Return the answers whose title or text has all the words; those with the words in the title first."""
    words = _plain(q).split()
    found = [entry for entry in _library() if all(word in entry["plain"] for word in words)]
    found.sort(key=lambda entry: not all(word in _plain(entry["title"]) for word in words))
    shown = [{key: entry[key] for key in ("label", "title", "text", "sources")} for entry in found[:MOST_FOUND]]
    return {"answers": shown}


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


@lru_cache(maxsize=1)
def _library() -> tuple[dict[str, Any], ...]:
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
