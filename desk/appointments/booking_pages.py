"""The booking page's endpoints. A code in the address opens it: no cookie is used, so that nobody can act for another.

Opening an address never changes anything: mail filters and LINE open links by themselves.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from desk.appointments import (
    appointment_views,
    booking,
    booking_frame,
    booking_refusals,
    booking_steps,
    booking_views,
    choice_views,
    links,
    page_language,
    person,
    rules,
    seats,
)
from desk.appointments.booking_access import Fields, appointment_of, opened, plain_code, written
from desk.appointments.booking_dependencies import Booking
from desk.appointments.errors import NotPossible, SlotTaken
from desk.appointments.models import Link
from desk.appointments.person import Filled
from desk.appointments.transaction import SqlBookings
from desk.http import limits

router = APIRouter(include_in_schema=False)


@router.api_route("/appointments", methods=["GET", "HEAD"])
def begin(language: str = page_language.JAPANESE) -> HTMLResponse:
    """Show what this is; a link is made by the button only."""
    page_language.use(language)
    return choice_views.begin()


@router.post("/appointments")
def begin_booking(request: Request, here: Booking, language: str = "") -> Response:
    """Make a link of one's own and go there."""
    page_language.use(language)
    if not here.budgets.allows(limits.BOOKING_LINKS, limits.network_of(request)):
        return booking_refusals.busy()
    with here.store.write() as tx:
        code = links.make(tx, here.clock.now())
    shown = page_language.joined(language, code) if language in page_language.NAMES else code
    return RedirectResponse(f"/appointments/{shown}", 303, headers=booking_frame.HEADERS)


@router.api_route("/appointments/{code}", methods=["GET", "HEAD"])
def show(
    request: Request,
    code: str,
    here: Booking,
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
    with opened(here, code, request.url.query) as (tx, link, now):
        appointment = appointment_of(tx, link)
        if appointment is not None and not (
            (change or cancel) and appointment.status.stands and appointment.begin > now
        ):
            return appointment_views.show(path, appointment, now, here.office().opening)
        if appointment is not None and cancel:
            return appointment_views.confirm_cancel(path, appointment)
        office = here.office()
        but = appointment.id if appointment else None
        slots = seats.free(tx, list(rules.days_ahead(now)), now, office.opening, None, but)
    chosen = {"method": method, "day": day, "days": days, "at": at, "after": after}
    return booking_steps.step(path, slots, appointment, chosen)


@router.api_route("/appointments/{code}/{act}", methods=["GET", "HEAD"])
def back(code: str, act: str) -> RedirectResponse:
    """Lead to the page that an address of its forms belongs to: it stands in the browser after a refusal, and may be opened again."""
    return RedirectResponse(f"/appointments/{quote(code)}", 303, headers=booking_frame.HEADERS)


@router.post("/appointments/{code}/check")
def check(code: str, fields: Fields, here: Booking) -> Response:
    """Read the fields and show everything once more; nothing is kept yet."""
    path = f"/appointments/{code}"
    with opened(here, code) as (tx, link, now):
        appointment = appointment_of(tx, link)
        if appointment is not None:
            return appointment_views.show(path, appointment, now, here.office().opening)
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
def edit(code: str, fields: Fields, here: Booking) -> Response:
    """Show the fields again, as they were filled in."""
    path = f"/appointments/{code}"
    with opened(here, code) as (tx, link, now):
        opening = here.office().opening
        found = booking_steps.wished(tx, fields, now, opening)
        if found is None:
            return booking_steps.taken(tx, link, path, fields, now, opening)
    method, slot = found
    values = person.read(fields, method, now).values
    return booking_views.fill_in(path, method, slot.begin, slot.end, Filled(values))


@router.post("/appointments/{code}/book")
def book(code: str, fields: Fields, request: Request, here: Booking) -> Response:
    """Make the appointment; sent again, it shows the same one."""

    def do(tx: SqlBookings, link: Link, now: datetime) -> Response | None:
        if link.appointment_id is not None:
            return None
        office = here.office()
        found = booking_steps.wished(tx, fields, now, office.opening)
        if found is None:
            raise SlotTaken
        method, slot = found
        filled = person.read(fields, method, now, page_language.page().language)
        if filled.person is None:
            return booking_views.fill_in(path, method, slot.begin, slot.end, filled)
        if not here.budgets.allows(limits.BOOKINGS, limits.network_of(request)):
            raise NotPossible(limits.BOOKINGS.says)
        booking.book(tx, link, method, slot.begin, filled.person, now, office, code=plain_code(code))
        return None

    path = f"/appointments/{code}"
    return written(here, code, fields, do)
