"""The data inventory: what all tables declare. Erasure, export and retention go by it and know no feature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

import sqlalchemy as sa

from desk.db.data_category import PERSONAL, ROOT, DataCategory
from desk.db.schema import metadata, whole_metadata

Where = Callable[[str], sa.ColumnElement[bool]]


@dataclass(frozen=True)
class Holding:
    """One declaration of one table."""

    table: sa.Table
    data: DataCategory

    @property
    def of(self) -> Where | None:
        """Returns the condition for the rows of a conversation; None where no row belongs to a migrant."""
        return partial(rows_of, self.table, self.data) if self.data.owner else None


@cache
def inventory() -> tuple[Holding, ...]:
    """Return everything that is declared, in an order in which rows can be deleted one table after the other.

    Delete before blanking, children before parents: the conditions of children read the rows of their parents.
    """
    found = [
        Holding(table, data)
        for _, table in sorted(whole_metadata().tables.items())
        for data in table.info.get(PERSONAL, ())
    ]
    return tuple(sorted(found, key=lambda held: (held.data.blank is not None, -_depth(held.data))))


def rows_of(table: sa.Table, data: DataCategory, conversation_id: str) -> sa.ColumnElement[bool]:
    """Return the condition for the rows of a conversation."""
    found = []
    for name, parent in data.owner.items():
        if parent == ROOT:
            found.append(table.c[name] == conversation_id)
        else:
            above = metadata.tables[parent]
            theirs = sa.select(above.c.id).where(rows_of(above, _declared(above), conversation_id))
            found.append(table.c[name].in_(theirs))
    return sa.or_(*found)


def with_conversation(table: sa.Table) -> sa.Select[tuple[object, ...]]:
    """Return a query of all rows of a migrant's table with their conversation as `_conversation`."""
    query, at = table.select(), table
    while True:
        owner = _declared(at).owner
        name = next((name for name, parent in owner.items() if parent == ROOT), None)
        if name is not None:
            return query.add_columns(at.c[name].label("_conversation"))
        name, parent = next(iter(owner.items()))
        above = metadata.tables[parent]
        query, at = query.join(above, above.c.id == at.c[name]), above


def _declared(table: sa.Table) -> DataCategory:
    found: DataCategory = table.info[PERSONAL][0]
    return found


def _depth(data: DataCategory) -> int:
    above = [parent for parent in data.owner.values() if parent != ROOT]
    return 1 + max((_depth(_declared(metadata.tables[parent])) for parent in above), default=0)
