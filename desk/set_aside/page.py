"""What a worker could not do and set aside: why, and what to do about it; a part of 送信の記録."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import HTMLResponse

from desk.accounts.service import Session
from desk.http.problems import Problem
from desk.http.templates import render
from desk.office import frame
from desk.office.frame import Fields
from desk.office.session import CurrentSession, Desk, audited
from desk.set_aside.kinds import Item, Worker
from desk.set_aside.words import MEANS, WHY, WORK

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])


class SetAside(Protocol):
    """See `desk.set_aside.store.SetAside`."""

    def items(self, most: int = 200) -> list[Item]:
        """Return what is set aside, newest first."""
        ...

    def count(self) -> int:
        """Return how many items are set aside."""
        ...

    def again(self, worker: Worker, item: str, now: datetime) -> bool:
        """Let an item be tried once more; False if it is not set aside (any more)."""
        ...

    def let_go(self, worker: Worker, item: str) -> bool:
        """Give an item up for good; False if it cannot be given up."""
        ...

    def may_let_go(self, worker: Worker) -> bool:
        """Whether items of a worker can be given up."""
        ...

    def cases_of(self, items: Sequence[Item]) -> Mapping[str, tuple[str, str]]:
        """Return {conversation: (case id, receipt)} of the newest case of each."""
        ...


async def set_aside(request: Request) -> SetAside:
    """Return what was set aside."""
    found: SetAside = request.app.state.set_aside
    return found


Aside = Annotated[SetAside, Depends(set_aside)]


@router.post("/aside/{worker}/{item}")
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
    desk.bell.ring("")
    return _answer(current, aside, 200, "もう一度試します。" if is_again else "一覧から外しました。")


def view(aside: SetAside) -> dict[str, Any]:
    """Return what `set_aside/items.html` shows."""
    found = aside.items()
    cases = aside.cases_of(found) if found else {}
    return {"items": [_shown(aside, one, cases) for one in found]}


def section(current: Session, aside: SetAside) -> str:
    """Return the part of the page about what was set aside, as HTML; nothing where there is none."""
    return render("set_aside/items.html", csrf=current.csrf, **view(aside))


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
        "address": f"/console/aside/{one.worker.value}/{one.item}",
        "choices": choices,
    }


def _answer(current: Session, aside: SetAside, status: int, said: str) -> HTMLResponse:
    shown = view(aside)
    return frame.show(current, "set_aside/decided.html", title="送信の記録", status=status, said=said, **shown)
