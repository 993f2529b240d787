"""What may be done with an appointment: made, changed, cancelled, finished; each with its notices in one transaction."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa

from desk.appointments import ids, links, mails, rules, seats
from desk.appointments.mails import Office
from desk.appointments.models import Appointment, Link, Method, Person, Status
from desk.appointments.store import SqlBookings
from desk.contact import parse
from desk.contact.parse import NotAContact
from desk.conversation.models import Case
from desk.http.limits import BOOKINGS_OF_CONTACT as OF_CONTACT
from desk.text.pack import city

# More at once are a mistake or a nuisance: the consultants' days are few.
_BY_THE_PERSON = frozenset({"booked", "changed", "cancelled"})
MOST_STANDING = 3
TOO_MANY_STANDING = f"予約は一度に {MOST_STANDING}つまでです。前の予約が終わるか取り消すと、また予約できます。"


class NotPossible(ValueError):
    """The appointment's state does not allow it; the message is Japanese and may be shown."""


def book(
    tx: SqlBookings,
    link: Link,
    method: Method,
    begin: datetime,
    person: Person,
    now: datetime,
    office: Office,
    *,
    code: str,
    account_id: str | None = None,
    made_by: str | None = None,
    case_id: str | None = None,
) -> Appointment:
    """Make the appointment of a link; a link that has one already returns it and does nothing else.

    Args:
        tx: The transaction.
        link: As `links.resolve` returned it in this transaction.
        method: How they meet.
        begin: One of the times that `seats.free` returned.
        person: Who comes.
        now: Aware UTC time.
        office: Opening hours and addresses.
        code: The link's code, for the address in the mail.
        account_id: The consultant, None for whoever has time.
        made_by: The consultant who makes it for the person.
        case_id: The case it is made from.

    Raises:
        SlotTaken: See there.
        NotPossible: Too many appointments stand already.
    """
    if link.appointment_id and (known := tx.get(link.appointment_id)):
        return known
    if link.conversation_id and not made_by and len(tx.standing_of(link.conversation_id, now)) >= MOST_STANDING:
        raise NotPossible(TOO_MANY_STANDING)
    if not made_by and tx.made_with(person.contact, now - timedelta(seconds=OF_CONTACT.seconds)) >= OF_CONTACT.most:
        raise NotPossible(OF_CONTACT.says)
    if not made_by and tx.count_standing_with(person.contact, now) >= MOST_STANDING:
        raise NotPossible(TOO_MANY_STANDING)
    appointment_id = ids.appointment_id()
    slot = seats.take(tx, appointment_id, method, begin, now, office, account_id, link.conversation_id)
    appointment = Appointment(
        id=appointment_id,
        receipt=ids.receipt(now, tx.next_number(ids.day_key(now))),
        account_id=slot.account_id,
        begin=slot.begin,
        end=slot.end,
        method=method,
        place=slot.place if method is Method.IN_PERSON else "",
        status=Status.BOOKED,
        sequence=0,
        person=person,
        created_at=now,
        updated_at=now,
        meeting_url=tx.meeting_url_of(slot.account_id) if method is Method.ONLINE else "",
        conversation_id=link.conversation_id or ids.alone(appointment_id),
        case_id=case_id,
        made_by=made_by,
        is_noticed=made_by is not None,
    )
    tx.add(appointment)
    tx.bind(link.code_hash, appointment.id, appointment.end + links.LIFETIME_AFTER)
    tx.set_timers(appointment, rules.reminders(appointment, now, office.opening))
    _tell(tx, appointment, "booked", now, office, code, made_by)
    return appointment


def book_for(
    tx: SqlBookings,
    case: Case | None,
    wish: tuple[Method, datetime, str],
    person: Person,
    now: datetime,
    office: Office,
    by: str,
) -> Appointment:
    """Make an appointment for somebody, from their case where there is one; `wish` is (method, begin, consultant).

    Raises:
        SlotTaken, NotPossible: See `book`.
    """
    (method, begin, account_id), conversation_id = wish, case.conversation_id if case else None
    code = links.make(tx, now, conversation_id)
    link, case_id = links.resolve(tx, code, now), case.id if case else None
    more = {"account_id": account_id, "made_by": by, "case_id": case_id}
    return book(tx, link, method, begin, person, now, office, code=code, **more)


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
    _tell(tx, moved, "changed", now, office, code, by)
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
    _tell(tx, cancelled, "cancelled", now, office, code, by)
    return cancelled


def finish(tx: SqlBookings, appointment: Appointment, status: Status, now: datetime, by: str) -> Appointment:
    """Note that they met, or that nobody came.

    Raises:
        NotPossible: It has not begun, or was cancelled.
    """
    if appointment.status is Status.CANCELLED or appointment.begin > now:
        raise NotPossible("始まった予約だけを「済み」「来られなかった」にできます。")
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
    _tell(tx, told, "meeting_url", now, office, links.make(tx, now, None, told), by)
    return told


def forget_person(tx: SqlBookings, appointment: Appointment, now: datetime) -> None:
    """Forget who came, and the mails about it; that somebody came stays.

    Raises:
        NotPossible: It still stands, and nobody could be reached; or it must be kept.
    """
    if appointment.status.stands and appointment.end > now:
        raise NotPossible("先に予約を取り消すと、入力した内容を消せます。")
    if tx.is_held(appointment):
        raise NotPossible(
            f"この予約の記録は、{city().names.city}の手続きのために保存しています。"
            f"消去については、{city().office.name}（{city().office.phone}）にお問い合わせください。"
        )
    tx.put(dataclasses.replace(appointment, person=None, updated_at=now))
    tx.forget_mails(appointment.id)
    tx.note_erased(appointment, now)


def remind(tx: SqlBookings, appointment: Appointment, kind: str, now: datetime, office: Office) -> bool:
    """Remind of an appointment that stands and is yet to come; returns whether anything was sent."""
    if not appointment.status.stands or appointment.begin <= now:
        return False
    _tell(tx, appointment, kind, now, office, links.make(tx, now, None, appointment), None)
    return True


def _must_stand(appointment: Appointment, now: datetime) -> None:
    if not appointment.status.stands:
        raise NotPossible("この予約は、もう取り消されたか終わっています。")
    if appointment.begin <= now:
        raise NotPossible("この予約の時間は、もう始まっています。")


def _tell(
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
    mail = mails.mail(appointment, what, office, address)
    if mail is not None:
        # What the person does again and again is told a few times a day; reminders and what the office does always are.
        tx.post(mail, now, is_limited=by is None and what in _BY_THE_PERSON)
    if what in _BY_THE_PERSON:
        tx.note_event(appointment, f"appointment_{what}", now, by)


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
