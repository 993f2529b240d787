"""The part of the account store that logins are checked by: attempts are counted, codes work once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from desk.accounts import tables as account_tables
from desk.accounts.tables import recovery_codes
from desk.db.database import DatabaseStore


class LoginRows(DatabaseStore):
    """Attempts by what is limited (an account, a network), codes of the authenticator app, and recovery codes."""

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

    def use_totp_step(self, account_id: str, step: int) -> bool:
        """Note the step of a code, so that a code works once; False if it or a later one was used."""
        a = account_tables.accounts.c
        return bool(
            self._database.change(
                account_tables.accounts.update()
                .where(a.id == account_id, sa.or_(a.totp_step.is_(None), a.totp_step < step))
                .values(totp_step=step)
            )
        )

    def keep_recovery_codes(self, account_id: str, hashes: list[str]) -> None:
        """Replace an account's recovery codes."""
        c = recovery_codes.c
        with self._database.write() as connection:
            connection.execute(recovery_codes.delete().where(c.account_id == account_id))
            rows = [{"code_hash": one, "account_id": account_id} for one in hashes]
            connection.execute(recovery_codes.insert(), rows)

    def count_recovery_codes(self, account_id: str) -> int:
        """Return how many codes are left."""
        query = sa.select(sa.func.count()).where(recovery_codes.c.account_id == account_id)
        return int(self._database.ask(query).scalar_one())

    def use_recovery_code(self, account_id: str, code_hash: str) -> bool:
        """Use a recovery code up; False if it is none."""
        c = recovery_codes.c
        return bool(
            self._database.change(recovery_codes.delete().where(c.account_id == account_id, c.code_hash == code_hash))
        )
