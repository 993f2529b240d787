"""What a worker could not do and set aside: why, and what to do about it; a part of 送信の記録."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.http.problems import Problem
from desk.office import frame
from desk.office.frame import Fields
from desk.office.session import CurrentSession, Desk, audited
from desk.services import part
from desk.set_aside.kinds import Item, Worker
from desk.set_aside.store import SetAside
from desk.set_aside.words import MEANS, WHY, WORK
from desk.text import times

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
TITLE = "処理できなかったもの"


Aside = Annotated[SetAside, Depends(part(SetAside))]


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


def section(current: Session, aside: SetAside) -> str:
    """Return the part of the page about what was set aside, as HTML; nothing where there is none."""
    found = aside.items()
    if not found:
        return ""
    cases = aside.cases_of(found)
    rows = "".join(_row(current, aside, one, cases) for one in found)
    heads = ("最後に試した日時", "何の処理", "相談", "理由", "試した回数", "操作")
    return (
        f'<h2>{TITLE}</h2><p role="alert" class="said">次のものは処理できなかったため、取り分けました。ほかの処理は続いています。'
        "直るまで、システムの状態は「注意（degraded）」になります。</p>"
        f"{frame.grid(f'{TITLE}（{len(found)}件）', heads, rows)}"
    )


def _row(current: Session, aside: SetAside, one: Item, cases: Mapping[str, tuple[str, str]]) -> str:
    known = cases.get(one.conversation_id or "")
    case = f'<a href="/console#/cases/{escape(known[0])}">{escape(known[1])}</a>' if known else "（相談なし）"
    choices = [("again", "もう一度試す")]
    if aside.may_let_go(one.worker):
        choices.append(("drop", "もう試さない"))
    buttons = "".join(
        frame.form(
            current,
            f"/console/aside/{one.worker.value}/{one.item}",
            f'<input type="hidden" name="do" value="{do}">',
            label,
            kind="inline",
        )
        for do, label in choices
    )
    return (
        f'<tr><th scope="row">{times.moment_in_year(one.last_at)}</th><td>{WORK[one.worker]}</td><td>{case}</td>'
        f"<td>{WHY[one.reason]}{MEANS.get(one.worker, '')}<br><small>{escape(one.problem)}</small></td>"
        f"<td>{one.tries}</td><td>{buttons}</td></tr>"
    )


def _answer(current: Session, aside: SetAside, status: int, said: str) -> HTMLResponse:
    back = '<p><a href="/console/deliveries">送信の記録をすべて見る</a></p>'
    body = (section(current, aside) or f"<p>{TITLE}はありません。</p>") + back
    return frame.page(current, "送信の記録", body, status=status, said=said)
