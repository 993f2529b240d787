"""What happens when time passes: rows with due times, swept; nothing waits in memory."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.conversation import handover, texts, work
from desk.conversation.models import Author, State
from desk.conversation.ports import Transaction

# Presence gone this long with an unanswered message: the case goes back to the queue.
OWNER_LOST_AFTER = timedelta(minutes=10)


def fire(tx: Transaction, kind: str, case_id: str, epoch: int, now: datetime) -> str | None:
    """Do what a due timer stands for; returns the conversation that has news, None where nothing happened.

    A timer of an older epoch is void: somebody came, or the migrant stopped waiting.
    """
    case = tx.case(case_id)
    conversation = tx.conversation(case.conversation_id) if case else None
    if case is None or conversation is None or conversation.holder.epoch != epoch:
        return None
    if conversation.holder.state is not State.QUEUED:
        return None
    waited = handover.APOLOGISE_AFTER if kind == "apologise" else handover.OFFER_MESSAGE_AFTER
    words = texts.wait_apology(int(waited.total_seconds() // 60))
    tx.append(conversation.id, Author.SYSTEM, texts.SYSTEM_NAME, words, now)
    tx.add_event(conversation.id, f"timer_{kind}", now, epoch=epoch, case_id=case.id)
    return conversation.id


def requeue_if_lost(
    tx: Transaction, case_id: str, owner_seen: datetime | None, now: datetime
) -> str | None:
    """Put a case back if its owner has been away too long and the migrant has the last word."""
    case = tx.case(case_id)
    conversation = tx.conversation(case.conversation_id) if case else None
    if case is None or conversation is None or conversation.holder.state is not State.CONSULTANT:
        return None
    if owner_seen is not None and now - owner_seen < OWNER_LOST_AFTER:
        return None
    spoken = [
        m for m in tx.messages(conversation.id) if m.author in {Author.USER, Author.CONSULTANT}
    ]
    if (
        not spoken
        or spoken[-1].author is not Author.USER
        or now - spoken[-1].sent_at < OWNER_LOST_AFTER
    ):
        return None
    work.lose_owner(tx, case, conversation, now)
    return conversation.id
