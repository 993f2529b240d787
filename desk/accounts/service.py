"""Sessions and presence; rules over the account store."""

from __future__ import annotations

import dataclasses
import secrets
from datetime import datetime, timedelta

from desk.accounts.digests import digest
from desk.accounts.models import PRESENT_WITHIN, Account, Session
from desk.accounts.store import SqlAccountStore

SESSION_IDLE = timedelta(hours=8)
SESSION_LONGEST = timedelta(hours=16)
# A session's requests are written down at most so often: most of them are only reads.
SEEN_EVERY = timedelta(seconds=20)


def open_session(
    store: SqlAccountStore, account: Account, address: str, now: datetime, *, agent: str = ""
) -> tuple[str, Session]:
    """Return (token, session) of somebody who has proved who it is."""
    token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    store.add_session(digest(token), account.id, csrf, now, address=address[:64], agent=agent[:160])
    on_duty = account.role != "auditor"
    return token, Session(dataclasses.replace(account, on_duty=on_duty, seen_at=now), csrf, now, now)


def session(store: SqlAccountStore, token: str, now: datetime) -> Session | None:
    """Return the session of a token, None if it ended or the account was closed."""
    return store.session(digest(token), now - SESSION_LONGEST, now - SESSION_IDLE)


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
        store.seen(found.account.id, now, digest(token))


def was_stopped(store: SqlAccountStore, token: str) -> bool:
    """Whether a token opened a session until its account was closed."""
    return store.is_of_closed_account(digest(token))


def end_other_sessions(store: SqlAccountStore, account: Account, token: str) -> int:
    """End all of an account's sessions but the one of a token; returns how many."""
    return store.end_sessions(account.id, digest(token))


def log_out(store: SqlAccountStore, token: str) -> None:
    """End a session."""
    store.end_session(digest(token))
