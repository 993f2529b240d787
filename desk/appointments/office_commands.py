"""What consultants may do with one appointment, by the name the form gives it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from desk.appointments import links, service
from desk.appointments.mails import Office
from desk.appointments.models import Appointment, Status
from desk.appointments.office_dependencies import read_url, read_wish
from desk.appointments.service import NotPossible
from desk.appointments.store import SqlBookings

Deed = Callable[[SqlBookings, Appointment, Mapping[str, str], datetime, Office, str], Appointment]


def _move(
    tx: SqlBookings,
    found: Appointment,
    fields: Mapping[str, str],
    now: datetime,
    here: Office,
    by: str,
) -> Appointment:
    wish = read_wish(fields)
    if wish is None:
        raise NotPossible("新しい日時を選んでください。")
    method, begin, account_id = wish
    code = links.make(tx, now, None, found)
    return service.move(tx, found, method, begin, now, here, code=code, account_id=account_id, by=by)


def _cancel(
    tx: SqlBookings,
    found: Appointment,
    fields: Mapping[str, str],
    now: datetime,
    here: Office,
    by: str,
) -> Appointment:
    code = links.make(tx, now, None, found)
    return service.cancel(tx, found, now, here, code=code, by=by)


def _finish(status: Status) -> Deed:
    def finish(
        tx: SqlBookings,
        found: Appointment,
        fields: Mapping[str, str],
        now: datetime,
        here: Office,
        by: str,
    ) -> Appointment:
        return service.finish(tx, found, status, now, by)

    return finish


def _set_url(
    tx: SqlBookings,
    found: Appointment,
    fields: Mapping[str, str],
    now: datetime,
    here: Office,
    by: str,
) -> Appointment:
    url = read_url(fields.get("url", ""))
    if not url:
        raise NotPossible("https:// で始まるアドレスを書いてください。")
    return service.set_meeting_url(tx, found, url, now, here, by)


def _notice(
    tx: SqlBookings,
    found: Appointment,
    fields: Mapping[str, str],
    now: datetime,
    here: Office,
    by: str,
) -> Appointment:
    return service.notice(tx, found)


DEEDS: dict[str, Deed] = {
    "move": _move,
    "cancel": _cancel,
    "done": _finish(Status.DONE),
    "no_show": _finish(Status.NO_SHOW),
    "url": _set_url,
    "notice": _notice,
}
