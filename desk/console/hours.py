"""The opening hours: what holds, what comes, and editing for supervisors and managers."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from desk.accounts.service import Session
from desk.console import office
from desk.console.office import Fields
from desk.console.session import CurrentSession, Desk, OfficeStore, audited
from desk.hours.calendar import JAPAN, Calendar, holiday_name
from desk.hours.rules import Rules, SavedRules, read
from desk.problems import Problem
from desk.services import Services

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
_AHEAD_DAYS = 35
_HELP = """<details><summary>書き方</summary><ul>
<li>曜日は <code>mon tue wed thu fri sat sun</code>、続く曜日は <code>mon-fri</code>。一行に一つの曜日の組。</li>
<li>時間は <code>09:00-12:00</code>。一日にいくつでも書けます（あいだが昼休み）。</li>
<li>最終受付は終わりのあとに <code>/</code>：<code>13:00-17:30/17:00</code>。</li>
<li>休業日は一行に一日：<code>2027-05-06 臨時休業</code>。時間を書くとその日だけ開きます：<code>2026-12-29 10:00-15:00 臨時開所</code>。</li>
<li>国民の祝日・振替休日と 12月29日〜1月3日は、書かなくても休みです。</li></ul></details>"""


def saved_rules(request: Request) -> SavedRules:
    """Return the rules that hold."""
    found: SavedRules = request.app.state.opening
    return found


Opening = Annotated[SavedRules, Depends(saved_rules)]


def _may(session: Session) -> None:
    if session.account.role not in {"supervisor", "manager"}:
        raise Problem(403, "not_supervisor", "主任と管理者だけができる操作です。")


@router.get("/hours")
def show_hours(current: CurrentSession, desk: Desk, opening: Opening) -> HTMLResponse:
    """Show the rules and the coming weeks as they follow from them."""
    _may(current)
    return _page(current, desk, opening.rules(), opening.calendar())


@router.post("/hours")
def save_hours(
    fields: Fields, current: CurrentSession, desk: Desk, opening: Opening, store: OfficeStore
) -> HTMLResponse:
    """Save the rules if they can be read; they hold at once, for every channel."""
    _may(current)
    slots = "; ".join(filter(None, map(str.strip, fields.get("slots", "").splitlines())))
    rules = Rules(slots[:2_000], fields.get("days", "").strip()[:10_000])
    try:
        read(rules)
    except ValueError as error:
        return _page(current, desk, rules, opening.calendar(), 422, f"読み取れません：{error}")
    store.save_rules(rules.slots, rules.days, current.account.id, desk.clock.now())
    return _page(current, desk, rules, opening.calendar(), said="保存しました。すぐに有効です。")


def _page(
    current: Session,
    desk: Services,
    rules: Rules,
    calendar: Calendar,
    status: int = 200,
    said: str = "",
) -> HTMLResponse:
    situation = desk.hours.situation()
    now = (
        "受付中"
        if situation.open
        else f"時間外（次は {situation.opens_text or '決まっていません'}）"
    )
    wait = situation.expected_wait_minutes
    slots = "\n".join(piece.strip() for piece in rules.slots.split(";"))
    fields = (
        f'<label>曜日ごとの受付時間<textarea name="slots" rows="5" required>{escape(slots)}</textarea></label>'
        f'<label>休業日・臨時の開所<textarea name="days" rows="8">{escape(rules.days)}</textarea></label>'
    )
    today = desk.clock.now().astimezone(JAPAN).date()
    rows = []
    for ahead in range(_AHEAD_DAYS):
        day = today + timedelta(days=ahead)
        open_slots = calendar.slots_of(day)
        times = "、".join(
            f"{slot.begin:%H:%M}〜{slot.end:%H:%M}"
            + (f"（受付は {slot.last_acceptance:%H:%M} まで）" if slot.last_acceptance else "")
            for slot in open_slots
        )
        name = f"{day.month}月{day.day}日({'月火水木金土日'[day.weekday()]})"
        rows.append([name, times or "休み", holiday_name(day)])
    body = (
        f"<p>いま：<strong>{escape(now)}</strong>・在席 {situation.on_duty}人・待ち時間の目安 {f'{wait}分ほど' if wait else '（まだ分かりません）'}</p>"
        + office.form(current, "/console/hours", fields + _HELP, "保存する")
        + office.table("これからの受付時間（日本時間）", ["日", "受付時間", "祝日"], rows)
    )
    return office.page(current, "受付時間", body, status=status, said=said)
