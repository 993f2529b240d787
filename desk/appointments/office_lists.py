"""What the console's screens show of appointments: today's, what is new, and those of a case. No names, no contacts."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from fastapi import APIRouter

from desk.appointments.models import METHOD_NAMES, STATUS_NAMES, Appointment
from desk.appointments.office_dependencies import Appointments, address
from desk.appointments.schemas import AppointmentsOfCase, AppointmentsToday, ShownAppointment
from desk.office.session import CurrentSession, Desk, Talks
from desk.text import times
from desk.text.times import JAPAN

router = APIRouter(prefix="/api/console/appointments", tags=["console"])


@router.get("")
def today(current: CurrentSession, desk: Desk, appointments: Appointments) -> AppointmentsToday:
    """Return one's own appointments of today that stand, and how many anybody's nobody has looked at."""
    begin = datetime.combine(desk.clock.now().astimezone(JAPAN).date(), time(0), JAPAN)
    with appointments.read() as tx:
        found = tx.between(begin, begin + timedelta(days=1))
        news = len(tx.unnoticed())
    mine = [shown(item) for item in found if item.account_id == current.account.id and item.status.stands]
    return {"today": mine, "news": news, "address": address()}


@router.get("/{case_id}")
def of_case(case_id: str, current: CurrentSession, store: Talks, appointments: Appointments) -> AppointmentsOfCase:
    """Return the appointments of a case's person, and where one is made for them."""
    with store.read() as talk:
        case = talk.case(case_id)
    with appointments.read() as tx:
        found = tx.of_person(case.conversation_id) if case else []
    return {
        "appointments": [shown(item) for item in found],
        "address": address("/new", case=case_id),
    }


def shown(item: Appointment) -> ShownAppointment:
    """Return an appointment as the console shows it."""
    return {
        "id": item.id,
        "receipt": item.receipt,
        "when": times.span(item.begin, item.end),
        "method": METHOD_NAMES[item.method],
        "status": STATUS_NAMES[item.status],
        "stands": item.status.stands,
        "address": address(f"/{item.id}"),
    }
