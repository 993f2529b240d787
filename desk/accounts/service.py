"""Logging in and out, sessions, presence; rules over the account store."""

from __future__ import annotations

import dataclasses
import hashlib
import secrets
import unicodedata
from datetime import datetime, timedelta

from desk.accounts import passwords, second_factor
from desk.accounts.models import PRESENT_WITHIN, Account, Session
from desk.accounts.store import SqlAccountStore
from desk.contact import patterns

SESSION_IDLE = timedelta(hours=8)
SESSION_LONGEST = timedelta(hours=16)
# A session's requests are written down at most so often: most of them are only reads.
SEEN_EVERY = timedelta(seconds=20)
# Chatwoot's figures: 5 attempts in 20 s from one address, 20 in 5 minutes for one account.
_LIMITS = (("ip", 5, timedelta(seconds=20)), ("account", 20, timedelta(minutes=5)))


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
) -> tuple[str, Session] | None:
    """Return (token, session), or None for a wrong e-mail, password or code; the first two take the same time.

    Raises:
        CodeWanted: The account has a second factor and no code came.
        TooManyAttempts: Too many failures from this address or for this account.
    """
    email = patterns.plain(email.strip())[0].lower()
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
        is_right = step is not None and store.use_totp_step(account.id, step)
        if not is_right and not store.use_recovery_code(account.id, recovery_hash(code)):
            for key in keys.values():
                store.add_attempt(key, now)
            return None
    return open_session(store, account, address, now, agent=agent)


def open_session(
    store: SqlAccountStore, account: Account, address: str, now: datetime, *, agent: str = ""
) -> tuple[str, Session]:
    """Return (token, session) of somebody who has proved who it is."""
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    store.add_session(_digest(token), account.id, csrf, now, address=address[:64], agent=agent[:160])
    on_duty = account.role != "auditor"
    return token, Session(dataclasses.replace(account, on_duty=on_duty, seen_at=now), csrf, now)


def session(store: SqlAccountStore, token: str, now: datetime) -> Session | None:
    """Return the session of a token, None if it ended or the account was closed."""
    return store.session(_digest(token), now - SESSION_LONGEST, now - SESSION_IDLE)


def is_present(account: Account, now: datetime) -> bool:
    """Whether somebody is 在席: the one definition (`desk.accounts.store.is_present` says the same in SQL).

    The account is active and takes cases, its tick 在席 is set, and one of its logged-in browsers asked for something
    within the last two minutes: a page of the office, or the console, which asks for as long as it is open.
    """
    was_seen = account.seen_at is not None and account.seen_at > now - PRESENT_WITHIN
    return account.is_active and account.counts and account.on_duty and was_seen


def keep_seen(store: SqlAccountStore, token: str, found: Session, now: datetime) -> None:
    """Note that a session asked for something, unless that was noted a moment ago; a clock set back is a new moment."""
    if found.seen_at is None or not timedelta() <= now - found.seen_at < SEEN_EVERY:
        store.seen(found.account.id, now, _digest(token))


def was_stopped(store: SqlAccountStore, token: str) -> bool:
    """Whether a token opened a session until its account was closed."""
    return store.is_of_closed_account(_digest(token))


def log_out(store: SqlAccountStore, token: str) -> None:
    """End a session."""
    store.end_session(_digest(token))


def is_own_password(store: SqlAccountStore, account: Account, password: str, now: datetime) -> bool:
    """Whether a logged-in person knows the account's password; failures count as at the login."""
    key = f"account:{_digest(account.email)}"
    _, most, window = _LIMITS[1]
    if store.attempts(key, now - window) >= most:
        return False
    if passwords.matches(account.password_hash, password):
        return True
    store.add_attempt(key, now)
    return False


def recovery_hash(code: str) -> str:
    """Return what is kept of a recovery code, however it was typed."""
    folded = unicodedata.normalize("NFKC", code).casefold()
    return _digest("".join(letter for letter in folded if letter.isalnum()))


def session_key(token: str) -> str:
    """Return the name of a session."""
    return _digest(token)[:16]


def wants_second_factor(account: Account, rule: str) -> bool:
    """Whether the office's rule (optional, managers, all) demands a second factor that is not set yet."""
    applies = rule == "all" or (rule == "managers" and account.role in {"manager", "auditor"})
    return applies and account.totp_secret is None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
