"""What notices follow from, and writing them: each told once to each reader, with its letter in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from desk.accounts import tables as account_tables
from desk.accounts.store import is_present
from desk.accounts.tables import notice_settings
from desk.appointments import queries as booked
from desk.conversation_sql import tables as t
from desk.conversation_sql.case_tables import snoozes
from desk.db.database import DatabaseStore, insert_into
from desk.mail import service as mails
from desk.mail.service import NotAnAddress, Way
from desk.notices import open_cases
from desk.notices.notice import NoticeSettings, OpenCase, Reader
from desk.notices.open_cases import OPEN, WATCHED
from desk.notices.saved_settings import read_settings, stored
from desk.notices.tables import told_notices
from desk.set_aside import store
from desk.set_aside.kinds import Worker, is_of_everything
from desk.set_aside.store import Round, read_each


@dataclass(frozen=True)
class Told:
    """A notice to one reader (an account, or a chat target), with its letter."""

    key: str
    reader: str
    case_id: str | None
    way: Way
    to: str
    subject: str
    text: str
    is_urgent: bool = False


class NoticeStore(DatabaseStore):
    """Reads cases and people; writes notices and settings."""

    def open_cases(self, now: datetime) -> list[OpenCase]:
        """Return the cases that are not closed; one put off is not unanswered until then, or until the migrant writes.

        One that cannot be read is set aside, and missing.
        """
        c = t.cases.c
        query = sa.select(c.id).where(c.state.in_(WATCHED)).order_by(c.waiting_since)
        ids = list(self._database.ask(query).scalars())

        def read(some: Sequence[str]) -> list[OpenCase]:
            with self._database.read() as connection:
                return open_cases.read(connection, some, now)

        return read_each(self.round(now), ids, read)

    def round(self, now: datetime) -> Round:
        """Begin a round of notices."""
        return Round(self._database, Worker.NOTICES, now)

    def readers(self, now: datetime) -> list[Reader]:
        """Return the active accounts that work on cases, with what each wants."""
        a = account_tables.accounts.c
        present = sa.case((is_present(now), 1), else_=0).label("is_present")
        query = (
            sa.select(a.id, a.email, a.role, present, notice_settings.c.settings, a.seen_at)
            .outerjoin(notice_settings, notice_settings.c.account_id == a.id)
            .where(a.is_active, a.role != "auditor")
            .order_by(a.created_at, a.id)
        )
        rows = self._database.ask(query).all()
        # Where managers are all there is, they do what consultants do.
        takes_all = not any(row[2] != "manager" and row[5] is not None for row in rows)
        return [
            Reader(
                row[0],
                row[1],
                row[2],
                bool(row[3]),
                read_settings(row[4], "supervisor" if takes_all and row[2] == "manager" else row[2]),
                row[5] is not None,
            )
            for row in rows
        ]

    def settings(self, account_id: str, role: str) -> NoticeSettings:
        """Return what an account wants; the usual where it never said."""
        query = sa.select(notice_settings.c.settings).where(notice_settings.c.account_id == account_id)
        return read_settings(self._database.ask(query).scalar_one_or_none(), role)

    def save_settings(self, account_id: str, wish: NoticeSettings, now: datetime) -> None:
        """Keep what an account wants."""
        with self._database.write() as connection:
            connection.execute(notice_settings.delete().where(notice_settings.c.account_id == account_id))
            connection.execute(
                notice_settings.insert().values(account_id=account_id, settings=stored(wish), saved_at=now)
            )

    def told(self, keys: Sequence[str]) -> set[tuple[str, str]]:
        """Return (key, reader) of those among the keys that were told."""
        n = told_notices.c
        query = sa.select(n.key, n.reader).where(n.key.in_(keys))
        return {(row[0], row[1]) for row in self._database.ask(query)}

    def told_lately(self, since: datetime) -> set[str]:
        """Return the readers that were told something since then."""
        c = told_notices.c
        query = sa.select(c.reader).where(c.told_at > since).distinct()
        return set(self._database.ask(query).scalars())

    def tell(self, notices: Sequence[Told], now: datetime) -> int:
        """Write those that were not told yet, with their letters; returns how many have no usable address."""
        unusable = 0
        with self._database.write() as connection:
            for notice in notices:
                try:
                    with connection.begin_nested():
                        unusable += not _tell_one(connection, notice, now)
                except Exception as error:
                    if is_of_everything(error):
                        raise
                    item = f"{notice.key}:{notice.reader}"
                    store.note(connection, Worker.NOTICES, item, error, now)
        return unusable

    def counts(self, since: datetime, until: datetime) -> dict[str, int]:
        """Return {queued, message_left, consultant, unanswered, promised, appointments}.

        Open cases by state, questions without an answer since a time, answers promised until the end of the day, and
        the appointments of that day.
        """
        c, m = t.cases.c, t.messages.c
        by_state = sa.select(c.state, sa.func.count()).where(c.state.in_(OPEN)).group_by(c.state)
        asked = sa.select(m.understanding).where(m.author == "user", m.sent_at > since, m.understanding.is_not(None))
        z = snoozes.c
        promises = sa.select(sa.func.count()).where(z.is_promise, z.until < until)
        with self._database.read() as connection:
            of_today = booked.count_standing(connection, until - timedelta(days=1), until)
            promised = int(connection.execute(promises).scalar_one())
            found = {str(row[0]): int(row[1]) for row in connection.execute(by_state)}
            outcomes = [row[0] for row in connection.execute(asked)]
        unanswered = sum(1 for one in outcomes if one and one.get("outcome") == "fallback")
        return {state.value: found.get(state.value, 0) for state in OPEN} | {
            "unanswered": unanswered,
            "promised": promised,
            "appointments": of_today,
        }


def _tell_one(connection: sa.Connection, notice: Told, now: datetime) -> bool:
    """Write one notice with its letter, once; False if its reader has no usable address."""
    fresh = connection.execute(
        insert_into(connection, told_notices)
        .values(key=notice.key, reader=notice.reader, case_id=notice.case_id, told_at=now)
        .on_conflict_do_nothing()
        .returning(told_notices.c.key)
    ).first()
    if fresh is None:
        return True
    if not notice.text:
        # Another letter tells of it: see `desk.notices.merging`.
        return True
    try:
        mails.put(
            connection,
            dedup_key=f"notice:{notice.key}:{notice.reader}",
            to=notice.to,
            subject=notice.subject,
            text=notice.text,
            now=now,
            lane=notice.case_id,
            way=notice.way,
            is_urgent=notice.is_urgent,
        )
    except NotAnAddress:
        return False
    return True
