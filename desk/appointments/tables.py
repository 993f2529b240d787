"""The tables of appointments. That no time is given away twice stands in the schema: one row a seat and quarter of an hour."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from desk.appointments.models import STANDING, Status
from desk.db.data_category import OWN, DataCategory, Kept, personal
from desk.db.schema import Json, Moment, metadata

_BY_APPOINTMENT = {"appointment_id": "appointments"}

# Every week (weekday) or on one day (day); times are Japanese, HH:MM.
availability = sa.Table(
    "availability",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("account_id", sa.String(32), nullable=False, index=True),
    sa.Column("weekday", sa.Integer),
    sa.Column("day", sa.String(10)),
    sa.Column("begin", sa.String(5), nullable=False),
    sa.Column("end", sa.String(5), nullable=False),
    sa.Column("methods", Json, nullable=False),
    sa.Column("place", sa.String(120), nullable=False),
    sa.Column("minutes", sa.Integer, nullable=False),
    sa.Column("capacity", sa.Integer, nullable=False),
    sa.Column("blocks", sa.Boolean, nullable=False),
    sa.CheckConstraint("(weekday IS NULL) <> (day IS NULL)", name="ck_availability_when"),
    sa.CheckConstraint("capacity >= 1", name="ck_availability_capacity"),
    info=personal(DataCategory("予約できる時間", Kept.OFFICE)),
)

# A consultant's own meeting address, and the key of the calendar to subscribe to.
appointment_desks = sa.Table(
    "appointment_desks",
    metadata,
    sa.Column("account_id", sa.String(32), primary_key=True),
    sa.Column("meeting_url", sa.String(500), nullable=False, server_default=""),
    sa.Column("feed_hash", sa.String(64), unique=True),
    info=personal(DataCategory("会議の入口とカレンダー", Kept.OFFICE)),
)


def _cancel(connection: sa.Connection, conversation_id: str, at: datetime) -> None:
    """Cancel what stood: nobody knows any more who would come. Consultants see it as news."""
    c = appointments.c
    connection.execute(
        appointments.update()
        .where(c.conversation_id == conversation_id, c.begin_at > at, c.status.in_(STANDING))
        .values(status=Status.CANCELLED, sequence=c.sequence + 1, is_noticed=False, updated_at=at)
    )


appointments = sa.Table(
    "appointments",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("receipt", sa.String(20), nullable=False),
    sa.Column("account_id", sa.String(32), nullable=False, index=True),
    sa.Column("begin_at", Moment, nullable=False, index=True),
    sa.Column("end_at", Moment, nullable=False),
    sa.Column("method", sa.String(12), nullable=False),
    sa.Column("place", sa.String(120), nullable=False),
    sa.Column("meeting_url", sa.String(500), nullable=False),
    sa.Column("status", sa.String(12), nullable=False),
    sa.Column("sequence", sa.Integer, nullable=False),
    sa.Column("conversation_id", sa.String(128), index=True),
    sa.Column("case_id", sa.String(32)),
    sa.Column("made_by", sa.String(32)),
    sa.Column("is_noticed", sa.Boolean, nullable=False),
    # Who comes: emptied by erasure, the rest stays for the counts.
    sa.Column("person_name", sa.String(80)),
    sa.Column("contact_kind", sa.String(8)),
    sa.Column("contact", sa.String(254)),
    sa.Column("topic", sa.Text),
    sa.Column("consent", Json),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("updated_at", Moment, nullable=False),
    info=personal(
        DataCategory(
            "相談の予約",
            Kept.CONTACT,
            OWN,
            blank=dict.fromkeys(("person_name", "contact_kind", "contact", "topic", "consent")),
            # The row stays as a count.
            stays=(
                "id",
                "receipt",
                "account_id",
                "method",
                "place",
                "meeting_url",
                "status",
                "conversation_id",
                "case_id",
                "made_by",
            ),
            needed_until="end_at",
            at_erasure=_cancel,
        )
    ),
)

appointment_seats = sa.Table(
    "appointment_seats",
    metadata,
    sa.Column("account_id", sa.String(32), primary_key=True),
    sa.Column("cell_at", Moment, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("capacity", sa.Integer, nullable=False),
    sa.Column("appointment_id", sa.String(32), nullable=False, index=True),
    sa.CheckConstraint("number >= 1 AND number <= capacity", name="ck_appointment_seats_capacity"),
    info=personal(DataCategory("予約の席", Kept.TALK, _BY_APPOINTMENT)),
)

booking_links = sa.Table(
    "booking_links",
    metadata,
    sa.Column("code_hash", sa.String(64), primary_key=True),
    sa.Column("conversation_id", sa.String(128), index=True),
    sa.Column("appointment_id", sa.String(32), index=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False, index=True),
    info=personal(DataCategory("予約のリンク", Kept.TALK, {**_BY_APPOINTMENT, **OWN})),
)

appointment_timers = sa.Table(
    "appointment_timers",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("appointment_id", sa.String(32), nullable=False),
    sa.Column("kind", sa.String(12), nullable=False),
    sa.Column("due_at", Moment, nullable=False, index=True),
    sa.UniqueConstraint("appointment_id", "kind"),
    info=personal(DataCategory("予約のお知らせ", Kept.TALK, _BY_APPOINTMENT)),
)
