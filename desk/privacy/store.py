"""Finds, shows, corrects, limits and erases a person's data, by the categories that the tables declare."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from desk.appointments import queries as booked
from desk.appointments.service import correct_person
from desk.contact import matching
from desk.conversation_sql import erasure, exclusions, privacy_tables
from desk.conversation_sql import tables as t
from desk.conversation_sql.exclusions import ERASE_WANTED, HOLD
from desk.db.database import Database
from desk.db.personal_data import Holding, inventory, with_conversation
from desk.db.records import made_of
from desk.db.schema import Moment
from desk.privacy import codes, correcting
from desk.privacy.dossier import CaseData, Dossier, Found, Held, Restriction, Section
from desk.privacy.inventory import FIRST, INTERNAL, NAMES

_MOST_FOUND = 100


class SqlPrivacyStore:
    """Finds, shows, corrects, limits and erases."""

    def __init__(self, database: Database, folder: Path) -> None:
        """Use this database and the folder of its files."""
        self._database, self._folder = database, folder

    def find(self, words: str) -> list[Found]:
        """Return the conversations in which the words are found anywhere, whatever their width. Reads every row: for the few times a year that somebody asks."""
        where: dict[str, set[str]] = {}
        with self._database.read() as connection:
            if wanted := matching.wanted(matching.receipt(words) or words):
                for holding in _parts():
                    for conversation_id in _holders(connection, holding, wanted):
                        where.setdefault(conversation_id, set()).add(holding.data.title)
            ids = sorted(where)[:_MOST_FOUND]
            found = [_found(connection, i, tuple(sorted(where[i]))) for i in ids]
        return sorted((one for one in found if one), key=lambda one: one.begun_at, reverse=True)

    def dossier(self, conversation_id: str) -> Dossier | None:
        """Return everything on a conversation."""
        with self._database.read() as connection:
            found = _found(connection, conversation_id, ())
            if found is None:
                return None
            parts = [(held, held.of(conversation_id)) for held in _parts() if held.of is not None]
            sections = [
                Section(held.data.title, [_shown(held.table.name, row) for row in rows])
                for held, where in parts
                if (rows := connection.execute(held.table.select().where(where)).mappings().all())
            ]
            files = [self._folder / name for held, where in parts for name in erasure.files(connection, held, where)]
            cases = connection.execute(t.cases.select().where(t.cases.c.conversation_id == conversation_id)).mappings()
            limits = connection.execute(
                privacy_tables.restrictions.select().where(
                    privacy_tables.restrictions.c.conversation_id == conversation_id
                )
            ).mappings()
            return Dossier(
                found,
                sections,
                [made_of(CaseData, row, case_id=row["id"], is_open=row["state"] != "closed") for row in cases],
                [made_of(Restriction, row) for row in limits],
                files,
                booked.people_of(connection, conversation_id),
            )

    def correct(
        self,
        case_id: str,
        values: dict[str, str],
        reason: str,
        by: tuple[str, str],
        now: datetime,
    ) -> list[str]:
        """Set fields of `CORRECTABLE`; returns those that changed. `by` is (account id, name)."""
        with self._database.write() as connection:
            conversation_id, changed = correcting.correct_case(connection, case_id, values)
            correcting.note(connection, conversation_id, case_id, changed, reason, by, now)
        return changed

    def correct_booking(
        self,
        appointment_id: str,
        values: dict[str, str],
        reason: str,
        by: tuple[str, str],
        now: datetime,
    ) -> list[str]:
        """Set `name`, `value` and `question` of an appointment; returns those that changed.

        Raises:
            NotAContact: The value is neither a mail address nor a telephone number that fits.
        """
        with self._database.write() as connection:
            conversation_id, changed = correct_person(connection, appointment_id, values)
            correcting.note(connection, conversation_id, None, changed, reason, by, now)
        return changed

    def restrict(self, conversation_id: str, kind: str, reason: str, by: str, now: datetime) -> None:
        """Put a limit in force."""
        with self._database.write() as connection:
            exclusions.lift(connection, conversation_id, kind)
            exclusions.restrict(connection, conversation_id, kind, reason, by, now)

    def lift(self, conversation_id: str, kind: str, now: datetime) -> None:
        """End a limit; an erasure that waited for it is done."""
        with self._database.write() as connection:
            exclusions.lift(connection, conversation_id, kind)
            if kind == HOLD and ERASE_WANTED in exclusions.restrictions(connection, conversation_id):
                erasure.erase(connection, conversation_id, now)

    def erase(self, conversation_id: str, now: datetime) -> None:
        """Erase; raises Held."""
        with self._database.write() as connection:
            if HOLD in exclusions.restrictions(connection, conversation_id):
                raise Held
            erasure.erase(connection, conversation_id, now)


def _parts() -> Iterator[Holding]:
    """Yield one holding of each table that is a migrant's; its rows are read whole."""
    seen = set()
    order = {name: place for place, name in enumerate(FIRST)}
    for holding in sorted(inventory(), key=lambda held: (order.get(held.table.name, len(order)), held.table.name)):
        if holding.of is not None and holding.table.name not in seen:
            seen.add(holding.table.name)
            yield holding


def _holders(connection: sa.Connection, holding: Holding, wanted: str) -> Iterator[str]:
    """Yield the conversations of which a row of this table holds the words."""
    table = holding.table
    query = with_conversation(table)
    words = [
        column.name
        for column in table.c
        if column.name not in INTERNAL
        and isinstance(column.type, sa.String | sa.JSON)
        and not isinstance(column.type, Moment)
    ]
    # Closed though nobody reads to the end: on PostgreSQL it is a cursor of the server's.
    with connection.execution_options(yield_per=1_000).execute(query) as found:
        for row in found.mappings():
            holds = any(wanted in matching.plain(_text(row[name])) for name in words if row[name])
            if holds and row["_conversation"]:
                yield row["_conversation"]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _found(connection: sa.Connection, conversation_id: str, where: tuple[str, ...]) -> Found | None:
    v, c = t.conversations.c, t.cases.c
    row = connection.execute(
        sa.select(v.channel, v.created_at, v.erased_at).where(v.id == conversation_id)
    ).one_or_none()
    if row is None:
        return None
    asked = sa.select(c.receipt).where(c.conversation_id == conversation_id).order_by(c.opened_at)
    receipts = (*booked.receipts_of(connection, conversation_id), *connection.execute(asked).scalars())
    return Found(conversation_id, row[0], row[1], receipts, where, row[2])


def _shown(table: str, row: sa.RowMapping) -> dict[str, Any]:
    return {
        NAMES[name]: value
        for name, value in codes.named(table, dict(row)).items()
        if name not in INTERNAL and value not in (None, "", [], {})
    }
