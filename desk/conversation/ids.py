"""Random identifiers: unguessable (≥ 128 bits where they open something) and recognisable by their beginning."""

from __future__ import annotations

import hashlib
import secrets


def conversation_id() -> str:
    """Return an id of 128 random bits; Rasa's sender id as well."""
    return f"c_{secrets.token_urlsafe(16)}"


def case_id() -> str:
    """Return an id of a case."""
    return f"k_{secrets.token_urlsafe(12)}"


def turn_id() -> str:
    """Return an id of a turn."""
    return f"m_{secrets.token_hex(13)}"


def choice_id() -> str:
    """Return an id of an offered choice."""
    return f"ch_{secrets.token_urlsafe(9)}"


def mark_id() -> str:
    """Return an id of a mark of danger."""
    return f"d_{secrets.token_hex(12)}"


def token() -> str:
    """Return a bearer token of 256 random bits."""
    return secrets.token_urlsafe(32)


def token_hash(given: str) -> str:
    """Return what is stored of a token: a stolen database opens nothing."""
    return hashlib.sha256(given.encode()).hexdigest()
