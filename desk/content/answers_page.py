"""回答: the list of answers, and beginning a new one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse

from desk.accounts.models import Session
from desk.content import checks
from desk.content.api_access import CurrentActor
from desk.content.models import EntryView, Kind, State
from desk.content.page_parts import HOME, attempt, open_topics, page, title_of, topic_names
from desk.content.service import Content, Service
from desk.display_names import VERSIONS
from desk.office import pages
from desk.office.frame import Fields
from desk.office.session import CurrentSession, Desk
from desk.text.times import JAPAN, day_of

router = APIRouter(prefix=HOME, include_in_schema=False)
SOON = timedelta(days=30)
FILTERS = {
    "": "すべて",
    **{state: VERSIONS[state] for state in ("published", "draft", "in_review", "approved", "withdrawn")},
    "due": "見直す日が近い・過ぎた",
}


@router.get("")
def list_answers(
    current: CurrentSession,
    content: Service,
    desk: Desk,
    q: Annotated[str, Query(max_length=80)] = "",
    topic: Annotated[str, Query(max_length=40)] = "",
    state: Annotated[str, Query(max_length=12)] = "",
) -> HTMLResponse:
    """Show the answers that a filter leaves."""
    today = desk.clock.now().astimezone(JAPAN).date()
    wanted = State(state) if state in FILTERS and state not in {"", "due"} else None
    found = content.find_items(Kind.ENTRY, state=wanted, topic=topic or None, q=q)
    rows = [_row(view, today) for view in found]
    if state == "due":
        rows = sorted((row for row in rows if row["due"]), key=lambda row: str(row["review_by"]))
    return page(
        current,
        "content/answers.html",
        title=pages.title_of(HOME),
        rows=rows,
        topics=topic_names(content),
        filters=FILTERS,
        chosen={"q": q, "topic": topic, "state": state},
    )


@router.get("/new")
def new_answer(
    current: CurrentSession,
    content: Service,
    asked: Annotated[str, Query(max_length=5 * checks.MOST_PHRASING)] = "",
    topic: Annotated[str, Query(max_length=40)] = "",
) -> HTMLResponse:
    """Ask for the topic, the title and the first ways of asking."""
    return _new(current, content, {"topic": topic, "phrasings": asked})


@router.post("/new")
def begin_answer(current: CurrentSession, actor: CurrentActor, content: Service, desk: Desk, fields: Fields) -> object:
    """Begin an answer and lead to its editor."""
    today = desk.clock.now().astimezone(JAPAN).date()
    first = {
        "title": fields.get("title", "").strip(),
        "owner": current.account.name,
        "checked": today.isoformat(),
        "review_by": (today + timedelta(days=180)).isoformat(),
        "body": fields.get("body", "").replace("\r\n", "\n").strip(),
        "sources": [],
        "related": [],
    }
    if not first["title"]:
        return _new(current, content, fields, 422, "見出しを書いてください。")
    lines = fields.get("phrasings", "").splitlines()
    made, status, said = attempt(
        lambda: content.create_entry(actor, fields.get("topic", ""), first, phrasings=filter(str.strip, lines))
    )
    if made is None:
        return _new(current, content, fields, status, said)
    return RedirectResponse(f"{HOME}/{made.key}/versions/{made.number}", 303)


def _new(
    current: Session, content: Content, fields: Mapping[str, str], status: int = 200, said: str = ""
) -> HTMLResponse:
    return page(
        current, "content/new.html", title="新しい回答", status=status, said=said, topics=open_topics(content), fields=fields
    )  # fmt: skip


def _row(view: EntryView, today: date) -> dict[str, object]:
    published = view.published
    content = (published or view.open or view.versions[0]).content if view.versions else {}
    review_by = str(content.get("review_by") or "")
    ends = day_of(review_by)
    return {
        "label": view.item.key,
        "title": title_of(view),
        "owner": content.get("owner", ""),
        "review_by": review_by,
        "due": published is not None and ends is not None and ends <= today + SOON,
        "is_over": ends is not None and ends <= today,
        "states": list(dict.fromkeys(version.state for version in view.versions)),
        "until": view.item.withdrawn_until,
        "is_new": published is None and view.item.withdrawn_at is None,
    }
