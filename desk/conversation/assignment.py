"""Who has a case: claimed, taken over, transferred, given back to the queue. One winner per claim."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any

from desk.conversation import handover_texts, holder, texts
from desk.conversation.case_models import News
from desk.conversation.holder import Action, Refused
from desk.conversation.models import Author, Case, Consultant, Conversation, Holder, Part, State
from desk.conversation.open_case import moved_or_refused, note, still_open
from desk.conversation.ports import Transaction


def claim(tx: Transaction, case_id: str, who: Consultant, now: datetime) -> Case:
    """Give the case to a consultant; claiming one's own case changes nothing.

    Raises:
        UnknownCase: See there.
        Refused: Somebody else has it, or it is closed.
    """
    case, conversation = still_open(tx, case_id)
    if conversation.holder.state is State.CONSULTANT and conversation.holder.owner == who.id:
        return case
    return give(tx, case, conversation, claiming(conversation), who, who, now)


def take_over(tx: Transaction, case_id: str, who: Consultant, now: datetime) -> Case:
    """Let a supervisor take a case from its owner.

    Raises:
        UnknownCase: See there.
        Refused: The consultant is no supervisor, or nobody holds the case.
    """
    case, conversation = still_open(tx, case_id)
    if not who.is_supervisor:
        raise Refused("not_supervisor", "主任だけができる操作です。")
    before = conversation.holder.owner
    taken = give(tx, case, conversation, Action.TAKE_OVER, who, who, now)
    if before is not None and before != who.id:
        tx.tell(before, News.TAKEN, case_id, who.name, conversation.holder.epoch + 1, now)
    return taken


def transfer(
    tx: Transaction,
    case_id: str,
    who: Consultant,
    to: Consultant,
    now: datetime,
    *,
    note: str = "",
    news: News = News.HANDED,
) -> Case:
    """Hand a case to a colleague, who is told; a note with it is an internal note like any other.

    Raises:
        UnknownCase: See there.
        Refused: Only the owner may.
    """
    case, conversation = still_open(tx, case_id)
    given = give(tx, case, conversation, Action.TRANSFER, who, to, now)
    note_id = tx.add_note(case_id, who, note, now) if note else None
    if to.id != who.id:
        tx.tell(to.id, news, case_id, who.name, conversation.holder.epoch + 1, now, note_id)
    return given


def release(tx: Transaction, case_id: str, who: Consultant, now: datetime) -> Case:
    """Give the case back to the queue, keeping its place.

    Raises:
        UnknownCase: See there.
        Refused: Only the owner may.
    """
    case, conversation = still_open(tx, case_id)
    moved = moved_or_refused(tx, conversation, holder.after(conversation.holder, Action.RELEASE, actor=who.id))
    words = handover_texts.released()
    return _queued_again(
        tx,
        case,
        moved,
        words,
        Action.RELEASE,
        now,
        who,
        conversation.holder.owner,
        conversation.last_seq,
    )


def lose_owner(tx: Transaction, case: Case, conversation: Conversation, now: datetime) -> Case:
    """Put a case back into the queue, keeping its place, because its owner has gone."""
    moved = holder.after(conversation.holder, Action.LOSE_OWNER)
    before = conversation.holder.owner
    if not tx.move(conversation.id, conversation.holder, moved):
        return case
    if before is not None:
        tx.tell(before, News.GONE, case.id, "", moved.epoch, now)
    return _queued_again(tx, case, moved, handover_texts.back_in_queue(), Action.LOSE_OWNER, now)


def _queued_again(
    tx: Transaction,
    case: Case,
    moved: Holder,
    words: list[Part],
    action: Action,
    now: datetime,
    who: Consultant | None = None,
    before: str | None = None,
    seq: int = 0,
) -> Case:
    case = dataclasses.replace(case, state=State.QUEUED, owner=None)
    tx.update_case(case)
    put_off = _forget_unless_promised(tx, case.id)
    tx.append(case.conversation_id, Author.SYSTEM, texts.SYSTEM_NAME, words, now)
    note(tx, case, action.value, moved.epoch, now, who, {"from": before, "seq": seq, **put_off} if before else None)
    return case


def _forget_unless_promised(tx: Transaction, case_id: str) -> dict[str, Any]:
    """End a snooze with its owner; what the migrant was promised holds for whoever goes on.

    Returns what an undo needs to put it back, for the event's detail.
    """
    put_off = tx.snooze(case_id)
    if put_off is None or put_off.is_promise:
        return {}
    tx.end_snooze(case_id)
    return {"put_off": {"until": put_off.until.isoformat(), "seq": put_off.seq}}


def claiming(conversation: Conversation) -> Action:
    """An alert may be taken up although its conversation was closed meanwhile."""
    return Action.TAKE_UP if conversation.holder.state is State.CLOSED else Action.CLAIM


def give(
    tx: Transaction,
    case: Case,
    conversation: Conversation,
    action: Action,
    who: Consultant,
    to: Consultant,
    now: datetime,
) -> Case:
    """Make somebody the owner; the bot's waiting turns are dropped and the migrant is told who answers."""
    moved = moved_or_refused(tx, conversation, holder.after(conversation.holder, action, actor=who.id, to=to.id))
    tx.drop_turns(conversation.id)
    put_off = _forget_unless_promised(tx, case.id)
    before = conversation.holder.owner
    case = dataclasses.replace(case, state=State.CONSULTANT, owner=to.id, claimed_at=case.claimed_at or now)
    tx.update_case(case)
    comes = action in {Action.CLAIM, Action.TAKE_UP}
    words = handover_texts.joined(to.name) if comes else handover_texts.transferred(to.name)
    tx.append(conversation.id, Author.SYSTEM, texts.SYSTEM_NAME, words, now)
    note(
        tx,
        case,
        action.value,
        moved.epoch,
        now,
        who,
        {
            "to": to.id,
            **({"from": before, "seq": conversation.last_seq} if before else {}),
            **put_off,
        },
    )
    return case
