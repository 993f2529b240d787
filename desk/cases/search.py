"""Search over the cases: words in what was said, noted and asked, with where they were found."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from desk.cases.access import row
from desk.cases.search_index import SearchIndex
from desk.cases.search_schemas import FoundCase, FoundCases, Hit
from desk.cases.store import Store
from desk.conversation.models import State
from desk.office.session import CurrentSession, Desk, audited
from desk.services import part
from desk.text import folding
from desk.text.times import JAPAN

router = APIRouter(prefix="/api/console", tags=["console"], dependencies=[Depends(audited)])
A_PAGE = 20
MOST_PAGES = 500


@router.get("/search")
def search(
    current: CurrentSession,
    desk: Desk,
    store: Store,
    index: Annotated[SearchIndex, Depends(part(SearchIndex))],
    q: Annotated[str, Query(min_length=1, max_length=80)],
    since: date | None = None,
    until: date | None = None,
    channel: Annotated[str | None, Query(max_length=32)] = None,
    state: State | None = None,
    topic: Annotated[str | None, Query(max_length=60)] = None,
    page: Annotated[int, Query(ge=1, le=MOST_PAGES)] = 1,
) -> FoundCases:
    """Find cases in which all words occur, newest hit first; days are Japanese, `until` is the last one."""
    words = folding.words(q)
    if not words:
        return {"cases": [], "page": page, "more": False}
    found, more = index.find(
        words,
        since=_midnight(since),
        until=_midnight(until, days=1),
        channel=channel,
        state=state.value if state else None,
        topic=topic,
        skip=(page - 1) * A_PAGE,
        most=A_PAGE,
    )
    rows = {item["case"].id: item for item in store.items([item.case.id for item in found])}
    put_off, calendar = store.snoozes(), desk.calendar()
    shown: list[FoundCase] = [
        {
            **row(desk, rows[item.case.id], put_off, calendar),
            "hits": _hits(item),
            "hit_count": item.count,
        }
        for item in found
        if item.case.id in rows
    ]
    return {"cases": shown, "page": page, "more": more}


def _midnight(day: date | None, days: int = 0) -> datetime | None:
    if day is None:
        return None
    try:
        return datetime.combine(day + timedelta(days=days), time(), JAPAN)
    except OverflowError:
        return None


def _hits(item: Any) -> list[Hit]:
    return [
        {
            "part": hit.part,
            "at": hit.at.isoformat(),
            "seq": hit.seq,
            "excerpt": [{"text": text, "hit": is_hit} for text, is_hit in hit.excerpt],
        }
        for hit in item.hits
    ]
