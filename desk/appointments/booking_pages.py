"""The booking page's endpoints. A code in the address opens it: no cookie is used, so that nobody can act for another.

Opening an address never changes anything: mail filters and LINE open links by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from desk.appointments import (
    appointment_views,
    booking,
    booking_frame,
    booking_steps,
    booking_views,
    ics,
    links,
    page_language,
    person,
    person_data,
    rules,
    seats,
    service,
    wishes,
)
from desk.appointments.booking_dependencies import BookingRoom, room
from desk.appointments.errors import NotPossible, SlotTaken
from desk.appointments.links import LinkUseless
from desk.appointments.models import Appointment, Link
from desk.appointments.person import Filled
from desk.appointments.store import SqlBookings
from desk.http import limits
from desk.text.pack import city

router = APIRouter(include_in_schema=False)
_LONGEST_CODE = 64

Room = Annotated[BookingRoom, Depends(room)]


async def _fields(request: Request) -> dict[str, str]:
    text = (await request.body()).decode("utf-8", "replace")
    return {name: values[-1] for name, values in parse_qs(text, keep_blank_values=True).items()}


Fields = Annotated[dict[str, str], Depends(_fields)]


@router.get("/appointments")
def begin(language: str = page_language.JAPANESE) -> HTMLResponse:
    """Show what this is; a link is made by the button only."""
    page_language.use(language)
    return booking_views.begin()


@router.post("/appointments")
def begin_booking(request: Request, here: Room, language: str = "") -> Response:
    """Make a link of one's own and go there."""
    page_language.use(language)
    if not here.budgets.allows(limits.BOOKING_LINKS, limits.network_of(request)):
        return booking_views.busy()
    with here.store.write() as tx:
        code = links.make(tx, here.clock.now())
    shown = page_language.joined(language, code) if language in page_language.NAMES else code
    return RedirectResponse(f"/appointments/{shown}", 303, headers=booking_frame.HEADERS)


# Programs look with HEAD whether a file has changed before they fetch it.
@router.api_route("/appointments/{code}.ics", methods=["GET", "HEAD"])
def calendar_file(code: str, here: Room) -> Response:
    """Return the appointment as a calendar file."""
    with _opened(here, code) as (tx, link, _):
        appointment = _appointment(tx, link)
    if appointment is None:
        return booking_views.useless(is_old=False)
    content = ics.event(appointment, here.office().organiser or here.office().base_url)
    name = f'attachment; filename="{city().names.latin}-{appointment.receipt}.ics"'
    return Response(content, media_type=ics.MIME, headers={"content-disposition": name, **booking_frame.HEADERS})


@router.get("/appointments/{code}")
def show(
    request: Request,
    code: str,
    here: Room,
    method: str = "",
    day: str = "",
    days: str = "",
    at: str = "",
    change: str = "",
    cancel: str = "",
    after: str = "",
) -> Response:
    """Show the next step of booking or changing, or the appointment itself."""
    path = f"/appointments/{code}"
    with _opened(here, code, request.url.query) as (tx, link, now):
        appointment = _appointment(tx, link)
        if appointment is not None and not (
            (change or cancel) and appointment.status.stands and appointment.begin > now
        ):
            return appointment_views.show(path, appointment, now)
        if appointment is not None and cancel:
            return appointment_views.confirm_cancel(path, appointment)
        office = here.office()
        but = appointment.id if appointment else None
        slots = seats.free(tx, list(rules.days_ahead(now)), now, office.opening, None, but)
    chosen = {"method": method, "day": day, "days": days, "at": at, "after": after}
    return booking_steps.step(path, slots, appointment, chosen)


@router.post("/appointments/{code}/check")
def check(code: str, fields: Fields, here: Room) -> Response:
    """Read the fields and show everything once more; nothing is kept yet."""
    path = f"/appointments/{code}"
    with _opened(here, code) as (tx, link, now):
        appointment = _appointment(tx, link)
        if appointment is not None:
            return appointment_views.show(path, appointment, now)
        opening = here.office().opening
        found = booking_steps.wished(tx, fields, now, opening)
        if found is None:
            return booking_steps.taken(tx, link, path, fields, now, opening)
    method, slot = found
    filled = person.read(fields, method, now)
    if filled.person is None:
        return booking_views.fill_in(path, method, slot.begin, slot.end, filled)
    numbers = here.numbers(filled.person.topic)
    return booking_views.confirm(path, method, slot.begin, slot.end, filled, numbers)


@router.post("/appointments/{code}/edit")
def edit(code: str, fields: Fields, here: Room) -> Response:
    """Show the fields again, as they were filled in."""
    path = f"/appointments/{code}"
    with _opened(here, code) as (tx, link, now):
        opening = here.office().opening
        found = booking_steps.wished(tx, fields, now, opening)
        if found is None:
            return booking_steps.taken(tx, link, path, fields, now, opening)
    method, slot = found
    values = person.read(fields, method, now).values
    return booking_views.fill_in(path, method, slot.begin, slot.end, Filled(values))


@router.post("/appointments/{code}/book")
def book(code: str, fields: Fields, request: Request, here: Room) -> Response:
    """Make the appointment; sent again, it shows the same one."""

    def do(tx: SqlBookings, link: Link, now: datetime) -> Response | None:
        if link.appointment_id is not None:
            return None
        office = here.office()
        found = booking_steps.wished(tx, fields, now, office.opening)
        if found is None:
            raise SlotTaken
        method, slot = found
        filled = person.read(fields, method, now)
        if filled.person is None:
            return booking_views.fill_in(path, method, slot.begin, slot.end, filled)
        if not here.budgets.allows(limits.BOOKINGS, limits.network_of(request)):
            raise NotPossible(limits.BOOKINGS.says)
        booking.book(tx, link, method, slot.begin, filled.person, now, office, code=_plain(code))
        return None

    path = f"/appointments/{code}"
    return _write(here, code, fields, do)


@router.post("/appointments/{code}/change")
def change_time(code: str, fields: Fields, here: Room) -> Response:
    """Move the appointment, if it still is what the page showed."""

    def do(tx: SqlBookings, link: Link, now: datetime) -> Response | None:
        appointment, wish = _appointment(tx, link), wishes.read(fields)
        if appointment is None or wish is None:
            return booking_views.useless(is_old=False)
        if fields.get("sequence") == str(appointment.sequence):
            if not here.budgets.allows(limits.BOOKING_MOVES, appointment.id):
                raise NotPossible(limits.BOOKING_MOVES.says)
            service.move(tx, appointment, *wish, now, here.office(), code=_plain(code))
        return None

    return _write(here, code, fields, do)


@router.post("/appointments/{code}/cancel")
def cancel_it(code: str, fields: Fields, here: Room) -> Response:
    """Cancel the appointment, if it still is what the page showed."""

    def do(tx: SqlBookings, link: Link, now: datetime) -> Response | None:
        appointment = _appointment(tx, link)
        if appointment is None:
            return booking_views.useless(is_old=False)
        if fields.get("sequence") == str(appointment.sequence):
            service.cancel(tx, appointment, now, here.office(), code=_plain(code))
        return None

    return _write(here, code, fields, do)


@router.post("/appointments/{code}/erase")
def erase(code: str, fields: Fields, here: Room) -> Response:
    """Forget who came; that somebody came stays."""

    def do(tx: SqlBookings, link: Link, now: datetime) -> Response | None:
        appointment = _appointment(tx, link)
        if appointment is None:
            return booking_views.useless(is_old=False)
        person_data.forget_person(tx, appointment, now)
        return None

    return _write(here, code, fields, do)


@router.api_route("/calendar/{token}.ics", methods=["GET", "HEAD"])
def feed(token: str, here: Room) -> Response:
    """Return a consultant's calendar to a program that subscribes to it."""
    found = here.feed(token)
    if found is None:
        return Response(status_code=404)
    return Response(found, media_type=ics.MIME, headers=booking_frame.HEADERS)


@contextmanager
def _opened(here: BookingRoom, code: str, query: str = "") -> Iterator[tuple[SqlBookings, Link, datetime]]:
    now = here.clock.now()
    language, plain = page_language.divided(code)
    page_language.use(language or page_language.JAPANESE, plain, query)
    with here.store.read() as tx:
        link = links.resolve(tx, plain[:_LONGEST_CODE], now)
        if language is None:
            # A link that was made for an appointment knows no talk; the appointment does.
            appointment = _appointment(tx, link)
            talk = link.conversation_id or (appointment.chat if appointment else None)
            page_language.use((here.language_of(talk) if talk else None) or page_language.JAPANESE, plain, query)
        yield tx, link, now


def _plain(code: str) -> str:
    return page_language.divided(code)[1]


def _write(
    here: BookingRoom,
    code: str,
    fields: dict[str, str],
    do: Callable[[SqlBookings, Link, datetime], Response | None],
) -> Response:
    """Do something in a transaction and go back to the page, so that reloading repeats nothing."""
    now, path = here.clock.now(), f"/appointments/{code}"
    if not here.budgets.allows(limits.BOOKING_POSTS, _plain(code)):
        return booking_views.busy(here.numbers(fields.get("topic", "")))
    with _opened(here, code):
        # The language of what is answered is known from here on.
        pass
    told: set[str | None] = set()
    try:
        with here.store.write() as tx:
            link = links.resolve(tx, _plain(code)[:_LONGEST_CODE], now)
            answer = do(tx, link, now)
            appointment = _appointment(tx, link)
            # A link that was made for an appointment knows no talk; the appointment does.
            told = {link.conversation_id, appointment.chat if appointment else None}
    except SlotTaken:
        with _opened(here, code) as (tx, link, _):
            return booking_steps.taken(tx, link, path, fields, now, here.office().opening)
    except NotPossible as refused:
        return _refused(here, code, str(refused))
    for conversation_id in filter(None, told):
        here.ring(conversation_id)
    return answer or RedirectResponse(path, 303, headers=booking_frame.HEADERS)


def _refused(here: BookingRoom, code: str, words: str) -> Response:
    path = f"/appointments/{code}"
    with _opened(here, code) as (tx, link, now):
        appointment = _appointment(tx, link)
    if appointment is not None:
        return appointment_views.show(path, appointment, now, words)
    return booking_views.refused(words)


def _appointment(tx: SqlBookings, link: Link) -> Appointment | None:
    return tx.get(link.appointment_id) if link.appointment_id else None


def useless(request: Request, error: Exception) -> Response:
    """Answer a link that leads nowhere; installed by `main` for `LinkUseless`."""
    assert isinstance(error, LinkUseless)
    page_language.use(page_language.divided(str(request.path_params.get("code", "")))[0] or page_language.JAPANESE)
    return booking_views.useless(error.is_old)
