"""What became of letters, for people: those that wait for a decision, those that are late, those of one conversation."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from desk.db.database import DatabaseStore
from desk.mail.letter_store import GIVE_UP_AFTER
from desk.mail.order import OPEN
from desk.mail.tables import letter_files, letters

STUCK = ("dead", "unknown")
# Tried and not taken for so long: people should hear of it, though it is still tried.
LATE_AFTER = timedelta(minutes=15)


class LetterLog(DatabaseStore):
    """What became of letters: those that wait for a person's decision, and how many wait or are late."""

    def stuck(self, most: int = 200) -> list[dict[str, Any]]:
        """Return {id, way, recipient, subject, state, problem, created_at} of those that wait for a decision, newest first."""
        c = letters.c
        query = (
            sa.select(c.id, c.way, c.recipient, c.subject, c.state, c.problem, c.created_at)
            .where(c.state.in_(STUCK))
            .order_by(c.id.desc())
            .limit(most)
        )
        return [dict(row) for row in self._database.ask(query).mappings()]

    def count_stuck(self) -> int:
        """Return how many letters wait for a decision."""
        query = sa.select(sa.func.count()).where(letters.c.state.in_(STUCK))
        return int(self._database.ask(query).scalar_one())

    def send_again(self, letter_id: int, now: datetime) -> bool:
        """Send a stuck letter once more; False if it is not stuck (any more)."""
        return self._decide(letter_id, state="ready", due_at=now, give_up_at=now + GIVE_UP_AFTER, settled_at=None)

    def let_go(self, letter_id: int) -> bool:
        """Take a stuck letter off the list without sending it; its words go."""
        done = self._decide(letter_id, state="dropped", text="", html=None)
        if done:
            self._database.change(letter_files.delete().where(letter_files.c.letter_id == letter_id))
        return done

    def _decide(self, letter_id: int, **values: object) -> bool:
        c = letters.c
        # Compare and set: two people who press at the same time send it once.
        return bool(
            self._database.change(letters.update().where(c.id == letter_id, c.state.in_(STUCK)).values(**values))
        )

    def waiting(self, now: datetime) -> tuple[int, datetime | None]:
        """Return how many letters are due and not sent, and since when the oldest is."""
        c = letters.c
        starts = sa.func.min(c.give_up_at, type_=c.give_up_at.type)
        query = sa.select(sa.func.count(), starts).where(c.state.in_(OPEN), sa.or_(c.due_at <= now, c.attempts > 0))
        count, first = self._database.ask(query).one()
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
        return [
            {"way": row[0], "problem": row[1], "count": row[2], "since": row[3] - GIVE_UP_AFTER}
            for row in self._database.ask(query)
        ]

    def of_conversation(self, conversation_id: str) -> list[dict[str, Any]]:
        """Return {kind, state, problem, at} of the mails to a migrant, oldest first: reply, code, transcript and others."""
        c = letters.c
        query = (
            sa.select(c.dedup_key, c.state, c.problem, c.created_at, c.settled_at)
            .where(c.conversation_id == conversation_id)
            .order_by(c.id)
        )
        return [
            {"kind": row[0].partition(":")[0], "state": row[1], "problem": row[2], "at": row[4] or row[3]}
            for row in self._database.ask(query)
        ]
