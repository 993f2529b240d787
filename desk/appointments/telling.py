"""What a person is told of an appointment: in the chat and by mail."""

from __future__ import annotations

from datetime import datetime

from desk.appointments import mails, page_language
from desk.appointments.mails import Office
from desk.appointments.models import Appointment
from desk.appointments.transaction import SqlBookings

_BY_THE_PERSON = frozenset({"booked", "changed", "cancelled"})


def tell(
    tx: SqlBookings,
    appointment: Appointment,
    what: str,
    now: datetime,
    office: Office,
    code: str,
    by: str | None,
) -> None:
    """Tell the person in the chat and by mail; neither holds more than is needed to come."""
    address = office.address(code)
    if appointment.chat:
        tx.say(appointment.chat, mails.chat_words(appointment, what), address, now)
    mail = mails.mail(appointment, what, office, address, language_of(tx, appointment))
    if mail is not None:
        # What the person does again and again is told a few times a day; reminders and what the office does always are.
        tx.post(mail, now, is_limited=by is None and what in _BY_THE_PERSON)
    if what in _BY_THE_PERSON:
        tx.note_event(appointment, f"appointment_{what}", now, by)


def language_of(tx: SqlBookings, appointment: Appointment) -> str | None:
    """Return the language in which the person booked, else that of their talk; None for Japanese."""
    person = appointment.person
    if person is not None and (chosen := person.consent.get("language")):
        return None if chosen == page_language.JAPANESE else str(chosen)
    return tx.language_of_talk(appointment)
