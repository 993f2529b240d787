"""How a table declares what it holds of people: `sa.Table(…, info=personal(DataCategory(…)))`. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

PERSONAL = "personal"
# The table on which everything of a migrant hangs.
ROOT = "conversations"
OWN: Mapping[str, str] = {"conversation_id": ROOT}
BY_CASE: Mapping[str, str] = {"case_id": "cases"}


class Kept(StrEnum):
    """Class of retention; how long each lasts is the city's decision."""

    TALK = "talk"
    CONTACT = "contact"
    MAIL = "mail"  # deleted by the mailbox itself, a month after sending
    RECEIVED = "received"
    ACCESS = "access"
    OFFICE = "office"  # the office's own: as long as it is used
    LOG = "log"  # who did what: append-only


@dataclass(frozen=True)
class DataCategory:
    """What one table, or some columns of it, hold of a person.

    Attributes:
        title: What is in it, in Japanese, as an export calls it.
        kept: How long.
        owner: {column: the table whose `id` it is} that lead to a conversation; empty where no row belongs to a migrant.
        blank: Columns and what an erasure puts there; the row stays as a count. None: the row is deleted.
        stays: Words that are left in a blanked row, none of them a person's.
        age: Column of the time from which the period counts, where rows are deleted one by one; talk and contacts are not.
        files: Returns the name of a row's file under the data folder, which goes with the row.
        needed_until: Column of a time until which a row keeps its conversation from being deleted by age.
        at_erasure: Called with (connection, conversation id, time) after an erasure has emptied all tables.
    """

    title: str
    kept: Kept
    owner: Mapping[str, str] = field(default_factory=dict)
    blank: Mapping[str, Any] | None = None
    stays: tuple[str, ...] = ()
    age: str | None = None
    files: Callable[[Any], str | None] | None = None
    needed_until: str | None = None
    at_erasure: Callable[..., None] | None = None


def personal(*categories: DataCategory) -> dict[str, Any]:
    """Return a table's `info`; a table may be declared in several parts."""
    return {PERSONAL: categories}
