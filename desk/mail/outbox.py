"""The mailbox: letters written in the transaction of their cause, leased to a sender, kept until somebody knows their end."""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from desk.conversation_sql import erasure, exclusions
from desk.conversation_sql.exclusions import STOP
from desk.db.database import Database
from desk.mail.message import Attachment, Head, Letter, Way, file_name, mail_address, one_line
from desk.mail.order import NEXT, NEXT_LOCKED, OPEN
from desk.mail.tables import NOT_MADE, file_of, letter_files, letters
from desk.set_aside import store as set_aside
from desk.set_aside.kinds import Worker, is_of_everything

# Longer than one attempt may take, so that only a dead sender's letter is taken over.
LEASE = timedelta(seconds=90)
# A mail server that is down over a weekend's night and day loses nothing; older notices help nobody.
GIVE_UP_AFTER = timedelta(hours=48)
KEPT_AFTER_SENDING = timedelta(days=30)
STUCK = ("dead", "unknown")
# Tried and not taken for so long: people should hear of it, though it is still tried.
LATE_AFTER = timedelta(minutes=15)
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
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    written = connection.execute(
        insert(letters)
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
        connection.execute(
            letter_files.insert(),
            [
                {
                    "letter_id": written,
                    "name": file_name(name),
                    "mime": one_line(mime, 80),
                    "content": content,
                }
                for name, mime, content in attachments
            ],
        )
    return written is not None


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
        _delete(connection, letters.c.id == found)
    return found is not None


def forget(connection: sa.Connection, beginning: str) -> None:
    """Remove every letter whose `dedup_key` begins so, sent or not, and the file it was written to."""
    theirs = letters.c.dedup_key.startswith(beginning, autoescape=True)
    rows = connection.execute(letters.select().where(theirs)).mappings()
    erasure.doom_files(connection, [file_of(row) for row in rows])
    _delete(connection, theirs)


_ASIDE = {"state": "aside", "leased_until": None}


def _taken(connection: sa.Connection, due: sa.Row[Any], now: datetime) -> Letter:
    c = letters.c
    row = connection.execute(letters.select().where(c.id == due.id)).mappings().one()
    # Taken over from a sender that died, perhaps after the other side had it.
    maybe = bool(row["maybe_received"]) or row["state"] == "sending"
    attempts = row["attempts"] + 1
    connection.execute(
        letters.update()
        .where(c.id == row["id"])
        .values(state="sending", leased_until=now + LEASE, attempts=attempts, maybe_received=maybe)
    )
    files = connection.execute(
        sa.select(letter_files)
        .where(letter_files.c.letter_id == row["id"], letter_files.c.content != NOT_MADE)
        .order_by(letter_files.c.id)
    ).mappings()
    return Letter(
        row["id"],
        row["key"],
        Way(row["way"]),
        row["recipient"],
        row["subject"],
        row["text"],
        row["html"],
        tuple(Attachment(file["name"], file["mime"], bytes(file["content"])) for file in files),
        row["created_at"],
        row["due_at"],
        attempts,
        maybe,
        Head.of(row["head"]) if row["head"] else None,
    )


class Mailbox:
    """Leases letters to a sender and keeps what became of them."""

    def __init__(self, database: Database) -> None:
        """Use this database."""
        self._database = database

    def lease(self, way: Way, now: datetime) -> Letter | None:
        """Take the letter that goes first: urgent ones, then by time; of one lane and recipient in order."""
        c, values = letters.c, {"way": way, "now": now, "lease_ends": now + LEASE}
        while True:
            # Most looks find nothing: they must not wait for the write lock.
            with self._database.read() as connection:
                if connection.execute(NEXT, values).first() is None:
                    return None
            with self._database.write() as connection:
                due = connection.execute(NEXT_LOCKED, values).first()
                if due is None:
                    return None
                try:
                    with connection.begin_nested():
                        return _taken(connection, due, now)
                except Exception as error:
                    if is_of_everything(error):
                        raise
                    set_aside.note(
                        connection,
                        Worker.MAIL,
                        str(due.id),
                        error,
                        now,
                        conversation_id=due.conversation_id,
                        most_tries=1,
                    )
                    connection.execute(letters.update().where(c.id == due.id).values(_ASIDE))

    def set_aside(self, letter: Letter, now: datetime, error: Exception) -> None:
        """Note that a letter cannot be made into what is sent; a person decides."""
        with self._database.write() as connection:
            if self._end(connection, letter, **_ASIDE):
                query = sa.select(letters.c.conversation_id).where(letters.c.id == letter.id)
                whose = connection.execute(query).scalar_one_or_none()
                set_aside.note(
                    connection,
                    Worker.MAIL,
                    str(letter.id),
                    error,
                    now,
                    conversation_id=whose,
                    most_tries=1,
                )

    def sent(self, letter: Letter, now: datetime) -> None:
        """Note that the other side took it; its words go."""
        with self._database.write() as connection:
            changed = self._end(connection, letter, state="sent", settled_at=now, text="", html=None, problem=None)
            if changed:
                connection.execute(letter_files.delete().where(letter_files.c.letter_id == letter.id))

    def refused(self, letter: Letter, now: datetime, problem: str) -> None:
        """Note that it will never be taken as it is."""
        with self._database.write() as connection:
            self._end(connection, letter, state="dead", settled_at=now, problem=problem)

    def put_off(
        self,
        letter: Letter,
        now: datetime,
        pause: timedelta,
        problem: str,
        *,
        maybe_received: bool,
    ) -> str:
        """Let it be tried again later, or give it up after two days; returns the state it has now."""
        c = letters.c
        maybe = letter.maybe_received or maybe_received
        with self._database.write() as connection:
            query = sa.select(c.give_up_at).where(c.id == letter.id)
            give_up_at = connection.execute(query).scalar_one_or_none()
            if give_up_at is None:
                return "erased"
            if now + pause <= give_up_at:
                state, more = "ready", {"due_at": now + pause}
            else:
                state, more = ("unknown" if maybe else "dead"), {"settled_at": now}
            self._end(connection, letter, state=state, problem=problem, maybe_received=maybe, **more)
        return state

    def _end(self, connection: sa.Connection, letter: Letter, **values: Any) -> bool:
        """End one attempt; nothing happens if another sender has taken it over meanwhile."""
        c = letters.c
        done = connection.execute(
            letters.update()
            .where(c.id == letter.id, c.state == "sending", c.attempts == letter.attempts)
            .values(**{"leased_until": None, **values})
        )
        return done.rowcount == 1

    # --- for people ---------------------------------------------------------------------------

    def stuck(self, most: int = 200) -> list[dict[str, Any]]:
        """Return {id, way, recipient, subject, state, problem, created_at} of those that wait for a decision, newest first."""
        c = letters.c
        query = (
            sa.select(c.id, c.way, c.recipient, c.subject, c.state, c.problem, c.created_at)
            .where(c.state.in_(STUCK))
            .order_by(c.id.desc())
            .limit(most)
        )
        with self._database.read() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def count_stuck(self) -> int:
        """Return how many letters wait for a decision."""
        query = sa.select(sa.func.count()).where(letters.c.state.in_(STUCK))
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def send_again(self, letter_id: int, now: datetime) -> bool:
        """Send a stuck letter once more; False if it is not stuck (any more)."""
        return self._decide(letter_id, state="ready", due_at=now, give_up_at=now + GIVE_UP_AFTER, settled_at=None)

    def let_go(self, letter_id: int) -> bool:
        """Take a stuck letter off the list without sending it; its words go."""
        done = self._decide(letter_id, state="dropped", text="", html=None)
        if done:
            with self._database.write() as connection:
                connection.execute(letter_files.delete().where(letter_files.c.letter_id == letter_id))
        return done

    def _decide(self, letter_id: int, **values: Any) -> bool:
        c = letters.c
        with self._database.write() as connection:
            # Compare and set: two people who press at the same time send it once.
            changed = connection.execute(letters.update().where(c.id == letter_id, c.state.in_(STUCK)).values(**values))
            return changed.rowcount == 1

    # --- figures and forgetting ---------------------------------------------------------------

    def waiting(self, now: datetime) -> tuple[int, datetime | None]:
        """Return how many letters are due and not sent, and since when the oldest is."""
        c = letters.c
        starts = sa.func.min(c.give_up_at, type_=c.give_up_at.type)
        query = sa.select(sa.func.count(), starts).where(c.state.in_(OPEN), sa.or_(c.due_at <= now, c.attempts > 0))
        with self._database.read() as connection:
            count, first = connection.execute(query).one()
        return int(count), first - GIVE_UP_AFTER if first else None

    def late(self, now: datetime) -> list[dict[str, Any]]:
        """Return {way, problem, count, since} of letters that were tried and are still not taken after a quarter of an hour."""
        c = letters.c
        since = sa.func.min(c.give_up_at, type_=c.give_up_at.type)
        query = (
            sa.select(c.way, c.problem, sa.func.count(), since)
            .where(
                c.state.in_(OPEN),
                c.problem.is_not(None),
                c.give_up_at <= now - LATE_AFTER + GIVE_UP_AFTER,
            )
            .group_by(c.way, c.problem)
        )
        with self._database.read() as connection:
            return [
                {"way": row[0], "problem": row[1], "count": row[2], "since": row[3] - GIVE_UP_AFTER}
                for row in connection.execute(query)
            ]

    def forget_old(self, now: datetime) -> int:
        """Remove letters that were settled a month ago; returns how many."""
        c = letters.c
        where = (c.settled_at < now - KEPT_AFTER_SENDING, c.state.in_(["sent", "dropped"]))
        # Most looks find nothing: they must not wait for the write lock.
        with self._database.read() as connection:
            if connection.execute(sa.select(c.id).where(*where).limit(1)).first() is None:
                return 0
        with self._database.write() as connection:
            return _delete(connection, *where)


def _delete(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> int:
    ids = sa.select(letters.c.id).where(*where)
    connection.execute(letter_files.delete().where(letter_files.c.letter_id.in_(ids)))
    return connection.execute(letters.delete().where(*where)).rowcount
