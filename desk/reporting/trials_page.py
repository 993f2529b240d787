"""試験の会話: conversations that somebody began to try things out, taken out of all reports, with a case or without one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from desk.http.problems import Problem
from desk.office.frame import Fields
from desk.office.session import audited
from desk.reporting.page_frame import ROOT, CurrentView, View, page
from desk.reporting.rows import alias
from desk.reporting.store import ReportingStore
from desk.services import part

router = APIRouter(prefix=ROOT, include_in_schema=False, dependencies=[Depends(audited)])
PATH = "/trials"


Store = Annotated[ReportingStore, Depends(part(ReportingStore))]


@router.get(PATH)
def show_trials(shown: CurrentView, store: Store) -> HTMLResponse:
    """Show what is marked."""
    return _page(shown, store)


@router.post(PATH)
def mark_trial(shown: CurrentView, store: Store, fields: Fields) -> HTMLResponse:
    """Mark a conversation of the period by its name in the files, or take the mark away."""
    wanted, is_trial = fields.get("alias", "").strip().lower(), fields.get("do") == "mark"
    known = (
        {session.conversation_id for session in shown.cohort()}
        if is_trial
        else {conversation_id for conversation_id, _ in store.trials()}
    )
    found = next((one for one in known if alias(one) == wanted), None)
    if found is None:
        return _page(shown, store, 422, "この期間に、この番号の会話はありません。")
    store.set_trial(found, is_trial, shown.session.account.id, shown.now)
    return _page(shown, store, said="会話を集計から除きました。" if is_trial else "会話を集計に戻しました。")


def _page(shown: View, store: ReportingStore, status: int = 200, said: str = "") -> HTMLResponse:
    if not shown.session.account.is_supervisor:
        raise Problem(403, "not_supervisor", "主任と管理者だけが決められます。")
    return page(
        shown,
        "/files",
        "reporting/trials.html",
        status=status,
        said=said,
        title="試験の会話",
        action=shown.address(PATH),
        trials=[(alias(one), at) for one, at in store.trials()],
    )
