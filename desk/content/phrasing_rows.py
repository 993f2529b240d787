"""The part of a transaction that keeps ways of asking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from desk.content.models import Origin, Phrasing, PhrasingState
from desk.content.tables import phrasings

_P = phrasings.c


class PhrasingRows:
    """Phrasings of entries."""

    connection: sa.Connection

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
        return [_phrasing(row) for row in self.connection.execute(query).mappings()]

    def published_lines(self) -> list[tuple[str, str, str]]:
        """Return (label, text, origin) of all published phrasings; 20,000 of them, so not as objects."""
        query = (
            sa.select(_P.label, _P.text, _P.origin).where(_P.state == PhrasingState.PUBLISHED).order_by(_P.label, _P.id)
        )
        return [(row[0], row[1], row[2]) for row in self.connection.execute(query).all()]

    def add_phrasings(self, new: Sequence[Mapping[str, Any]]) -> None:
        """Store new phrasings: columns without the id."""
        if new:
            self.connection.execute(phrasings.insert(), list(new))

    def set_phrasings(self, ids: Sequence[int], state: PhrasingState) -> None:
        """Set the state of phrasings."""
        for start in range(0, len(ids), 500):
            self.connection.execute(phrasings.update().where(_P.id.in_(ids[start : start + 500])).values(state=state))

    def delete_phrasings(self, ids: Sequence[int]) -> None:
        """Delete phrasings."""
        for start in range(0, len(ids), 500):
            self.connection.execute(phrasings.delete().where(_P.id.in_(ids[start : start + 500])))


def _phrasing(row: sa.RowMapping) -> Phrasing:
    return Phrasing(**{**row, "state": PhrasingState(row["state"]), "origin": Origin(row["origin"])})
