"""Accounts, sessions and attempts in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.accounts import tables as account_tables
from desk.accounts.models import (
    PRESENT_WITHIN,
    TAKES_CASES,
    TAKES_CASES_BY_CHOICE,
    Account,
    OpenSession,
    Session,
)
from desk.accounts.tables import recovery_codes
from desk.db.database import Database


class SqlAccountStore:
    """Where accounts and sessions are kept."""

    def __init__(self, database: Database) -> None:
        """Use this database."""
        self._database = database

    def by_email(self, email: str) -> Account | None:
        """Return an account."""
        return self._one(account_tables.accounts.c.email == email)

    def by_sso_identity(self, identity: str) -> Account | None:
        """Return the account of somebody at the provider of single sign-on."""
        return self._one(account_tables.accounts.c.sso_identity == identity)

    def bind_sso(self, account_id: str, identity: str, before: str | None) -> bool:
        """Give an account to somebody at the provider; False if it is not bound as it was `before`."""
        a = account_tables.accounts.c
        with self._database.write() as connection:
            done = connection.execute(
                account_tables.accounts.update()
                .where(a.id == account_id, a.sso_identity.is_not_distinct_from(before))
                .values(sso_identity=identity)
            )
            return done.rowcount == 1

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
        with self._database.read() as connection:
            return [_account(row) for row in connection.execute(query).mappings()]

    def everybody(self) -> list[Account]:
        """Return all accounts by name, closed ones too."""
        with self._database.read() as connection:
            rows = connection.execute(sa.select(account_tables.accounts).order_by(account_tables.accounts.c.name))
            return [_account(row) for row in rows.mappings()]

    def change(self, account_id: str, **values: Any) -> None:
        """Change an account; a closed one's sessions end in the same transaction."""
        with self._database.write() as connection:
            change(connection, account_id, **values)

    def use_totp_step(self, account_id: str, step: int) -> bool:
        """Note the step of a code, so that a code works once; False if it or a later one was used."""
        a = account_tables.accounts.c
        with self._database.write() as connection:
            done = connection.execute(
                account_tables.accounts.update()
                .where(a.id == account_id, sa.or_(a.totp_step.is_(None), a.totp_step < step))
                .values(totp_step=step)
            )
            return done.rowcount == 1

    def add(self, account: Account, now: datetime) -> None:
        """Store a new account."""
        values = {**vars(account), "created_at": now}
        with self._database.write() as connection:
            connection.execute(account_tables.accounts.insert().values(**values))

    def add_session(
        self,
        token_hash: str,
        account_id: str,
        csrf: str,
        now: datetime,
        *,
        address: str = "",
        agent: str = "",
    ) -> None:
        """Store a session and mark the account as seen and on duty."""
        with self._database.write() as connection:
            connection.execute(
                account_tables.sessions.insert().values(
                    token_hash=token_hash,
                    account_id=account_id,
                    csrf=csrf,
                    created_at=now,
                    seen_at=now,
                    proved_at=now,
                    address=address,
                    agent=agent,
                )
            )
            connection.execute(
                account_tables.accounts.update()
                .where(account_tables.accounts.c.id == account_id)
                .values(on_duty=account_tables.accounts.c.role != "auditor", seen_at=now)
            )

    def session(self, token_hash: str, newest_created: datetime, newest_seen: datetime) -> Session | None:
        """Return a session created and seen after these moments, of an active account."""
        s = account_tables.sessions.c
        query = (
            sa.select(account_tables.accounts, s.csrf, s.seen_at.label("session_seen_at"), s.proved_at)
            .join(account_tables.sessions, s.account_id == account_tables.accounts.c.id)
            .where(s.token_hash == token_hash, s.created_at > newest_created, s.seen_at > newest_seen)
            .where(account_tables.accounts.c.is_active)
        )
        with self._database.read() as connection:
            row = connection.execute(query).mappings().first()
        return Session(_account(row), row["csrf"], row["session_seen_at"], row["proved_at"]) if row else None

    def end_session(self, token_hash: str) -> None:
        """Delete a session."""
        with self._database.write() as connection:
            connection.execute(
                account_tables.sessions.delete().where(account_tables.sessions.c.token_hash == token_hash)
            )

    def prove(self, token_hash: str, now: datetime) -> None:
        """Note that who uses a session has proved again who it is."""
        own = account_tables.sessions.c.token_hash == token_hash
        with self._database.write() as connection:
            connection.execute(account_tables.sessions.update().where(own).values(proved_at=now))

    def end_sessions(self, account_id: str, but: str = "") -> int:
        """End an account's sessions, except that of one token's hash; returns how many."""
        s = account_tables.sessions.c
        with self._database.write() as connection:
            return connection.execute(
                account_tables.sessions.delete().where(s.account_id == account_id, s.token_hash != but)
            ).rowcount

    def own_sessions(self, account_id: str) -> list[OpenSession]:
        """Return an account's sessions, the one used last first."""
        s = account_tables.sessions.c
        query = account_tables.sessions.select().where(s.account_id == account_id).order_by(s.seen_at.desc())
        with self._database.read() as connection:
            return [
                OpenSession(row["token_hash"][:16], row["address"], row["agent"], row["created_at"], row["seen_at"])
                for row in connection.execute(query).mappings()
            ]

    def end_own_session(self, account_id: str, key: str) -> bool:
        """End one of an account's sessions; False if there is none of this name."""
        s = account_tables.sessions.c
        with self._database.write() as connection:
            done = connection.execute(
                account_tables.sessions.delete().where(
                    s.account_id == account_id, sa.func.substr(s.token_hash, 1, 16) == key
                )
            )
            return done.rowcount == 1

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
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def use_recovery_code(self, account_id: str, code_hash: str) -> bool:
        """Use a recovery code up; False if it is none."""
        c = recovery_codes.c
        with self._database.write() as connection:
            done = connection.execute(
                recovery_codes.delete().where(c.account_id == account_id, c.code_hash == code_hash)
            )
            return done.rowcount == 1

    def attempts(self, key: str, since: datetime) -> int:
        """Count failed attempts."""
        query = sa.select(sa.func.count()).where(
            account_tables.login_attempts.c.key == key, account_tables.login_attempts.c.at > since
        )
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

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
        with self._database.write() as connection:
            connection.execute(
                account_tables.login_attempts.delete().where(account_tables.login_attempts.c.id.in_(ids))
            )

    def seen(self, account_id: str, now: datetime, token_hash: str | None = None) -> None:
        """See the protocol; a session that only stays open elsewhere grows old."""
        with self._database.write() as connection:
            connection.execute(
                account_tables.accounts.update().where(account_tables.accounts.c.id == account_id).values(seen_at=now)
            )
            if token_hash is not None:
                own = account_tables.sessions.c.token_hash == token_hash
                connection.execute(account_tables.sessions.update().where(own).values(seen_at=now))

    def is_of_closed_account(self, token_hash: str) -> bool:
        """See the protocol."""
        s, a = account_tables.sessions.c, account_tables.accounts.c
        query = (
            sa.select(s.token_hash)
            .join(account_tables.accounts, a.id == s.account_id)
            .where(s.token_hash == token_hash, a.is_active.is_(False))
        )
        with self._database.read() as connection:
            return connection.execute(query).first() is not None

    def set_duty(self, account_id: str, on_duty: bool, now: datetime) -> None:
        """Note whether somebody takes cases."""
        with self._database.write() as connection:
            connection.execute(
                account_tables.accounts.update()
                .where(account_tables.accounts.c.id == account_id)
                .values(on_duty=on_duty, seen_at=now)
            )

    def _one(self, where: sa.ColumnElement[bool]) -> Account | None:
        with self._database.read() as connection:
            row = connection.execute(sa.select(account_tables.accounts).where(where)).mappings().first()
        return _account(row) if row else None


def change(connection: sa.Connection, account_id: str, **values: Any) -> None:
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


def _account(row: sa.RowMapping) -> Account:
    return Account(**{name: row[name] for name in Account.__dataclass_fields__})
