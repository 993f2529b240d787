"""Entries, facts, versions, phrasings, publications and switches over SQLAlchemy: one object per transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from desk.content.errors import EditConflict, UnknownItem
from desk.content.models import Item, Kind, Origin, State, Version
from desk.content.phrasing_rows import PhrasingRows
from desk.content.publication_rows import PublicationRows
from desk.content.tables import items, publications, versions
from desk.db.database import DatabaseStore

_LOCK = 72618
_I, _V, _N = items.c, versions.c, publications.c


class ContentTransaction(PhrasingRows, PublicationRows):
    """One database transaction: all of it is stored, or nothing."""

    def __init__(self, connection: sa.Connection) -> None:
        """Work on an open connection."""
        self._run = connection.execute
        self.connection = connection

    def items(self, kind: Kind) -> dict[str, Item]:
        """Return all items of a kind by key, in the order of their keys."""
        query = sa.select(items).where(_I.kind == kind).order_by(_I.key)
        return {row["key"]: _item(row) for row in self._run(query).mappings()}

    def item(self, kind: Kind, key: str) -> Item:
        """Return an item.

        Raises:
            UnknownItem: There is none.
        """
        row = self._run(sa.select(items).where(_I.kind == kind, _I.key == key)).mappings().first()
        if row is None:
            raise UnknownItem(f"no {kind} {key}")
        return _item(row)

    def add_item(self, item: Item) -> None:
        """Store a new item."""
        self._run(items.insert().values(**_values(item)))

    def change_item(self, kind: Kind, key: str, **change: Any) -> None:
        """Change columns of an item."""
        self._run(items.update().where(_I.kind == kind, _I.key == key).values(**change))

    def versions(self, kind: Kind, *, key: str | None = None, states: Sequence[State] = ()) -> list[Version]:
        """Return versions, of an item the newest first."""
        query = sa.select(versions).where(_V.kind == kind).order_by(_V.key, _V.number.desc())
        if key is not None:
            query = query.where(_V.key == key)
        if states:
            query = query.where(_V.state.in_(states))
        return [_version(row) for row in self._run(query).mappings()]

    def version(self, kind: Kind, key: str, number: int) -> Version:
        """Return a version.

        Raises:
            UnknownItem: There is none.
        """
        where = (_V.kind == kind, _V.key == key, _V.number == number)
        row = self._run(sa.select(versions).where(*where)).mappings().first()
        if row is None:
            raise UnknownItem(f"no version {number} of {kind} {key}")
        return _version(row)

    def next_number(self, kind: Kind, key: str) -> int:
        """Return the number of an item's next version."""
        query = sa.select(sa.func.coalesce(sa.func.max(_V.number), 0)).where(_V.kind == kind, _V.key == key)
        return int(self._run(query).scalar_one()) + 1

    def add_versions(self, new: Sequence[Version]) -> None:
        """Store new versions."""
        if new:
            self._run(versions.insert(), [_values(version) for version in new])

    def change_version(self, seen: Version, **change: Any) -> Version:
        """Change a version if it is still what was seen; returns what stands now.

        Raises:
            EditConflict: Somebody saved it, or took another step, in between.
        """
        done = self._run(
            versions.update()
            .where(
                _V.kind == seen.kind,
                _V.key == seen.key,
                _V.number == seen.number,
                _V.revision == seen.revision,
                _V.state == seen.state,
            )
            .values(**change)
        )
        now = self.version(seen.kind, seen.key, seen.number)
        if done.rowcount != 1:
            raise EditConflict(now)
        return now


class ContentStore(DatabaseStore):
    """Begins transactions over the content."""

    @contextmanager
    def write(self) -> Iterator[ContentTransaction]:
        """Begin a transaction that may write; one after the other, whatever the number of desks."""
        with self._database.write() as connection:
            if not self._database.is_sqlite:
                connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
            yield ContentTransaction(connection)

    @contextmanager
    def read(self) -> Iterator[ContentTransaction]:
        """Begin a transaction that sees one state, however much is read in it."""
        with self._database.engine.connect() as connection:
            if not self._database.is_sqlite:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield ContentTransaction(connection)

    def newest_number(self) -> int:
        """Return the number of the newest publication; 0 before the first import."""
        return int(self._database.ask(sa.select(sa.func.coalesce(sa.func.max(_N.number), 0))).scalar_one())


def _values(record: Any) -> dict[str, Any]:
    found = dict(vars(record))
    return found | ({"authors": list(found["authors"])} if "authors" in found else {})


def _item(row: sa.RowMapping) -> Item:
    return Item(**{**row, "kind": Kind(row["kind"]), "origin": Origin(row["origin"])})


def _version(row: sa.RowMapping) -> Version:
    known = {"kind": Kind(row["kind"]), "state": State(row["state"]), "origin": Origin(row["origin"])}
    return Version(**{**row, **known, "authors": tuple(row["authors"])})
