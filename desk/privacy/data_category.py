"""The words in which `personal_data` declares a table: whose rows they are, how long they stay, what an erasure does to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from desk.conversation_sql import tables as t
from desk.privacy.periods import Kept

__all__ = ["Holding", "Kept", "Where", "by_case", "by_conversation"]
Where = Callable[[str], sa.ColumnElement[bool]]


@dataclass(frozen=True)
class Holding:
    """What one table, or some columns of it, hold of a person.

    Attributes:
        table: The table; a table may be declared in several parts.
        title: What is in it, in Japanese, as an export calls it.
        kept: How long.
        of: Returns the condition for the rows of a conversation; None where no row belongs to a migrant.
        blank: Columns and what an erasure puts there; the row stays as a count. None: the row is deleted.
        stays: Words that are left in a blanked row, none of them a person's.
        age: Column of the time from which the period counts, where rows are deleted one by one; talk and contacts are not.
        files: Returns the name of a row's file under the data folder, which goes with the row.
    """

    table: sa.Table
    title: str
    kept: Kept
    of: Where | None = None
    blank: Mapping[str, Any] | None = None
    stays: tuple[str, ...] = ()
    age: str | None = None
    files: Callable[[sa.RowMapping], str | None] | None = None


def by_conversation(table: sa.Table) -> Where:
    """Find rows by their column `conversation_id`."""
    return lambda conversation_id: table.c.conversation_id == conversation_id


def by_case(table: sa.Table) -> Where:
    """Find rows by their column `case_id`."""

    def of(conversation_id: str) -> sa.ColumnElement[bool]:
        cases = sa.select(t.cases.c.id).where(t.cases.c.conversation_id == conversation_id)
        return table.c.case_id.in_(cases)

    return of
