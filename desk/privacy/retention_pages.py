"""The office side of privacy: requests and their last days, periods and purge lists, the wordings of the notice."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.contact import matching
from desk.db.data_category import Kept
from desk.http.limits import LARGEST_NUMBER
from desk.http.problems import Problem
from desk.office.changes import Changes
from desk.office.frame import Fields
from desk.office.session import Desk, ManagerSession, audited
from desk.privacy.pages import Privacy, Tools, frame
from desk.privacy.periods import LONGEST_DAYS, PERIODS, SHORTEST_DAYS, PurgeList
from desk.privacy.requests import KINDS, OUTCOMES
from desk.services import Services
from desk.text import times
from desk.text.times import JAPAN

router = APIRouter(prefix="/console/privacy", include_in_schema=False, dependencies=[Depends(audited)])
Number = Annotated[int, Path(ge=1, le=LARGEST_NUMBER)]
_STATES = {"waiting": "承認待ち", "approved": "承認済み（消去中）", "dismissed": "見送り", "done": "消去済み"}
_REQUESTS, _RETENTION, _NOTICES = "請求の記録", "保存期間と消去", "利用目的のお知らせ"


@router.get("/requests")
def show_requests(current: ManagerSession, desk: Desk, tools: Tools) -> HTMLResponse:
    """Show the requests, the most urgent first."""
    return _requests(current, desk, tools)


@router.post("/requests")
def add_request(fields: Fields, current: ManagerSession, desk: Desk, tools: Tools) -> HTMLResponse:
    """Enter a request."""
    kind, number = fields.get("kind", ""), fields.get("file_number", "").strip()[:40]
    receipt = matching.receipt(fields.get("receipt", "")) or ""
    try:
        received_on = date.fromisoformat(fields.get("received_on", ""))
    except ValueError:
        return _requests(current, desk, tools, 422, "受け付けた日を確かめてください。")
    if kind not in KINDS or not number or received_on > _today(desk):
        return _requests(current, desk, tools, 422, "種類・整理番号・受け付けた日を確かめてください。")
    tools.requests.add(kind, number, receipt, received_on, current.account.id)
    return _requests(current, desk, tools, said="請求を記録しました。")


@router.post("/requests/{request_id}")
def decide_request(
    request_id: Number, fields: Fields, current: ManagerSession, desk: Desk, tools: Tools
) -> HTMLResponse:
    """Extend the time, or enter the decision."""
    if fields.get("do") == "extend":
        tools.requests.extend(request_id)
        return _requests(
            current,
            desk,
            tools,
            said="30日延長しました。理由を請求した方に書面で知らせてください。",
        )
    outcome = fields.get("outcome", "")
    if outcome not in OUTCOMES:
        return _requests(current, desk, tools, 422, "結果を選んでください。")
    tools.requests.answer(request_id, outcome, _today(desk))
    return _requests(current, desk, tools, said="請求の結果を記録しました。")


@router.get("/retention")
def show_retention(current: ManagerSession, tools: Tools) -> HTMLResponse:
    """Show the periods and the lists."""
    return _retention(current, tools)


@router.post("/retention")
def save_periods(fields: Fields, current: ManagerSession, desk: Desk, tools: Tools, changes: Changes) -> HTMLResponse:
    """Save the periods."""
    try:
        days = {kept.value: int(fields.get(kept, "")) for kept in PERIODS}
    except ValueError:
        return _retention(current, tools, 422, "日数は数字で入力してください。")
    if not all(SHORTEST_DAYS <= number <= LONGEST_DAYS for number in days.values()):
        said = f"日数は {SHORTEST_DAYS} から {LONGEST_DAYS} までです。"
        return _retention(current, tools, 422, said)
    before = tools.retention.periods()
    tools.retention.save_periods(days, current.account.id, desk.clock.now())
    changes(
        {period.title: f"{before[kept]}日" for kept, period in PERIODS.items()},
        {period.title: f"{days[kept.value]}日" for kept, period in PERIODS.items()},
    )
    return _retention(current, tools, said="保存期間を変更しました。次に作る消去の一覧から使われます。")


@router.post("/retention/prepare")
def prepare_purge(current: ManagerSession, desk: Desk, tools: Tools) -> HTMLResponse:
    """Prepare a list now; by itself it is prepared once a week."""
    prepared = tools.retention.prepare(desk.clock.now())
    said = f"一覧 {prepared} があります。" if prepared else "保存期間を過ぎたものはありません。"
    return _retention(current, tools, said=said)


@router.post("/retention/{list_id}")
def decide_purge(list_id: Number, fields: Fields, current: ManagerSession, desk: Desk, tools: Tools) -> HTMLResponse:
    """Approve a list, or dismiss it; what was approved is deleted in the background."""
    do = fields.get("do", "")
    if do not in {"approve", "dismiss"}:
        raise Problem(422, "bad_decision", "できない操作です。")
    approve = do == "approve"
    if not tools.retention.decide(list_id, approve, current.account.id, desk.clock.now()):
        return _retention(current, tools, 409, "この一覧はもう決まっています。")
    said = "消去の一覧を承認しました。まもなく消去されます。" if approve else "見送りました。"
    return _retention(current, tools, said=said)


@router.get("/notices")
def show_purpose_notices(current: ManagerSession, tools: Tools) -> HTMLResponse:
    """Show every wording of the purpose notice that somebody agreed to."""
    return frame(current, "privacy/notices.html", _NOTICES, notices=tools.requests.notices())


def _today(desk: Services) -> date:
    return desk.clock.now().astimezone(JAPAN).date()


def _requests(current: Session, desk: Services, tools: Privacy, status: int = 200, said: str = "") -> HTMLResponse:
    return frame(
        current,
        "privacy/requests.html",
        _REQUESTS,
        status=status,
        said=said,
        requests=tools.requests.all(),
        today=_today(desk),
        kinds=KINDS,
        outcomes=OUTCOMES,
    )


def _retention(current: Session, tools: Privacy, status: int = 200, said: str = "") -> HTMLResponse:
    days = tools.retention.periods()
    return frame(
        current,
        "privacy/retention.html",
        _RETENTION,
        status=status,
        said=said,
        lists=[_purge(tools, one) for one in tools.retention.lists()],
        periods=[(kept.value, period.title, period.since, days[kept]) for kept, period in PERIODS.items()],
        shortest=SHORTEST_DAYS,
        longest=LONGEST_DAYS,
    )


def _purge(tools: Privacy, one: PurgeList) -> dict[str, Any]:
    """Return what the page shows of a list; single items of one that waits for a decision only."""
    is_waiting = one.state == "waiting"
    return {
        "id": one.id,
        "caption": f"一覧 {one.id}（{_STATES[one.state]}・{times.moment_in_year(one.prepared_at)}作成）",
        "rows": [
            (
                PERIODS[Kept(kept)].title,
                f"{one.days[kept]}日",
                f"{found['count']}件",
                found["oldest"],
                f"{one.deleted.get(kept, 0)}件",
            )
            for kept, found in one.listed.items()
        ],
        "is_waiting": is_waiting,
        "contents": [
            (item.receipt or item.conversation_id, PERIODS[Kept(item.kept)].title, times.moment_in_year(item.since))
            for item in (tools.retention.items(one.id) if is_waiting else ())
        ],
    }
