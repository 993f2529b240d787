"""Appointments of a consultant who is gone: what is still to come, and who takes it."""

from __future__ import annotations

from datetime import datetime

from desk.appointments import errors, links, service
from desk.appointments.mails import Office
from desk.appointments.models import STANDING, Appointment
from desk.appointments.transaction import SqlBookings


def coming(bookings: SqlBookings, account_id: str, now: datetime) -> list[Appointment]:
    """Return the appointments of a consultant that stand and are still to come."""
    return bookings.of_account(account_id, now, STANDING)


def hand_on(
    bookings: SqlBookings,
    appointment: Appointment,
    to: str | None,
    now: datetime,
    office: Office,
    by: str,
) -> bool:
    """Give an appointment to who is named, else to whoever has time then; else it stands as news for everybody."""
    others = [one for one in bookings.consultants() if one != appointment.account_id]
    # Who is named first; where they have no time, the others.
    for account_id in sorted(others, key=lambda one: one != to):
        try:
            with bookings.savepoint():
                service.move(
                    bookings,
                    appointment,
                    appointment.method,
                    appointment.begin,
                    now,
                    office,
                    code=links.make(bookings, now, None, appointment),
                    account_id=account_id,
                    by=by,
                )
        except (errors.SlotTaken, errors.NotPossible):
            continue
        return True
    bookings.mark_unnoticed(appointment.id)
    return False
