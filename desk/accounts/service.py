"""Logging in and out, sessions, presence; rules over the account store."""

from __future__ import annotations

import dataclasses
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from desk.accounts import passwords, second_factor

ROLES = {"consultant": "相談員", "supervisor": "主任", "manager": "管理者", "auditor": "監査"}
SESSION_IDLE = timedelta(hours=8)
SESSION_LONGEST = timedelta(hours=16)
# Presence: seen by the console within this time. The console says it is there every 20-30 s.
PRESENT_WITHIN = timedelta(minutes=2)
# Chatwoot's figures: 5 attempts in 20 s from one address, 20 in 5 minutes for one account.
_LIMITS = (("ip", 5, timedelta(seconds=20)), ("account", 20, timedelta(minutes=5)))


class TooManyAttempts(Exception):
    """Logging in is held back for a while."""


class CodeWanted(Exception):
    """The password is right, and the account has a second factor."""


@dataclass(frozen=True)
class Account:
    """A consultant."""

    id: str
    email: str
    name: str
    role: str
    password_hash: str
    is_active: bool
    on_duty: bool
    seen_at: datetime | None
    totp_secret: str | None = None

    @property
    def is_supervisor(self) -> bool:
        """Whether the account may take cases over."""
        return self.role in {"supervisor", "manager"}


@dataclass(frozen=True)
class Session:
    """Somebody logged in; `csrf` must come with every change."""

    account: Account
    csrf: str


class AccountStore(Protocol):
    """Where accounts and sessions are kept."""

    def by_email(self, email: str) -> Account | None:
        """Return an account."""
        ...

    def add_session(self, token_hash: str, account_id: str, csrf: str, now: datetime) -> None:
        """Store a session and mark the account as seen and on duty."""
        ...

    def session(
        self, token_hash: str, newest_created: datetime, newest_seen: datetime
    ) -> Session | None:
        """Return a session created and seen after these moments, of an active account."""
        ...

    def end_session(self, token_hash: str) -> None:
        """Delete a session."""
        ...

    def use_totp_step(self, account_id: str, step: int) -> bool:
        """Note the step of a code; False if it or a later one was used."""
        ...

    def attempts(self, key: str, since: datetime) -> int:
        """Count failed attempts."""
        ...

    def add_attempt(self, key: str, now: datetime) -> None:
        """Note a failed attempt."""
        ...


def log_in(
    store: AccountStore,
    email: str,
    password: str,
    address: str,
    now: datetime,
    *,
    code: str = "",
) -> tuple[str, Session] | None:
    """Return (token, session), or None for a wrong e-mail, password or code; the first two take the same time.

    Raises:
        CodeWanted: The account has a second factor and no code came.
        TooManyAttempts: Too many failures from this address or for this account.
    """
    email = email.strip().lower()
    keys = {"ip": f"ip:{address}", "account": f"account:{_digest(email)}"}
    for kind, most, window in _LIMITS:
        if store.attempts(keys[kind], now - window) >= most:
            raise TooManyAttempts
    account = store.by_email(email)
    if (
        not passwords.matches(account.password_hash if account else None, password)
        or account is None
        or not account.is_active
    ):
        for key in keys.values():
            store.add_attempt(key, now)
        return None
    if account.totp_secret is not None:
        if not code.strip():
            raise CodeWanted
        step = second_factor.step_of(account.totp_secret, code, now)
        if step is None or not store.use_totp_step(account.id, step):
            for key in keys.values():
                store.add_attempt(key, now)
            return None
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    store.add_session(_digest(token), account.id, csrf, now)
    return token, Session(dataclasses.replace(account, on_duty=True, seen_at=now), csrf)


def session(store: AccountStore, token: str, now: datetime) -> Session | None:
    """Return the session of a token, None if it ended or the account was closed."""
    return store.session(_digest(token), now - SESSION_LONGEST, now - SESSION_IDLE)


def log_out(store: AccountStore, token: str) -> None:
    """End a session."""
    store.end_session(_digest(token))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
