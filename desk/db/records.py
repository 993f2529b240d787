"""Rows as the dataclasses that are kept in them: a column and a field of one name hold the same. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeVar

T = TypeVar("T")


def made_of(kind: type[T], row: Mapping[Any, Any], **others: object) -> T:
    """Return the dataclass that a row holds; `others` are the fields that no column holds as they are."""
    fields: tuple[dataclasses.Field[Any], ...] = dataclasses.fields(kind)  # type: ignore[arg-type]
    return kind(**{field.name: row[field.name] for field in fields if field.name not in others}, **others)
