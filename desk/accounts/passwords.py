"""Passwords: argon2id with the library's defaults; an unknown account costs the same time as a wrong password."""

from __future__ import annotations

import functools
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

SHORTEST_PASSWORD = 10
_hasher = PasswordHasher()


def hashed(password: str) -> str:
    """Return what is stored."""
    return _hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Return whether a password is right; `stored` is None for an unknown account."""
    try:
        _hasher.verify(stored or _nobody(), password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return stored is not None


@functools.cache
def _nobody() -> str:
    return hashed(secrets.token_urlsafe(16))
