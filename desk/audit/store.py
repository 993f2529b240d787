"""The audit log in the database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from desk.audit import tables as audit_tables
from desk.db.database import Database

_LOCK = 72617
_NOTHING_BEFORE = "0" * 64


@dataclass(frozen=True)
class Entry:
    """One line of the audit log: who did what to what, from where. Never a person's words."""

    number: int
    at: datetime
    account_id: str | None
    account_name: str
    address: str
    action: str
    subject: str

    def hash(self, before: str) -> str:
        """Return the hash that binds this entry to the one before."""
        fields = {**asdict(self), "at": self.at.isoformat(timespec="microseconds")}
        text = before + json.dumps(fields, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


class AuditLog:
    """Appends to the audit log and reads it."""

    def __init__(self, database: Database) -> None:
        """Use this database."""
        self._database = database

    def audit(
        self,
        action: str,
        subject: str,
        now: datetime,
        *,
        account_id: str | None = None,
        account_name: str = "",
        address: str = "",
    ) -> None:
        """Append an entry; entries are written one after the other, whatever the number of processes."""
        e = audit_tables.audit_entries.c
        with self._database.write() as connection:
            if not self._database.is_sqlite:
                connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
            last = connection.execute(sa.select(e.number, e.hash).order_by(e.number.desc()).limit(1)).first()
            number, before = (last[0] + 1, last[1]) if last else (1, _NOTHING_BEFORE)
            entry = Entry(number, now, account_id, account_name, address[:64], action, subject[:160])
            connection.execute(audit_tables.audit_entries.insert().values(**asdict(entry), hash=entry.hash(before)))

    def entries(
        self,
        most: int = 300,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        account_id: str | None = None,
        action: str | None = None,
    ) -> list[Entry]:
        """Return the newest entries, newest first; None means any. `until` itself is left out."""
        e = audit_tables.audit_entries.c
        query = sa.select(audit_tables.audit_entries).order_by(e.number.desc()).limit(most)
        if since is not None:
            query = query.where(e.at >= since)
        if until is not None:
            query = query.where(e.at < until)
        if account_id:
            query = query.where(e.account_id == account_id)
        if action:
            query = query.where(e.action == action)
        with self._database.read() as connection:
            return [_entry(row) for row in connection.execute(query).mappings()]

    def verify(self) -> tuple[int | None, int, str]:
        """Return (number of the first entry that was changed or is missing, how many were read, last hash)."""
        return first_fault(self.chain())

    def chain(self) -> Iterator[tuple[Entry, str]]:
        """Yield (entry, stored hash) from the first."""
        query = sa.select(audit_tables.audit_entries).order_by(audit_tables.audit_entries.c.number)
        with self._database.read() as connection:
            for row in connection.execute(query).mappings():
                yield _entry(row), row["hash"]


def first_fault(chain: Iterator[tuple[Entry, str]]) -> tuple[int | None, int, str]:
    """Return (number of the first entry that was changed or is missing, how many were read, last hash)."""
    before, count = _NOTHING_BEFORE, 0
    for entry, stored in chain:
        count += 1
        if entry.number != count or entry.hash(before) != stored:
            return count, count, before
        before = stored
    return None, count, before


def _entry(row: sa.RowMapping) -> Entry:
    return Entry(**{name: row[name] for name in Entry.__dataclass_fields__})
