"""The part of a transaction that keeps what is served: publications, imported packs, what is switched off."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.content.models import Publication, State, Switch
from desk.content.tables import items, packs, publications, switches, versions
from desk.db.records import made_of
from desk.db.schema import Moment

_I, _V, _N, _S = items.c, versions.c, publications.c, switches.c


def _has_due() -> sa.Select[tuple[bool]]:
    """Return the query whether a version, a withdrawal or a switch has come to its time; `now` is bound."""
    now = sa.bindparam("now", type_=Moment)
    coming = sa.and_(_V.state == State.APPROVED, sa.or_(_V.publish_at.is_(None), _V.publish_at <= now))
    ending = sa.and_(_V.state == State.PUBLISHED, _V.unpublish_at <= now)
    asked = (
        sa.exists().where(sa.or_(coming, ending)),
        sa.exists().where(_I.withdrawn_until <= now),
        sa.exists().where(_S.ended_at.is_(None), _S.until <= now),
    )
    return sa.select(sa.or_(*asked))


# Made once: both are asked every second.
_HAS_DUE = _has_due()
_NEWEST = sa.select(publications).order_by(_N.number.desc()).limit(1)


class PublicationRows:
    """Publications, packs and switches."""

    connection: sa.Connection

    def newest(self) -> Publication | None:
        """Return the newest publication."""
        row = self.connection.execute(_NEWEST).mappings().first()
        return Publication(**row) if row else None

    def publications(self, most: int = 50) -> list[Publication]:
        """Return publications, newest first."""
        query = sa.select(publications).order_by(_N.number.desc()).limit(most)
        return [Publication(**row) for row in self.connection.execute(query).mappings()]

    def add_publication(self, publication: Publication) -> None:
        """Store a publication."""
        self.connection.execute(publications.insert().values(**dataclasses.asdict(publication)))

    def has_due(self, now: datetime) -> bool:
        """Whether a version, a withdrawal or a switch has come to its time."""
        return bool(self.connection.execute(_HAS_DUE, {"now": now}).scalar_one())

    def newest_pack(self) -> str | None:
        """Return the digest of the pack that was imported last."""
        return self.connection.execute(
            sa.select(packs.c.digest).order_by(packs.c.id.desc()).limit(1)
        ).scalar_one_or_none()

    def pack_teaching(self) -> str | None:
        """Return what the shipped model was trained from, as the pack that was imported last says."""
        found = self.connection.execute(
            sa.select(packs.c.figures).order_by(packs.c.id.desc()).limit(1)
        ).scalar_one_or_none()
        return str(found["teaching"]) if found else None

    def add_pack(self, digest: str, now: datetime, figures: Mapping[str, Any]) -> None:
        """Note that a pack was imported."""
        self.connection.execute(packs.insert().values(digest=digest, imported_at=now, figures=dict(figures)))

    def switches(self) -> list[Switch]:
        """Return what is switched off."""
        query = sa.select(switches).where(_S.ended_at.is_(None)).order_by(_S.id)
        return [_switch(row) for row in self.connection.execute(query).mappings()]

    def add_switch(self, scope: str, name: str, reason: str, by: str, now: datetime, until: datetime | None) -> None:
        """Switch something off."""
        self.connection.execute(
            switches.insert().values(
                scope=scope, name=name, reason=reason, by=by, since=now, until=until, ended_at=None, ended_by=""
            )
        )

    def end_switch(self, switch_id: int, by: str, now: datetime) -> None:
        """Switch it on again."""
        where = (_S.id == switch_id, _S.ended_at.is_(None))
        self.connection.execute(switches.update().where(*where).values(ended_at=now, ended_by=by))


def _switch(row: sa.RowMapping) -> Switch:
    return made_of(Switch, row)
