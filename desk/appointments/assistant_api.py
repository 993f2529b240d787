"""What the assistant's actions ask, signed like the hand-over: which times are free, and a link to book one.

Samples: tests/wire/appointment_*.json.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Annotated, Literal, TypeVar

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from desk.appointments import booking_frame, links, rules, seats, wishes
from desk.appointments.booking_dependencies import Booking, BookingDependencies
from desk.appointments.models import Method, Slot
from desk.appointments.schemas import BookingLink, Offer, OfferedTime
from desk.http.problems import Problem
from desk.http.signatures import verify
from desk.text import times
from desk.text.times import JAPAN

Body = TypeVar("Body", bound=BaseModel)
router = APIRouter(tags=["appointments"])
MOST_SLOTS = 6
Fits = Literal["yes", "day", "no"]
# Six times of one morning are no choice: a day is asked for again, or given room.
MOST_OF_A_DAY = 3

ConversationId = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9_.:@+\-]+$")]


class Window(BaseModel):
    """A time wished for, as days and, within each of them, as hours."""

    since: AwareDatetime
    until: AwareDatetime
    from_time: time = time(0)
    to_time: time = time(23, 59)
    weekdays: Annotated[list[Annotated[int, Field(ge=0, le=6)]], Field(max_length=7)] = []


class OfferRequest(BaseModel):
    """Which times are free; `latest` asks for the last ones of the days instead of the first."""

    conversation_id: ConversationId
    windows: Annotated[list[Window], Field(max_length=10)] = []
    method: Method | None = None
    latest: bool = False


class LinkRequest(BaseModel):
    """A link to book, with a time chosen or not."""

    conversation_id: ConversationId
    begin: AwareDatetime | None = None
    method: Method | None = None


@router.post("/webhooks/appointments/offer")
async def offer(request: Request, here: Booking) -> Offer:
    """Return free times within the windows, and otherwise those that come next."""
    body = await verified(request, here, OfferRequest)
    return await run_in_threadpool(_offer, here, body)


@router.post("/webhooks/appointments/link", status_code=201)
async def link(request: Request, here: Booking) -> BookingLink:
    """Make a booking link for a conversation."""
    body = await verified(request, here, LinkRequest)
    return await run_in_threadpool(_link, here, body)


def choose(slots: list[Slot], most: int = MOST_SLOTS, of_a_day: int = MOST_OF_A_DAY) -> list[Slot]:
    """Return a few times of several days, one for each moment, in order."""
    found: dict[datetime, Slot] = {}
    counts: dict[object, int] = {}
    rest: list[Slot] = []
    for slot in slots:
        day = slot.begin.astimezone(JAPAN).date()
        if slot.begin in found:
            methods = found[slot.begin].methods | slot.methods
            found[slot.begin] = Slot(slot.account_id, slot.begin, slot.end, methods, slot.place, slot.capacity)
        elif counts.get(day, 0) < of_a_day and len(found) < most:
            found[slot.begin] = slot
            counts[day] = counts.get(day, 0) + 1
        else:
            rest.append(slot)
    for slot in rest:
        if len(found) >= most:
            break
        found.setdefault(slot.begin, slot)
    return [found[begin] for begin in sorted(found)]


def last_of_days(slots: list[Slot]) -> list[Slot]:
    """Return the slots at the last moment of each day."""
    last: dict[object, datetime] = {}
    for slot in slots:
        day = slot.begin.astimezone(JAPAN).date()
        last[day] = max(slot.begin, last.get(day, slot.begin))
    return [slot for slot in slots if slot.begin == last[slot.begin.astimezone(JAPAN).date()]]


def on_day(slot: Slot, window: Window) -> bool:
    """Whether a slot is on a day wished for."""
    begin = slot.begin.astimezone(JAPAN)
    return window.since <= slot.begin < window.until and (not window.weekdays or begin.weekday() in window.weekdays)


def within(slot: Slot, window: Window) -> bool:
    """Whether a slot begins on a day and at an hour wished for."""
    begin = slot.begin.astimezone(JAPAN).time()
    return on_day(slot, window) and window.from_time <= begin < window.to_time


def fitting(slots: list[Slot], windows: list[Window]) -> tuple[Fits, list[Slot]]:
    """Return what fits (`yes`), else what is on the same days (`day`), else everything (`no`)."""
    if not windows:
        return "yes", slots
    tests: tuple[tuple[Fits, Callable[[Slot, Window], bool]], ...] = (("yes", within), ("day", on_day))
    for fits, test in tests:
        found = [slot for slot in slots if any(test(slot, window) for window in windows)]
        if found:
            return fits, found
    return "no", slots


def _offer(here: BookingDependencies, body: OfferRequest) -> Offer:
    now, opening = here.clock.now(), here.office().opening
    with here.store.read() as tx:
        slots = seats.free(tx, list(rules.days_ahead(now)), now, opening, body.method)
    fits, found = fitting(slots, body.windows)
    last = now.astimezone(JAPAN).date() + timedelta(days=rules.AHEAD_DAYS)
    return {
        "fits": fits,
        "slots": [_shown(slot) for slot in choose(last_of_days(found) if body.latest else found)],
        "methods": [method for method in Method if any(method in slot.methods for slot in slots)],
        "until_text": times.day(last),
    }


def _link(here: BookingDependencies, body: LinkRequest) -> BookingLink:
    now = here.clock.now()
    with here.store.write() as tx:
        code = links.make(tx, now, body.conversation_id)
    wish = {
        "method": body.method.value if body.method else None,
        "at": wishes.written(body.begin) if body.begin else None,
    }
    return {
        "url": booking_frame.address(here.office().address(code), **wish),
        "text": times.moment(body.begin) if body.begin else None,
        "expires_text": times.moment(now + links.UNUSED_LIFETIME),
    }


def _shown(slot: Slot) -> OfferedTime:
    return {
        "begin": slot.begin.astimezone(JAPAN).isoformat(timespec="minutes"),
        "text": times.span(slot.begin, slot.end),
        "short": times.moment(slot.begin),
        "methods": [method for method in Method if method in slot.methods],
    }


async def verified(request: Request, here: BookingDependencies, kind: type[Body]) -> Body:
    """Return the body of a signed request.

    Raises:
        Problem: 401 unsigned, 422 a body that cannot be read.
    """
    raw = await request.body()
    verify(raw, dict(request.headers), here.settings.secrets)
    try:
        return kind.model_validate_json(raw)
    except ValidationError as error:
        fields = [{"field": ".".join(map(str, e["loc"])), "expected": e["msg"]} for e in error.errors()]
        raise Problem(422, "invalid_request", "The body cannot be read.", fields=fields) from None
