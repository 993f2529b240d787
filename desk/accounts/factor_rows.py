"""The part of the account store that keeps second factors: codes that work once."""

from __future__ import annotations

import sqlalchemy as sa

from desk.accounts import tables as account_tables
from desk.accounts.tables import recovery_codes
from desk.db.database import Database


class FactorRows:
    """Codes of the authenticator app, and recovery codes."""

    _database: Database

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
