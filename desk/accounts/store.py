"""Accounts, sessions and attempts in the database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.accounts import tables as account_tables
from desk.accounts.login_rows import LoginRows
from desk.accounts.models import PRESENT_WITHIN, TAKES_CASES, TAKES_CASES_BY_CHOICE, Account
from desk.accounts.session_rows import SessionRows, account_of
from desk.accounts.tables import recovery_codes


class SqlAccountStore(SessionRows, LoginRows):
    """Where accounts and sessions are kept."""

    def by_email(self, email: str) -> Account | None:
        """Return an account."""
        return self._one(account_tables.accounts.c.email == email)

    def by_sso_identity(self, identity: str) -> Account | None:
        """Return the account of somebody at the provider of single sign-on."""
        return self._one(account_tables.accounts.c.sso_identity == identity)

    def bind_sso(self, account_id: str, identity: str, before: str | None) -> bool:
        """Give an account to somebody at the provider; False if it is not bound as it was `before`."""
        a = account_tables.accounts.c
        return bool(
            self._database.change(
                account_tables.accounts.update()
                .where(a.id == account_id, a.sso_identity.is_not_distinct_from(before))
                .values(sso_identity=identity)
            )
        )

    def by_id(self, account_id: str) -> Account | None:
        """Return an account."""
        return self._one(account_tables.accounts.c.id == account_id)

    def all(self) -> list[Account]:
        """Return the active accounts by name."""
        query = (
            sa.select(account_tables.accounts)
            .where(account_tables.accounts.c.is_active)
            .order_by(account_tables.accounts.c.name)
        )
        return [account_of(row) for row in self._database.ask(query).mappings()]

    def everybody(self) -> list[Account]:
        """Return all accounts by name, closed ones too."""
        rows = self._database.ask(sa.select(account_tables.accounts).order_by(account_tables.accounts.c.name))
        return [account_of(row) for row in rows.mappings()]

    def change(self, account_id: str, **values: object) -> None:
        """Change an account; a closed one's sessions end in the same transaction."""
        with self._database.write() as connection:
            change(connection, account_id, **values)

    def add(self, account: Account, now: datetime) -> None:
        """Store a new account."""
        values = {**vars(account), "created_at": now}
        self._database.change(account_tables.accounts.insert().values(**values))

    def set_duty(self, account_id: str, on_duty: bool, now: datetime) -> None:
        """Note whether somebody takes cases."""
        self._database.change(
            account_tables.accounts.update()
            .where(account_tables.accounts.c.id == account_id)
            .values(on_duty=on_duty, seen_at=now)
        )

    def _one(self, where: sa.ColumnElement[bool]) -> Account | None:
        row = self._database.ask(sa.select(account_tables.accounts).where(where)).mappings().first()
        return account_of(row) if row else None


def change(connection: sa.Connection, account_id: str, **values: object) -> None:
    """Change an account in an open transaction.

    A closed account's sessions open nothing any more; their rows stay until it is opened again, so that its screens can
    say why.
    """
    own = account_tables.sessions.c.account_id == account_id
    connection.execute(
        account_tables.accounts.update().where(account_tables.accounts.c.id == account_id).values(**values)
    )
    if "totp_secret" in values and values["totp_secret"] is None:
        codes = recovery_codes.c.account_id == account_id
        connection.execute(recovery_codes.delete().where(codes))
    # Another role, password or second factor: what is open was opened under what no longer holds.
    if values.get("is_active") is True or {"password_hash", "role"} & values.keys():
        connection.execute(account_tables.sessions.delete().where(own))


def is_present(now: datetime) -> sa.ColumnElement[bool]:
    """Return the condition that somebody is 在席 (`desk.accounts.service.is_present`, in SQL)."""
    return was_seen(now - PRESENT_WITHIN)


def was_seen(since: datetime | sa.BindParameter[Any]) -> sa.ColumnElement[bool]:
    """Return the condition that an account takes cases, says so, and asked for something at some time since then."""
    a = account_tables.accounts.c
    by_choice = sa.and_(a.role == TAKES_CASES_BY_CHOICE, a.takes_cases)
    counts = sa.or_(a.role.in_(sorted(TAKES_CASES)), by_choice)
    return sa.and_(a.is_active, a.on_duty, counts, a.seen_at > since)
