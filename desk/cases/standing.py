"""How each open case stands, so that a change is seen."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from desk.channels.mail import service as mail
from desk.conversation.models import State
from desk.conversation_sql import case_tables
from desk.conversation_sql import tables as t
from desk.conversation_sql.danger_tables import danger_marks
from desk.db.database import DatabaseStore


class Standings(DatabaseStore):
    """Reads what tells one state of a case from the next."""

    def standing(self) -> dict[str, dict[str, Any]]:
        """Return {conversation_id, seq, standing, notes, ways, marks} of each open case.

        `ways` changes when a message gets on, or is taken back, on LINE; `marks` when danger is marked or lifted.
        """
        c, v, o = t.cases.c, t.conversations, t.outbox.c
        is_open = c.state.in_([State.QUEUED, State.MESSAGE_LEFT, State.CONSULTANT, State.ALERT])
        notes = (
            sa.select(case_tables.notes.c.case_id, sa.func.count().label("notes"))
            .group_by(case_tables.notes.c.case_id)
            .subquery()
        )
        query = (
            sa.select(c.id, c.conversation_id, c.state, c.owner_id, c.flags, c.question, v.c.last_seq, notes.c.notes)
            .join(v, v.c.id == c.conversation_id, isouter=True)
            .join(notes, notes.c.case_id == c.id, isouter=True)
            .where(is_open)
        )
        sent = (
            sa.select(o.conversation_id, o.state, sa.func.count())
            .where(o.conversation_id.in_(sa.select(c.conversation_id).where(is_open)))
            .group_by(o.conversation_id, o.state)
        )
        e = t.events.c
        unsent = (
            sa.select(e.conversation_id, e.kind, sa.func.count())
            .where(
                # Messages whose words change after they were shown.
                e.kind.in_(("unsent", "edited", "attachment")),
                e.conversation_id.in_(sa.select(c.conversation_id).where(is_open)),
            )
            .group_by(e.conversation_id, e.kind)
        )
        d = danger_marks.c
        marked = (
            sa.select(d.conversation_id, d.state, sa.func.count())
            .where(d.conversation_id.in_(sa.select(c.conversation_id).where(is_open)))
            .group_by(d.conversation_id, d.state)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).mappings().all()
            marks: dict[str, set[tuple[str, int]]] = {}
            for conversation_id, state, count in connection.execute(marked):
                marks.setdefault(conversation_id, set()).add((state, count))
            ways: dict[str, set[tuple[str, int]]] = {}
            counted = [*connection.execute(sent), *connection.execute(unsent), *mail.standing(connection)]
            for conversation_id, state, count in counted:
                ways.setdefault(conversation_id, set()).add((state, count))
        return {
            row["id"]: {
                "conversation_id": row["conversation_id"],
                "seq": row["last_seq"] or 0,
                "standing": (row["state"], row["owner_id"], tuple(row["flags"]), row["question"]),
                "notes": row["notes"] or 0,
                "ways": ways.get(row["conversation_id"], set()),
                "marks": marks.get(row["conversation_id"], set()),
            }
            for row in rows
        }
