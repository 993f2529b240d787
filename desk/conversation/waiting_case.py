"""A case that waits for a person: told how things stand, given up, turned into a message."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta

from desk.conversation import handover_texts, holder, texts
from desk.conversation.holder import Action
from desk.conversation.models import Author, Case, Conversation, Holder, Situation, State
from desk.conversation.ports import Transaction

APOLOGISE_AFTER = timedelta(minutes=3)
OFFER_MESSAGE_AFTER = timedelta(minutes=10)


def tell_waiting(
    tx: Transaction,
    case: Case,
    moved: Holder,
    now: datetime,
    situation: Situation,
    *,
    quiet: bool = False,
) -> None:
    """Tell the migrant how things stand, and set the timers of the wait."""
    if moved.state is State.CONSULTANT:
        return
    if moved.state is State.QUEUED:
        words = handover_texts.queued(case.receipt, tx.queue_position(case), situation)
        tx.add_timer("apologise", case.id, now + APOLOGISE_AFTER, moved.epoch)
        tx.add_timer("offer_message", case.id, now + OFFER_MESSAGE_AFTER, moved.epoch)
    else:
        words = handover_texts.message_left(case.receipt, situation)
    tx.append(case.conversation_id, Author.SYSTEM, texts.SYSTEM_NAME, words, now, quiet=quiet)


def cancel(tx: Transaction, conversation: Conversation, now: datetime) -> None:
    """Stop waiting: the case is closed and the bot answers again; too late if somebody has come."""
    case = tx.open_case(conversation.id)
    if conversation.holder.state not in {State.QUEUED, State.MESSAGE_LEFT} or case is None:
        return
    moved = holder.after(conversation.holder, Action.CANCEL)
    tx.move(conversation.id, conversation.holder, moved)
    if tx.danger_kinds(conversation.id):
        # Only the staff take danger off their list: who gives up waiting is watched over all the same.
        tx.update_case(dataclasses.replace(case, state=State.ALERT))
    else:
        tx.update_case(dataclasses.replace(case, state=State.CLOSED, closed_at=now))
    left = case.receipt if conversation.holder.state is State.MESSAGE_LEFT else None
    tx.append(conversation.id, Author.SYSTEM, texts.SYSTEM_NAME, handover_texts.cancelled(left), now)
    tx.add_event(conversation.id, "cancelled", now, epoch=moved.epoch, case_id=case.id)


def turn_into_message(tx: Transaction, conversation: Conversation, now: datetime, situation: Situation) -> None:
    """Stop waiting without giving up the question: it stays with the consultants as a message."""
    case = tx.open_case(conversation.id)
    if conversation.holder.state is not State.QUEUED or case is None:
        return
    moved = holder.after(conversation.holder, Action.LEAVE_MESSAGE)
    tx.move(conversation.id, conversation.holder, moved)
    case = dataclasses.replace(case, state=State.MESSAGE_LEFT)
    tx.update_case(case)
    tell_waiting(tx, case, moved, now, situation)
    tx.add_event(conversation.id, Action.LEAVE_MESSAGE.value, now, epoch=moved.epoch, case_id=case.id)
