"""Logins under way at the provider, in the database: several desks share them, and each works once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desk.accounts.tables import sign_on_attempts
from desk.db.database import DatabaseStore


@dataclass(frozen=True)
class Attempt:
    """A login that went to the provider."""

    state_hash: str
    browser_hash: str
    nonce: str
    verifier: str


class SqlAttempts(DatabaseStore):
    """Where logins under way are kept."""

    def keep(self, attempt: Attempt, now: datetime, oldest: datetime) -> None:
        """Keep one, and forget those that began before `oldest`."""
        a = sign_on_attempts.c
        with self._database.write() as connection:
            connection.execute(sign_on_attempts.delete().where(a.at <= oldest))
            connection.execute(sign_on_attempts.insert().values(**vars(attempt), at=now))

    def take(self, state_hash: str, browser_hash: str, oldest: datetime) -> Attempt | None:
        """Return one of this browser that is not too old, and delete it: it works once."""
        a = sign_on_attempts.c
        mine = (a.state_hash == state_hash) & (a.browser_hash == browser_hash) & (a.at > oldest)
        with self._database.write() as connection:
            row = connection.execute(sign_on_attempts.select().where(mine)).mappings().first()
            # Of two that come at once, only one deletes the row.
            if row is None or not connection.execute(sign_on_attempts.delete().where(mine)).rowcount:
                return None
        return Attempt(row["state_hash"], row["browser_hash"], row["nonce"], row["verifier"])
