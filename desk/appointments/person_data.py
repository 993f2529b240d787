"""What a person may ask of the data they gave with an appointment: forgotten, corrected."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from desk.appointments.errors import NotPossible
from desk.appointments.models import Appointment, Method
from desk.appointments.transaction import SqlBookings
from desk.contact import parse
from desk.contact.parse import NotAContact


def forget_person(tx: SqlBookings, appointment: Appointment, now: datetime) -> None:
    """Forget who came, and the mails about it; that somebody came stays.

    Raises:
        NotPossible: It still stands, and nobody could be reached; or it must be kept.
    """
    if appointment.status.stands and appointment.end > now:
        raise NotPossible("先に予約を取り消すと、入力した内容を消せます。")
    if tx.is_held(appointment):
        raise NotPossible(
            "この予約の記録は、市の手続きのために保存しています。消去については、下の番号へお電話ください。"
        )
    tx.put(dataclasses.replace(appointment, person=None, updated_at=now))
    tx.forget_mails(appointment.id)
    tx.note_erased(appointment, now)


def correct_person(connection: sa.Connection, appointment_id: str, values: Mapping[str, str]) -> tuple[str, list[str]]:
    """Set `name`, `value` and `question` of who comes; returns (conversation, the fields that changed).

    Mails to a wrong address go with it.

    Raises:
        NotAContact: The value is neither a mail address nor a telephone number that fits.
    """
    tx = SqlBookings(connection)
    appointment = tx.get(appointment_id)
    if appointment is None or appointment.person is None:
        return "", []
    before = appointment.person
    fresh = dataclasses.replace(
        before,
        name=values.get("name") or before.name,
        topic=values.get("question", before.topic),
    )
    contact = values.get("value", before.contact)
    if contact != before.contact:
        found = parse.contact(contact)
        if found.refused or (appointment.method is Method.PHONE and found.kind != "phone"):
            raise NotAContact
        fresh = dataclasses.replace(fresh, contact=found.value, contact_kind=found.kind)
    fields = {"name": "name", "value": "contact", "question": "topic"}
    changed = [field for field, name in fields.items() if getattr(fresh, name) != getattr(before, name)]
    if changed:
        tx.put(dataclasses.replace(appointment, person=fresh))
        tx.forget_mails(appointment_id)
    return appointment.conversation_id or "", changed
