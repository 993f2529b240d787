"""見守りの記録: the marks with what raised them and what became of them, for review; and what could not be read."""

from __future__ import annotations

from html import escape
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.conversation import contacts
from desk.conversation.danger import MarkState
from desk.danger import texts
from desk.danger.store import Marks, Readings
from desk.http.problems import Problem
from desk.office import frame
from desk.office.session import CurrentSession, Desk, audited
from desk.text import times

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
PATH, TITLE = "/console/danger", "見守りの記録"
_HEADS = ("日時", "相談", "種類", "もとになった言葉", "なぜ", "いま")


async def _stores(desk: Desk) -> tuple[Marks, Readings]:
    return desk.of(Marks), desk.of(Readings)


Stores = Annotated[tuple[Marks, Readings], Depends(_stores)]


def _may(session: Session) -> None:
    if not session.account.is_supervisor:
        raise Problem(403, "not_supervisor", "主任と管理者だけができる操作です。")


@router.get("/danger")
def show_danger(current: CurrentSession, stores: Stores, state: str = "") -> HTMLResponse:
    """Show the newest marks, of one state where asked."""
    _may(current)
    return _page(current, stores, state)


@router.post("/danger")
def read_again(current: CurrentSession, desk: Desk, stores: Stores) -> HTMLResponse:
    """Let what was set aside be read once more."""
    _may(current)
    count = stores[1].try_again(desk.clock.now())
    return _page(current, stores, "", said=f"{count}件をもう一度読みます。" if count else "ありません。")


def _page(current: Session, stores: tuple[Marks, Readings], state: str, said: str = "") -> HTMLResponse:
    marks, readings = stores
    chosen = MarkState(state) if state in set(MarkState) else None
    choices = {"": "すべて", **texts.STATE_NAMES}
    tabs = frame.tabs(
        "印の状態",
        [(f"{PATH}?state={key}" if key else PATH, name) for key, name in choices.items()],
        choices.get(state, "すべて"),
        kind="sub",
    )
    rows = "".join(_row(found) for found in marks.latest(chosen))
    body = (
        "<p>自動で付いた印と、職員が付けた印です。まちがいが続く言葉は、市の担当課から開発者へ知らせてください"
        "（言葉の一覧 data/danger/patterns の項目の名前を書いてあります）。ここを開いたことは、操作の記録に残ります。</p>"
        + tabs
        + frame.grid("危険を知らせる言葉の印", _HEADS, rows, none="印はまだありません。")
        + _aside(current, readings)
    )
    return frame.page(current, TITLE, body, said=said)


def _row(found: dict[str, Any]) -> str:
    mark = found["mark"]
    case = "予約" if mark.appointment_id else "―"
    if mark.appointment_id:
        case = f'<a href="/console/appointments/{escape(mark.appointment_id)}">予約</a>'
    elif found["case_id"]:
        case = f'<a href="/console#/cases/{escape(found["case_id"])}">{escape(found["receipt"])}</a>'
    kind = f"{texts.KIND_NAMES.get(mark.kind, mark.kind)}・{texts.SUBJECT_NAMES.get(mark.subject, mark.subject)}"
    why = texts.BY_NAMES[mark.found_by.value]
    if mark.rule:
        why += f"（{mark.rule}）"
    if mark.score is not None:
        why += f"（{mark.score:.2f}）"
    if mark.reason:
        why += f"：{found['by_name'] or '―'}「{mark.reason}」"
    now = texts.STATE_NAMES[mark.state.value]
    if mark.settled_at:
        now += f"：{found['settled_name'] or '―'} {times.moment(mark.settled_at)}"
    if mark.settle_reason:
        now += f"「{mark.settle_reason}」"
    cells = (kind, contacts.hidden(mark.words), why, now)
    return (
        f'<tr><th scope="row">{escape(times.moment(mark.at))}</th><td>{case}</td>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
    )


def _aside(current: Session, readings: Readings) -> str:
    found = readings.set_asides()
    if not found:
        return ""
    rows = [
        [
            times.moment(one["created_at"]),
            one["receipt"] or "―",
            one["attempts"],
            one["problem"] or "―",
        ]
        for one in found
    ]
    return frame.table(
        "読めなかったメッセージ（言葉の一覧では読みました）",
        ["日時", "相談", "試みた回数", "理由"],
        rows,
    ) + frame.form(current, PATH, "", "もう一度読む")
