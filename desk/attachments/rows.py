"""One attachment, and what is written about it within the transaction that stores or takes back its message."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from desk.attachments.tables import attachments
from desk.conversation_sql import erasure

FOLDER = "attachments"


@dataclass(frozen=True)
class Attachment:
    """One photo, video, voice or file.

    Attributes:
        source_id: LINE's id of the message.
        stored_name: Where it is, or will be, under the data folder.
    """

    id: str
    conversation_id: str
    source_id: str
    kind: str
    name: str | None
    state: str
    attempts: int
    prepared_by: datetime | None
    media_type: str | None
    size: int | None
    stored_name: str
    created_at: datetime


def added_since(connection: sa.Connection, conversation_id: str, since: datetime) -> int:
    """Count what a conversation sent since then."""
    c = attachments.c
    query = sa.select(sa.func.count()).where(c.conversation_id == conversation_id, c.created_at > since)
    return int(connection.execute(query).scalar_one())


def add(
    connection: sa.Connection,
    conversation_id: str,
    outside_id: str,
    kind: str,
    name: str | None,
    now: datetime,
) -> str:
    """Note what is to be fetched, in the transaction that stores its message; returns its id."""
    secret = secrets.token_hex(16)
    values = {
        "id": f"f_{secrets.token_hex(12)}",
        "conversation_id": conversation_id,
        "outside_id": outside_id,
        "kind": kind,
        "name": name,
        "state": "waiting",
        "attempts": 0,
        "due_at": now,
        "stored_name": f"{FOLDER}/{secret[:2]}/{secret}",
        "created_at": now,
    }
    connection.execute(attachments.insert().values(**values))
    return str(values["id"])


def take_back(connection: sa.Connection, outside_id: str) -> None:
    """Delete what came with a message that its person takes back, in the transaction that does so."""
    a = attachments.c
    stored = sa.select(a.stored_name).where(a.outside_id == outside_id)
    erasure.doom_files(connection, connection.execute(stored).scalars().all())
    connection.execute(attachments.delete().where(a.outside_id == outside_id))
