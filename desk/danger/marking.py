"""How a mark of danger becomes visible: on the open case, or on an alert where there is none."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from desk.conversation import ids
from desk.conversation.case_opening import next_receipt
from desk.conversation.danger import Finding, Mark, MarkState
from desk.conversation.models import Case, Consultant, Conversation, State
from desk.conversation.open_case import note
from desk.conversation_sql.transaction import SqlTransaction
from desk.danger import rules


def show_mark(
    tx: SqlTransaction,
    conversation: Conversation,
    mark: Mark,
    now: datetime,
    by: Consultant | None = None,
) -> None:
    """Put a mark on the open case, which moves it to the front; without a case it becomes an alert."""
    case = tx.open_case(conversation.id)
    if case is None:
        case = _alert(tx, conversation, mark, now)
    else:
        flags = sorted({*case.flags, mark.kind})
        case = dataclasses.replace(case, flags=flags, reason=rules.pressing(flags) or case.reason)
        tx.update_case(case)
    note(
        tx,
        case,
        f"flag_{mark.kind}",
        conversation.holder.epoch,
        now,
        by,
        {"by": mark.found_by.value, "subject": mark.subject},
    )


def _alert(tx: SqlTransaction, conversation: Conversation, mark: Mark, now: datetime) -> Case:
    """Open a case that changes no holder: the bot goes on answering until somebody takes it up."""
    case = Case(
        id=ids.case_id(),
        receipt=next_receipt(tx, now),
        conversation_id=conversation.id,
        channel=conversation.channel,
        state=State.ALERT,
        reason=mark.kind,
        topic="general",
        question=mark.words,
        slots={},
        understood=[],
        flags=[mark.kind],
        waiting_since=now,
        opened_at=now,
    )
    tx.add_case(case)
    return case


def new_mark(conversation_id: str, outside_id: str, seq: int, found: Finding, now: datetime) -> Mark:
    """Return a mark that stands from now on."""
    return Mark(
        id=ids.mark_id(),
        conversation_id=conversation_id,
        outside_id=outside_id,
        seq=seq,
        kind=found.kind,
        subject=found.subject,
        words=found.words,
        found_by=found.by,
        rule=found.rule,
        score=found.score,
        at=now,
        state=MarkState.OPEN,
    )
