"""What routes send as it was stored: described by a type, and never refused or changed for not fitting it."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import PlainSerializer, WrapValidator

T = TypeVar("T")
# Messages and hand-overs are kept for years, and some were written by older releases: a screen that misses a field is
# better than a case that does not open. What is made for the answer itself is checked as every other answer.
Stored = Annotated[T, WrapValidator(lambda value, _: value), PlainSerializer(lambda value: value)]
