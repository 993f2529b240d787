"""The part of the account store that counts attempts to log in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from desk.accounts import tables as account_tables
from desk.db.database import Database


class AttemptRows:
    """Attempts, by what is limited: an account, a network."""

    _database: Database

    def attempts(self, key: str, since: datetime) -> int:
        """Count failed attempts."""
        query = sa.select(sa.func.count()).where(
            account_tables.login_attempts.c.key == key, account_tables.login_attempts.c.at > since
        )
        return int(self._database.ask(query).scalar_one())

    def add_attempt(self, key: str, now: datetime) -> None:
        """Note a failed attempt."""
        self.begin_attempt([key], now)

    def begin_attempt(self, keys: Sequence[str], now: datetime) -> list[int]:
        """Note an attempt before it is looked at, so that many at once do not pass the count; returns its ids."""
        add = account_tables.login_attempts.insert().returning(account_tables.login_attempts.c.id)
        with self._database.write() as connection:
            return [int(connection.execute(add.values(key=key, at=now)).scalar_one()) for key in keys]

    def forget_attempt(self, ids: Sequence[int]) -> None:
        """Take an attempt back that was right."""
        self._database.change(account_tables.login_attempts.delete().where(account_tables.login_attempts.c.id.in_(ids)))
