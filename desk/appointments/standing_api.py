"""What the assistant's actions ask about appointments that were made: which stand, and to cancel one; signed like the hand-over.

Nothing personal leaves here: when, how and where to change it. Samples: tests/wire/appointment_standing_*.json, appointment_cancel_*.json.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from desk.appointments import booking_frame, links, service
from desk.appointments.assistant_api import ConversationId, verified
from desk.appointments.booking_dependencies import Booking, BookingDependencies
from desk.appointments.errors import NotPossible
from desk.appointments.models import Appointment
from desk.appointments.transaction import SqlBookings
from desk.text import times

router = APIRouter(tags=["appointments"])


class StandingRequest(BaseModel):
    """Which appointments of a conversation stand."""

    conversation_id: ConversationId


class CancelRequest(BaseModel):
    """Cancel one of them, by its receipt number."""

    conversation_id: ConversationId
    receipt: Annotated[str, Field(min_length=1, max_length=40)]


class ShownStanding(TypedDict):
    """An appointment to come: in words, and the addresses to change it and to put it into a calendar."""

    receipt: str
    text: str
    short: str
    method: str
    change_url: str
    calendar_url: str


class StandingAppointments(TypedDict):
    """The appointments of a conversation that are yet to come."""

    appointments: list[ShownStanding]


class Cancelled(TypedDict):
    """What became of it; `text` is when it was, or why it cannot be cancelled."""

    state: Literal["cancelled", "gone", "refused"]
    text: str | None


@router.post("/webhooks/appointments/standing")
async def standing(request: Request, here: Booking) -> StandingAppointments:
    """Return the appointments of a conversation that are yet to come, with an address for each."""
    body = await verified(request, here, StandingRequest)
    return await run_in_threadpool(_standing, here, body)


@router.post("/webhooks/appointments/cancel")
async def cancel(request: Request, here: Booking) -> Cancelled:
    """Cancel an appointment of a conversation; the desk itself tells the person, once."""
    body = await verified(request, here, CancelRequest)
    answer = await run_in_threadpool(_cancel, here, body)
    here.signal(body.conversation_id)
    return answer


def _standing(here: BookingDependencies, body: StandingRequest) -> StandingAppointments:
    now, office = here.clock.now(), here.office()
    with here.store.write() as tx:
        found = tx.standing_of(body.conversation_id, now)
        # Only the hashes of codes are kept: whoever asks again gets a new way to the same page.
        return {"appointments": [_shown(item, office.address(links.make(tx, now, None, item))) for item in found]}


def _cancel(here: BookingDependencies, body: CancelRequest) -> Cancelled:
    now = here.clock.now()
    with here.store.write() as tx:
        found = _of(tx, body)
        if found is None or not found.status.stands:
            return {"state": "gone", "text": None}
        try:
            service.cancel(tx, found, now, here.office(), code=links.make(tx, now, None, found))
        except NotPossible as refused:
            return {"state": "refused", "text": str(refused)}
    return {"state": "cancelled", "text": times.span(found.begin, found.end)}


def _of(tx: SqlBookings, body: CancelRequest) -> Appointment | None:
    """Return the appointment, None where the conversation has none of that number: nobody cancels another one's."""
    return next((item for item in tx.of_conversation(body.conversation_id) if item.receipt == body.receipt), None)


def _shown(appointment: Appointment, address: str) -> ShownStanding:
    return {
        "receipt": appointment.receipt,
        "text": times.span(appointment.begin, appointment.end),
        "short": times.moment(appointment.begin),
        "method": appointment.method.value,
        "change_url": booking_frame.address(address, change="1"),
        "calendar_url": f"{address}.ics",
    }
