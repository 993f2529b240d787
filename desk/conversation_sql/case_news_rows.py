"""The part of a transaction that tells consultants of their cases: written with its cause."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from desk.conversation.case_models import HandOver, News
from desk.conversation.models import Consultant
from desk.conversation_sql import case_tables
from desk.conversation_sql import tables as t
from desk.conversation_sql.case_news_tables import case_news

_KINDS_OF_HAND_OVER = ("transfer", "take_over", "release")


class CaseNewsRows:
    """See `desk.conversation.ports.Transaction`, which documents every method."""

    connection: sa.Connection

    def tell(
        self,
        account_id: str,
        kind: News,
        case_id: str,
        by_name: str,
        mark: int,
        now: datetime,
        note_id: int | None = None,
    ) -> None:
        n = case_news.c
        # What was told before of the same case is overtaken: nobody works off a list of hand-overs.
        self.connection.execute(
            case_news.update()
            .where(n.case_id == case_id, n.account_id == account_id, n.seen_at.is_(None))
            .values(seen_at=now)
        )
        self.connection.execute(
            case_news.insert().values(
                account_id=account_id,
                kind=kind.value,
                case_id=case_id,
                by_name=by_name[:80],
                mark=mark,
                at=now,
                note_id=note_id,
            )
        )

    def was_told(self, case_id: str, account_id: str, kind: News, mark: int) -> bool:
        n = case_news.c
        query = sa.select(n.id).where(
            n.case_id == case_id, n.account_id == account_id, n.kind == kind.value, n.mark == mark
        )
        return self.connection.execute(query).first() is not None

    def take_back(self, case_id: str, mark: int) -> list[str]:
        n = case_news.c
        kinds = [News.HANDED.value, News.TAKEN.value]
        where = sa.and_(n.case_id == case_id, n.mark == mark, n.kind.in_(kinds))
        told = list(self.connection.execute(sa.select(n.account_id).where(where)).scalars())
        self.connection.execute(case_news.delete().where(where))
        return told

    def add_note(self, case_id: str, who: Consultant, text: str, now: datetime) -> int:
        values = {"case_id": case_id, "author_id": who.id, "author_name": who.name, "text": text}
        done = self.connection.execute(case_tables.notes.insert().values(**values, created_at=now))
        return int(done.inserted_primary_key[0])  # type: ignore[index]

    def hand_over_event(self, conversation_id: str, epoch: int) -> HandOver | None:
        e = t.events.c
        query = (
            sa.select(e.kind, e.at, e.account_id, e.detail)
            .where(
                e.conversation_id == conversation_id,
                e.epoch == epoch,
                e.kind.in_(_KINDS_OF_HAND_OVER),
            )
            .order_by(e.id.desc())
            .limit(1)
        )
        row = self.connection.execute(query).first()
        if row is None:
            return None
        detail = row.detail or {}
        return HandOver(
            row.kind,
            row.at,
            row.account_id,
            detail.get("from"),
            detail.get("seq", 0),
            detail.get("put_off"),
        )
