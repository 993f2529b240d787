"""Passwords: argon2id with the library's defaults; an unknown account costs the same time as a wrong password."""

from __future__ import annotations

import functools
import secrets
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

SHORTEST_PASSWORD = 10
# Hashing takes as long as the text is.
LONGEST_PASSWORD = 200
_hasher = PasswordHasher()
# One hash takes 64 MB: forty at once would take the memory of the whole desk.
AT_ONCE = 2
_HASHING = threading.BoundedSemaphore(AT_ONCE)
# Of the most common passwords (NCSC's and Japan's lists) those that are long enough to pass otherwise.
_COMMON = frozenset(
    [
        "1234567890",
        "0123456789",
        "0987654321",
        "123456789a",
        "a123456789",
        "1q2w3e4r5t",
        "1qaz2wsx3edc",
        "qwertyuiop",
        "qwerty1234",
        "qwerty12345",
        "asdfghjkl1",
        "password12",
        "password123",
        "password1234",
        "passw0rd123",
        "p@ssw0rd123",
        "letmein1234",
        "welcome123",
        "welcome1234",
        "iloveyou12",
        "administrator",
        "admin12345",
        "admin123456",
        "abc1234567",
        "abcd123456",
        "abcdefghij",
        "sakura1234",
        "doraemon12",
        "hokkaido12",
        "hokkaido123",
        "hitohata12",
        "hitohata123",
        "changeme123",
        "football123",
        "baseball123",
        "princess123",
        "sunshine123",
    ]
)


def hashed(password: str) -> str:
    """Return what is stored."""
    with _HASHING:
        return _hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Return whether a password is right; `stored` is None for an unknown account."""
    known = stored or _nobody()
    try:
        with _HASHING:
            _hasher.verify(known, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return stored is not None


def weakness(password: str, email: str, name: str) -> str | None:
    """Return what is wrong with a new password in words for its owner, None where it will do."""
    folded = unicodedata.normalize("NFKC", password).casefold()
    if len(password) < SHORTEST_PASSWORD:
        return f"パスワードは {SHORTEST_PASSWORD} 文字以上にしてください。"
    if len(password) > LONGEST_PASSWORD:
        return f"パスワードは {LONGEST_PASSWORD} 文字までにしてください。"
    if folded in _COMMON or len(set(folded)) < 5:
        return "よく使われるパスワードです。ほかの言葉をいくつかつなげてください。"
    own = [email.partition("@")[0].casefold(), *name.casefold().split()]
    if any(len(part) >= 3 and part in folded for part in own):
        return "お名前やメールアドレスを含まないパスワードにしてください。"
    return None


@functools.cache
def _nobody() -> str:
    return hashed(secrets.token_urlsafe(16))
