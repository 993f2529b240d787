"""What a worker could not do and set aside: why, and what to do about it; a part of 送信の記録."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.deliveries.letters_page import decided
from desk.http.problems import Problem
from desk.office.frame import Fields
from desk.office.session import CurrentSession, Desk, audited
from desk.services import part
from desk.set_aside.decisions import SetAside
from desk.set_aside.kinds import Item, Worker
from desk.set_aside.words import MEANS, WHY, WORK

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])


Aside = Annotated[SetAside, Depends(part(SetAside))]


@router.post("/deliveries/aside/{worker}/{item}")
def decide_aside(
    worker: Worker,
    item: Annotated[str, Path(max_length=160)],
    fields: Fields,
    current: CurrentSession,
    desk: Desk,
    aside: Aside,
) -> HTMLResponse:
    """Try something once more, or give it up."""
    if current.account.role == "auditor":
        raise Problem(403, "read_only", "監査の役割では使えません。")
    do = fields.get("do")
    if do not in {"again", "drop"}:
        return _answer(current, aside, 422, "できない操作です。")
    is_again = do == "again"
    done = aside.again(worker, item, desk.clock.now()) if is_again else aside.let_go(worker, item)
    if not done:
        return _answer(current, aside, 409, "もうほかの人が対応したか、処理されています。")
    desk.signal.send("")
    return _answer(current, aside, 200, "もう一度試します。" if is_again else "一覧から外しました。")


def view(aside: SetAside) -> dict[str, Any]:
    """Return what `deliveries/set_aside.html` shows."""
    found = aside.items()
    cases = aside.cases_of(found) if found else {}
    return {"items": [_shown(aside, one, cases) for one in found]}


def _shown(aside: SetAside, one: Item, cases: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    choices = [("again", "もう一度試す")]
    if aside.may_let_go(one.worker):
        choices.append(("drop", "もう試さない"))
    return {
        "last_at": one.last_at,
        "work": WORK[one.worker],
        "case": cases.get(one.conversation_id or ""),
        "why": WHY[one.reason] + MEANS.get(one.worker, ""),
        "problem": one.problem,
        "tries": one.tries,
        "address": f"/console/deliveries/aside/{one.worker.value}/{one.item}",
        "choices": choices,
    }


def _answer(current: Session, aside: SetAside, status: int, said: str) -> HTMLResponse:
    return decided(current, "deliveries/set_aside_decided.html", status, said, **view(aside))
