"""What may be done with an appointment: made, changed, cancelled, finished; each with its notices in one transaction."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from desk.appointments import ids, letters, rules
from desk.appointments.letters import Office
from desk.appointments.models import (
    JAPAN,
    Appointment,
    Link,
    Method,
    Person,
    Seat,
    Slot,
    Status,
)
from desk.appointments.ports import Bookings
from desk.appointments.rules import Opening

UNUSED_LIFETIME = timedelta(days=7)
# Whoever comes back a month later still reads what became of the appointment.
LIFETIME_AFTER = timedelta(days=30)
# More at once are a mistake or a nuisance: the consultants' days are few.
MOST_STANDING = 3


class SlotTaken(Exception):
    """The time was taken meanwhile, or was never offered."""


class LinkUseless(LookupError):
    """There is no such link, or it is too old; `is_old` tells which."""

    def __init__(self, *, is_old: bool) -> None:
        """Say why."""
        self.is_old = is_old
        super().__init__("the link is too old" if is_old else "there is no such link")


class NotPossible(ValueError):
    """The appointment's state does not allow it; the message is Japanese and may be shown."""


def make_link(
    tx: Bookings,
    now: datetime,
    conversation_id: str | None = None,
    appointment: Appointment | None = None,
) -> str:
    """Return the code of a new link: to make an appointment, or to one that exists."""
    code = ids.code()
    expires_at = appointment.end + LIFETIME_AFTER if appointment else now + UNUSED_LIFETIME
    found = appointment.id if appointment else None
    tx.add_link(Link(ids.code_hash(code), now, expires_at, conversation_id, found))
    return code


def open_link(tx: Bookings, code: str, now: datetime) -> Link:
    """Return the link of a code.

    Raises:
        LinkUseless: See there.
    """
    link = tx.link(ids.code_hash(code))
    if link is None:
        raise LinkUseless(is_old=False)
    if link.expires_at <= now:
        raise LinkUseless(is_old=True)
    return link


def free(
    tx: Bookings,
    days: Sequence[date],
    now: datetime,
    opening: Opening,
    method: Method | None = None,
    but: str | None = None,
) -> list[Slot]:
    """Return every slot of some days that can be booked now, in order."""
    allowed = set(rules.days_ahead(now))
    wanted = [day for day in days if day in allowed]
    if not wanted:
        return []
    availability = tx.availability()
    begin = datetime.combine(min(wanted), time(0), JAPAN)
    end = datetime.combine(max(wanted) + timedelta(days=1), time(0), JAPAN)
    taken = tx.taken(begin, end, but)
    earliest = rules.earliest(now, opening)
    slots = [slot for day in wanted for slot in rules.slots_of(day, availability, opening)]
    return rules.offered(slots, taken, earliest, method)


def book(
    tx: Bookings,
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
        link: As `open_link` returned it in this transaction.
        method: How they meet.
        begin: One of the times that `free` returned.
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
    if (
        link.conversation_id
        and not made_by
        and len(tx.standing_of(link.conversation_id, now)) >= MOST_STANDING
    ):
        raise NotPossible(
            f"予約は一度に {MOST_STANDING}つまでです。前の予約が終わるか取り消すと、また予約できます。"
        )
    appointment_id = ids.appointment_id()
    slot = _take(tx, appointment_id, method, begin, now, office, account_id, link.conversation_id)
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
    tx.bind(link.code_hash, appointment.id, appointment.end + LIFETIME_AFTER)
    tx.set_timers(appointment, rules.reminders(appointment, now, office.opening))
    _tell(tx, appointment, "booked", now, office, code, made_by)
    return appointment


def move(
    tx: Bookings,
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
    if (appointment.method, appointment.begin) == (method, begin) and account_id in {
        None,
        appointment.account_id,
    }:
        return appointment
    with tx.savepoint():
        tx.release(appointment.id)
        slot = _take(
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
    tx.keep_links(moved.id, moved.end + LIFETIME_AFTER)
    tx.set_timers(moved, rules.reminders(moved, now, office.opening))
    _tell(tx, moved, "changed", now, office, code, by)
    return moved


def cancel(
    tx: Bookings,
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


def finish(
    tx: Bookings, appointment: Appointment, status: Status, now: datetime, by: str
) -> Appointment:
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


def notice(tx: Bookings, appointment: Appointment) -> Appointment:
    """Note that a consultant has seen the latest thing the migrant did."""
    noticed = dataclasses.replace(appointment, is_noticed=True)
    tx.put(noticed)
    return noticed


def set_meeting_url(
    tx: Bookings, appointment: Appointment, url: str, now: datetime, office: Office, by: str
) -> Appointment:
    """Set where they meet online, and tell the person if it is another place than before."""
    if appointment.meeting_url == url:
        return appointment
    _must_stand(appointment, now)
    told = dataclasses.replace(
        appointment, meeting_url=url, sequence=appointment.sequence + 1, updated_at=now
    )
    tx.put(told)
    _tell(tx, told, "meeting_url", now, office, make_link(tx, now, None, told), by)
    return told


def forget_person(tx: Bookings, appointment: Appointment, now: datetime) -> None:
    """Forget who came, and the mails about it; that somebody came stays.

    Raises:
        NotPossible: It still stands, and nobody could be reached; or it must be kept.
    """
    if appointment.status.stands and appointment.end > now:
        raise NotPossible("先に予約を取り消すと、入力した内容を消せます。")
    if tx.is_held(appointment):
        raise NotPossible(
            "この予約の記録は、市の手続きのために保存しています。消去については市役所にお問い合わせください。"
        )
    tx.put(dataclasses.replace(appointment, person=None, updated_at=now))
    tx.forget_mails(appointment.id)
    tx.note_erased(appointment, now)


def remind(
    tx: Bookings, appointment: Appointment, kind: str, now: datetime, office: Office
) -> bool:
    """Remind of an appointment that stands and is yet to come; returns whether anything was sent."""
    if not appointment.status.stands or appointment.begin <= now:
        return False
    _tell(tx, appointment, kind, now, office, make_link(tx, now, None, appointment), None)
    return True


def _must_stand(appointment: Appointment, now: datetime) -> None:
    if not appointment.status.stands:
        raise NotPossible("この予約は、もう取り消されたか終わっています。")
    if appointment.begin <= now:
        raise NotPossible("この予約の時間は、もう始まっています。")


def _take(
    tx: Bookings,
    appointment_id: str,
    method: Method,
    begin: datetime,
    now: datetime,
    office: Office,
    account_id: str | None,
    conversation_id: str | None,
    before: str | None = None,
) -> Slot:
    """Take a seat at a time: of the consultant named, else of who knows the person, else of who has least that day."""
    day = begin.astimezone(JAPAN).date()
    slots = [
        slot
        for slot in free(tx, [day], now, office.opening, method)
        if slot.begin == begin and account_id in {None, slot.account_id}
    ]
    known = before or (tx.owner_of(conversation_id) if conversation_id else None)
    load = _load(tx, day)
    slots.sort(key=lambda s: (s.account_id != known, load[s.account_id], s.account_id))
    for slot in slots:
        for number in rules.numbers(slot):
            if tx.take(appointment_id, slot, number):
                return slot
    raise SlotTaken


def _load(tx: Bookings, day: date) -> Counter[str]:
    begin = datetime.combine(day, time(0), JAPAN)
    taken: set[Seat] = tx.taken(begin, begin + timedelta(days=1))
    return Counter(seat.account_id for seat in taken)


def _tell(
    tx: Bookings,
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
        tx.say(appointment.chat, letters.chat_words(appointment, what), address, now)
    mail = letters.mail(appointment, what, office, address)
    if mail is not None:
        tx.post(mail, now)
    if what in {"booked", "changed", "cancelled"}:
        tx.note_event(appointment, f"appointment_{what}", now, by)
