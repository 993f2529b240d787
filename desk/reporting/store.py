"""What people of the office add for the reports: ticks, test traffic, decisions, phrasings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from desk.conversation_sql import exclusions
from desk.conversation_sql import tables as t
from desk.conversation_sql.privacy_tables import test_conversations
from desk.db.database import DatabaseStore
from desk.reporting.tables import case_outcomes, phrasings, unanswered_groups


@dataclass(frozen=True)
class Decision:
    """What was decided about a group of questions that the bot could not answer."""

    id: str
    exemplar: str
    conversation_id: str
    status: str
    label: str | None
    remark: str
    account_id: str
    at: datetime


class ReportingStore(DatabaseStore):
    """Keeps them."""

    def ticks(self, case_id: str) -> tuple[list[str], bool]:
        """Return the outcomes of a case, and whether its conversation is test traffic."""
        o, c, x = case_outcomes.c, t.cases.c, test_conversations.c
        of_case = sa.select(c.conversation_id).where(c.id == case_id)
        with self._database.read() as connection:
            kinds = connection.execute(sa.select(o.kind).where(o.case_id == case_id).order_by(o.kind)).scalars()
            found = list(kinds)
            is_test = connection.execute(sa.select(x.conversation_id).where(x.conversation_id.in_(of_case))).first()
        return found, is_test is not None

    def tick(self, case_id: str, kind: str, is_done: bool, account_id: str, now: datetime) -> None:
        """Tick an outcome, or take the tick away; ticking twice keeps the first day."""
        o = case_outcomes.c
        with self._database.write() as connection:
            where = (o.case_id == case_id, o.kind == kind)
            if not is_done:
                connection.execute(case_outcomes.delete().where(*where))
            elif connection.execute(sa.select(o.kind).where(*where)).first() is None:
                connection.execute(
                    case_outcomes.insert().values(case_id=case_id, kind=kind, account_id=account_id, at=now)
                )

    def set_test(self, case_id: str, is_test: bool, account_id: str, now: datetime) -> None:
        """Take a case's conversation out of all reports, or back in."""
        c = t.cases.c
        with self._database.write() as connection:
            conversation_id = connection.execute(
                sa.select(c.conversation_id).where(c.id == case_id)
            ).scalar_one_or_none()
            if conversation_id is not None:
                _mark(connection, conversation_id, is_test, account_id, now)

    def set_trial(self, conversation_id: str, is_trial: bool, account_id: str, now: datetime) -> None:
        """Take a conversation out of all reports, or back in, whether it has a case or not."""
        with self._database.write() as connection:
            _mark(connection, conversation_id, is_trial, account_id, now)

    def trials(self) -> list[tuple[str, datetime]]:
        """Return (conversation, when it was marked), the newest first."""
        x = test_conversations.c
        query = sa.select(x.conversation_id, x.at).order_by(x.at.desc(), x.conversation_id)
        return [(row[0], row[1]) for row in self._database.ask(query)]

    def decisions(self) -> list[Decision]:
        """Return the decisions, the oldest first; not those that show words whose use is stopped."""
        g = unanswered_groups
        usable = exclusions.is_usable(g.c.conversation_id)
        query = sa.select(g).where(usable).order_by(g.c.at, g.c.id)
        rows = self._database.ask(query).mappings()
        return [Decision(**row) for row in rows]

    def decide(self, group_id: str, /, **values: object) -> None:
        """Store a decision (the fields of `Decision` but its id); a later one about the same group takes its place."""
        g = unanswered_groups
        with self._database.write() as connection:
            connection.execute(g.delete().where(g.c.id == group_id))
            connection.execute(g.insert().values(id=group_id, **values))

    def add_phrasing(self, label: str, text: str, /, *, conversation_id: str, account_id: str, now: datetime) -> None:
        """Keep a way of asking for data/nlu; one that is there already is not doubled."""
        p = phrasings.c
        with self._database.write() as connection:
            known = sa.select(p.id).where(p.label == label, p.text == text)
            if connection.execute(known).first() is None:
                connection.execute(
                    phrasings.insert().values(
                        label=label,
                        text=text,
                        conversation_id=conversation_id,
                        account_id=account_id,
                        at=now,
                    )
                )

    def phrasings(self) -> list[tuple[int, str, str]]:
        """Return (id, label, text), by label; not those whose use is stopped."""
        p = phrasings.c
        usable = exclusions.is_usable(p.conversation_id)
        query = sa.select(p.id, p.label, p.text).where(usable).order_by(p.label, p.id)
        rows = self._database.ask(query).all()
        return [(row[0], row[1], row[2]) for row in rows]

    def drop_phrasing(self, phrasing_id: int) -> None:
        """Take one off the list."""
        self._database.change(phrasings.delete().where(phrasings.c.id == phrasing_id))


def _mark(connection: sa.Connection, conversation_id: str, is_trial: bool, account_id: str, now: datetime) -> None:
    x = test_conversations
    connection.execute(x.delete().where(x.c.conversation_id == conversation_id))
    if is_trial:
        row = {"conversation_id": conversation_id, "account_id": account_id, "at": now}
        connection.execute(x.insert().values(**row))
