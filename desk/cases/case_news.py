"""What consultants are told of their cases, read by their screens, mailed if they are away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from desk.conversation.case_models import News
from desk.conversation_sql import case_tables
from desk.conversation_sql import tables as t
from desk.conversation_sql.case_news_tables import case_news
from desk.db.database import DatabaseStore
from desk.mail import service as mails

# Older news help nobody; who was away so long reads the case itself.
SHOWN_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Unread:
    """News that its reader has not seen, for a mail."""

    id: int
    account_id: str
    kind: News
    receipt: str
    case_id: str
    by_name: str
    has_note: bool


class CaseNews(DatabaseStore):
    """Reads the news for the screens, and for mails."""

    def news(self, account_id: str, now: datetime) -> list[dict[str, Any]]:
        """Return {id, kind, case_id, receipt, by_name, note, at} of what somebody was told and has not seen."""
        n = case_news.c
        query = (
            sa.select(
                n.id, n.kind, n.case_id, t.cases.c.receipt, n.by_name, case_tables.notes.c.text.label("note"), n.at
            )
            .join(t.cases, t.cases.c.id == n.case_id)
            .outerjoin(case_tables.notes, case_tables.notes.c.id == n.note_id)
            .where(n.account_id == account_id, n.seen_at.is_(None), n.at > now - SHOWN_FOR)
            .order_by(n.id)
        )
        return [dict(row) for row in self._database.ask(query).mappings()]

    def see_news(self, account_id: str, case_id: str, now: datetime) -> bool:
        """Note that somebody has seen what they were told of a case; returns whether there was anything."""
        n = case_news.c
        unseen = sa.and_(n.account_id == account_id, n.case_id == case_id, n.seen_at.is_(None), n.at <= now)
        with self._database.read() as connection:
            if connection.execute(sa.select(n.id).where(unseen).limit(1)).first() is None:
                return False
        self._database.change(case_news.update().where(unseen).values(seen_at=now))
        return True

    def unread(self, now: datetime, before: datetime) -> list[int]:
        """Return the numbers of the news that nobody has seen or was mailed, told before a time."""
        n = case_news.c
        query = (
            sa.select(n.id)
            .where(n.seen_at.is_(None), n.mailed_at.is_(None), n.at <= before, n.at > now - SHOWN_FOR)
            .order_by(n.id)
        )
        return list(self._database.ask(query).scalars())

    def one(self, news_id: int) -> Unread | None:
        """Return one of them, None where its case has gone."""
        n = case_news.c
        query = (
            sa.select(n.id, n.account_id, n.kind, t.cases.c.receipt, n.case_id, n.by_name, n.note_id)
            .join(t.cases, t.cases.c.id == n.case_id)
            .where(n.id == news_id)
        )
        row = self._database.ask(query).first()
        if row is None:
            return None
        return Unread(row[0], row[1], News(row[2]), row[3], row[4], row[5], row[6] is not None)

    def mail(self, found: Unread, to: str, subject: str, text: str, now: datetime) -> None:
        """Write the mail of one, once.

        Raises:
            NotAnAddress: See there.
        """
        n = case_news.c
        with self._database.write() as connection:
            done = connection.execute(
                case_news.update()
                .where(n.id == found.id, n.mailed_at.is_(None), n.seen_at.is_(None))
                .values(mailed_at=now)
            )
            if done.rowcount == 1:
                mails.put(
                    connection,
                    dedup_key=f"news:{found.id}",
                    to=to,
                    subject=subject,
                    text=text,
                    now=now,
                    lane=found.case_id,
                )
