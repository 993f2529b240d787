"""Booking from within a case: a week of free times, and the appointment itself, filled in from what the case knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from desk.appointments import booking, rules, seats
from desk.appointments.errors import NotPossible, SlotTaken
from desk.appointments.models import METHOD_NAMES, Method, Slot
from desk.appointments.office_dependencies import Here, read_wish
from desk.appointments.office_lists import shown
from desk.appointments.person import LONGEST_TOPIC, purpose
from desk.appointments.person import read as read_person
from desk.appointments.schemas import FreeDay, FreeTime, FreeWeek, ShownAppointment
from desk.contact import patterns
from desk.conversation.holder import USE_STOPPED
from desk.conversation.models import Case, State
from desk.conversation.ports import Transaction
from desk.http.problems import Problem
from desk.office.session import Talks, audited
from desk.text import times
from desk.text.times import JAPAN

router = APIRouter(prefix="/api/console/appointments", tags=["console"], dependencies=[Depends(audited)])
_A_WEEK = timedelta(days=7)
_WEEKEND = 5


class Booking(BaseModel):
    """A time, and who comes: what is left empty is taken from the case, where a contact stands hidden.

    Attributes:
        slot: As `FreeTime.value` has it.
    """

    slot: str = Field(max_length=80)
    name: str = Field("", max_length=80)
    contact: str = Field("", max_length=254)
    topic: str | None = Field(None, max_length=1000)


@router.get("/{case_id}/week")
def free_week(case_id: str, here: Here, store: Talks, day: Annotated[date | None, Query()] = None) -> FreeWeek:
    """Return what is free in the week of a day (else in the first week with something free), Monday to Friday at least."""
    now = here.now
    with store.read() as tx:
        case = _talk(tx, case_id)
        is_stopped = tx.is_stopped(case.conversation_id)
    with here.appointments.read() as bookings:
        found = seats.free(bookings, list(rules.days_ahead(now)), now, here.office.opening)
        names = bookings.consultants()
    known = {} if is_stopped else (case.contact or {})
    today = now.astimezone(JAPAN).date()
    first = found[0].begin.astimezone(JAPAN).date() if found else today
    monday = _monday(day or first)
    last = _monday(today + timedelta(days=rules.AHEAD_DAYS))
    before, after = monday - _A_WEEK, monday + _A_WEEK
    return {
        "days": _days(monday, found, names, here.current.account.id),
        "before": before.isoformat() if before >= _monday(today) else None,
        "after": after.isoformat() if after <= last else None,
        "has_name": bool(known.get("name")),
        "contact_kind": str(known.get("kind", "")) if known.get("value") else "",
        "topic": patterns.hidden(case.question)[:LONGEST_TOPIC],
        "purpose": purpose(),
    }


@router.post("/{case_id}", status_code=201)
def book_for_case(case_id: str, body: Booking, here: Here, store: Talks) -> ShownAppointment:
    """Make an appointment for a case's person, who was told what their data are for; they are told in the chat and by mail.

    409 `slot_taken` where somebody was faster; 422 `bad_field` with the field's name and what to say beside it.
    """
    with store.read() as tx:
        case = _talk(tx, case_id)
        if tx.is_stopped(case.conversation_id):
            raise Problem(409, *USE_STOPPED)
    wish = read_wish({"slot": body.slot})
    if wish is None:
        raise Problem(422, "bad_field", "日時を選んでください。", field="slot")
    filled = read_person(_fields(case, body), wish[0], here.now)
    if filled.person is None:
        field, words = next(iter(filled.problems.items()))
        raise Problem(422, "bad_field", words, field=field)
    try:
        with here.appointments.write() as bookings:
            me = here.current.account.id
            made = booking.book_for(bookings, case, wish, filled.person, here.now, here.office, me)
    except SlotTaken:
        words = "その時間は、さきほどうまりました。べつの時間を選んでください。"
        raise Problem(409, "slot_taken", words) from None
    except NotPossible as refused:
        raise Problem(409, "not_possible", str(refused)) from None
    here.desk.signal.send(case.conversation_id)
    return shown(made)


def _talk(tx: Transaction, case_id: str) -> Case:
    """Return a case whose person can still be told of an appointment, or refuse."""
    case = tx.case(case_id)
    if case is None:
        raise Problem(404, "unknown_case", "この相談は見つかりません。")
    if case.state is State.ALERT:
        raise Problem(409, "alert_only", "先に「担当する」を押してください。")
    if tx.conversation(case.conversation_id) is None:
        raise Problem(409, "erased", "この方の情報は消去されています。予約は作れません。")
    return case


def _fields(case: Case, body: Booking) -> dict[str, str]:
    contact: dict[str, Any] = case.contact or {}
    return {
        "name": body.name.strip() or str(contact.get("name") or ""),
        "contact": body.contact.strip() or str(contact.get("value") or ""),
        # Untouched, it is what was asked, whole: on the screen a contact in it is hidden.
        "topic": case.question[:LONGEST_TOPIC] if body.topic is None else body.topic,
        "consent": "yes",
    }


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _days(monday: date, found: Sequence[Slot], names: dict[str, str], me: str) -> list[FreeDay]:
    """Return the days of a week, a weekend's only where something is free."""
    by_day: dict[date, list[FreeTime]] = {}
    for slot in sorted(found, key=lambda one: (one.begin, one.account_id != me, one.account_id)):
        local = slot.begin.astimezone(JAPAN)
        if not monday <= local.date() < monday + _A_WEEK:
            continue
        for method in Method:
            if method in slot.methods:
                free: FreeTime = {
                    "value": f"{method.value} {local:%Y-%m-%dT%H:%M} {slot.account_id}",
                    "begin": f"{local:%H:%M}",
                    "words": f"{times.span(slot.begin, slot.end)} {METHOD_NAMES[method]}",
                    "method": method,
                    "method_name": METHOD_NAMES[method],
                    "consultant": names.get(slot.account_id, ""),
                    "is_mine": slot.account_id == me,
                }
                by_day.setdefault(local.date(), []).append(free)
    days = [monday + timedelta(days=ahead) for ahead in range(7)]
    return [
        {"day": day.isoformat(), "name": times.day(day), "times": by_day.get(day, [])}
        for day in days
        if day.weekday() < _WEEKEND or day in by_day
    ]
