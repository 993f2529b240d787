"""What consultants may do with one appointment, by the name the form gives it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from desk.appointments import links, service
from desk.appointments.errors import NotPossible
from desk.appointments.mails import Office
from desk.appointments.models import AFTERWARDS, Appointment, Status
from desk.appointments.office_dependencies import read_url, read_wish
from desk.appointments.transaction import SqlBookings


@dataclass(frozen=True)
class Asked:
    """What the form of an appointment asks for, within a transaction; `by` is the consultant's account."""

    tx: SqlBookings
    appointment: Appointment
    fields: Mapping[str, str]
    now: datetime
    here: Office
    by: str


Command = Callable[[Asked], Appointment]


def _move(asked: Asked) -> Appointment:
    wish = read_wish(asked.fields)
    if wish is None:
        raise NotPossible("新しい日時を選んでください。")
    method, begin, account_id = wish
    code = links.make(asked.tx, asked.now, None, asked.appointment)
    return service.move(
        asked.tx, asked.appointment, method, begin, asked.now, asked.here, code=code, account_id=account_id, by=asked.by
    )


def _cancel(asked: Asked) -> Appointment:
    code = links.make(asked.tx, asked.now, None, asked.appointment)
    return service.cancel(asked.tx, asked.appointment, asked.now, asked.here, code=code, by=asked.by)


def _finish(status: Status) -> Command:
    return lambda asked: service.finish(asked.tx, asked.appointment, status, asked.now, asked.by)


def _set_url(asked: Asked) -> Appointment:
    url = read_url(asked.fields.get("url", ""))
    if not url:
        raise NotPossible("https:// で始まるアドレスを書いてください。")
    return service.set_meeting_url(asked.tx, asked.appointment, url, asked.now, asked.here, asked.by)


def _notice(asked: Asked) -> Appointment:
    return service.notice(asked.tx, asked.appointment)


COMMANDS: dict[str, Command] = {
    "move": _move,
    "cancel": _cancel,
    "url": _set_url,
    "notice": _notice,
    **{status.value: _finish(status) for status in AFTERWARDS},
}
