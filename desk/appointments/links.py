"""Links to an appointment: a code that only its holder knows, kept as a hash, good for a while."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.appointments import ids
from desk.appointments.models import Appointment, Link
from desk.appointments.transaction import SqlBookings

UNUSED_LIFETIME = timedelta(days=7)
# Whoever comes back a month later still reads what became of the appointment.
LIFETIME_AFTER = timedelta(days=30)


class LinkUseless(LookupError):
    """There is no such link, or it is too old; `is_old` tells which."""

    def __init__(self, *, is_old: bool) -> None:
        """Say why."""
        self.is_old = is_old
        super().__init__("the link is too old" if is_old else "there is no such link")


def make(
    tx: SqlBookings,
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


def resolve(tx: SqlBookings, code: str, now: datetime) -> Link:
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
