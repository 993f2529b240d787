"""What became of an act, carried over the redirect that follows it: sealed for one session, shown once.

It may hold a password that is shown this once, so it is encrypted with the session's own secret and kept by the browser alone.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken

COOKIE = "hitohata_told"
PATH = "/console"
SECONDS = 60
# How `frame.show` tells the middleware of `desk.office.after_post` that a page is the answer to an act that was done.
HEADER = "x-hitohata-told"
HOME_HEADER = "x-hitohata-home"


@dataclass(frozen=True)
class Told:
    """What is said, and what is shown this once and never again (passwords, codes, secret addresses)."""

    said: str = ""
    once: tuple[str, ...] = ()


def sealed(csrf: str, said: str, once: Sequence[str] = ()) -> str:
    """Return it as a cookie's value."""
    text = json.dumps([said, list(once)], ensure_ascii=False)
    return _key(csrf).encrypt(text.encode()).decode()


def opened(csrf: str, value: str) -> Told:
    """Return what a cookie holds; nothing where it is another session's, too old or no such thing."""
    try:
        said, once = json.loads(_key(csrf).decrypt(value.encode(), ttl=SECONDS))
    except (InvalidToken, ValueError):
        return Told()
    return Told(said, tuple(once))


def _key(csrf: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"told:{csrf}".encode()).digest()))
