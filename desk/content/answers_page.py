"""回答: the list of answers, one answer with its versions and ways of asking, beginning a new one, taking one away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse, RedirectResponse

from desk.accounts.models import Session
from desk.content import checks, compare, form
from desk.content.api_access import CurrentActor
from desk.content.models import PROTECTED, EntryView, Kind, PhrasingState, State
from desk.content.page_parts import HOME, Service, Shown, attempt, open_topics, page, title_of, topic_names
from desk.content.preview import Previews
from desk.content.service import Content
from desk.display_names import VERSIONS
from desk.http.problems import Problem
from desk.office import pages
from desk.office.frame import Fields
from desk.office.session import CurrentSession, Desk
from desk.text.times import JAPAN

router = APIRouter(prefix=HOME, include_in_schema=False)
Topic = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Slug = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
SOON = timedelta(days=30)
FILTERS = {
    "": "すべて",
    **{state: VERSIONS[state] for state in ("published", "draft", "in_review", "approved", "withdrawn")},
    "due": "見直す日が近い・過ぎた",
}
UNTIL = {"hour": "1時間", "today": "今日いっぱい", "week": "1週間", "": "もどすまで"}


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


@router.get("/{topic}/{slug}")
def show_answer(topic: Topic, slug: Slug, current: CurrentSession, content: Service, shown: Shown) -> HTMLResponse:
    """Show an answer as migrants see it, its ways of asking and its versions."""
    return _answer(current, content, shown, f"{topic}/{slug}")


@router.get("/{topic}/{slug}/compare")
def compare_answer(
    topic: Topic, slug: Slug, current: CurrentSession, content: Service, a: int = 0, b: int = 0
) -> HTMLResponse:
    """Show two versions side by side, what differs coloured."""
    view = _view(content, f"{topic}/{slug}")
    versions = {version.number: version for version in view.versions}
    if a not in versions or b not in versions:
        raise Problem(404, "not_found", "その版はありません。")
    return page(
        current,
        "content/compare.html",
        title=f"版を比べる：{title_of(view)}",
        label=view.item.key,
        before=versions[a],
        after=versions[b],
        differences=compare.differences(versions[a].content, versions[b].content),
    )


@router.post("/{topic}/{slug}")
def change_answer(
    topic: Topic,
    slug: Slug,
    current: CurrentSession,
    actor: CurrentActor,
    content: Service,
    shown: Shown,
    desk: Desk,
    fields: Fields,
) -> object:
    """Begin a draft, add or take a way of asking, withdraw, or bring back; `do` names which."""
    label, do = f"{topic}/{slug}", fields.get("do", "")
    if do == "draft":
        draft, status, said = attempt(lambda: content.draft(actor, Kind.ENTRY, label))
        if draft is not None:
            return RedirectResponse(f"{HOME}/{label}/versions/{draft.number}", 303)
        return _answer(current, content, shown, label, status, said)
    until = form.until(fields.get("until", ""), desk.clock.now())
    number = int(fields.get("number") or 0) if fields.get("number", "").isdecimal() else 0
    lines = [line for line in fields.get("phrasings", "").splitlines() if line.strip()]
    acts = {
        "add": (lambda: content.add_phrasings(actor, label, lines), "質問の言い方を加えました。"),
        "remove": (lambda: content.remove_phrasing(actor, label, number), "質問の言い方を外しました。"),
        "approve": (lambda: content.approve_phrasings(actor, label), "質問の言い方を認めました。"),
        "withdraw": (
            lambda: content.withdraw(actor, Kind.ENTRY, label, fields.get("reason", ""), until=until),
            "取り下げました。この質問には、いま案内できないことをお伝えします。",
        ),
        "restore": (
            lambda: content.restore(actor, Kind.ENTRY, label, number=number or None),
            "公開しました。5秒ほどで、この文章で答えます。",
        ),
    }
    if do not in acts:
        return _answer(current, content, shown, label, 422, "できない操作です。画面を読み込み直してください。")
    act, done = acts[do]
    _, status, said = attempt(act)
    return _answer(current, content, shown, label, status, said or done)


def _answer(
    current: Session, content: Content, shown: Previews, label: str, status: int = 200, said: str = ""
) -> HTMLResponse:
    view = _view(content, label)
    published = view.published
    part, *_ = attempt(lambda: content.preview(label, published.content)) if published else (None,)
    proposed = [one for one in view.phrasings if one.state is PhrasingState.PROPOSED]
    return page(
        current,
        "content/answer.html",
        title=title_of(view),
        status=status,
        said=said,
        view=view,
        label=label,
        preview=shown.of(part) if part else None,
        proposed=proposed,
        phrasings=[one for one in view.phrasings if one.state is PhrasingState.PUBLISHED],
        until=UNTIL,
        is_protected=label in PROTECTED,
        restorable={State.SUPERSEDED, State.WITHDRAWN},
    )


def _view(content: Content, label: str) -> EntryView:
    view, status, said = attempt(lambda: content.entry(label))
    if view is None:
        raise Problem(status, "not_found", said)
    return view


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
    ends = _day(review_by)
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


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
