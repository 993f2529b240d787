"""What the console reads: lists and counts; no rules here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.accounts import tables as account_tables
from desk.channels.mail import service as mail
from desk.conversation.channels import UNHURRIED
from desk.conversation.models import State
from desk.conversation_sql import tables as t
from desk.conversation_sql.conversation_tables import mutes
from desk.conversation_sql.danger_tables import danger_marks
from desk.conversation_sql.rows import case_of
from desk.danger.queries import open_marks
from desk.db.database import DatabaseStore

CLOSED_AT_ONCE = 100


class CaseList(DatabaseStore):
    """Reads cases for the console."""

    def cases(self, states: Sequence[State], before: datetime | None = None) -> list[dict[str, Any]]:
        """Return {case, owner_name, last_text, last_at, unread, waits_since, user_seq, marks, muted_until}; the oldest first.

        Closed ones come newest first, `CLOSED_AT_ONCE` of those closed before a time, and one more where there are more.

        `marks` are those of danger that stand.
        """
        c, a = t.cases.c, account_tables.accounts
        closed_only = list(states) == [State.CLOSED]
        order = c.closed_at.desc() if closed_only else c.waiting_since
        query = (
            sa.select(t.cases, a.c.name.label("owner_name"), a.c.seen_at.label("owner_seen_at"))
            .outerjoin(a, a.c.id == c.owner_id)
            .where(c.state.in_(states))
            .order_by(order)
        )
        if closed_only:
            query = query.order_by(c.id).limit(CLOSED_AT_ONCE + 1)
            if before is not None:
                query = query.where(c.closed_at < before)
        return self._items(query)

    def items(self, case_ids: Sequence[str]) -> list[dict[str, Any]]:
        """Return the same of named cases, whatever their state, in this order."""
        query = (
            sa.select(
                t.cases,
                account_tables.accounts.c.name.label("owner_name"),
                account_tables.accounts.c.seen_at.label("owner_seen_at"),
            )
            .outerjoin(account_tables.accounts, account_tables.accounts.c.id == t.cases.c.owner_id)
            .where(t.cases.c.id.in_(case_ids))
        )
        found = {item["case"].id: item for item in self._items(query)}
        return [found[case_id] for case_id in case_ids if case_id in found]

    def _items(self, query: sa.Select[Any]) -> list[dict[str, Any]]:
        with self._database.read() as connection:
            rows = connection.execute(query).mappings().all()
            said = _said(connection, [row["conversation_id"] for row in rows])
            watched = [row["conversation_id"] for row in rows if row["state"] != State.CLOSED.value]
            marks = open_marks(connection, watched) if watched else {}
            of_these = mutes.c.conversation_id.in_([row["conversation_id"] for row in rows])
            muted = {row[0]: row[1] for row in connection.execute(sa.select(mutes).where(of_these))}
        return [
            {
                "case": case_of(row),
                "owner_name": row["owner_name"],
                "owner_seen_at": row["owner_seen_at"],
                "muted_until": muted.get(row["conversation_id"]),
                "marks": marks.get(row["conversation_id"], []) if row["state"] != State.CLOSED.value else [],
                **said.get(row["conversation_id"], _NOTHING_SAID),
            }
            for row in rows
        ]

    def standing(self) -> dict[str, dict[str, Any]]:
        """Return {conversation_id, seq, standing, notes, ways, marks} of each open case.

        `ways` changes when a message gets on, or is taken back, on LINE; `marks` when danger is marked or lifted.
        """
        c, v, o = t.cases.c, t.conversations, t.outbox.c
        is_open = c.state.in_([State.QUEUED, State.MESSAGE_LEFT, State.CONSULTANT, State.ALERT])
        notes = sa.select(t.notes.c.case_id, sa.func.count().label("notes")).group_by(t.notes.c.case_id).subquery()
        query = (
            sa.select(c.id, c.conversation_id, c.state, c.owner_id, c.flags, c.question, v.c.last_seq, notes.c.notes)
            .join(v, v.c.id == c.conversation_id, isouter=True)
            .join(notes, notes.c.case_id == c.id, isouter=True)
            .where(is_open)
        )
        sent = (
            sa.select(o.conversation_id, o.state, sa.func.count())
            .where(o.conversation_id.in_(sa.select(c.conversation_id).where(is_open)))
            .group_by(o.conversation_id, o.state)
        )
        e = t.events.c
        unsent = (
            sa.select(e.conversation_id, e.kind, sa.func.count())
            .where(
                # Messages whose words change after they were shown.
                e.kind.in_(("unsent", "edited", "attachment")),
                e.conversation_id.in_(sa.select(c.conversation_id).where(is_open)),
            )
            .group_by(e.conversation_id, e.kind)
        )
        d = danger_marks.c
        marked = (
            sa.select(d.conversation_id, d.state, sa.func.count())
            .where(d.conversation_id.in_(sa.select(c.conversation_id).where(is_open)))
            .group_by(d.conversation_id, d.state)
        )
        with self._database.read() as connection:
            rows = connection.execute(query).mappings().all()
            marks: dict[str, set[tuple[str, int]]] = {}
            for conversation_id, state, count in connection.execute(marked):
                marks.setdefault(conversation_id, set()).add((state, count))
            ways: dict[str, set[tuple[str, int]]] = {}
            counted = [*connection.execute(sent), *connection.execute(unsent), *mail.standing(connection)]
            for conversation_id, state, count in counted:
                ways.setdefault(conversation_id, set()).add((state, count))
        return {
            row["id"]: {
                "conversation_id": row["conversation_id"],
                "seq": row["last_seq"] or 0,
                "standing": (row["state"], row["owner_id"], tuple(row["flags"]), row["question"]),
                "notes": row["notes"] or 0,
                "ways": ways.get(row["conversation_id"], set()),
                "marks": marks.get(row["conversation_id"], set()),
            }
            for row in rows
        }

    def count_closed(self) -> int:
        """Return how many cases are closed."""
        query = sa.select(sa.func.count()).where(t.cases.c.state == State.CLOSED)
        return int(self._database.ask(query).scalar_one())

    def held_counts(self) -> dict[str, int]:
        """Return {account: how many cases it has in hand}."""
        c = t.cases.c
        query = (
            sa.select(c.owner_id, sa.func.count())
            .where(c.state == State.CONSULTANT, c.owner_id.is_not(None))
            .group_by(c.owner_id)
        )
        return {row[0]: int(row[1]) for row in self._database.ask(query)}

    def waits(self, most: int = 1_000) -> list[tuple[datetime, datetime]]:
        """Return (waiting since, claimed at) of the latest claimed cases, newest first; not of those brought to somebody."""
        c = t.cases.c
        query = (
            sa.select(c.waiting_since, c.claimed_at)
            .where(c.claimed_at > c.waiting_since, c.state != State.MESSAGE_LEFT, c.channel.not_in(UNHURRIED))
            .order_by(c.claimed_at.desc())
            .limit(most)
        )
        return [(row[0], row[1]) for row in self._database.ask(query)]


_NOTHING_SAID: dict[str, Any] = {"last_text": "", "last_at": None, "unread": 0, "waits_since": None, "user_seq": 0}

_M = t.messages.c
_LABEL = _M.understanding["label"].as_string()
_OUTCOME = _M.understanding["outcome"].as_string()
# A tap's words are the button's; a wish for a person says nothing of what is asked.
_SAYS_SOMETHING = sa.and_(
    ~sa.func.coalesce(_M.parts[(0, "tapped")].as_boolean(), sa.false()),
    sa.func.coalesce(_LABEL, "").not_like("handoff/%"),
)
# What the bot answered needs no person.
_IS_UNANSWERED = sa.func.coalesce(_OUTCOME, "") != "answer"


def _said(connection: sa.Connection, conversation_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return what was said last in each, since when somebody waits for a word, and how much of it must be read.

    `unread` counts what the migrant wrote since the last reply and no bot answered; taps are no words.
    """
    m = t.messages.c
    theirs = m.conversation_id.in_(conversation_ids)
    newest = (
        sa.select(m.conversation_id, sa.func.max(m.seq).label("seq"))
        .where(theirs, sa.or_(m.author == "consultant", sa.and_(m.author == "user", _SAYS_SOMETHING)))
        .group_by(m.conversation_id)
        .subquery()
    )
    answered = (
        sa.select(m.conversation_id, sa.func.max(m.seq).label("seq"))
        .where(theirs, m.author == "consultant")
        .group_by(m.conversation_id)
        .subquery()
    )
    last = sa.select(m.conversation_id, m.parts, m.sent_at).join(
        newest, sa.and_(newest.c.conversation_id == m.conversation_id, newest.c.seq == m.seq)
    )
    waiting = (
        sa.select(
            m.conversation_id,
            sa.func.sum(sa.case((sa.and_(_SAYS_SOMETHING, _IS_UNANSWERED), 1), else_=0)).label("unread"),
            sa.func.min(m.sent_at).label("since"),
        )
        .join(answered, answered.c.conversation_id == m.conversation_id, isouter=True)
        .where(theirs, m.author == "user", m.seq > sa.func.coalesce(answered.c.seq, 0))
        .group_by(m.conversation_id)
    )
    by_user = (
        sa.select(m.conversation_id, sa.func.max(m.seq)).where(theirs, m.author == "user").group_by(m.conversation_id)
    )
    found: dict[str, dict[str, Any]] = {}

    def of(conversation_id: str) -> dict[str, Any]:
        return found.setdefault(conversation_id, dict(_NOTHING_SAID))

    for conversation_id, parts, sent_at in connection.execute(last):
        words = "\n".join(str(part["text"]) for part in parts if part.get("text"))
        of(conversation_id).update(last_text=words, last_at=sent_at)
    for conversation_id, unread, since in connection.execute(waiting):
        of(conversation_id).update(unread=int(unread), waits_since=since)
    for conversation_id, seq in connection.execute(by_user):
        of(conversation_id).update(user_seq=seq)
    return found
