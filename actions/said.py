"""What an action says and what the talk remembers of it; pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from actions import danger
from actions.replies import Part
from actions.situation import Situation


@dataclasses.dataclass(frozen=True)
class Said:
    """One reply.

    Attributes:
        parts: Of its bubble.
        slots: To set.
        more: Further bubbles.
        language: What the reader reads from now on, where the reply itself changed that: (language, written).
    """

    parts: list[Part]
    slots: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    more: Sequence[list[Part]] = ()
    language: tuple[str, str] | None = None


def understood(where: Situation, parts: Sequence[Part], **slots: Any) -> Said:
    """Return a reply behind the line of care, if one is due; the count of misunderstandings begins anew."""
    return with_care(where, parts, fallback_count=0.0, **slots)


def with_care(where: Situation, parts: Sequence[Part], **slots: Any) -> Said:
    """Return a reply behind the line of care, if one is due."""
    return Said([*danger.care(where), *parts], slots)
