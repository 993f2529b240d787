"""Logging in and out, sessions, presence; rules over the account store."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from desk.accounts import passwords, second_factor
from desk.accounts.models import PRESENT_WITHIN, Account, Session
from desk.accounts.store import SqlAccountStore
from desk.contact import patterns
from desk.http.limits import LOGINS, LOGINS_OF_ACCOUNT, network

SESSION_IDLE = timedelta(hours=8)
SESSION_LONGEST = timedelta(hours=16)
# A session's requests are written down at most so often: most of them are only reads.
SEEN_EVERY = timedelta(seconds=20)
# Whoever proved who it is within this time may open an account or take data out.
FRESH = timedelta(minutes=10)
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
        if not _is_right_code(store, account, code, now):
            return None
    store.forget_attempt(begun)
    return open_session(store, account, address, now, agent=agent)


def _begin(store: SqlAccountStore, email: str, address: str, now: datetime, *, is_known: bool) -> list[int]:
    """Count an attempt before its password is hashed; returns what `forget_attempt` takes back."""
    where, whose = network(address), _digest(email)
    keys = [f"ip:{where}", f"known:{whose}" if is_known else f"account:{whose}", f"pair:{_digest(whose + where)}"]
    if store.attempts(keys[0], now - timedelta(seconds=LOGINS.seconds)) >= LOGINS.most:
        raise TooManyAttempts
    window = timedelta(seconds=LOGINS_OF_ACCOUNT.seconds)
    if store.attempts(keys[1], now - window) >= LOGINS_OF_ACCOUNT.most and (
        is_known or store.attempts(keys[2], now - SLOWED)
    ):
        raise TooManyAttempts
    return store.begin_attempt(keys, now)


def _is_right_code(store: SqlAccountStore, account: Account, code: str, now: datetime) -> bool:
    step = second_factor.step_of(account.totp_secret or "", code, now)
    is_right = step is not None and store.use_totp_step(account.id, step)
    return is_right or store.use_recovery_code(account.id, recovery_hash(code))


def device_token(account: Account, secret: str) -> str:
    """Return what a browser keeps that has logged in to an account; a new password makes it worthless."""
    words = f"device:{account.id}:{account.password_hash}"
    return hmac.new(secret.encode(), words.encode(), hashlib.sha256).hexdigest()


def is_device_of(account: Account, token: str, secrets_: Sequence[str]) -> bool:
    """Whether a browser has logged in to an account before."""
    given = token.encode()
    return any(hmac.compare_digest(device_token(account, one).encode(), given) for one in secrets_)


def is_fresh(found: Session, now: datetime) -> bool:
    """Whether somebody proved a moment ago who it is."""
    return found.proved_at is not None and timedelta() <= now - found.proved_at <= FRESH


def prove(store: SqlAccountStore, token: str, account: Account, password: str, code: str, now: datetime) -> bool:
    """Prove again who uses a session: by the password, and by a code where a second factor is set.

    Failures are counted by the account.
    """
    if not is_own_password(store, account, password, now):
        return False
    if account.totp_secret is not None and not _is_right_code(store, account, code, now):
        store.add_attempt(f"own:{_digest(account.email)}", now)
        return False
    store.prove(_digest(token), now)
    return True


def open_session(
    store: SqlAccountStore, account: Account, address: str, now: datetime, *, agent: str = ""
) -> tuple[str, Session]:
    """Return (token, session) of somebody who has proved who it is."""
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    store.add_session(_digest(token), account.id, csrf, now, address=address[:64], agent=agent[:160])
    on_duty = account.role != "auditor"
    return token, Session(dataclasses.replace(account, on_duty=on_duty, seen_at=now), csrf, now, now)


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


def end_other_sessions(store: SqlAccountStore, account: Account, token: str) -> int:
    """End all of an account's sessions but the one of a token; returns how many."""
    return store.end_sessions(account.id, _digest(token))


def log_out(store: SqlAccountStore, token: str) -> None:
    """End a session."""
    store.end_session(_digest(token))


def is_own_password(store: SqlAccountStore, account: Account, password: str, now: datetime) -> bool:
    """Whether a logged-in person knows the account's password; failures are counted apart from the login's."""
    key = f"own:{_digest(account.email)}"
    window = timedelta(seconds=LOGINS_OF_ACCOUNT.seconds)
    if store.attempts(key, now - window) >= LOGINS_OF_ACCOUNT.most:
        return False
    begun = store.begin_attempt([key], now)
    if not passwords.matches(account.password_hash, password):
        return False
    store.forget_attempt(begun)
    return True


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
