"""The raw rows of one conversation, as the reports count them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.conversation.texts import UNSENT
from desk.conversation_sql import tables as t
from desk.reporting.history import IDLE, Asked, Feedback, InputKind, Outcome, Said, Talk

_OUTCOMES = frozenset({"answer", "clarify", "fallback", "handoff"})
# Events that a tap on one of the desk's own choices leaves, at the moment of the tap.
_TAP_EVENTS = frozenset({"resolved", "not_resolved", "cancelled", "leave_message", "rated"})
_TOLD = ("from_where", "family", "timing", "stage")


def messages_of(chosen: sa.Select[Any], since: datetime) -> sa.Select[Any]:
    """Return the query for the messages of conversations since a time and a session before it, each with its turn if it had one."""
    m, n = t.messages.c, t.turns.c
    return (
        sa.select(
            m.id,
            m.conversation_id,
            m.author,
            m.sent_at,
            m.parts,
            m.understanding,
            n.id.label("turn"),
            n.payload,
        )
        .outerjoin(
            t.turns,
            sa.and_(n.conversation_id == m.conversation_id, n.outside_id == m.outside_id),
        )
        .where(m.conversation_id.in_(chosen), m.sent_at >= since - IDLE, m.late.is_(False))
        .order_by(m.conversation_id, m.seq)
    )


def grouped(connection: sa.Connection, query: sa.Select[Any]) -> dict[str, list[sa.RowMapping]]:
    """Return rows by their conversation."""
    found: dict[str, list[sa.RowMapping]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["conversation_id"], []).append(row)
    return found


def talk_of(
    conversation_id: str,
    channel: str,
    rows: list[sa.RowMapping],
    events: list[sa.RowMapping],
    cases: list[sa.RowMapping],
) -> Talk:
    """Return one conversation as the reports count it."""
    taps = {event["at"] for event in events if event["kind"] in _TAP_EVENTS}
    said: dict[int, Said] = {row["id"]: _said(row, taps) for row in rows}
    return Talk(
        conversation_id,
        channel,
        tuple(said.values()),
        tuple(
            Feedback(event["at"], event["kind"] == "resolved")
            for event in events
            if event["kind"] in {"resolved", "not_resolved"}
        ),
        tuple(_asked(case, said.values(), events) for case in cases if _is_asked(case, events)),
    )


def _said(row: sa.RowMapping, taps: set[datetime]) -> Said:
    parts = row["parts"]
    text = "\n".join(str(part["text"]) for part in parts if part.get("text"))
    if row["author"] != "user":
        shown = tuple(str(part["label"]) for part in parts if part.get("type") == "answer")
        asks = any(part.get("purpose") == "resolved" for part in parts)
        return Said(row["id"], row["author"], row["sent_at"], text, shown=shown, asks=asks)
    input_kind = _input_kind(row, taps)
    known = row["understanding"] or {}
    label = str(known["label"]) if known.get("label") else None
    outcome = _outcome(known, label) if input_kind is InputKind.TYPED and text != UNSENT else None
    control = str(known["control"]) if outcome and known.get("control") else None
    return Said(
        row["id"], "user", row["sent_at"], text, input_kind, outcome, label if outcome else None, control=control
    )


def _input_kind(row: sa.RowMapping, taps: set[datetime]) -> InputKind:
    if row["turn"] is not None:
        return InputKind.TYPED if row["payload"] is None else InputKind.TAPPED
    return InputKind.TAPPED if row["sent_at"] in taps else InputKind.TO_PERSON


def _outcome(known: Mapping[str, Any], label: str | None) -> Outcome:
    if not known:
        return Outcome.FAILED
    if known.get("outcome") == "answer" and (label or "").startswith("chitchat/"):
        return Outcome.ASIDE
    outcome = known.get("outcome")
    # はい, 戻る, 👍: words that steer the talk are no question that could not be answered.
    if known.get("control") and outcome in {"clarify", "fallback"}:
        return Outcome.ASIDE
    return Outcome(outcome) if outcome in _OUTCOMES else Outcome.FALLBACK


def _is_asked(case: sa.RowMapping, events: list[sa.RowMapping]) -> bool:
    """Whether a case is a consultation: an alert that nobody took up is none."""
    dismissed = {event["case_id"] for event in events if event["kind"] == "alert_dismissed"}
    return case["state"] != "alert" and (case["id"] not in dismissed or case["claimed_at"] is not None)


def _asked(case: sa.RowMapping, said: Iterable[Said], events: list[sa.RowMapping]) -> Asked:
    opened, closed = case["opened_at"], case["closed_at"]
    own = [event for event in events if event["case_id"] == case["id"]]
    left = [event["at"] for event in own if event["kind"] == "leave_message"]
    cancelled = [event["at"] for event in own if event["kind"] == "cancelled"]
    answered = [
        s.at for s in said if s.author == "consultant" and s.at >= opened and (closed is None or s.at <= closed)
    ]
    return Asked(
        case_id=case["id"],
        receipt=case["receipt"],
        channel=case["channel"],
        reason=case["reason"],
        topic=case["topic"],
        opened_at=opened,
        claimed_at=case["claimed_at"],
        closed_at=closed,
        answered_at=answered[0] if answered else None,
        is_out_of_hours=opened in left,
        left_at=next((at for at in left if at > opened), None),
        cancelled_at=cancelled[0] if cancelled else None,
        told=tuple((name, str(case["slots"][name])) for name in _TOLD if case["slots"].get(name)),
    )
