"""今日やること: what the open cases do not tell by themselves - answers to look over, the month's pushes to LINE."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from desk.console import answers
from desk.console.deliveries import Quota
from desk.console.session import CurrentSession, Desk
from desk.hours.calendar import JAPAN

router = APIRouter(prefix="/api/console", tags=["console"])
# From here on the number of pushes is shown as a warning.
NEARLY_USED = 0.8


@router.get("/today")
def today(current: CurrentSession, desk: Desk, quota: Quota) -> dict[str, Any]:
    """Return {to_review, line}: entries past their date of review; {used, most, is_short}, None without LINE or news of it."""
    day = desk.clock.now().astimezone(JAPAN).date()
    found = quota.quota() if quota else None
    line = None
    if found is not None:
        used, most = found
        is_short = most is not None and used >= most * NEARLY_USED
        line = {"used": used, "most": most, "is_short": is_short}
    return {"to_review": answers.to_review(day), "line": line}
