"""People set and lift marks of danger."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime

from desk.conversation.case_opening import DANGER_FIRST
from desk.conversation.danger import By, Finding, Mark
from desk.conversation.models import Author, Case, Consultant, State
from desk.conversation.open_case import note
from desk.conversation_sql.transaction import SqlTransaction
from desk.danger import rules
from desk.danger.marking import new_mark, show_mark

# Why an own case is one of danger no more, once the last mark is lifted.
_USUAL_REASON = "asked_for_person"


class NothingToLift(LookupError):
    """No mark of this case stands."""


def set_by_hand(
    tx: SqlTransaction,
    case: Case,
    seq: int,
    kind: str,
    subject: str,
    who: Consultant,
    reason: str,
    now: datetime,
) -> Mark | None:
    """Mark a message by hand; nothing is said to the migrant. None where the message has a mark, or is not the migrant's."""
    conversation = tx.conversation(case.conversation_id)
    message = next((m for m in tx.messages(case.conversation_id, seq - 1) if m.seq == seq), None)
    if conversation is None or message is None or message.author is not Author.USER:
        return None
    found = Finding(kind, subject, rules.excerpt(message.text, message.text), By.STAFF)
    mark = dataclasses.replace(
        new_mark(conversation.id, message.outside_id or f"seq:{seq}", seq, found, now),
        set_by=who.id,
        reason=reason,
    )
    if not (tx.add_mark(mark) or tx.reopen_mark(mark)):
        return None
    show_mark(tx, conversation, mark, now, by=who)
    return mark


def lift(
    tx: SqlTransaction,
    case: Case,
    mark_ids: Sequence[str] | None,
    who: Consultant,
    reason: str,
    now: datetime,
) -> Case:
    """Take marks away that were no danger, all without `mark_ids`; an alert that has none left is over.

    Raises:
        NothingToLift: See there.
    """
    conversation = tx.conversation(case.conversation_id)
    standing = tx.marks(case.conversation_id, open_only=True)
    chosen = [mark for mark in standing if mark_ids is None or mark.id in mark_ids]
    if conversation is None or not (chosen or (mark_ids is None and case.flags)):
        raise NothingToLift(case.id)
    tx.lift([mark.id for mark in chosen], who.id, reason, now)
    flags = tx.danger_kinds(case.conversation_id)
    pressing = rules.pressing(flags)
    case = dataclasses.replace(case, flags=flags)
    if case.reason in DANGER_FIRST:
        case = dataclasses.replace(case, reason=pressing or _USUAL_REASON)
    if pressing is None and case.state is State.ALERT:
        case = dataclasses.replace(case, state=State.CLOSED, closed_at=now)
    tx.update_case(case)
    kind = "alert_dismissed" if case.state is State.CLOSED else "danger_lifted"
    note(tx, case, kind, conversation.holder.epoch, now, who)
    return case
