"""The part of the account store that keeps sessions: opened, proved, ended."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from desk.accounts import tables as account_tables
from desk.accounts.models import Account, OpenSession, Session
from desk.db.database import DatabaseStore
from desk.db.records import made_of


def account_of(row: sa.RowMapping) -> Account:
    """Return the account that a row holds."""
    return made_of(Account, row)


class SessionRows(DatabaseStore):
    """Sessions, by the hash of their token."""

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
        row = self._database.ask(query).mappings().first()
        return Session(account_of(row), row["csrf"], row["session_seen_at"], row["proved_at"]) if row else None

    def end_session(self, token_hash: str) -> None:
        """Delete a session."""
        self._database.change(
            account_tables.sessions.delete().where(account_tables.sessions.c.token_hash == token_hash)
        )

    def prove(self, token_hash: str, now: datetime) -> None:
        """Note that who uses a session has proved again who it is."""
        own = account_tables.sessions.c.token_hash == token_hash
        self._database.change(account_tables.sessions.update().where(own).values(proved_at=now))

    def end_sessions(self, account_id: str, but: str = "") -> int:
        """End an account's sessions, except that of one token's hash; returns how many."""
        s = account_tables.sessions.c
        return self._database.change(
            account_tables.sessions.delete().where(s.account_id == account_id, s.token_hash != but)
        )

    def own_sessions(self, account_id: str) -> list[OpenSession]:
        """Return an account's sessions, the one used last first."""
        s = account_tables.sessions.c
        query = account_tables.sessions.select().where(s.account_id == account_id).order_by(s.seen_at.desc())
        return [
            OpenSession(row["token_hash"][:16], row["address"], row["agent"], row["created_at"], row["seen_at"])
            for row in self._database.ask(query).mappings()
        ]

    def end_own_session(self, account_id: str, key: str) -> bool:
        """End one of an account's sessions; False if there is none of this name."""
        s = account_tables.sessions.c
        return bool(
            self._database.change(
                account_tables.sessions.delete().where(
                    s.account_id == account_id, sa.func.substr(s.token_hash, 1, 16) == key
                )
            )
        )

    def seen(self, account_id: str, now: datetime, token_hash: str | None = None) -> None:
        """Note that an account asked for something; of its sessions only that of `token_hash` counts as used."""
        with self._database.write() as connection:
            connection.execute(
                account_tables.accounts.update().where(account_tables.accounts.c.id == account_id).values(seen_at=now)
            )
            if token_hash is not None:
                own = account_tables.sessions.c.token_hash == token_hash
                connection.execute(account_tables.sessions.update().where(own).values(seen_at=now))

    def is_of_closed_account(self, token_hash: str) -> bool:
        """Whether a token opened a session of an account that is closed now."""
        s, a = account_tables.sessions.c, account_tables.accounts.c
        query = (
            sa.select(s.token_hash)
            .join(account_tables.accounts, a.id == s.account_id)
            .where(s.token_hash == token_hash, a.is_active.is_(False))
        )
        return self._database.ask(query).first() is not None
