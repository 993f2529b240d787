"""Opens the page of a code, in its language, and does in a transaction what a form there asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from desk.appointments import appointment_views, booking_frame, booking_refusals, booking_steps, links, page_language
from desk.appointments.booking_dependencies import BookingDependencies
from desk.appointments.errors import NotPossible, SlotTaken
from desk.appointments.links import LinkUseless
from desk.appointments.models import Appointment, Link
from desk.appointments.transaction import SqlBookings
from desk.http import limits

_LONGEST_CODE = 64


async def given_fields(request: Request) -> dict[str, str]:
    """Return the fields of a form; of those that came twice the last."""
    text = (await request.body()).decode("utf-8", "replace")
    return {name: values[-1] for name, values in parse_qs(text, keep_blank_values=True).items()}


Fields = Annotated[dict[str, str], Depends(given_fields)]


@contextmanager
def opened(here: BookingDependencies, code: str, query: str = "") -> Iterator[tuple[SqlBookings, Link, datetime]]:
    """Read what a code opens, and speak the language of its address, else that in which it was booked, else of the talk."""
    now = here.clock.now()
    language, plain = page_language.divided(code)
    page_language.use(language or page_language.JAPANESE, plain, query)
    with here.store.read() as tx:
        link = links.resolve(tx, plain[:_LONGEST_CODE], now)
        if language is None:
            # A link that was made for an appointment knows no talk; the appointment does.
            appointment = appointment_of(tx, link)
            talk = link.conversation_id or (appointment.chat if appointment else None)
            person = appointment.person if appointment else None
            chosen = str(person.consent.get("language") or "") if person else ""
            spoken = chosen or (here.language_of(talk) if talk else None)
            page_language.use(spoken or page_language.JAPANESE, plain, query)
        yield tx, link, now


def plain_code(code: str) -> str:
    """Return a code without the language in front of it."""
    return page_language.divided(code)[1]


def written(
    here: BookingDependencies,
    code: str,
    fields: dict[str, str],
    do: Callable[[SqlBookings, Link, datetime], Response | None],
) -> Response:
    """Do something in a transaction and go back to the page, so that reloading repeats nothing."""
    now, path = here.clock.now(), f"/appointments/{code}"
    language, plain = page_language.divided(code)
    page_language.use(language or page_language.JAPANESE, plain)
    if not here.budgets.allows(limits.BOOKING_POSTS, plain_code(code)):
        return booking_refusals.busy(here.numbers(fields.get("topic", "")))
    with opened(here, code):
        # The language of what is answered is known from here on.
        pass
    told: set[str | None] = set()
    try:
        with here.store.write() as tx:
            link = links.resolve(tx, plain_code(code)[:_LONGEST_CODE], now)
            answer = do(tx, link, now)
            appointment = appointment_of(tx, link)
            # A link that was made for an appointment knows no talk; the appointment does.
            told = {link.conversation_id, appointment.chat if appointment else None}
    except SlotTaken:
        with opened(here, code) as (tx, link, _):
            return booking_steps.taken(tx, link, path, fields, now, here.office().opening)
    except NotPossible as refused:
        return refusal(here, code, str(refused))
    for conversation_id in filter(None, told):
        here.signal(conversation_id)
    return answer or RedirectResponse(path, 303, headers=booking_frame.HEADERS)


def refusal(here: BookingDependencies, code: str, words: str) -> Response:
    """Say why it cannot be, above the appointment where there is one."""
    path = f"/appointments/{code}"
    with opened(here, code) as (tx, link, now):
        appointment = appointment_of(tx, link)
    if appointment is not None:
        return appointment_views.show(path, appointment, now, here.office().opening, words)
    return booking_refusals.refused(words)


def appointment_of(tx: SqlBookings, link: Link) -> Appointment | None:
    """Return the appointment of a link, None where it has none yet."""
    return tx.get(link.appointment_id) if link.appointment_id else None


def useless(request: Request, error: Exception) -> Response:
    """Answer a link that leads nowhere; installed by `main` for `LinkUseless`."""
    assert isinstance(error, LinkUseless)
    page_language.use(page_language.divided(str(request.path_params.get("code", "")))[0] or page_language.JAPANESE)
    return booking_refusals.useless(error.is_old)
