"""見直し: everything about the answers that waits for somebody, and what to do with a question that was not answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import HTMLResponse

from desk.contact.masking import mask
from desk.content.service import Actor, Content, ContentRefused, Reports, SourceWatch
from desk.http.limits import LARGEST_NUMBER
from desk.mail.service import NotAnAddress
from desk.office import frame, pages
from desk.office.frame import Fields
from desk.office.session import CurrentSession, Desk, audited
from desk.reporting import page_frame, review, unanswered, unanswered_page
from desk.reporting.departments import DAYS_TO_ANSWER, LONGEST_NAME, LONGEST_REMARK, Asked, Departments
from desk.reporting.page_frame import View
from desk.reporting.review_list import ANSWERS, works_of
from desk.reporting.unanswered import Group
from desk.services import Services, part
from desk.settings import public_url
from desk.text.pack import city

router = APIRouter(prefix="/console/review", include_in_schema=False)
DAYS = 30
MOST_SHOWN = 40
LONGEST = 300
Service = Annotated[Content, Depends(part(Content))]
Reported = Annotated[Reports, Depends(part(Reports))]
DECISIONS = {
    "out_of_scope": "対象外にしました。",
    "asked": "「担当課に聞く」にしました。",
    "nothing": "何もしないことにしました。",
}


@router.get("")
def show_review(
    current: CurrentSession,
    desk: Desk,
    content: Service,
    store: unanswered_page.Store,
    kind: Annotated[str, Query(max_length=12)] = "",
) -> HTMLResponse:
    """Show the list."""
    return _page(current, desk, content, store, kind)


@router.post("/reports/{report_id}")
def finish_report(
    report_id: Annotated[int, Path(ge=1, le=LARGEST_NUMBER)],
    current: CurrentSession,
    desk: Desk,
    content: Service,
    store: unanswered_page.Store,
    reports: Reported,
) -> HTMLResponse:
    """Take what a reader reported off the list."""
    done = reports.finish(report_id, current.account.id, desk.clock.now())
    said = "見たものとして、一覧から外しました。" if done else "もう一覧にありません。"
    return _page(current, desk, content, store, said=said, status=200 if done else 409)


@router.post("/sources/{source_id}")
def finish_source(
    source_id: Annotated[int, Path(ge=1, le=LARGEST_NUMBER)],
    current: CurrentSession,
    desk: Desk,
    content: Service,
    store: unanswered_page.Store,
) -> HTMLResponse:
    """Take a cited page off the list: somebody compared the answers with it."""
    done = desk.of(SourceWatch).finish(source_id)
    said = "見比べたものとして、一覧から外しました。" if done else "もう一覧にありません。"
    return _page(current, desk, content, store, said=said, status=200 if done else 409)


@router.post("/{group_id}")
def decide_review(
    group_id: Annotated[str, Path(pattern="^[0-9a-f]{32}$")],
    current: CurrentSession,
    desk: Desk,
    content: Service,
    store: unanswered_page.Store,
    fields: Fields,
) -> HTMLResponse:
    """Let a question belong to an answer, or decide otherwise; what is kept of people's words is masked again."""
    group = _undecided(group_id, current, desk, store)
    if group is None:
        return _page(current, desk, content, store, said="もう決まっています。", status=409)
    do, label = fields.get("do", ""), fields.get("label", "")
    if do == "phrasing":
        text = " ".join(mask(fields.get("text", "")).split())[:LONGEST]
        try:
            actor = Actor(current.account.id, current.account.name, current.account.role)
            content.add_phrasings(actor, label, [text])
        except ContentRefused:
            return _page(current, desk, content, store, said="回答と言い方を入れてください。", status=422)
        said = "言い方を加えました。" + ("" if current.account.is_supervisor else "主任か管理者が認めると使われます。")
    elif do in DECISIONS:
        said = DECISIONS[do]
    else:
        return _page(current, desk, content, store, said="できない操作です。", status=422)
    store.decide(
        group_id,
        exemplar=group.exemplar,
        conversation_id=group.conversation_id,
        status={"phrasing": "rephrase", "nothing": "out_of_scope"}.get(do, do),
        label=label if do == "phrasing" else None,
        remark="" if do != "nothing" else "何もしない",
        account_id=current.account.id,
        at=desk.clock.now(),
    )
    return _page(current, desk, content, store, said=said)


@router.post("/{group_id}/ask", dependencies=[Depends(audited)])
def ask_department(
    group_id: Annotated[str, Path(pattern="^[0-9a-f]{32}$")],
    current: CurrentSession,
    desk: Desk,
    content: Service,
    store: unanswered_page.Store,
    fields: Fields,
) -> HTMLResponse:
    """Ask a department by mail, with a link that answers once; the question goes masked."""
    group = _undecided(group_id, current, desk, store)
    if group is None:
        return _page(current, desk, content, store, said="もう決まっています。", status=409)
    asked = Asked(
        question=" ".join(mask(fields.get("text", "") or group.exemplar).split())[:LONGEST],
        conversation_id=group.conversation_id,
        remark=fields.get("remark", "").strip()[:LONGEST_REMARK],
        department=fields.get("department", "").strip()[:LONGEST_NAME],
        asked_by=current.account.name,
    )
    if not asked.department:
        return _page(current, desk, content, store, said="担当課の名前を書いてください。", status=422)
    try:
        desk.of(Departments).ask(asked, fields.get("address", "").strip(), desk.clock.now(), public_url(desk.settings))
    except NotAnAddress:
        return _page(current, desk, content, store, said="担当課のメールアドレスを確かめてください。", status=422)
    store.decide(
        group_id,
        exemplar=group.exemplar,
        conversation_id=group.conversation_id,
        status="asked",
        label=None,
        remark=asked.department,
        account_id=current.account.id,
        at=desk.clock.now(),
    )
    said = f"{asked.department}にメールを送ります。答えは、この一覧に出ます（{DAYS_TO_ANSWER}日まで）。"
    return _page(current, desk, content, store, said=said)


@router.post("/answered/{question_id}", dependencies=[Depends(audited)])
def use_department_answer(
    question_id: Annotated[str, Path(pattern="^[0-9a-f]{32}$")],
    current: CurrentSession,
    desk: Desk,
    content: Service,
    store: unanswered_page.Store,
) -> HTMLResponse:
    """Take a department's answer off the list: it was used, or is not needed."""
    desk.of(Departments).use(question_id, desk.clock.now())
    return _page(current, desk, content, store, said="担当課の答えを一覧から外しました。")


def _undecided(group_id: str, current: CurrentSession, desk: Services, store: unanswered_page.Store) -> Group | None:
    """Return a question that nobody has decided about yet."""
    return unanswered.seen_as(group_id, unanswered_page.undecided(_view(current, desk), store))


def _view(current: CurrentSession, desk: Services) -> View:
    day = page_frame.view(current, desk).today
    return page_frame.view(current, desk, period=f"{day - timedelta(days=DAYS - 1)}..{day}")


def _page(
    current: CurrentSession,
    desk: Services,
    content: Content,
    store: unanswered_page.Store,
    kind: str = "",
    *,
    said: str = "",
    status: int = 200,
) -> HTMLResponse:
    shown = _view(current, desk)
    groups = unanswered_page.undecided(shown, store)
    reported, answered = desk.of(Reports).waiting(), desk.of(Departments).answered()
    cited = desk.of(SourceWatch).news()
    works = works_of(shown, content, groups, reported, answered, cited)
    entries, names = shown.answers.entries(), city().topic_names
    return frame.show(
        current,
        "reporting/review.html",
        title=pages.title_of("/console/review"),
        section="見直し",
        status=status,
        said=said,
        kinds=review.KINDS,
        counts=review.counted(works),
        kind=kind if kind in review.KINDS else "",
        works=[work for work in works if kind in {"", work.kind} and work.kind != "unanswered"],
        reports=reported[:MOST_SHOWN] if kind in {"", "reported"} else [],
        topics={topic: names.get(topic, topic) for topic in content.topics()},
        answered=answered if kind in {"", "answered"} else [],
        sources=[(one, review.page_news(one)) for one in cited[:MOST_SHOWN]] if kind in {"", "source"} else [],
        groups=groups[:MOST_SHOWN] if kind in {"", "unanswered"} else [],
        titles={label: entry["title"] for label, entry in entries.items()},
        answers=ANSWERS,
        days=DAYS,
    )
