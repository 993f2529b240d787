"""Everybody on LINE comes from LINE's addresses: budgets are per user, and every word is stored."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from desk.channels.line import inbound_messages
from desk.channels.line.tables import line_users
from desk.conversation_sql import tables as t
from desk.http import limits
from tests.desk.line.conftest import Line, line  # noqa: F401 - the fixture
from tests.desk.line.phone import text

# As docs/security.md names what the person sees.
_SLOW_DOWN = limits.WAITING_ON_LINE.says


def said_to(line: Line, user: str) -> list[str]:  # noqa: F811 - the fixture's type
    """Return what the desk has for a user, in order."""
    with line.api.app.state.services.database.read() as connection:
        rows = connection.execute(
            sa.select(t.messages.c.parts)
            .join(t.conversations, t.conversations.c.id == t.messages.c.conversation_id)
            .where(t.messages.c.author != "user", t.conversations.c.id.in_(_conversations_of(user)))
            .order_by(t.messages.c.seq)
        )
        return [str(row[0]) for row in rows]


def _conversations_of(user: str) -> sa.Select[tuple[str]]:
    return sa.select(line_users.c.conversation_id).where(line_users.c.user_id == user)


def test_two_hundred_users_behind_lines_address_are_all_heard(
    line: Line,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for limit in ("CONVERSATIONS", "MESSAGES_OF_NETWORK", "HANDOVERS_OF_NETWORK"):
        monkeypatch.setattr(limits, limit, limits.Limit(limit, limits.Per.NETWORK, 1, 60, "…"))

    answers = [
        line.post(*(text(f"質問 {number}", user=f"U{user}") for user in range(200))).status_code for number in range(2)
    ]

    assert answers == [200] * 2
    assert len(line.words()) == 400


def test_one_user_who_floods_is_told_once_and_nobody_else_is(line: Line) -> None:  # noqa: F811
    for number in range(inbound_messages.MOST_WAITING + 5):
        assert line.post(text(f"続けて {number}", user="Uflood")).status_code == 200
    assert line.post(text("はじめての質問", user="Uother")).status_code == 200

    assert len(line.words()) == inbound_messages.MOST_WAITING + 6
    assert sum(_SLOW_DOWN in words for words in said_to(line, "Uflood")) == 1
    assert not any(_SLOW_DOWN in words for words in said_to(line, "Uother"))
