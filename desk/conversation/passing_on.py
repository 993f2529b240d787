"""What follows when a case changed hands: undone within seconds, or handed on because an account is closed."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta

from desk.conversation import assignment, handover_texts, holder, open_case, texts
from desk.conversation.case_models import News, Snooze
from desk.conversation.holder import Action, Refused
from desk.conversation.models import Author, Case, Consultant, State
from desk.conversation.ports import Transaction

# As long as the screen offers it; the answer may have been on its way for a while.
UNDO_WITHIN = timedelta(seconds=10)
_ON_THE_WAY = timedelta(seconds=5)


def undo(tx: Transaction, case_id: str, who: Consultant, names: dict[str, str], now: datetime) -> Case:
    """Put a case back where it was before `who` handed it on, took it over or gave it back, if nothing happened since.

    Args:
        tx: The transaction.
        case_id: Which case.
        who: Who did it.
        names: {account id: name} of the active accounts.
        now: Aware UTC time.

    Raises:
        UnknownCase: See `work`.
        Refused: `too_late`, `not_yours`, or `moved`: somebody has written or moved it since, or its owner is gone.
    """
    case, conversation = open_case.still_open(tx, case_id)
    done = tx.hand_over_event(conversation.id, conversation.holder.epoch)
    if done is None or done.by != who.id:
        raise Refused("moved", "そのあとで担当が変わったため、元に戻せません。")
    if not timedelta() <= now - done.at <= UNDO_WITHIN + _ON_THE_WAY:
        raise Refused("too_late", "元に戻せる時間（10秒）が過ぎました。")
    if done.before is None or done.before not in names:
        raise Refused("moved", "前の担当者がいないため、元に戻せません。")
    last = tx.last_words(conversation.id)
    if last is not None and last.author is Author.CONSULTANT and last.seq > done.seq:
        raise Refused("moved", "新しい担当者がもう返事をしたため、元に戻せません。")
    moved = open_case.moved_or_refused(
        tx,
        conversation,
        holder.after(conversation.holder, Action.UNDO, actor=who.id, to=done.before),
    )
    case = dataclasses.replace(case, state=State.CONSULTANT, owner=done.before)
    tx.update_case(case)
    if done.put_off is not None:
        until = datetime.fromisoformat(done.put_off["until"])
        tx.put_snooze(Snooze(case_id, until, False, done.put_off["seq"], done.before, now))
        tx.add_timer("wake", case_id, until, moved.epoch)
    words = handover_texts.transferred(names[done.before])
    tx.append(conversation.id, Author.SYSTEM, texts.SYSTEM_NAME, words, now)
    told = set(tx.take_back(case_id, conversation.holder.epoch)) | {done.before}
    for account_id in sorted(told - {who.id}):
        tx.tell(account_id, News.UNDONE, case_id, who.name, moved.epoch, now)
    open_case.note(tx, case, Action.UNDO.value, moved.epoch, now, who, {"to": done.before})
    return case


def hand_on(tx: Transaction, case_id: str, by: Consultant, to: Consultant | None, now: datetime) -> Case:
    """Take a case from an account that is being closed: to a colleague, or back into the queue with its place.

    Raises:
        UnknownCase: See `work`.
        Refused: It is closed, or nobody holds it.
    """
    _, conversation = open_case.still_open(tx, case_id)
    owner = Consultant(conversation.holder.owner or "", by.name)
    if to is None:
        return assignment.release(tx, case_id, owner, now)
    return assignment.transfer(tx, case_id, owner, to, now, news=News.STOPPED)
