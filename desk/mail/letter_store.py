"""Letters in the transaction of their cause: written once, counted, taken back, forgotten. What sends them: `outbox.py`."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from desk.conversation_sql import erasure, exclusions
from desk.conversation_sql.exclusions import STOP
from desk.db.database import insert_into
from desk.mail.message import Head, Way, file_name, mail_address, one_line
from desk.mail.tables import file_of, letter_files, letters

# A mail server that is down over a weekend's night and day loses nothing; older notices help nobody.
GIVE_UP_AFTER = timedelta(hours=48)
_MOST_FILE_BYTES = 5_000_000


def put(
    connection: sa.Connection,
    *,
    dedup_key: str,
    to: str,
    subject: str,
    text: str,
    now: datetime,
    html: str | None = None,
    attachments: Sequence[tuple[str, str, bytes]] = (),
    due_at: datetime | None = None,
    conversation_id: str | None = None,
    lane: str | None = None,
    way: Way = Way.MAIL,
    is_urgent: bool = False,
    head: Head | None = None,
    key: str | None = None,
) -> bool:
    """Write a letter in the transaction of its cause; False if it was written before, or the person's data must not be used.

    Args:
        connection: The open transaction (`tx.connection`).
        dedup_key: Names the letter, at most 200 characters, such as `reminder:<appointment>:<start>`.
        to: A mail address; the fingerprint of a target where `way` is `chat`.
        subject: One line; control characters become spaces.
        text: Plain words.
        now: Aware UTC time.
        html: The same with markup.
        attachments: (name, mime type, content).
        due_at: Not before this time.
        conversation_id: Whose it is, where it goes to a migrant or tells of one: erased with the conversation.
        lane: Letters of one lane to one recipient keep their order; the conversation by default.
        way: How it travels.
        is_urgent: Before all others.
        head: What stands in its head, where it belongs to a thread of mails.
        key: 32 random hexadecimal digits that its Message-ID is made of, where the caller must know them.

    Raises:
        NotAnAddress: `to` is no mail address.
        ValueError: The files are too large for a mail.
    """
    if sum(len(content) for _, _, content in attachments) > _MOST_FILE_BYTES:
        raise ValueError("expected files of at most 5 MB together")
    if conversation_id and STOP in exclusions.restrictions(connection, conversation_id):
        return False
    starts = due_at or now
    written = connection.execute(
        insert_into(connection, letters)
        .values(
            dedup_key=dedup_key,
            key=key or secrets.token_hex(16),
            way=way,
            recipient=mail_address(to) if way is Way.MAIL else to,
            subject=one_line(subject),
            text=text,
            html=html,
            head=dataclasses.asdict(head) if head else None,
            conversation_id=conversation_id,
            lane=lane or conversation_id,
            is_urgent=is_urgent,
            state="ready",
            attempts=0,
            created_at=now,
            due_at=starts,
            give_up_at=starts + GIVE_UP_AFTER,
        )
        .on_conflict_do_nothing(index_elements=[letters.c.dedup_key])
        .returning(letters.c.id)
    ).scalar_one_or_none()
    if written is not None and attachments:
        _add_files(connection, written, attachments)
    return written is not None


def _add_files(connection: sa.Connection, letter_id: int, files: Sequence[tuple[str, str, bytes]]) -> None:
    rows = [
        {"letter_id": letter_id, "name": file_name(name), "mime": one_line(mime, 80), "content": content}
        for name, mime, content in files
    ]
    connection.execute(letter_files.insert(), rows)


def written_to(connection: sa.Connection, to: str, beginning: str, since: datetime) -> int:
    """Count the letters to an address, written since then, whose `dedup_key` begins so."""
    c = letters.c
    query = sa.select(sa.func.count()).where(
        c.recipient == mail_address(to), c.created_at > since, c.dedup_key.startswith(beginning, autoescape=True)
    )
    return int(connection.execute(query).scalar_one())


def letter_states(connection: sa.Connection, dedup_keys: Sequence[str]) -> dict[str, tuple[str, str | None]]:
    """Return {key: (state, problem)} of the letters that are not forgotten yet."""
    c = letters.c
    query = sa.select(c.dedup_key, c.state, c.problem).where(c.dedup_key.in_(dedup_keys))
    return {row[0]: (row[1], row[2]) for row in connection.execute(query)}


def withdraw(connection: sa.Connection, dedup_key: str) -> bool:
    """Take a letter back that nobody began to send; False if it is too late, or there is none."""
    c = letters.c
    query = sa.select(c.id).where(c.dedup_key == dedup_key, c.state == "ready", c.attempts == 0)
    found = connection.execute(query.with_for_update()).scalar_one_or_none()
    if found is not None:
        delete(connection, letters.c.id == found)
    return found is not None


def forget(connection: sa.Connection, beginning: str) -> None:
    """Remove every letter whose `dedup_key` begins so, sent or not, and the file it was written to."""
    theirs = letters.c.dedup_key.startswith(beginning, autoescape=True)
    rows = connection.execute(letters.select().where(theirs)).mappings()
    erasure.doom_files(connection, [file_of(row) for row in rows])
    delete(connection, theirs)


def delete(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> int:
    """Remove letters with their files; returns how many letters."""
    ids = sa.select(letters.c.id).where(*where)
    connection.execute(letter_files.delete().where(letter_files.c.letter_id.in_(ids)))
    return connection.execute(letters.delete().where(*where)).rowcount
