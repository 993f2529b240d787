"""Making an appointment, by the person or by a consultant; with its notices in one transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.appointments import ids, links, rules, seats
from desk.appointments.errors import NotPossible
from desk.appointments.mails import Office
from desk.appointments.models import Appointment, Link, Method, Person, Status
from desk.appointments.telling import tell
from desk.appointments.transaction import SqlBookings
from desk.conversation.models import Case
from desk.http.limits import BOOKINGS_OF_CONTACT as OF_CONTACT

# More at once are a mistake or a nuisance: the consultants' days are few.
MOST_STANDING = 3
TOO_MANY_STANDING = f"予約は一度に {MOST_STANDING}つまでです。前の予約が終わるか取り消すと、また予約できます。"


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
    tell(tx, appointment, "booked", now, office, code, made_by)
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
