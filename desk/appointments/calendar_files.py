"""Appointments as calendar files."""

from __future__ import annotations

from fastapi import APIRouter, Response

from desk.appointments import booking_frame, booking_refusals, ics, page_language
from desk.appointments.booking_access import appointment_of, opened
from desk.appointments.booking_dependencies import Booking
from desk.text.pack import city

router = APIRouter(include_in_schema=False)


# Programs look with HEAD whether a file has changed before they fetch it.
@router.api_route("/appointments/{code}.ics", methods=["GET", "HEAD"])
def calendar_file(code: str, here: Booking) -> Response:
    """Return the appointment as a calendar file."""
    with opened(here, code) as (tx, link, _):
        appointment = appointment_of(tx, link)
        language = page_language.page().language
    if appointment is None:
        return booking_refusals.useless(is_old=False)
    content = ics.event(appointment, here.office().organiser or here.office().base_url, language)
    name = f'attachment; filename="{city().names.latin}-{appointment.receipt}.ics"'
    return Response(content, media_type=ics.MIME, headers={"content-disposition": name, **booking_frame.HEADERS})


@router.api_route("/calendar/{token}.ics", methods=["GET", "HEAD"])
def feed(token: str, here: Booking) -> Response:
    """Return a consultant's calendar to a program that subscribes to it."""
    found = here.feed(token)
    if found is None:
        return Response(status_code=404)
    return Response(found, media_type=ics.MIME, headers=booking_frame.HEADERS)
