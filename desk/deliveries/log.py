"""What the console knows of messages on their way to LINE, and how a person decides about those that are stuck."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from desk.channels.mail import service as mail
from desk.conversation_sql import tables as t
from desk.conversation_sql.rows import message_of
from desk.db.database import DatabaseStore

# A person has to decide: refused for good, perhaps received, or held by the quota.
STUCK = ("dead", "unknown", "held")


@dataclass(frozen=True)
class Stuck:
    """A message that did not get through, or of which nobody knows.

    Attributes:
        state: `dead` (refused), `unknown` (perhaps received) or `held` (until the quota lets it go).
        problem: What the other side said last; never what the message said.
        receipt: Of the conversation's newest case, None where there was none.
    """

    id: int
    state: str
    problem: str
    author_name: str
    text: str
    sent_at: datetime
    case_id: str | None
    receipt: str | None


class Deliveries(DatabaseStore):
    """Reads the outbox for people."""

    def stuck(self, most: int = 200) -> list[Stuck]:
        """Return the messages that wait for a decision, newest first."""
        o, m, c = t.outbox.c, t.messages.c, t.cases.c
        newest = (
            sa.select(c.conversation_id, sa.func.max(c.opened_at).label("opened_at"))
            .group_by(c.conversation_id)
            .subquery()
        )
        query = (
            sa.select(t.messages, o.id, o.state, o.problem, c.id.label("case_id"), c.receipt)
            .join(t.outbox, sa.and_(o.conversation_id == m.conversation_id, o.seq == m.seq))
            .outerjoin(newest, newest.c.conversation_id == m.conversation_id)
            .outerjoin(
                t.cases,
                sa.and_(c.conversation_id == m.conversation_id, c.opened_at == newest.c.opened_at),
            )
            .where(o.state.in_(STUCK))
            .order_by(o.id.desc())
            .limit(most)
        )
        rows = self._database.ask(query).mappings().all()
        found = []
        for row in rows:
            message = message_of(row)
            found.append(
                Stuck(
                    row["id"],
                    row["state"],
                    row["problem"] or "",
                    message.author_name,
                    message.text,
                    message.sent_at,
                    row["case_id"],
                    row["receipt"],
                )
            )
        return found

    def count_stuck(self) -> int:
        """Return how many messages wait for a decision."""
        query = sa.select(sa.func.count()).where(t.outbox.c.state.in_(STUCK))
        return int(self._database.ask(query).scalar_one())

    def states(self, conversation_id: str) -> dict[int, str]:
        """Return {message number: state of its delivery}; empty on channels that fetch for themselves."""
        o = t.outbox.c
        query = sa.select(o.seq, o.state).where(o.conversation_id == conversation_id)
        with self._database.read() as connection:
            found = {row[0]: row[1] for row in connection.execute(query)}
            return found or mail.states(connection, conversation_id)

    def send_again(self, delivery_id: int, now: datetime) -> str | None:
        """Send a stuck message once more; returns its conversation, None if it is not stuck (any more).

        A new retry key: the old one may be older than LINE remembers it, and the person at the console has decided.
        """
        return self._decide(
            delivery_id,
            state="ready",
            due_at=now,
            attempts=0,
            retry_key=str(uuid.uuid4()),
            request=None,
            reply_token=None,
            reply_token_at=None,
            maybe_received=False,
            first_tried_at=None,
            leased_until=None,
        )

    def give_up(self, delivery_id: int) -> str | None:
        """Take a stuck message off the list without sending it; returns its conversation."""
        return self._decide(delivery_id, state="dropped")

    def _decide(self, delivery_id: int, **values: object) -> str | None:
        o = t.outbox.c
        with self._database.write() as connection:
            # Compare and set: two people who press at the same time send it once.
            changed = connection.execute(
                t.outbox.update().where(o.id == delivery_id, o.state.in_(STUCK)).values(**values)
            )
            if changed.rowcount != 1:
                return None
            query = sa.select(o.conversation_id).where(o.id == delivery_id)
            return str(connection.execute(query).scalar_one())
