"""What comes after the talk: a case put off or promised, and a closed one opened again. Nothing here speaks to the migrant."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta

from desk.conversation import holder, open_case
from desk.conversation.case_models import Snooze
from desk.conversation.holder import Action, Refused
from desk.conversation.models import Case, Consultant, Conversation, State
from desk.conversation.ports import Transaction

# A case put off for longer than this is forgotten by everybody; a closed one can be opened again.
LONGEST_SNOOZE = timedelta(days=92)
# A case that is opened so soon was ended by mistake; the screen offers to undo it for ten seconds.
BY_MISTAKE = timedelta(minutes=1)


def reopen(tx: Transaction, case_id: str, who: Consultant, now: datetime) -> Case:
    """Open a closed case again for a consultant; nothing is said to the migrant. Ended by mistake, its danger is watched again.

    Raises:
        UnknownCase: There is no such case.
        Refused: Its person was erased; it is open, or another case of the same conversation is.
    """
    case = tx.case(case_id)
    if case is None:
        raise open_case.UnknownCase(case_id)
    conversation = tx.conversation(case.conversation_id)
    if conversation is None:
        raise Refused("erased", "この方の情報は消去されています。開き直すことはできません。")
    if case.state is not State.CLOSED:
        raise Refused("wrong_state", "この相談は終了していません。")
    other = tx.open_case(conversation.id)
    if other is not None:
        raise Refused(
            "other_case_open",
            f"この利用者には対応中の相談（{other.receipt}）があります。そちらで続けてください。",
        )
    moved = open_case.moved_or_refused(
        tx, conversation, holder.after(conversation.holder, Action.TAKE_UP, actor=who.id)
    )
    tx.drop_turns(conversation.id)
    if case.closed_at is not None and now - case.closed_at <= BY_MISTAKE:
        tx.resume_danger(conversation.id, case.closed_at)
    case = dataclasses.replace(
        case,
        state=State.CONSULTANT,
        owner=who.id,
        claimed_at=case.claimed_at or now,
        closed_at=None,
    )
    tx.update_case(case)
    open_case.note(tx, case, Action.TAKE_UP.value, moved.epoch, now, who)
    return case


def snooze(
    tx: Transaction,
    case_id: str,
    who: Consultant,
    until: datetime,
    now: datetime,
    *,
    is_promise: bool,
) -> Case:
    """Put one's own case off until a time; the migrant's next words wake it before.

    Args:
        tx: The transaction.
        case_id: Which case.
        who: Its owner.
        until: When it comes back; a row of the timers brings it.
        now: Aware UTC time.
        is_promise: The migrant was promised an answer until then.

    Raises:
        UnknownCase: See `work`.
        Refused: Only the owner may; the time has passed or is too far away.
    """
    case, conversation = _mine(tx, case_id, who)
    if not now < until <= now + LONGEST_SNOOZE:
        raise Refused("bad_time", "これから3か月以内の日時を選んでください。")
    tx.put_snooze(Snooze(case_id, until, is_promise, conversation.last_seq, who.id, now))
    tx.add_timer("wake", case_id, until, conversation.holder.epoch)
    open_case.note(
        tx, case, "snooze", conversation.holder.epoch, now, who, {"until": until.isoformat(), "promise": is_promise}
    )
    return case


def wake(tx: Transaction, case_id: str, who: Consultant, now: datetime) -> Case:
    """End a snooze, or tick off what was promised.

    Raises:
        UnknownCase: See `work`.
        Refused: Only the owner may.
    """
    case, conversation = _mine(tx, case_id, who)
    tx.end_snooze(case_id)
    open_case.note(tx, case, "wake", conversation.holder.epoch, now, who)
    return case


def _mine(tx: Transaction, case_id: str, who: Consultant) -> tuple[Case, Conversation]:
    case, conversation = open_case.still_open(tx, case_id)
    if conversation.holder.state is not State.CONSULTANT or conversation.holder.owner != who.id:
        raise Refused("not_owner", "担当者だけができる操作です。")
    return case, conversation
