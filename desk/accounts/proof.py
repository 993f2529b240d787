"""Proves again who uses a session: by the password, and by a code where a second factor is set."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.accounts import passwords, second_factor
from desk.accounts.digests import digest, recovery_hash
from desk.accounts.models import Account, Session
from desk.accounts.store import SqlAccountStore
from desk.http.limits import LOGINS_OF_ACCOUNT

# Whoever proved who it is within this time may open an account or take data out.
FRESH = timedelta(minutes=10)


def is_right_code(store: SqlAccountStore, account: Account, code: str, now: datetime) -> bool:
    """Whether a code is the second factor's of now, or one of those for recovery; each is right once."""
    step = second_factor.step_of(account.totp_secret or "", code, now)
    is_right = step is not None and store.use_totp_step(account.id, step)
    return is_right or store.use_recovery_code(account.id, recovery_hash(code))


def is_fresh(found: Session, now: datetime) -> bool:
    """Whether somebody proved a moment ago who it is."""
    return found.proved_at is not None and timedelta() <= now - found.proved_at <= FRESH


def prove(store: SqlAccountStore, token: str, account: Account, password: str, code: str, now: datetime) -> bool:
    """Prove again who uses a session: by the password, and by a code where a second factor is set.

    Failures are counted by the account.
    """
    if not is_own_password(store, account, password, now):
        return False
    if account.totp_secret is not None and not is_right_code(store, account, code, now):
        store.add_attempt(f"own:{digest(account.email)}", now)
        return False
    store.prove(digest(token), now)
    return True


def is_own_password(store: SqlAccountStore, account: Account, password: str, now: datetime) -> bool:
    """Whether a logged-in person knows the account's password; failures are counted apart from the login's."""
    key = f"own:{digest(account.email)}"
    window = timedelta(seconds=LOGINS_OF_ACCOUNT.seconds)
    if store.attempts(key, now - window) >= LOGINS_OF_ACCOUNT.most:
        return False
    begun = store.begin_attempt([key], now)
    if not passwords.matches(account.password_hash, password):
        return False
    store.forget_attempt(begun)
    return True


def wants_second_factor(account: Account, rule: str) -> bool:
    """Whether the office's rule (optional, managers, all) demands a second factor that is not set yet."""
    applies = rule == "all" or (rule == "managers" and account.role in {"manager", "auditor"})
    return applies and account.totp_secret is None
