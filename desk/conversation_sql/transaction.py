"""The conversation's store over SQLAlchemy: one object per transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from desk.accounts import tables as account_tables
from desk.conversation.models import Conversation, Holder
from desk.conversation_sql import case_tables, conversation_tables, erasure, exclusions
from desk.conversation_sql import tables as t
from desk.conversation_sql.case_news_rows import CaseNewsRows
from desk.conversation_sql.case_rows import CaseRows
from desk.conversation_sql.conversation_tables import web_keys
from desk.conversation_sql.danger_rows import DangerRows
from desk.conversation_sql.exclusions import STOP
from desk.conversation_sql.follow_up_rows import CaseWork
from desk.conversation_sql.link_rows import LinkRows
from desk.conversation_sql.message_rows import MessageRows
from desk.conversation_sql.privacy_tables import purpose_notices
from desk.conversation_sql.rows import conversation_of
from desk.db.database import Database, insert_into

T = TypeVar("T")

_C = t.conversations.c
# Made once: see `desk.conversation_sql.turn_queue`.
_CONVERSATION = sa.select(t.conversations).where(_C.id == sa.bindparam("id"), _C.erased_at.is_(None))
_CONVERSATION_LOCKED = _CONVERSATION.with_for_update()
_TOKEN_HASH = sa.bindparam("token_hash", type_=sa.String())
_BY_TOKEN = sa.select(_C.id).where(
    sa.or_(
        _C.token_hash == _TOKEN_HASH,
        _C.id == sa.select(web_keys.c.conversation_id).where(web_keys.c.token_hash == _TOKEN_HASH).scalar_subquery(),
    )
)


class SqlStore:
    """Begins transactions of a database."""

    def __init__(self, database: Database) -> None:
        """Use this database."""
        self.database = database

    @contextmanager
    def write(self) -> Iterator[SqlTransaction]:
        """Begin a transaction that may write; commits at the end, rolls back on an error."""
        with self.database.write() as connection:
            yield SqlTransaction(connection)

    def run(self, do: Callable[[SqlTransaction], T]) -> T:
        """Do something in a transaction of its own or one shared with others; returns after the commit."""
        return self.database.run(lambda connection: do(SqlTransaction(connection)))

    @contextmanager
    def read(self) -> Iterator[SqlTransaction]:
        """Begin a transaction that only reads."""
        with self.database.read() as connection:
            yield SqlTransaction(connection)

    def conversation_by_token(self, token_hash: str) -> str | None:
        """Return the id of the conversation that a token opens."""
        return self.database.ask(_BY_TOKEN, {"token_hash": token_hash}).scalar_one_or_none()

    def language_of(self, conversation_id: str) -> str | None:
        """Return the language that a conversation is in, None for Japanese or where there is none."""
        with self.read() as tx:
            return tx.language(conversation_id)

    def account_name(self, account_id: str | None) -> str | None:
        """Return a consultant's name."""
        if account_id is None:
            return None
        query = sa.select(account_tables.accounts.c.name).where(account_tables.accounts.c.id == account_id)
        return self.database.ask(query).scalar_one_or_none()


class SqlTransaction(MessageRows, CaseRows, CaseWork, CaseNewsRows, LinkRows, DangerRows):
    """See `desk.conversation.ports.Transaction`, which documents every method."""

    def __init__(self, connection: sa.Connection) -> None:
        """Work on an open connection."""
        self.connection = connection

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what is done inside if it raises, and nothing else."""
        with self.connection.begin_nested():
            yield

    def conversation(self, conversation_id: str) -> Conversation | None:
        writes = self.connection.get_execution_options().get("writes")
        query = _CONVERSATION_LOCKED if writes else _CONVERSATION
        row = self.connection.execute(query, {"id": conversation_id}).mappings().first()
        return conversation_of(row) if row else None

    def add_conversation(self, conversation: Conversation, token_hash: str | None) -> None:
        self.connection.execute(
            t.conversations.insert().values(
                id=conversation.id,
                channel=conversation.channel,
                state=conversation.holder.state,
                owner_id=conversation.holder.owner,
                epoch=conversation.holder.epoch,
                last_seq=conversation.last_seq,
                token_hash=token_hash,
                created_at=conversation.created_at,
            )
        )

    def move(self, conversation_id: str, before: Holder, after: Holder) -> bool:
        done = self.connection.execute(
            t.conversations.update()
            .where(_C.id == conversation_id, _C.state == before.state, _C.epoch == before.epoch)
            .values(state=after.state, owner_id=after.owner, epoch=after.epoch)
        )
        return done.rowcount == 1

    def add_event(
        self,
        conversation_id: str,
        kind: str,
        at: datetime,
        *,
        epoch: int,
        case_id: str | None = None,
        account_id: str | None = None,
        detail: dict[str, Any] | None = None,
    ) -> None:
        self.connection.execute(
            t.events.insert().values(
                conversation_id=conversation_id,
                kind=kind,
                at=at,
                epoch=epoch,
                case_id=case_id,
                account_id=account_id,
                detail=detail,
            )
        )

    def count_changes(self, conversation_id: str) -> int:
        e = t.events.c
        kinds = e.kind.in_(("unsent", "edited"))
        query = sa.select(sa.func.count()).where(e.conversation_id == conversation_id, kinds)
        return int(self.connection.execute(query).scalar_one())

    def add_timer(self, kind: str, case_id: str, due_at: datetime, epoch: int) -> None:
        self.connection.execute(
            case_tables.timers.insert().values(kind=kind, case_id=case_id, due_at=due_at, epoch=epoch)
        )

    def add_return(self, conversation_id: str, summary: str, at: datetime) -> None:
        """Note a return for the assistant to be told of."""
        self.connection.execute(
            conversation_tables.returns.insert().values(conversation_id=conversation_id, summary=summary, at=at)
        )

    def erase(self, conversation_id: str, at: datetime) -> None:
        """Delete what was said and who said it; counts and times stay."""
        erasure.erase(self.connection, conversation_id, at)

    def forget_in_assistant(self, conversation_id: str, at: datetime) -> None:
        """Let the assistant forget a conversation, as soon as it can be reached."""
        erasure.forget_in_assistant(self.connection, conversation_id, at)

    def is_stopped(self, conversation_id: str) -> bool:
        """Whether the person's data must not be used (利用停止)."""
        return STOP in exclusions.restrictions(self.connection, conversation_id)

    def keep_notice(self, notice_hash: str, text: str, now: datetime) -> None:
        """Keep a wording that was agreed to, once."""
        added = insert_into(self.connection, purpose_notices).values(hash=notice_hash, text=text, first_at=now)
        self.connection.execute(added.on_conflict_do_nothing())
