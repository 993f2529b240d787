"""The conversation's store over SQLAlchemy: one object per transaction."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from desk.conversation import ids
from desk.conversation.models import (
    Author,
    Case,
    Choice,
    Consultant,
    Conversation,
    Holder,
    Message,
    Part,
    State,
    Turn,
)
from desk.storage import erasure, outbox
from desk.storage import tables as t
from desk.storage.account_store import is_present
from desk.storage.case_work import CaseWork
from desk.storage.database import Database
from desk.storage.link_rows import LinkRows
from desk.storage.link_tables import web_keys
from desk.storage.privacy_rows import PrivacyRows
from desk.storage.rows import case_of, case_values, conversation_of, message_of

T = TypeVar("T")
# Channels that must be sent to; the web's clients fetch by themselves.
DELIVERED_CHANNELS = frozenset({"line"})


class SqlStore:
    """Begins transactions of a database."""

    def __init__(self, database: Database) -> None:
        """Use this database."""
        self.database = database

    @contextmanager
    def write(self) -> Iterator[SqlTransaction]:
        """See `desk.conversation.ports.Store`."""
        with self.database.write() as connection:
            yield SqlTransaction(connection)

    def run(self, do: Callable[[SqlTransaction], T]) -> T:
        """See `desk.conversation.ports.Store`."""
        return self.database.run(lambda connection: do(SqlTransaction(connection)))

    @contextmanager
    def read(self) -> Iterator[SqlTransaction]:
        """See `desk.conversation.ports.Store`."""
        with self.database.read() as connection:
            yield SqlTransaction(connection)

    def conversation_by_token(self, token_hash: str) -> str | None:
        """Return the id of the conversation that a token opens."""
        c, k = t.conversations.c, web_keys.c
        query = sa.select(c.id).where(
            sa.or_(
                c.token_hash == token_hash,
                c.id
                == sa.select(k.conversation_id).where(k.token_hash == token_hash).scalar_subquery(),
            )
        )
        with self.database.read() as connection:
            return connection.execute(query).scalar_one_or_none()

    def account_name(self, account_id: str | None) -> str | None:
        """Return a consultant's name."""
        if account_id is None:
            return None
        query = sa.select(t.accounts.c.name).where(t.accounts.c.id == account_id)
        with self.database.read() as connection:
            return connection.execute(query).scalar_one_or_none()


class SqlTransaction(CaseWork, LinkRows, PrivacyRows):
    """See `desk.conversation.ports.Transaction`, which documents every method."""

    def __init__(self, connection: sa.Connection) -> None:
        """Work on an open connection."""
        self.connection = connection

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo what is done inside if it raises, and nothing else."""
        with self.connection.begin_nested():
            yield

    # --- conversations -----------------------------------------------------------------------

    def conversation(self, conversation_id: str) -> Conversation | None:
        query = sa.select(t.conversations).where(
            t.conversations.c.id == conversation_id, t.conversations.c.erased_at.is_(None)
        )
        if self.connection.get_execution_options().get("writes"):
            query = query.with_for_update()
        row = self.connection.execute(query).mappings().first()
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
        c = t.conversations.c
        done = self.connection.execute(
            t.conversations.update()
            .where(c.id == conversation_id, c.state == before.state, c.epoch == before.epoch)
            .values(state=after.state, owner_id=after.owner, epoch=after.epoch)
        )
        return done.rowcount == 1

    # --- messages ----------------------------------------------------------------------------

    def append(
        self,
        conversation_id: str,
        author: Author,
        author_name: str,
        parts: Sequence[Part],
        sent_at: datetime,
        *,
        outside_id: str | None = None,
        author_id: str | None = None,
        late: bool = False,
        quiet: bool = False,
    ) -> Message:
        c = t.conversations.c
        seq, channel, epoch = self.connection.execute(
            t.conversations.update()
            .where(c.id == conversation_id)
            .values(last_seq=c.last_seq + 1)
            .returning(c.last_seq, c.channel, c.epoch)
        ).one()
        message = Message(
            conversation_id,
            seq,
            author,
            author_name,
            sent_at,
            self._numbered(conversation_id, parts),
            outside_id,
            author_id,
            late,
        )
        values = {field.name: getattr(message, field.name) for field in dataclasses.fields(message)}
        self.connection.execute(t.messages.insert().values(**values))
        if channel in DELIVERED_CHANNELS and author is not Author.USER and not (late or quiet):
            outbox.add(self.connection, conversation_id, seq, epoch, sent_at)
        return message

    def _numbered(self, conversation_id: str, parts: Sequence[Part]) -> list[Part]:
        """Give each choice a random id and keep its payload here."""
        shown: list[Part] = []
        offered: list[dict[str, Any]] = []
        for part in parts:
            if part.get("type") != "choices":
                shown.append(part)
                continue
            numbered = []
            for choice in part["choices"]:
                row = {
                    "id": ids.choice_id(),
                    "label": choice["label"],
                    "payload": choice["payload"],
                }
                offered.append({**row, "conversation_id": conversation_id})
                numbered.append({"id": row["id"], "label": row["label"]})
            shown.append({**part, "choices": numbered})
        if offered:
            self.connection.execute(t.choices.insert(), offered)
        return shown

    def message_by_outside_id(self, conversation_id: str, outside_id: str) -> Message | None:
        m = t.messages.c
        query = sa.select(t.messages).where(
            m.conversation_id == conversation_id, m.outside_id == outside_id
        )
        row = self.connection.execute(query).mappings().first()
        return message_of(row) if row else None

    def messages(self, conversation_id: str, after: int = 0) -> list[Message]:
        m = t.messages.c
        query = (
            sa.select(t.messages)
            .where(m.conversation_id == conversation_id, m.seq > after)
            .order_by(m.seq)
        )
        return [message_of(row) for row in self.connection.execute(query).mappings()]

    def set_understanding(
        self, conversation_id: str, outside_id: str, understanding: dict[str, Any]
    ) -> None:
        m = t.messages.c
        self.connection.execute(
            t.messages.update()
            .where(m.conversation_id == conversation_id, m.outside_id == outside_id)
            .values(understanding=understanding)
        )

    def last_user_text(self, conversation_id: str) -> str | None:
        query = (
            sa.select(t.turns.c.text)
            .where(t.turns.c.conversation_id == conversation_id, t.turns.c.payload.is_(None))
            .order_by(t.turns.c.sent_at.desc())
            .limit(1)
        )
        return self.connection.execute(query).scalar_one_or_none()

    # --- choices and turns -------------------------------------------------------------------

    def choice(self, conversation_id: str, choice_id: str) -> Choice | None:
        query = sa.select(t.choices).where(
            t.choices.c.id == choice_id, t.choices.c.conversation_id == conversation_id
        )
        row = self.connection.execute(query).mappings().first()
        return Choice(row["id"], row["label"], row["payload"]) if row else None

    def add_turn(self, turn: Turn, outside_id: str) -> None:
        values = {field.name: getattr(turn, field.name) for field in dataclasses.fields(turn)}
        number = self.connection.execute(
            sa.select(sa.func.coalesce(sa.func.max(t.turns.c.number), 0) + 1)
        ).scalar_one()
        self.connection.execute(
            t.turns.insert().values(
                **values, number=number, outside_id=outside_id, state="ready", due_at=turn.sent_at
            )
        )

    def finish_turn(self, turn_id: str) -> bool:
        done = self.connection.execute(
            t.turns.update()
            .where(t.turns.c.id == turn_id, t.turns.c.state != "done")
            .values(state="done", leased_until=None)
        )
        return done.rowcount == 1

    def drop_turns(self, conversation_id: str) -> None:
        self.connection.execute(
            t.turns.update()
            .where(t.turns.c.conversation_id == conversation_id, t.turns.c.state == "ready")
            .values(state="done")
        )

    # --- cases -------------------------------------------------------------------------------

    def open_case(self, conversation_id: str) -> Case | None:
        return self._case(
            t.cases.c.conversation_id == conversation_id, t.cases.c.state != State.CLOSED
        )

    def case(self, case_id: str) -> Case | None:
        return self._case(t.cases.c.id == case_id)

    def _case(self, *where: sa.ColumnElement[bool]) -> Case | None:
        row = self.connection.execute(sa.select(t.cases).where(*where)).mappings().first()
        return case_of(row) if row else None

    def add_case(self, case: Case) -> None:
        self.connection.execute(t.cases.insert().values(**case_values(case)))

    def update_case(self, case: Case) -> None:
        values = case_values(case)
        self.connection.execute(t.cases.update().where(t.cases.c.id == case.id).values(**values))

    def next_receipt_number(self, day: str) -> int:
        name = f"receipt-{day}"
        # "Insert or count up" in one statement: two cases of one instant get two numbers.
        insert = (
            postgresql.insert if self.connection.dialect.name == "postgresql" else sqlite.insert
        )
        counted = insert(t.counters).values(name=name, value=1)
        counted = counted.on_conflict_do_update(
            index_elements=[t.counters.c.name], set_={"value": t.counters.c.value + 1}
        )
        return int(self.connection.execute(counted.returning(t.counters.c.value)).scalar_one())

    def queue_position(self, case: Case) -> int:
        c = t.cases.c
        ahead = sa.select(sa.func.count()).where(
            c.state == State.QUEUED, c.waiting_since <= case.waiting_since, c.id != case.id
        )
        return int(self.connection.execute(ahead).scalar_one()) + 1

    # --- hand-overs, history, timers ---------------------------------------------------------

    def former_consultant(
        self, conversation_id: str, closed_since: datetime, now: datetime
    ) -> Consultant | None:
        c, a = t.cases.c, t.accounts.c
        latest = (
            sa.select(c.owner_id, c.closed_at)
            .where(c.conversation_id == conversation_id, c.state == State.CLOSED)
            .order_by(c.closed_at.desc())
            .limit(1)
            .subquery()
        )
        query = sa.select(a.id, a.name).where(
            a.id == latest.c.owner_id,
            latest.c.closed_at > sa.literal(closed_since, t.Moment),
            is_present(now),
        )
        row = self.connection.execute(query).first()
        return Consultant(row[0], row[1]) if row else None

    def handoff(self, webhook_id: str) -> tuple[str, dict[str, Any], int] | None:
        row = (
            self.connection.execute(
                sa.select(t.handoffs).where(t.handoffs.c.webhook_id == webhook_id)
            )
            .mappings()
            .first()
        )
        return (row["body_hash"], row["answer"], row["epoch"]) if row else None

    def handoff_epoch(self, case_id: str) -> int | None:
        query = sa.select(sa.func.max(t.handoffs.c.epoch)).where(t.handoffs.c.case_id == case_id)
        return self.connection.execute(query).scalar_one_or_none()

    def add_handoff(
        self, webhook_id: str, body_hash: str, case_id: str, answer: dict[str, Any], epoch: int
    ) -> None:
        self.connection.execute(
            t.handoffs.insert().values(
                webhook_id=webhook_id,
                body_hash=body_hash,
                case_id=case_id,
                answer=answer,
                epoch=epoch,
            )
        )

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

    def add_timer(self, kind: str, case_id: str, due_at: datetime, epoch: int) -> None:
        self.connection.execute(
            t.timers.insert().values(kind=kind, case_id=case_id, due_at=due_at, epoch=epoch)
        )

    def add_return(self, conversation_id: str, summary: str, at: datetime) -> None:
        """Note a return for the assistant to be told of."""
        self.connection.execute(
            t.returns.insert().values(conversation_id=conversation_id, summary=summary, at=at)
        )

    def erase(self, conversation_id: str, at: datetime) -> None:
        erasure.erase(self.connection, conversation_id, at)

    def forget_in_assistant(self, conversation_id: str, at: datetime) -> None:
        """Let the assistant forget a conversation, as soon as it can be reached."""
        erasure.forget_in_assistant(self.connection, conversation_id, at)
