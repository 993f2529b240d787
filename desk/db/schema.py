"""What every table is made of: the metadata, times and JSON. Each feature declares its own tables in its `tables.py`."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import UTC, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeDecorator

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware UTC time, stored as text that sorts (2026-11-24T01:15:30.123456)."""

    impl = sa.String(26)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:
        """See base class."""
        if value is None:
            return None
        if not isinstance(value, datetime) or value.tzinfo is None:
            # SQLAlchemy raises it as a StatementError, which tells nothing by its name.
            raise TypeError(f"expected an aware datetime, got {type(value).__name__}")
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Any) -> datetime | None:
        """See base class."""
        return None if value is None else moment_of(value)


def moment_of(stored: str) -> datetime:
    """Return a stored time."""
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)


Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


@cache
def whole_metadata() -> sa.MetaData:
    """Return the metadata with the tables of every feature, whatever was imported before.

    Whatever must miss no table (erasure, migrations) reads this and not `metadata`: every module of the desk named
    `tables`, or ending so, is imported first.
    """
    desk = importlib.import_module("desk")
    for module in pkgutil.walk_packages(desk.__path__, "desk."):
        if module.name.endswith("tables"):
            importlib.import_module(module.name)
    return metadata
