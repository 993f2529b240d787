"""Entries, facts, versions, phrasings, publications and switches over SQLAlchemy: one object per transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.content.errors import EditConflict, UnknownItem
from desk.content.models import Item, Kind, Origin, Phrasing, PhrasingState, Publication, State, Switch, Version
from desk.content.tables import items, packs, phrasings, publications, switches, versions
from desk.db.database import Database

_LOCK = 72618
_I, _V, _P, _N, _S = items.c, versions.c, phrasings.c, publications.c, switches.c


class ContentTransaction:
    """One database transaction: all of it is stored, or nothing."""

    def __init__(self, connection: sa.Connection) -> None:
        """Work on an open connection."""
        self._run = connection.execute
        self.connection = connection

    # --- items ---------------------------------------------------------------------------------

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

    # --- versions ------------------------------------------------------------------------------

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

    # --- phrasings -----------------------------------------------------------------------------

    def phrasings(
        self, label: str | None = None, *, states: Sequence[PhrasingState] = (), origin: Origin | None = None
    ) -> list[Phrasing]:
        """Return phrasings in the order in which they came."""
        query = sa.select(phrasings).order_by(_P.label, _P.id)
        if label is not None:
            query = query.where(_P.label == label)
        if states:
            query = query.where(_P.state.in_(states))
        if origin is not None:
            query = query.where(_P.origin == origin)
        return [_phrasing(row) for row in self._run(query).mappings()]

    def published_lines(self) -> list[tuple[str, str, str]]:
        """Return (label, text, origin) of all published phrasings; 20,000 of them, so not as objects."""
        query = (
            sa.select(_P.label, _P.text, _P.origin).where(_P.state == PhrasingState.PUBLISHED).order_by(_P.label, _P.id)
        )
        return [(row[0], row[1], row[2]) for row in self._run(query).all()]

    def add_phrasings(self, new: Sequence[Mapping[str, Any]]) -> None:
        """Store new phrasings: columns without the id."""
        if new:
            self._run(phrasings.insert(), list(new))

    def set_phrasings(self, ids: Sequence[int], state: PhrasingState) -> None:
        """Set the state of phrasings."""
        for start in range(0, len(ids), 500):
            self._run(phrasings.update().where(_P.id.in_(ids[start : start + 500])).values(state=state))

    def delete_phrasings(self, ids: Sequence[int]) -> None:
        """Delete phrasings."""
        for start in range(0, len(ids), 500):
            self._run(phrasings.delete().where(_P.id.in_(ids[start : start + 500])))

    # --- publications --------------------------------------------------------------------------

    def newest(self) -> Publication | None:
        """Return the newest publication."""
        query = sa.select(publications).order_by(_N.number.desc()).limit(1)
        row = self._run(query).mappings().first()
        return Publication(**row) if row else None

    def publications(self, most: int = 50) -> list[Publication]:
        """Return publications, newest first."""
        query = sa.select(publications).order_by(_N.number.desc()).limit(most)
        return [Publication(**row) for row in self._run(query).mappings()]

    def add_publication(self, publication: Publication) -> None:
        """Store a publication."""
        self._run(publications.insert().values(**_values(publication)))

    def has_due(self, now: datetime) -> bool:
        """Whether a version, a withdrawal or a switch has come to its time."""
        coming = sa.and_(_V.state == State.APPROVED, sa.or_(_V.publish_at.is_(None), _V.publish_at <= now))
        ending = sa.and_(_V.state == State.PUBLISHED, _V.unpublish_at <= now)
        asked = (
            sa.exists().where(sa.or_(coming, ending)),
            sa.exists().where(_I.withdrawn_until <= now),
            sa.exists().where(_S.ended_at.is_(None), _S.until <= now),
        )
        return bool(self._run(sa.select(sa.or_(*asked))).scalar_one())

    # --- packs ---------------------------------------------------------------------------------

    def newest_pack(self) -> str | None:
        """Return the digest of the pack that was imported last."""
        return self._run(sa.select(packs.c.digest).order_by(packs.c.id.desc()).limit(1)).scalar_one_or_none()

    def pack_teaching(self) -> str | None:
        """Return what the shipped model was trained from, as the pack that was imported last says."""
        found = self._run(sa.select(packs.c.figures).order_by(packs.c.id.desc()).limit(1)).scalar_one_or_none()
        return str(found["teaching"]) if found else None

    def add_pack(self, digest: str, now: datetime, figures: Mapping[str, Any]) -> None:
        """Note that a pack was imported."""
        self._run(packs.insert().values(digest=digest, imported_at=now, figures=dict(figures)))

    # --- switches ------------------------------------------------------------------------------

    def switches(self) -> list[Switch]:
        """Return what is switched off."""
        query = sa.select(switches).where(_S.ended_at.is_(None)).order_by(_S.id)
        return [_switch(row) for row in self._run(query).mappings()]

    def add_switch(self, scope: str, name: str, reason: str, by: str, now: datetime, until: datetime | None) -> None:
        """Switch something off."""
        self._run(
            switches.insert().values(
                scope=scope, name=name, reason=reason, by=by, since=now, until=until, ended_at=None, ended_by=""
            )
        )

    def end_switch(self, switch_id: int, by: str, now: datetime) -> None:
        """Switch it on again."""
        where = (_S.id == switch_id, _S.ended_at.is_(None))
        self._run(switches.update().where(*where).values(ended_at=now, ended_by=by))


class ContentStore:
    """Begins transactions over the content."""

    def __init__(self, database: Database) -> None:
        """Use this database."""
        self._database = database

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
        with self._database.read() as connection:
            return int(connection.execute(sa.select(sa.func.coalesce(sa.func.max(_N.number), 0))).scalar_one())


def _values(record: Any) -> dict[str, Any]:
    found = {field.name: getattr(record, field.name) for field in fields(record)}
    return found | ({"authors": list(found["authors"])} if "authors" in found else {})


def _item(row: sa.RowMapping) -> Item:
    return Item(**{**row, "kind": Kind(row["kind"]), "origin": Origin(row["origin"])})


def _version(row: sa.RowMapping) -> Version:
    known = {"kind": Kind(row["kind"]), "state": State(row["state"]), "origin": Origin(row["origin"])}
    return Version(**{**row, **known, "authors": tuple(row["authors"])})


def _phrasing(row: sa.RowMapping) -> Phrasing:
    return Phrasing(**{**row, "state": PhrasingState(row["state"]), "origin": Origin(row["origin"])})


def _switch(row: sa.RowMapping) -> Switch:
    names = ("id", "scope", "name", "reason", "by", "since", "until")
    return Switch(**{name: row[name] for name in names})
