"""今日やること: what the open cases do not tell by themselves - answers to look over, the month's pushes to LINE, the next days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import cast

from fastapi import APIRouter

from desk.content.service import Published
from desk.deliveries.service import Quota
from desk.office.hours_page import Opening
from desk.office.session import CurrentSession, Desk
from desk.reporting import page_frame, unanswered_page
from desk.reporting.schemas import Openings, Pushes, TodayAnswer, ToReview, Undecided
from desk.text.times import JAPAN

router = APIRouter(prefix="/api/console", tags=["console"])
# From here on the number of pushes is shown as a warning.
NEARLY_USED = 0.8
NEXT_DAYS = 3
# Questions without an answer are new for so long.
UNANSWERED_DAYS = 30


@router.get("/today")
def today(
    current: CurrentSession,
    desk: Desk,
    quota: Quota,
    decisions: unanswered_page.Store,
) -> TodayAnswer:
    """Return {to_review, line, unanswered}.

    to_review: Entries past their date of review.
    line: {used, most, is_short}, None without LINE or news of it.
    unanswered: {count, address} of the groups of questions that wait for a decision; None for who does not decide.
    """
    day = desk.clock.now().astimezone(JAPAN).date()
    found = quota.quota() if quota else None
    line: Pushes | None = None
    if found is not None:
        used, most = found
        is_short = most is not None and used >= most * NEARLY_USED
        line = {"used": used, "most": most, "is_short": is_short}
    waiting: Undecided | None = None
    if current.account.is_supervisor:
        period = f"{day - timedelta(days=UNANSWERED_DAYS - 1)}..{day}"
        shown = page_frame.view(current, desk, period=period)
        count = len(unanswered_page.undecided(shown, decisions))
        waiting = {"count": count, "address": shown.address(unanswered_page.PATH)}
    return {"to_review": cast("list[ToReview]", desk.of(Published).to_review(day)), "line": line, "unanswered": waiting}


@router.get("/openings")
def openings(current: CurrentSession, desk: Desk, opening: Opening) -> Openings:
    """Return when the next days begin on which somebody is there: times to put a case off until."""
    calendar, found = opening.calendar(), list[str]()
    day: date | None = desk.clock.now().astimezone(JAPAN).date()
    while len(found) < NEXT_DAYS and day and (day := calendar.next_day(day)):
        found.append(datetime.combine(day, calendar.slots_of(day)[0].begin, JAPAN).isoformat())
    return {"openings": found}
