"""What is kept of a secret that must be found again."""

from __future__ import annotations

import hashlib
import unicodedata


def recovery_hash(code: str) -> str:
    """Return what is kept of a recovery code, however it was typed."""
    folded = unicodedata.normalize("NFKC", code).casefold()
    return digest("".join(letter for letter in folded if letter.isalnum()))


def session_key(token: str) -> str:
    """Return the name of a session."""
    return digest(token)[:16]


def digest(text: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(text.encode()).hexdigest()
