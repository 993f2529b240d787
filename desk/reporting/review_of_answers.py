"""What the answers themselves leave to look over: reported, due, contradicting, with a source that changed; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from desk.content.service import Contradiction, Report, SourceNews
from desk.reporting.review import Work

SOON = timedelta(days=30)
# What became of a cited page.
_PAGES = {
    "changed": "ページの言葉が変わりました",
    "gone": "ページがなくなりました",
    "away": "ページを一週間開けません",
}


def reported(reports: Iterable[Report], titles: Mapping[str, str], address: str) -> list[Work]:
    """Return the answers that readers say are wrong, each once, the newest words first."""
    said: dict[str, list[Report]] = {}
    for report in reports:
        said.setdefault(report.label, []).append(report)
    return [
        Work(
            "reported",
            titles.get(label, label),
            f"「間違いを知らせる」{len(of)}件",
            f"{address}#{of[0].id}",
            count=len(of),
        )
        for label, of in said.items()
    ]


def due(entries: Iterable[Mapping[str, Any]], today: date, home: str) -> list[Work]:
    """Return the answers whose day of review has come or is near."""
    found = []
    for entry in entries:
        if entry["review_by"] and entry["review_by"] <= today + SOON:
            why = "見直す日が過ぎています" if entry["review_by"] <= today else "見直す日が近づいています"
            address = f"{home}/{entry['label']}"
            found.append(Work("due", entry["title"], why, address, str(entry["review_by"]), str(entry["owner"])))
    return found


def facts(contents: Iterable[tuple[str, Mapping[str, Any]]], today: date, home: str) -> list[Work]:
    """Return the values that end soon or have ended."""
    found = []
    for key, content in contents:
        ends = str(content.get("valid_until") or "")
        if ends and date.fromisoformat(ends) <= today + SOON:
            value = f"{content.get('value')}{content.get('unit') or ''}"
            why = "期限が過ぎています" if date.fromisoformat(ends) < today else "期限が近づいています"
            found.append(Work("fact", f"{key}（{value}）", why, f"{home}/facts/{key}", ends))
    return found


def contradictions(found: Iterable[Contradiction], titles: Mapping[str, str], home: str) -> list[Work]:
    """Return the values that two answers give differently; the first of them is where it begins."""
    works = []
    for one in found:
        said = "、".join(f"「{titles.get(label, label)}」では {value}" for label, value in one.said)
        why = f"{said}。どちらかを直すか、「変わる値」にしてください"
        works.append(Work("conflict", one.what, why, f"{home}/{one.said[0][0]}", count=len(one.said)))
    return works


def sources(found: Iterable[SourceNews], titles: Mapping[str, str], address: str) -> list[Work]:
    """Return the cited pages that changed, are gone, or cannot be opened."""
    return [
        Work(
            "source",
            one.title,
            f"「{titles.get(one.label, one.label)}」の出典：{_PAGES[one.what]}",
            f"{address}#source-{one.id}",
        )
        for one in found
    ]


def page_news(one: SourceNews) -> str:
    """Return what became of a cited page, in words."""
    return _PAGES[one.what]
