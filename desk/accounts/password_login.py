"""Logging in: by a password, and a code where there is a second factor; what comes too often is held back."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from desk.accounts import passwords
from desk.accounts.digests import digest
from desk.accounts.models import Account, Session
from desk.accounts.proof import is_right_code
from desk.accounts.service import open_session
from desk.accounts.store import SqlAccountStore
from desk.contact import patterns
from desk.http.limits import LOGINS, LOGINS_OF_ACCOUNT, network

# Beyond an account's limit an unknown browser has one try a minute: strangers slow its owner down and lock nobody out.
SLOWED = timedelta(minutes=1)


class TooManyAttempts(Exception):
    """Logging in is held back for a while."""


class CodeWanted(Exception):
    """The password is right, and the account has a second factor."""


def log_in(
    store: SqlAccountStore,
    email: str,
    password: str,
    address: str,
    now: datetime,
    *,
    code: str = "",
    agent: str = "",
    is_known_device: Callable[[Account], bool] = lambda account: False,
) -> tuple[str, Session] | None:
    """Return (token, session), or None for a wrong e-mail, password or code; the first two take the same time.

    `is_known_device` tells a browser that has logged in to the account before: what strangers try does not slow it down.

    Raises:
        CodeWanted: The account has a second factor and no code came.
        TooManyAttempts: Too many failures from this network, or for this account from unknown browsers.
    """
    email = patterns.plain(email.strip())[0].lower()
    account = store.by_email(email)
    begun = _begin(store, email, address, now, is_known=account is not None and is_known_device(account))
    if (
        not passwords.matches(account.password_hash if account else None, password)
        or account is None
        or not account.is_active
    ):
        return None
    if account.totp_secret is not None:
        if not code.strip():
            store.forget_attempt(begun)
            raise CodeWanted
        if not is_right_code(store, account, code, now):
            return None
    store.forget_attempt(begun)
    return open_session(store, account, address, now, agent=agent)


def _begin(store: SqlAccountStore, email: str, address: str, now: datetime, *, is_known: bool) -> list[int]:
    """Count an attempt before its password is hashed; returns what `forget_attempt` takes back."""
    where, whose = network(address), digest(email)
    keys = [f"ip:{where}", f"known:{whose}" if is_known else f"account:{whose}", f"pair:{digest(whose + where)}"]
    if store.attempts(keys[0], now - timedelta(seconds=LOGINS.seconds)) >= LOGINS.most:
        raise TooManyAttempts
    window = timedelta(seconds=LOGINS_OF_ACCOUNT.seconds)
    if store.attempts(keys[1], now - window) >= LOGINS_OF_ACCOUNT.most and (
        is_known or store.attempts(keys[2], now - SLOWED)
    ):
        raise TooManyAttempts
    return store.begin_attempt(keys, now)


def device_token(account: Account, secret: str) -> str:
    """Return what a browser keeps that has logged in to an account; a new password makes it worthless."""
    words = f"device:{account.id}:{account.password_hash}"
    return hmac.new(secret.encode(), words.encode(), hashlib.sha256).hexdigest()


def is_device_of(account: Account, token: str, secrets_: Sequence[str]) -> bool:
    """Whether a browser has logged in to an account before."""
    given = token.encode()
    return any(hmac.compare_digest(device_token(account, one).encode(), given) for one in secrets_)
