"""Invented people on LINE: a conversation there always has one, as LINE's own events make it."""

from __future__ import annotations

import hashlib


def line_user_id(conversation_id: str) -> str:
    """Return a user id of LINE's form (U and 32 hexadecimal digits), always the same for a conversation."""
    return f"U{hashlib.sha256(conversation_id.encode()).hexdigest()[:32]}"
