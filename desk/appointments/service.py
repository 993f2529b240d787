"""What may be done with an appointment that is made: changed, cancelled, finished; each with its notices in one transaction."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from desk.appointments import links, rules, seats
from desk.appointments.errors import NotPossible
from desk.appointments.mails import Office
from desk.appointments.models import AFTERWARDS, STATUS_NAMES, Appointment, Method, Status
from desk.appointments.person_data import correct_person
from desk.appointments.telling import tell
from desk.appointments.transaction import SqlBookings

# `correct_person` is what privacy asks for.
__all__ = ["cancel", "correct_person", "finish", "move", "notice", "remind", "set_meeting_url"]


def move(
    tx: SqlBookings,
    appointment: Appointment,
    method: Method,
    begin: datetime,
    now: datetime,
    office: Office,
    *,
    code: str,
    account_id: str | None = None,
    by: str | None = None,
) -> Appointment:
    """Move an appointment to another time or method; moving it to where it is does nothing.

    Raises:
        SlotTaken: The old time stays.
        NotPossible: It does not stand any more.
    """
    _must_stand(appointment, now)
    if method is Method.PHONE and not rules.may_be_called(appointment):
        raise NotPossible(
            "電話での相談には電話番号が必要です。オンラインか対面を選ぶか、取り消して、電話番号で予約し直してください。"
        )
    if (appointment.method, appointment.begin) == (method, begin) and account_id in {
        None,
        appointment.account_id,
    }:
        return appointment
    with tx.savepoint():
        tx.release(appointment.id)
        slot = seats.take(
            tx,
            appointment.id,
            method,
            begin,
            now,
            office,
            account_id,
            appointment.conversation_id,
            appointment.account_id,
        )
    kept = appointment.meeting_url if slot.account_id == appointment.account_id else ""
    moved = dataclasses.replace(
        appointment,
        account_id=slot.account_id,
        begin=slot.begin,
        end=slot.end,
        method=method,
        place=slot.place if method is Method.IN_PERSON else "",
        meeting_url=(kept or tx.meeting_url_of(slot.account_id)) if method is Method.ONLINE else "",
        status=Status.CHANGED,
        sequence=appointment.sequence + 1,
        updated_at=now,
        is_noticed=by is not None,
    )
    tx.put(moved)
    tx.keep_links(moved.id, moved.end + links.LIFETIME_AFTER)
    tx.set_timers(moved, rules.reminders(moved, now, office.opening))
    tell(tx, moved, "changed", now, office, code, by)
    return moved


def cancel(
    tx: SqlBookings,
    appointment: Appointment,
    now: datetime,
    office: Office,
    *,
    code: str,
    by: str | None = None,
) -> Appointment:
    """Cancel an appointment and give its time back; one that is cancelled stays as it is.

    Raises:
        NotPossible: It is over.
    """
    if appointment.status is Status.CANCELLED:
        return appointment
    _must_stand(appointment, now)
    cancelled = dataclasses.replace(
        appointment,
        status=Status.CANCELLED,
        sequence=appointment.sequence + 1,
        updated_at=now,
        is_noticed=by is not None,
    )
    tx.release(appointment.id)
    tx.put(cancelled)
    tx.set_timers(cancelled, ())
    tell(tx, cancelled, "cancelled", now, office, code, by)
    return cancelled


def finish(tx: SqlBookings, appointment: Appointment, status: Status, now: datetime, by: str) -> Appointment:
    """Note that they met, or that nobody came.

    Raises:
        NotPossible: It has not begun, or was cancelled.
    """
    if appointment.status is Status.CANCELLED or appointment.begin > now:
        raise NotPossible(f"始まった予約だけを{''.join(f'「{STATUS_NAMES[one]}」' for one in AFTERWARDS)}にできます。")
    finished = dataclasses.replace(appointment, status=status, updated_at=now, is_noticed=True)
    tx.put(finished)
    tx.set_timers(finished, ())
    tx.note_event(finished, f"appointment_{status.value}", now, by)
    return finished


def notice(tx: SqlBookings, appointment: Appointment) -> Appointment:
    """Note that a consultant has seen the latest thing the migrant did."""
    noticed = dataclasses.replace(appointment, is_noticed=True)
    tx.put(noticed)
    return noticed


def set_meeting_url(
    tx: SqlBookings, appointment: Appointment, url: str, now: datetime, office: Office, by: str
) -> Appointment:
    """Set where they meet online, and tell the person if it is another place than before."""
    if appointment.meeting_url == url:
        return appointment
    _must_stand(appointment, now)
    told = dataclasses.replace(appointment, meeting_url=url, sequence=appointment.sequence + 1, updated_at=now)
    tx.put(told)
    tell(tx, told, "meeting_url", now, office, links.make(tx, now, None, told), by)
    return told


def remind(tx: SqlBookings, appointment: Appointment, kind: str, now: datetime, office: Office) -> bool:
    """Remind of an appointment that stands and is yet to come; returns whether anything was sent."""
    if not appointment.status.stands or appointment.begin <= now:
        return False
    tell(tx, appointment, kind, now, office, links.make(tx, now, None, appointment), None)
    return True


def _must_stand(appointment: Appointment, now: datetime) -> None:
    if not appointment.status.stands:
        raise NotPossible("この予約は、もう取り消されたか終わっています。")
    if appointment.begin <= now:
        raise NotPossible("この予約の時間は、もう始まっています。")
