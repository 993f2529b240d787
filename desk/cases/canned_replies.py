"""Canned replies: inserted by consultants with their variables filled in, edited by supervisors on a page of the office."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.cases.danger_api import DangerService
from desk.cases.follow_ups import CannedReplies
from desk.cases.office_schemas import Canned
from desk.display_names import REGISTERS
from desk.hours.calendar import Calendar
from desk.office import frame, pages
from desk.office.changes import Changes
from desk.office.frame import Fields
from desk.office.hours_page import Opening
from desk.office.session import CurrentSession, Desk, audited
from desk.services import part
from desk.text import times
from desk.text.times import JAPAN

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
api_router = APIRouter(prefix="/api/console", tags=["console"])
LONGEST_TITLE, LONGEST_TEXT, LONGEST_EXCERPT = 60, 2_000, 50
# The first two are of the person and the case: the console fills them in.
VARIABLES = {
    "相談員名": "書いている相談員の名前",
    "受付番号": "この相談の受付番号",
    "今日": "きょうの日付（11月24日(火)）",
    "次の受付": "次に受付が始まる日時。休業日・祝日・昼休みをとばします",
    "次の営業日": "あすより後で、次に受付のある日",
}
_HOLE = re.compile(r"\{([^{}]*)\}")


Replies = Annotated[CannedReplies, Depends(part(CannedReplies))]


@api_router.get("/canned")
def canned(current: CurrentSession, desk: Desk, opening: Opening, replies: Replies, danger: DangerService) -> Canned:
    """Return the canned replies, those with helplines, and what the variables of the calendar stand for now."""
    return {
        "replies": replies.all(),
        "helplines": [{"subject": subject, "title": title, "text": text} for subject, title, text in danger.canned()],
        "values": values(opening.calendar(), desk.clock.now()),
    }


def values(calendar: Calendar, now: datetime) -> dict[str, str]:
    """Return the variables that follow from the calendar; an empty one where nothing is planned."""
    today = now.astimezone(JAPAN).date()
    opens, day = calendar.next_opening(now), calendar.next_day(today)
    return {
        "今日": times.day(today),
        "次の受付": times.moment(opens) if opens else "",
        "次の営業日": times.day(day) if day else "",
    }


@router.get("/canned")
def show_canned(current: CurrentSession, replies: Replies) -> HTMLResponse:
    """Show the replies, each in a form of its own."""
    return _page(current, replies)


@router.post("/canned")
def save_canned(
    fields: Fields, current: CurrentSession, desk: Desk, replies: Replies, changes: Changes
) -> HTMLResponse:
    """Save one, add one, or delete one that was ticked."""
    number = fields.get("id", "")
    reply_id = int(number) if number.isdecimal() and len(number) < 10 else None
    before = next((_told(one) for one in replies.all() if one["id"] == reply_id), {})
    if fields.get("do") == "delete" and reply_id is not None:
        if fields.get("sure") != "yes":
            return _page(current, replies, 422, "消すときは「消してよい」に印をつけてください。")
        if not replies.remove(reply_id):
            return _page(current, replies, 409, "もう消されています。")
        changes(before, {})
        return _page(current, replies, said=f"「{before.get('題名', '')}」を消しました。")
    title, register = fields.get("title", "").strip(), fields.get("register", "")
    text = fields.get("text", "").replace("\r\n", "\n").strip()
    if problem := _fault(title, register, text):
        return _page(current, replies, 422, problem)
    if not replies.save(reply_id, title, register, text, current.account.id, desk.clock.now()):
        return _page(current, replies, 409, "ほかの人が消した定型文です。")
    changes(before, _told({"title": title, "register": register, "text": text}))
    return _page(current, replies, said=f"「{title}」を保存しました。すぐに使えます。")


def _told(reply: Mapping[str, Any]) -> dict[str, str]:
    """Return a reply as the log tells it."""
    return {"題名": reply["title"], "文体": REGISTERS[reply["register"]], "文": _excerpt(reply["text"])}


def _fault(title: str, register: str, text: str) -> str:
    if not title or len(title) > LONGEST_TITLE:
        return f"題名は1〜{LONGEST_TITLE}文字で書いてください。"
    if register not in REGISTERS:
        return "文体を選んでください。"
    if not text or len(text) > LONGEST_TEXT:
        return f"文は1〜{LONGEST_TEXT}文字で書いてください。"
    unknown = [name for name in _HOLE.findall(text) if name not in VARIABLES]
    if unknown:
        known = "、".join(f"{{{name}}}" for name in VARIABLES)
        return f"{{{unknown[0]}}} は使えません。使えるのは {known} です。"
    return ""


def _page(current: Session, replies: CannedReplies, status: int = 200, said: str = "") -> HTMLResponse:
    found = [item | {"excerpt": _excerpt(item["text"])} for item in replies.all()]
    return frame.show(
        current,
        "cases/canned_replies.html",
        title=pages.title_of("/console/canned"),
        status=status,
        said=said,
        variables=VARIABLES,
        registers=REGISTERS,
        replies={register: [item for item in found if item["register"] == register] for register in REGISTERS},
        new={"id": "", "title": "", "register": "formal", "text": ""},
        longest_title=LONGEST_TITLE,
        longest_text=LONGEST_TEXT,
    )


def _excerpt(text: str) -> str:
    return text if len(text) <= LONGEST_EXCERPT else text[:LONGEST_EXCERPT] + "…"
