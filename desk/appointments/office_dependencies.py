"""What the office's pages of appointments share: who may, the stores, the frame's links, reading fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Annotated, Any
from urllib.parse import urlencode, urlsplit

from fastapi import Depends
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.appointments.booking_dependencies import Booking
from desk.appointments.mails import Office
from desk.appointments.models import Appointment, Method
from desk.appointments.store import AppointmentStore
from desk.appointments.transaction import SqlBookings
from desk.http.problems import Problem
from desk.office import frame
from desk.office.session import CurrentSession, Desk
from desk.services import Services, part
from desk.text.times import JAPAN

HOME = "/console/appointments"
HOME_NAME = "予約"
LONGEST_URL = 500


async def office_now(booking: Booking) -> Callable[[], Office]:
    """Return where the opening hours and addresses are asked for."""
    return booking.office


Appointments = Annotated[AppointmentStore, Depends(part(AppointmentStore))]
OfficeNow = Annotated[Callable[[], Office], Depends(office_now)]


@dataclass(frozen=True)
class AtOffice:
    """What is done with appointments in the office: by whom, when, under which hours and addresses."""

    current: Session
    desk: Services
    appointments: AppointmentStore
    now: datetime
    office: Office


def at_office(current: CurrentSession, desk: Desk, appointments: Appointments, office_now: OfficeNow) -> AtOffice:
    """Return it for a request."""
    return AtOffice(current, desk, appointments, desk.clock.now(), office_now())


Here = Annotated[AtOffice, Depends(at_office)]


def may_edit(session: Session, account_id: str) -> bool:
    """Whether somebody may change a consultant's time: their own, supervisors and managers everybody's."""
    return session.account.id == account_id or session.account.role in {"supervisor", "manager"}


def found_or_problem(tx: SqlBookings, appointment_id: str) -> Appointment:
    """Return an appointment.

    Raises:
        Problem: 404.
    """
    appointment = tx.get(appointment_id)
    if appointment is None:
        raise Problem(404, "unknown_appointment", "この予約は見つかりません。")
    return appointment


def show(session: Session, template: str, *, title: str, tab: str = "", **values: Any) -> HTMLResponse:
    """Return a page made of a template that extends `appointments/office.html`; its bar marks `tab`."""
    pages = [
        (address(), "予約の一覧"),
        (address("/new"), "予約を作る"),
        (address("/times"), "予約できる時間"),
    ]
    return frame.show(session, template, title=title, section=HOME_NAME, home=HOME, tab=tab, tab_pages=pages, **values)


def address(path: str = "", **query: str | None) -> str:
    """Return an address below the list, with the parts of its query that are given."""
    given = {name: value for name, value in query.items() if value}
    return f"{HOME}{path}" + (f"?{urlencode(given)}" if given else "")


def read_url(text: str) -> str | None:
    """Return an https address of a meeting, empty where the field is empty, None where it is something else."""
    url = text.strip()
    if not url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    is_sound = (
        parts.scheme == "https"
        and bool(parts.hostname)
        and "@" not in parts.netloc
        and len(url) <= LONGEST_URL
        and url.isascii()
        and url.isprintable()
        and not set(url) & set(" \"'<>\\")
    )
    return url if is_sound else None


def read_time(text: str) -> time | None:
    """Read 09:30."""
    try:
        return time.fromisoformat(text.strip()).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError:
        return None


def read_wish(fields: Mapping[str, str]) -> tuple[Method, datetime, str] | None:
    """Read the value of a chosen slot: `online 2026-11-25T10:00 a_1`; none where another `method` was ticked since."""
    method, _, rest = fields.get("slot", "").partition(" ")
    moment, _, account_id = rest.partition(" ")
    if method not in set(Method) or fields.get("method", method) != method:
        return None
    try:
        begin = datetime.strptime(moment, "%Y-%m-%dT%H:%M").replace(tzinfo=JAPAN)
    except ValueError:
        return None
    return Method(method), begin, account_id
