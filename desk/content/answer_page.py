"""回答: one answer as migrants see it, with its versions and ways of asking; changing and comparing it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import HTMLResponse, RedirectResponse

from desk.accounts.models import Session
from desk.content import compare, form
from desk.content.api_access import CurrentActor
from desk.content.models import PROTECTED, EntryView, Kind, PhrasingState, State
from desk.content.page_parts import HOME, Shown, attempt, page, title_of
from desk.content.preview import Previews
from desk.content.service import Content, Service
from desk.http.problems import Problem
from desk.office.frame import Fields
from desk.office.session import CurrentSession, Desk

router = APIRouter(prefix=HOME, include_in_schema=False)
Topic = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Slug = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
UNTIL = {"hour": "1時間", "today": "今日いっぱい", "week": "1週間", "": "もどすまで"}


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
    number = form.number(fields, "number")
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
