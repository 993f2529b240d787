"""What happens when time passes: rows with due times, swept; nothing waits in memory."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.conversation import assignment, channels, handover_texts, texts, waiting_case
from desk.conversation.case_models import News
from desk.conversation.models import Author, Case, Conversation, State
from desk.conversation.ports import Transaction

WAKE = "wake"
# Presence gone this long with an unanswered message: the case goes back to the queue.
OWNER_LOST_AFTER = timedelta(minutes=10)
# The owner is told before, while there is time to come back.
OWNER_WARNED_AFTER = timedelta(minutes=5)


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
    waited = waiting_case.APOLOGISE_AFTER if kind == "apologise" else waiting_case.OFFER_MESSAGE_AFTER
    words = handover_texts.wait_apology(int(waited.total_seconds() // 60))
    tx.append(conversation.id, Author.SYSTEM, texts.SYSTEM_NAME, words, now)
    tx.add_event(conversation.id, f"timer_{kind}", now, epoch=epoch, case_id=case.id)
    return conversation.id


def _wake(tx: Transaction, case: Case, conversation: Conversation, now: datetime) -> str | None:
    put_off = tx.snooze(case.id)
    if put_off is None or put_off.until > now:
        return None  # ended, or put off again until later
    tx.add_event(conversation.id, "woke", now, epoch=conversation.holder.epoch, case_id=case.id)
    return conversation.id


def is_owner_away(owner_seen: datetime | None, now: datetime) -> bool:
    """Whether an owner has asked for nothing for so long that the case has to be looked at."""
    return owner_seen is None or now - owner_seen >= OWNER_WARNED_AFTER


def warn_owner(tx: Transaction, case_id: str, owner_seen: datetime | None, now: datetime) -> str | None:
    """Tell an owner who has gone that the case will go back; once for each stretch of unanswered words."""
    if not is_owner_away(owner_seen, now):
        return None
    found = _unanswered(tx, case_id, OWNER_WARNED_AFTER, now)
    if found is None:
        return None
    case, conversation, seq = found
    if case.owner is None or tx.was_told(case.id, case.owner, News.GOING, seq):
        return None
    tx.tell(case.owner, News.GOING, case.id, "", seq, now)
    return conversation.id


def requeue_if_lost(tx: Transaction, case_id: str, owner_seen: datetime | None, now: datetime) -> str | None:
    """Put a case back if its owner has been away too long and the migrant has the last word."""
    if owner_seen is not None and now - owner_seen < OWNER_LOST_AFTER:
        return None
    found = _unanswered(tx, case_id, OWNER_LOST_AFTER, now)
    if found is None:
        return None
    case, conversation, _ = found
    assignment.lose_owner(tx, case, conversation, now)
    return conversation.id


def _unanswered(
    tx: Transaction, case_id: str, for_long: timedelta, now: datetime
) -> tuple[Case, Conversation, int] | None:
    """Return a held case, its conversation and the number of the migrant's last words, where they wait for so long."""
    case = tx.case(case_id)
    conversation = tx.conversation(case.conversation_id) if case else None
    if case is None or conversation is None or conversation.holder.state is not State.CONSULTANT:
        return None
    if not channels.kind_of(conversation.channel).is_live:
        return None  # whoever wrote a mail does not sit and wait
    last = tx.last_words(conversation.id)
    if last is None or last.author is not Author.USER or now - last.sent_at < for_long:
        return None
    put_off = tx.snooze(case.id)
    if put_off is not None and put_off.until > now and last.seq <= put_off.seq:
        return None  # its owner has decided when to answer
    return case, conversation, last.seq
