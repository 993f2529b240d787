"""The opening hours: what holds, what comes, and editing for supervisors and managers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.hours.calendar import holiday_name
from desk.hours.rules import SavedRules, special_days
from desk.hours.store import OpeningHours
from desk.office import frame, hours_form, pages
from desk.office.changes import Changes
from desk.office.frame import Fields
from desk.office.session import CurrentSession, Desk, audited
from desk.services import Services, part
from desk.text import times
from desk.text.times import JAPAN, WEEKDAYS

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
_AHEAD_DAYS = 35


Opening = Annotated[SavedRules, Depends(part(SavedRules))]
Saved = Annotated[OpeningHours, Depends(part(OpeningHours))]


@router.get("/hours")
def show_hours(current: CurrentSession, desk: Desk, opening: Opening) -> HTMLResponse:
    """Show the rules and the coming weeks as they follow from them."""
    return _page(current, desk, opening)


@router.post("/hours")
def save_hours(
    fields: Fields, current: CurrentSession, desk: Desk, opening: Opening, store: Saved, changes: Changes
) -> HTMLResponse:
    """Save the rules if they can be read; they hold at once, for every channel."""
    before = opening.rules()
    past = [one for one in special_days(opening.rules().days) if one.day < _today(desk)]
    try:
        rules = hours_form.read(fields, past)
    except hours_form.Unreadable as error:
        return _page(current, desk, opening, 422, str(error), typed=fields)
    store.save_rules(rules.slots, rules.days, current.account.id, desk.clock.now())
    changes({"曜日": before.slots, "日": before.days}, {"曜日": rules.slots, "日": rules.days})
    return _page(current, desk, opening, said="受付時間を保存しました。すぐに有効です。")


def _today(desk: Services) -> date:
    return desk.clock.now().astimezone(JAPAN).date()


def _page(
    current: Session,
    desk: Services,
    opening: SavedRules,
    status: int = 200,
    said: str = "",
    *,
    typed: Mapping[str, str] | None = None,
) -> HTMLResponse:
    situation = desk.hours.situation()
    now = "受付中" if situation.open else f"時間外（次は {situation.opens_text or '決まっていません'}）"
    calendar, today = opening.calendar(), _today(desk)
    coming = [one for one in special_days(opening.rules().days) if one.day >= today]
    names = {one.day: one.name for one in coming}
    rows = []
    for ahead in range(_AHEAD_DAYS):
        day = today + timedelta(days=ahead)
        open_slots = calendar.slots_of(day)
        slots = "、".join(
            f"{slot.begin:%H:%M}〜{slot.end:%H:%M}"
            + (f"（受付は {slot.last_acceptance:%H:%M} まで）" if slot.last_acceptance else "")
            for slot in open_slots
        )
        rows.append([times.day(day), slots or "休み", holiday_name(day) or names.get(day, "")])
    values = typed or hours_form.values_of(calendar.slots, coming)
    return frame.show(
        current,
        "office/hours.html",
        title=pages.title_of("/console/hours"),
        status=status,
        said=said,
        now=now,
        on_duty=situation.on_duty,
        wait=situation.expected_wait_minutes,
        values=values,
        weekdays=WEEKDAYS,
        slots_a_day=hours_form.SLOTS_A_DAY,
        slots_of_a_special_day=hours_form.SLOTS_OF_A_SPECIAL_DAY,
        day_count=hours_form.count_days(values),
        longest_name=hours_form.LONGEST_NAME,
        rows=rows,
    )
