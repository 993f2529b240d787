"""Mails and notices that were not sent: why, and what to do about each; a part of 送信の記録."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.display_names import CHANNELS, LETTERS
from desk.http.limits import LARGEST_NUMBER
from desk.mail.service import LetterLog, Way, explained, masked
from desk.office import frame, pages
from desk.office.frame import Fields
from desk.office.session import CurrentSession, Desk, audited
from desk.services import part

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
_WAYS = {Way.MAIL: CHANNELS["mail"], Way.CHAT: "通知"}


Letters = Annotated[LetterLog, Depends(part(LetterLog))]


@router.post("/deliveries/letters/{letter_id}")
def decide_letter(
    letter_id: Annotated[int, Path(le=LARGEST_NUMBER)],
    fields: Fields,
    current: CurrentSession,
    desk: Desk,
    letters: Letters,
) -> HTMLResponse:
    """Send a stuck letter again, or take it off the list."""
    now = desk.clock.now()
    if fields.get("do") not in {"again", "drop"}:
        return _answer(current, letters, now, 422, "できない操作です。")
    is_again = fields["do"] == "again"
    done = letters.send_again(letter_id, now) if is_again else letters.let_go(letter_id)
    if not done:
        return _answer(current, letters, now, 409, "もうほかの人が対応したか、送られています。")
    return _answer(
        current,
        letters,
        now,
        200,
        "このメール・通知をもう一度送ります。" if is_again else "送らずに、一覧から外しました。",
    )


def count(letters: LetterLog, now: datetime) -> int:
    """Return how many letters people should hear of: those that wait for a decision, and those tried in vain."""
    return letters.count_stuck() + sum(int(item["count"]) for item in letters.late(now))


def view(letters: LetterLog, now: datetime) -> dict[str, Any]:
    """Return what `deliveries/letters.html` shows."""
    return {
        "alarms": [
            {
                "way": _WAYS[Way(item["way"])],
                "count": item["count"],
                "since": item["since"],
                "explained": explained(item["problem"]),
                "problem": item["problem"],
            }
            for item in letters.late(now)
        ],
        "letters": [_shown(item) for item in letters.stuck()],
    }


def _answer(current: Session, letters: LetterLog, now: datetime, status: int, said: str) -> HTMLResponse:
    return decided(current, "deliveries/letters_decided.html", status, said, **view(letters, now))


def decided(current: Session, template: str, status: int, said: str, **shown: Any) -> HTMLResponse:
    """Return a part of 送信の記録 after something was decided there."""
    title = pages.title_of("/console/deliveries")
    return frame.show(current, template, title=title, status=status, said=said, **shown)


def _shown(item: dict[str, Any]) -> dict[str, Any]:
    way, problem = Way(item["way"]), item["problem"] or ""
    return {
        "id": item["id"],
        "created_at": item["created_at"],
        "way": _WAYS[way],
        "to": masked(item["recipient"]) if way is Way.MAIL else "（設定した通知先）",
        "subject": item["subject"],
        "state": LETTERS[item["state"]],
        "explained": explained(problem),
        "problem": problem,
    }
