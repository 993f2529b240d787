"""Accounts, sessions and attempts in the database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.accounts.service import (
    PRESENT_WITHIN,
    TAKES_CASES,
    TAKES_CASES_BY_CHOICE,
    Account,
    OpenSession,
    Session,
)
from desk.conversation_sql import tables as t
from desk.db.database import Database
from desk.privacy.tables import recovery_codes


class SqlAccountStore:
    """See `desk.accounts.service.AccountStore`."""

    def __init__(self, database: Database) -> None:
        """Use this database."""
        self._database = database

    def by_email(self, email: str) -> Account | None:
        """See the protocol."""
        return self._one(t.accounts.c.email == email)

    def by_sso_identity(self, identity: str) -> Account | None:
        """See the protocol."""
        return self._one(t.accounts.c.sso_identity == identity)

    def bind_sso(self, account_id: str, identity: str, before: str | None) -> bool:
        """See the protocol."""
        a = t.accounts.c
        with self._database.write() as connection:
            done = connection.execute(
                t.accounts.update()
                .where(a.id == account_id, a.sso_identity.is_not_distinct_from(before))
                .values(sso_identity=identity)
            )
            return done.rowcount == 1

    def by_id(self, account_id: str) -> Account | None:
        """Return an account."""
        return self._one(t.accounts.c.id == account_id)

    def all(self) -> list[Account]:
        """Return the active accounts by name."""
        query = sa.select(t.accounts).where(t.accounts.c.is_active).order_by(t.accounts.c.name)
        with self._database.read() as connection:
            return [_account(row) for row in connection.execute(query).mappings()]

    def everybody(self) -> list[Account]:
        """Return all accounts by name, closed ones too."""
        with self._database.read() as connection:
            rows = connection.execute(sa.select(t.accounts).order_by(t.accounts.c.name))
            return [_account(row) for row in rows.mappings()]

    def change(self, account_id: str, **values: Any) -> None:
        """Change an account; a closed one's sessions end in the same transaction."""
        with self._database.write() as connection:
            change(connection, account_id, **values)

    def use_totp_step(self, account_id: str, step: int) -> bool:
        """Note the step of a code, so that a code works once; False if it or a later one was used."""
        a = t.accounts.c
        with self._database.write() as connection:
            done = connection.execute(
                t.accounts.update()
                .where(a.id == account_id, sa.or_(a.totp_step.is_(None), a.totp_step < step))
                .values(totp_step=step)
            )
            return done.rowcount == 1

    def add(self, account: Account, now: datetime) -> None:
        """Store a new account."""
        values = {**vars(account), "created_at": now}
        with self._database.write() as connection:
            connection.execute(t.accounts.insert().values(**values))

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
        """See the protocol."""
        with self._database.write() as connection:
            connection.execute(
                t.sessions.insert().values(
                    token_hash=token_hash,
                    account_id=account_id,
                    csrf=csrf,
                    created_at=now,
                    seen_at=now,
                    address=address,
                    agent=agent,
                )
            )
            connection.execute(
                t.accounts.update()
                .where(t.accounts.c.id == account_id)
                .values(on_duty=t.accounts.c.role != "auditor", seen_at=now)
            )

    def session(self, token_hash: str, newest_created: datetime, newest_seen: datetime) -> Session | None:
        """See the protocol."""
        s = t.sessions.c
        query = (
            sa.select(t.accounts, s.csrf, s.seen_at.label("session_seen_at"))
            .join(t.sessions, s.account_id == t.accounts.c.id)
            .where(s.token_hash == token_hash, s.created_at > newest_created, s.seen_at > newest_seen)
            .where(t.accounts.c.is_active)
        )
        with self._database.read() as connection:
            row = connection.execute(query).mappings().first()
        return Session(_account(row), row["csrf"], row["session_seen_at"]) if row else None

    def end_session(self, token_hash: str) -> None:
        """See the protocol."""
        with self._database.write() as connection:
            connection.execute(t.sessions.delete().where(t.sessions.c.token_hash == token_hash))

    def own_sessions(self, account_id: str) -> list[OpenSession]:
        """Return an account's sessions, the one used last first."""
        s = t.sessions.c
        query = t.sessions.select().where(s.account_id == account_id).order_by(s.seen_at.desc())
        with self._database.read() as connection:
            return [
                OpenSession(row["token_hash"][:16], row["address"], row["agent"], row["created_at"], row["seen_at"])
                for row in connection.execute(query).mappings()
            ]

    def end_own_session(self, account_id: str, key: str) -> bool:
        """End one of an account's sessions; False if there is none of this name."""
        s = t.sessions.c
        with self._database.write() as connection:
            done = connection.execute(
                t.sessions.delete().where(s.account_id == account_id, sa.func.substr(s.token_hash, 1, 16) == key)
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
        """See the protocol."""
        c = recovery_codes.c
        with self._database.write() as connection:
            done = connection.execute(
                recovery_codes.delete().where(c.account_id == account_id, c.code_hash == code_hash)
            )
            return done.rowcount == 1

    def attempts(self, key: str, since: datetime) -> int:
        """See the protocol."""
        query = sa.select(sa.func.count()).where(t.login_attempts.c.key == key, t.login_attempts.c.at > since)
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def add_attempt(self, key: str, now: datetime) -> None:
        """See the protocol."""
        with self._database.write() as connection:
            connection.execute(t.login_attempts.insert().values(key=key, at=now))

    def seen(self, account_id: str, now: datetime, token_hash: str | None = None) -> None:
        """See the protocol; a session that only stays open elsewhere grows old."""
        with self._database.write() as connection:
            connection.execute(t.accounts.update().where(t.accounts.c.id == account_id).values(seen_at=now))
            if token_hash is not None:
                own = t.sessions.c.token_hash == token_hash
                connection.execute(t.sessions.update().where(own).values(seen_at=now))

    def is_of_closed_account(self, token_hash: str) -> bool:
        """See the protocol."""
        s, a = t.sessions.c, t.accounts.c
        query = (
            sa.select(s.token_hash)
            .join(t.accounts, a.id == s.account_id)
            .where(s.token_hash == token_hash, a.is_active.is_(False))
        )
        with self._database.read() as connection:
            return connection.execute(query).first() is not None

    def set_duty(self, account_id: str, on_duty: bool, now: datetime) -> None:
        """Note whether somebody takes cases."""
        with self._database.write() as connection:
            connection.execute(
                t.accounts.update().where(t.accounts.c.id == account_id).values(on_duty=on_duty, seen_at=now)
            )

    def _one(self, where: sa.ColumnElement[bool]) -> Account | None:
        with self._database.read() as connection:
            row = connection.execute(sa.select(t.accounts).where(where)).mappings().first()
        return _account(row) if row else None


def change(connection: sa.Connection, account_id: str, **values: Any) -> None:
    """Change an account in an open transaction.

    A closed account's sessions open nothing any more; their rows stay until it is opened again, so that its screens can
    say why.
    """
    own = t.sessions.c.account_id == account_id
    connection.execute(t.accounts.update().where(t.accounts.c.id == account_id).values(**values))
    if "totp_secret" in values and values["totp_secret"] is None:
        codes = recovery_codes.c.account_id == account_id
        connection.execute(recovery_codes.delete().where(codes))
    if values.get("is_active") is True or "password_hash" in values:
        connection.execute(t.sessions.delete().where(own))


def is_present(now: datetime) -> sa.ColumnElement[bool]:
    """Return the condition that somebody is 在席 (`desk.accounts.service.is_present`, in SQL)."""
    return was_seen(now - PRESENT_WITHIN)


def was_seen(since: datetime | sa.BindParameter[Any]) -> sa.ColumnElement[bool]:
    """Return the condition that an account takes cases, says so, and asked for something at some time since then."""
    a = t.accounts.c
    by_choice = sa.and_(a.role == TAKES_CASES_BY_CHOICE, a.takes_cases)
    counts = sa.or_(a.role.in_(sorted(TAKES_CASES)), by_choice)
    return sa.and_(a.is_active, a.on_duty, counts, a.seen_at > since)


def _account(row: Any) -> Account:
    return Account(**{name: row[name] for name in Account.__dataclass_fields__})
