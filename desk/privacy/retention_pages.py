"""The office side of privacy: requests and their last days, periods and purge lists, the wordings of the notice."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.db.data_category import Kept
from desk.http.limits import LARGEST_NUMBER
from desk.http.problems import Problem
from desk.office import frame as office
from desk.office.frame import Fields
from desk.office.session import Desk, ManagerSession, audited
from desk.privacy.pages import Privacy, Tools, frame
from desk.privacy.periods import LONGEST_DAYS, PERIODS, SHORTEST_DAYS, PurgeList
from desk.privacy.requests import KINDS, OUTCOMES, PrivacyRequest
from desk.services import Services
from desk.text import matching, times
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
    return _requests(current, desk, tools, said="記録しました。")


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
    return _requests(current, desk, tools, said="結果を記録しました。")


@router.get("/retention")
def show_retention(current: ManagerSession, tools: Tools) -> HTMLResponse:
    """Show the periods and the lists."""
    return _retention(current, tools)


@router.post("/retention")
def save_periods(fields: Fields, current: ManagerSession, desk: Desk, tools: Tools) -> HTMLResponse:
    """Save the periods."""
    try:
        days = {kept.value: int(fields.get(kept, "")) for kept in PERIODS}
    except ValueError:
        return _retention(current, tools, 422, "日数は数字で入力してください。")
    if not all(SHORTEST_DAYS <= number <= LONGEST_DAYS for number in days.values()):
        said = f"日数は {SHORTEST_DAYS} から {LONGEST_DAYS} までです。"
        return _retention(current, tools, 422, said)
    tools.retention.save_periods(days, current.account.id, desk.clock.now())
    return _retention(current, tools, said="保存しました。次の一覧から使われます。")


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
    said = "承認しました。まもなく消去されます。" if approve else "見送りました。"
    return _retention(current, tools, said=said)


@router.get("/notices")
def show_purpose_notices(current: ManagerSession, tools: Tools) -> HTMLResponse:
    """Show every wording of the purpose notice that somebody agreed to."""
    blocks = "".join(
        f"<section><h3>版 <code>{escape(notice.version)}</code></h3>"
        f"<p>{times.day_in_year(notice.first_on)}から・同意 {notice.count}件（消去した方を除く）</p>"
        f'<blockquote class="words">{escape(notice.text)}</blockquote></section>'
        for notice in tools.requests.notices()
    )
    words = (
        "<p>連絡先をうかがう前に示すお知らせ（個人情報の保護に関する法律 第62条）です。文面を変えると新しい版になり、"
        "どの方がどの版を確認したかは、相談ごとに日時とともに残ります。</p>"
    )
    return frame(current, _NOTICES, words + (blocks or "<p>まだ同意の記録がありません。</p>"))


def _today(desk: Services) -> date:
    return desk.clock.now().astimezone(JAPAN).date()


def _select(name: str, label: str, options: dict[str, str]) -> str:
    found = "".join(f'<option value="{key}">{words}</option>' for key, words in options.items())
    return f'<label>{label}<select name="{name}">{found}</select></label>'


def _requests(current: Session, desk: Services, tools: Privacy, status: int = 200, said: str = "") -> HTMLResponse:
    today = _today(desk)
    rows = "".join(_request_row(current, one, today) for one in tools.requests.all())
    heads = ("整理番号", "種類", "受付番号", "受け付けた日", "決定の期限", "結果")
    listed = office.grid("請求", heads, rows, none="請求の記録はまだありません。")
    new = (
        _select("kind", "種類", KINDS)
        + '<label>市の整理番号<input name="file_number" maxlength="40" required autocomplete="off"></label>'
        + '<label>受付番号（分かるとき）<input name="receipt" maxlength="20" autocomplete="off"></label>'
        + f'<label>受け付けた日<input name="received_on" type="date" value="{today.isoformat()}" max="{today.isoformat()}" required></label>'
    )
    body = (
        "<p>決定の期限は、受け付けた翌日から数えて30日です。条例で短くしているときは、そちらに従ってください。"
        "ここにはお名前を書かず、市の整理番号で書面と結びつけます。</p>"
        f"{listed}<h3>新しい請求</h3>{office.form(current, '/console/privacy/requests', new, '記録する')}"
    )
    return frame(current, _REQUESTS, body, status=status, said=said)


def _request_row(current: Session, one: PrivacyRequest, today: date) -> str:
    left = (one.due_on - today).days
    due = times.day_in_year(one.due_on)
    if one.outcome and one.answered_on:
        result = f"{OUTCOMES[one.outcome]}（{times.day_in_year(one.answered_on)}）"
    else:
        due += f"（あと{left}日）" if left >= 0 else f"（<strong>{-left}日過ぎています</strong>）"
        base = f"/console/privacy/requests/{one.id}"
        options = "".join(f'<option value="{key}">{name}</option>' for key, name in OUTCOMES.items())
        label = escape(f"{one.file_number}の結果")
        chosen = f'<select name="outcome" aria-label="{label}">{options}</select>'
        result = office.form(current, base, chosen, "決定を記録", kind="inline")
        if not one.is_extended:
            hidden = '<input type="hidden" name="do" value="extend">'
            result += office.form(current, base, hidden, "30日延長", kind="inline")
    return (
        f'<tr><th scope="row">{escape(one.file_number)}</th><td>{KINDS[one.kind]}</td><td>{escape(one.receipt)}</td>'
        f"<td>{times.day_in_year(one.received_on)}</td><td>{due}</td><td>{result}</td></tr>"
    )


def _retention(current: Session, tools: Privacy, status: int = 200, said: str = "") -> HTMLResponse:
    holding = tools.retention.periods()
    fields = "".join(
        f'<label>{period.title}（{period.since}・日）<input name="{kept}" type="number" min="{SHORTEST_DAYS}" '
        f'max="{LONGEST_DAYS}" value="{holding[kept]}" required></label>'
        for kept, period in PERIODS.items()
    )
    lists = tools.retention.lists()
    shown = "".join(_purge(current, tools, one) for one in lists)
    prepare = office.form(current, "/console/privacy/retention/prepare", "", "いま一覧を作る")
    body = (
        "<p>保存期間を過ぎたものは、週に一度一覧になります。管理者が承認すると消去され、件数が記録に残ります。"
        "承認なしに消えるのは、送り終えて30日たったメールだけです。「保存」を設定した会話は一覧に入りません。</p>"
        f"<h3>消去の一覧</h3>{prepare}{shown or '<p>一覧はまだありません。</p>'}"
        f"<h3>保存期間</h3>{office.form(current, '/console/privacy/retention', fields, '保存する')}"
        "<p>操作の記録は、書き換えも削除もできない形で保存します。利用者の言葉やお名前は含みません。</p>"
    )
    return frame(current, _RETENTION, body, status=status, said=said)


def _purge(current: Session, tools: Privacy, one: PurgeList) -> str:
    rows = [
        [
            PERIODS[Kept(kept)].title,
            f"{one.days[kept]}日",
            f"{found['count']}件",
            found["oldest"],
            f"{one.deleted.get(kept, 0)}件",
        ]
        for kept, found in one.listed.items()
    ]
    table = office.table(
        f"一覧 {one.id}（{_STATES[one.state]}・{times.moment_in_year(one.prepared_at)}作成）",
        ["種類", "保存期間", "過ぎたもの", "最も古いもの", "消去したもの"],
        rows,
    )
    if one.state != "waiting":
        return table
    items = office.table(
        f"一覧 {one.id} の内訳（古い順）",
        ["受付番号か会話の番号", "種類", "いつから"],
        [
            [item.receipt or item.conversation_id, PERIODS[Kept(item.kept)].title, times.moment_in_year(item.since)]
            for item in tools.retention.items(one.id)
        ],
    )
    buttons = "".join(
        office.form(
            current,
            f"/console/privacy/retention/{one.id}",
            f'<input type="hidden" name="do" value="{do}">',
            words,
            kind=kind,
        )
        for do, words, kind in (
            ("approve", "承認して消去する", "danger"),
            ("dismiss", "見送る", "inline"),
        )
    )
    return f"{table}<details><summary>内訳を見る</summary>{items}</details>{buttons}"
