"""Why an appointment is refused."""

from __future__ import annotations


class NotPossible(ValueError):
    """The appointment's state does not allow it; the message is Japanese and may be shown."""


class SlotTaken(Exception):
    """The time was taken meanwhile, or was never offered."""
