"""One person in several conversations: joined and parted by consultants, and the notes that all of them show."""

from __future__ import annotations

import re
import secrets
import unicodedata
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.cases.tables import notes_of_person
from desk.conversation.models import Case
from desk.conversation_sql import case_tables, exclusions
from desk.conversation_sql import tables as t
from desk.conversation_sql.conversation_tables import joined, same_person
from desk.db.database import DatabaseStore

_P = same_person.c
_HYPHENS = re.compile(r"[\s\-‐‑‒–—―−─ー]")


class CannotJoin(Exception):
    """Two conversations are not joined; the message is Japanese and may be shown."""


def must_differ(case: Case, other: Case) -> None:
    """Refuse a case that nobody needs to join.

    Raises:
        CannotJoin: It is the case itself, or one of the same conversation.
    """
    if case.id == other.id:
        raise CannotJoin("いま開いている相談の受付番号です。もう一方の受付番号を書いてください。")
    if case.conversation_id == other.conversation_id:
        raise CannotJoin("同じ会話の相談なので、はじめからまとまっています。")


class Persons(DatabaseStore):
    """Keeps which conversations are one person's."""

    def join(self, case: Case, other: Case, by: str, now: datetime) -> None:
        """Put another case's conversation beside this case's; both stay as they are.

        Raises:
            CannotJoin: They are one conversation, or the other one stands beside a third person's already.
        """
        must_differ(case, other)
        with self._database.write() as connection:
            known = {
                row.conversation_id: row.person_id
                for row in connection.execute(
                    sa.select(same_person).where(_P.conversation_id.in_([case.conversation_id, other.conversation_id]))
                )
            }
            person_id = known.get(case.conversation_id) or f"p_{secrets.token_hex(12)}"
            if known.get(other.conversation_id) == person_id:
                return
            if other.conversation_id in known:
                raise CannotJoin("その相談は、ほかの相談とまとめてあります。先にそちらで分けてください。")
            for conversation_id in {case.conversation_id, other.conversation_id} - set(known):
                row = {"conversation_id": conversation_id, "person_id": person_id, "joined_by": by, "joined_at": now}
                connection.execute(same_person.insert().values(**row))

    def part(self, case: Case, other: Case) -> bool:
        """Take another case's conversation away again; returns whether it stood beside this case's."""
        with self._database.write() as connection:
            if other.conversation_id not in joined(connection, case.conversation_id):
                return False
            connection.execute(same_person.delete().where(_P.conversation_id == other.conversation_id))
            # One alone is no group.
            if not joined(connection, case.conversation_id):
                connection.execute(same_person.delete().where(_P.conversation_id == case.conversation_id))
        return True

    def others(self, case: Case) -> list[str]:
        """Return the other conversations of a case's person."""
        with self._database.read() as connection:
            return list(joined(connection, case.conversation_id))

    def cases(self, case: Case, most: int = 20) -> list[dict[str, Any]]:
        """Return {id, receipt, topic, channel, state, closed_at, how} of other cases of the same person, newest first.

        `how`: "talk" of the same conversation, "joined" by a consultant, "contact" where only the contact is the same.
        """
        c = t.cases.c
        with self._database.read() as connection:
            theirs = joined(connection, case.conversation_id)
            how = sa.case(
                (c.conversation_id == case.conversation_id, "talk"),
                (c.conversation_id.in_(theirs), "joined"),
                else_="contact",
            )
            same: sa.ColumnElement[bool] = c.conversation_id.in_([case.conversation_id, *theirs])
            if value := (case.contact or {}).get("value"):
                alike = c.contact["value"].as_string() == str(value)
                same = sa.or_(same, sa.and_(alike, exclusions.is_usable(c.conversation_id)))
            query = (
                sa.select(c.id, c.receipt, c.topic, c.channel, c.state, c.closed_at, how.label("how"))
                .where(same, c.id != case.id)
                .order_by(c.opened_at.desc())
                .limit(most)
            )
            return [dict(row) for row in connection.execute(query).mappings()]

    def case_with(self, receipt: str) -> str | None:
        """Return the id of the case with a receipt, however its hyphens and width were typed; None for none."""
        plain = sa.func.replace(t.cases.c.receipt, "-", "")
        query = sa.select(t.cases.c.id).where(plain == _HYPHENS.sub("", unicodedata.normalize("NFKC", receipt)).upper())
        return self._database.ask(query).scalar_one_or_none()

    # --- notes -------------------------------------------------------------------------------

    def show_note(self, case_id: str, note_id: int, now: datetime, *, everywhere: bool) -> bool:
        """Show a note of a case in all cases of its person, or in its own alone; returns whether there is such a note."""
        n = case_tables.notes.c
        with self._database.write() as connection:
            theirs = sa.select(n.id).where(n.id == note_id, n.case_id == case_id)
            if connection.execute(theirs).first() is None:
                return False
            connection.execute(notes_of_person.delete().where(notes_of_person.c.note_id == note_id))
            if everywhere:
                connection.execute(notes_of_person.insert().values(note_id=note_id, set_at=now))
        return True

    def notes(self, case: Case) -> list[dict[str, Any]]:
        """Return the notes of other cases that follow a case's person, with `receipt`, and `case_id` of where they stand."""
        n, c = case_tables.notes.c, t.cases.c
        with self._database.read() as connection:
            talks = [case.conversation_id, *joined(connection, case.conversation_id)]
            query = (
                sa.select(case_tables.notes, c.receipt)
                .select_from(
                    case_tables.notes.join(notes_of_person, notes_of_person.c.note_id == n.id).join(
                        t.cases, c.id == n.case_id
                    )
                )
                .where(c.conversation_id.in_(talks), n.case_id != case.id)
                .order_by(n.id)
            )
            return [dict(row) for row in connection.execute(query).mappings()]

    def followed(self, case_id: str) -> set[int]:
        """Return which notes of a case are shown in all cases of its person."""
        n = case_tables.notes.c
        query = sa.select(n.id).join(notes_of_person, notes_of_person.c.note_id == n.id).where(n.case_id == case_id)
        return set(self._database.ask(query).scalars())
