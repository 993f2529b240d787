"""What happens when time passes: rows with due times, swept; nothing waits in memory."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.conversation import consultant_commands, handover, texts
from desk.conversation.models import Author, Case, Conversation, State
from desk.conversation.ports import Transaction

WAKE = "wake"
# Presence gone this long with an unanswered message: the case goes back to the queue.
OWNER_LOST_AFTER = timedelta(minutes=10)


def fire(tx: Transaction, kind: str, case_id: str, epoch: int, now: datetime) -> str | None:
    """Do what a due timer stands for; returns the conversation that has news, None where nothing happened.

    A timer of an older epoch is void: somebody came, or the migrant stopped waiting. A snooze is a row of its own
    and survives a change of hands if it is a promise.
    """
    case = tx.case(case_id)
    conversation = tx.conversation(case.conversation_id) if case else None
    if case is None or conversation is None:
        return None
    if kind == WAKE:
        return _wake(tx, case, conversation, now)
    if conversation.holder.epoch != epoch:
        return None
    if conversation.holder.state is not State.QUEUED:
        return None
    waited = handover.APOLOGISE_AFTER if kind == "apologise" else handover.OFFER_MESSAGE_AFTER
    words = texts.wait_apology(int(waited.total_seconds() // 60))
    tx.append(conversation.id, Author.SYSTEM, texts.SYSTEM_NAME, words, now)
    tx.add_event(conversation.id, f"timer_{kind}", now, epoch=epoch, case_id=case.id)
    return conversation.id


def _wake(tx: Transaction, case: Case, conversation: Conversation, now: datetime) -> str | None:
    put_off = tx.snooze(case.id)
    if put_off is None or put_off.until > now:
        return None  # ended, or put off again until later
    tx.add_event(conversation.id, "woke", now, epoch=conversation.holder.epoch, case_id=case.id)
    return conversation.id


def requeue_if_lost(tx: Transaction, case_id: str, owner_seen: datetime | None, now: datetime) -> str | None:
    """Put a case back if its owner has been away too long and the migrant has the last word."""
    case = tx.case(case_id)
    conversation = tx.conversation(case.conversation_id) if case else None
    if case is None or conversation is None or conversation.holder.state is not State.CONSULTANT:
        return None
    if owner_seen is not None and now - owner_seen < OWNER_LOST_AFTER:
        return None
    last = tx.last_words(conversation.id)
    if last is None or last.author is not Author.USER or now - last.sent_at < OWNER_LOST_AFTER:
        return None
    put_off = tx.snooze(case.id)
    if put_off is not None and put_off.until > now and last.seq <= put_off.seq:
        return None  # its owner has decided when to answer
    consultant_commands.lose_owner(tx, case, conversation, now)
    return conversation.id
