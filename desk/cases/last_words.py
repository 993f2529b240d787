"""What was said last in a conversation, since when somebody waits for a word, and how much of it must be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from desk.conversation_sql import tables as t

NOTHING_SAID: dict[str, Any] = {"last_text": "", "last_at": None, "unread": 0, "waits_since": None, "user_seq": 0}

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


def last_words(connection: sa.Connection, conversation_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
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
        return found.setdefault(conversation_id, dict(NOTHING_SAID))

    for conversation_id, parts, sent_at in connection.execute(last):
        words = "\n".join(str(part["text"]) for part in parts if part.get("text"))
        of(conversation_id).update(last_text=words, last_at=sent_at)
    for conversation_id, unread, since in connection.execute(waiting):
        of(conversation_id).update(unread=int(unread), waits_since=since)
    for conversation_id, seq in connection.execute(by_user):
        of(conversation_id).update(user_seq=seq)
    return found
