"""見直し: what is done with what waits there, above all with a question that was not answered."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import HTMLResponse

from desk.contact.masking import mask
from desk.content.service import Actor, ContentRefused, Reports, SourceWatch
from desk.http.limits import LARGEST_NUMBER
from desk.mail.service import NotAnAddress
from desk.office.frame import Fields
from desk.office.session import audited
from desk.reporting.departments import DAYS_TO_ANSWER, LONGEST_NAME, LONGEST_REMARK, Asked, Departments
from desk.reporting.review_screen import Waiting
from desk.services import part
from desk.settings import public_url

router = APIRouter(prefix="/console/review", include_in_schema=False)
LONGEST = 300
Reported = Annotated[Reports, Depends(part(Reports))]
DECISIONS = {
    "out_of_scope": "対象外にしました。",
    "asked": "「担当課に聞く」にしました。",
    "nothing": "何もしないことにしました。",
}


@router.get("")
def show_review(waiting: Waiting, kind: Annotated[str, Query(max_length=12)] = "") -> HTMLResponse:
    """Show the list."""
    return waiting.page(kind)


@router.post("/reports/{report_id}")
def finish_report(
    report_id: Annotated[int, Path(ge=1, le=LARGEST_NUMBER)], waiting: Waiting, reports: Reported
) -> HTMLResponse:
    """Take what a reader reported off the list."""
    done = reports.finish(report_id, waiting.account.id, waiting.desk.clock.now())
    said = "見たものとして、一覧から外しました。" if done else "もう一覧にありません。"
    return waiting.page(said=said, status=200 if done else 409)


@router.post("/sources/{source_id}")
def finish_source(source_id: Annotated[int, Path(ge=1, le=LARGEST_NUMBER)], waiting: Waiting) -> HTMLResponse:
    """Take a cited page off the list: somebody compared the answers with it."""
    done = waiting.desk.of(SourceWatch).finish(source_id)
    said = "見比べたものとして、一覧から外しました。" if done else "もう一覧にありません。"
    return waiting.page(said=said, status=200 if done else 409)


@router.post("/{group_id}")
def decide_review(
    group_id: Annotated[str, Path(pattern="^[0-9a-f]{32}$")], waiting: Waiting, fields: Fields
) -> HTMLResponse:
    """Let a question belong to an answer, or decide otherwise; what is kept of people's words is masked again."""
    group = waiting.undecided(group_id)
    if group is None:
        return waiting.page(said="もう決まっています。", status=409)
    do, label = fields.get("do", ""), fields.get("label", "")
    if do == "phrasing":
        text = " ".join(mask(fields.get("text", "")).split())[:LONGEST]
        try:
            actor = Actor(waiting.account.id, waiting.account.name, waiting.account.role)
            waiting.content.add_phrasings(actor, label, [text])
        except ContentRefused:
            return waiting.page(said="回答と言い方を入れてください。", status=422)
        said = "言い方を加えました。" + ("" if waiting.account.is_supervisor else "主任か管理者が認めると使われます。")
    elif do in DECISIONS:
        said = DECISIONS[do]
    else:
        return waiting.page(said="できない操作です。", status=422)
    status = {"phrasing": "rephrase", "nothing": "out_of_scope"}.get(do, do)
    remark = "" if do != "nothing" else "何もしない"
    waiting.decide(group_id, group, status, remark, label if do == "phrasing" else None)
    return waiting.page(said=said)


@router.post("/{group_id}/ask", dependencies=[Depends(audited)])
def ask_department(
    group_id: Annotated[str, Path(pattern="^[0-9a-f]{32}$")], waiting: Waiting, fields: Fields
) -> HTMLResponse:
    """Ask a department by mail, with a link that answers once; the question goes masked."""
    group = waiting.undecided(group_id)
    if group is None:
        return waiting.page(said="もう決まっています。", status=409)
    asked = Asked(
        question=" ".join(mask(fields.get("text", "") or group.exemplar).split())[:LONGEST],
        conversation_id=group.conversation_id,
        remark=fields.get("remark", "").strip()[:LONGEST_REMARK],
        department=fields.get("department", "").strip()[:LONGEST_NAME],
        asked_by=waiting.account.name,
    )
    if not asked.department:
        return waiting.page(said="担当課の名前を書いてください。", status=422)
    try:
        waiting.desk.of(Departments).ask(
            asked, fields.get("address", "").strip(), waiting.desk.clock.now(), public_url(waiting.desk.settings)
        )
    except NotAnAddress:
        return waiting.page(said="担当課のメールアドレスを確かめてください。", status=422)
    waiting.decide(group_id, group, "asked", asked.department)
    said = f"{asked.department}にメールを送ります。答えは、この一覧に出ます（{DAYS_TO_ANSWER}日まで）。"
    return waiting.page(said=said)


@router.post("/answered/{question_id}", dependencies=[Depends(audited)])
def use_department_answer(
    question_id: Annotated[str, Path(pattern="^[0-9a-f]{32}$")], waiting: Waiting
) -> HTMLResponse:
    """Take a department's answer off the list: it was used, or is not needed."""
    waiting.desk.of(Departments).use(question_id, waiting.desk.clock.now())
    return waiting.page(said="担当課の答えを一覧から外しました。")
