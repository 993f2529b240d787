"""What a person may do with an appointment on its page: move it, cancel it, have the data forgotten."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Response

from desk.appointments import booking_refusals, person_data, service, wishes
from desk.appointments.booking_access import Fields, appointment_of, plain_code, written
from desk.appointments.booking_dependencies import Booking
from desk.appointments.errors import NotPossible
from desk.appointments.models import Link
from desk.appointments.transaction import SqlBookings
from desk.http import limits

router = APIRouter(include_in_schema=False)


@router.post("/appointments/{code}/change")
def change_time(code: str, fields: Fields, here: Booking) -> Response:
    """Move the appointment, if it still is what the page showed."""

    def do(tx: SqlBookings, link: Link, now: datetime) -> Response | None:
        appointment, wish = appointment_of(tx, link), wishes.read(fields)
        if appointment is None or wish is None:
            return booking_refusals.useless(is_old=False)
        if fields.get("sequence") == str(appointment.sequence):
            if not here.budgets.allows(limits.BOOKING_MOVES, appointment.id):
                raise NotPossible(limits.BOOKING_MOVES.says)
            service.move(tx, appointment, *wish, now, here.office(), code=plain_code(code))
        return None

    return written(here, code, fields, do)


@router.post("/appointments/{code}/cancel")
def cancel_it(code: str, fields: Fields, here: Booking) -> Response:
    """Cancel the appointment, if it still is what the page showed."""

    def do(tx: SqlBookings, link: Link, now: datetime) -> Response | None:
        appointment = appointment_of(tx, link)
        if appointment is None:
            return booking_refusals.useless(is_old=False)
        if fields.get("sequence") == str(appointment.sequence):
            service.cancel(tx, appointment, now, here.office(), code=plain_code(code))
        return None

    return written(here, code, fields, do)


@router.post("/appointments/{code}/erase")
def erase(code: str, fields: Fields, here: Booking) -> Response:
    """Forget who came; that somebody came stays."""

    def do(tx: SqlBookings, link: Link, now: datetime) -> Response | None:
        appointment = appointment_of(tx, link)
        if appointment is None:
            return booking_refusals.useless(is_old=False)
        person_data.forget_person(tx, appointment, now)
        return None

    return written(here, code, fields, do)
