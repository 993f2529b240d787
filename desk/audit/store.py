"""The audit log in the database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from desk.audit import tables as audit_tables
from desk.db.database import DatabaseStore
from desk.db.records import made_of

_LOCK = 72617
_AT_ONCE = 500
_NOTHING_BEFORE = "0" * 64
# What an entry that completes another says: that it was refused (`detail` is the HTTP status), or what it changed.
REFUSED, CHANGED = "refused", "changed"
LONGEST_DETAIL = 2_000


@dataclass(frozen=True)
class Entry:
    """One line of the audit log: who did what to what, from where. Never a person's words.

    An act is written down before it is done; `about` is the number of the entry that this one completes afterwards.
    """

    number: int
    at: datetime
    account_id: str | None
    account_name: str
    address: str
    action: str
    subject: str
    about: int | None = None
    detail: str = ""

    def hash(self, before: str) -> str:
        """Return the hash that binds this entry to the one before."""
        # What completes nothing is hashed as it was before there was such a thing: old entries keep their hash.
        given = {name: value for name, value in asdict(self).items() if value or name not in {"about", "detail"}}
        fields = {**given, "at": self.at.isoformat(timespec="microseconds")}
        text = before + json.dumps(fields, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


class AuditLog(DatabaseStore):
    """Appends to the audit log and reads it."""

    def audit(
        self,
        action: str,
        subject: str,
        now: datetime,
        *,
        account_id: str | None = None,
        account_name: str = "",
        address: str = "",
        about: int | None = None,
        detail: str = "",
    ) -> int:
        """Append an entry and return its number; entries are written one after the other, whatever the number of processes."""
        e = audit_tables.audit_entries.c
        with self._database.write() as connection:
            if not self._database.is_sqlite:
                connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
            last = connection.execute(sa.select(e.number, e.hash).order_by(e.number.desc()).limit(1)).first()
            number, before = (last[0] + 1, last[1]) if last else (1, _NOTHING_BEFORE)
            kept = detail[:LONGEST_DETAIL]
            entry = Entry(number, now, account_id, account_name, address[:64], action, subject[:160], about, kept)
            connection.execute(audit_tables.audit_entries.insert().values(**asdict(entry), hash=entry.hash(before)))
        return number

    def entries(
        self,
        most: int = 300,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        account_id: str | None = None,
        action: str | None = None,
        is_refused: bool | None = None,
    ) -> list[Entry]:
        """Return the newest acts, newest first; None means any. `until` itself is left out, and so is what completes another."""
        e, later = audit_tables.audit_entries.c, audit_tables.audit_entries.alias()
        query = sa.select(audit_tables.audit_entries).where(e.about.is_(None)).order_by(e.number.desc()).limit(most)
        if is_refused is not None:
            refused = sa.exists().where(later.c.about == e.number, later.c.action == REFUSED)
            query = query.where(refused if is_refused else ~refused)
        if since is not None:
            query = query.where(e.at >= since)
        if until is not None:
            query = query.where(e.at < until)
        if account_id:
            query = query.where(e.account_id == account_id)
        if action:
            query = query.where(e.action == action)
        return [_entry(row) for row in self._database.ask(query).mappings()]

    def completions(self, numbers: Sequence[int]) -> dict[int, list[Entry]]:
        """Return what completes these entries, by their number and in order."""
        found: dict[int, list[Entry]] = {}
        e = audit_tables.audit_entries.c
        with self._database.read() as connection:
            for begin in range(0, len(numbers), _AT_ONCE):
                some = numbers[begin : begin + _AT_ONCE]
                query = sa.select(audit_tables.audit_entries).where(e.about.in_(some)).order_by(e.number)
                for row in connection.execute(query).mappings():
                    found.setdefault(row["about"], []).append(_entry(row))
        return found

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
    return made_of(Entry, row)
