"""What consultants do with a case: claim, answer, note, transfer, return, close. One winner per claim."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any

from desk.conversation import channels, handover_texts, holder, message_parts, texts
from desk.conversation.holder import USE_STOPPED, Action, Refused
from desk.conversation.models import (
    Author,
    Case,
    Consultant,
    Conversation,
    Holder,
    Message,
    News,
    Part,
    State,
)
from desk.conversation.ports import Transaction


class UnknownCase(LookupError):
    """There is no such case."""


class NewerMessages(Exception):
    """Something arrived since the consultant began to write; `seq` is the newest number."""

    def __init__(self, seq: int) -> None:
        """Keep the number."""
        self.seq = seq
        super().__init__("書いているあいだに新しいメッセージが届きました。確認してから送ってください。")


def claim(tx: Transaction, case_id: str, who: Consultant, now: datetime) -> Case:
    """Give the case to a consultant; claiming one's own case changes nothing.

    Raises:
        UnknownCase: See there.
        Refused: Somebody else has it, or it is closed.
    """
    case, conversation = still_open(tx, case_id)
    if conversation.holder.state is State.CONSULTANT and conversation.holder.owner == who.id:
        return case
    return _give(tx, case, conversation, _claiming(conversation), who, who, now)


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
    taken = _give(tx, case, conversation, Action.TAKE_OVER, who, who, now)
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
    given = _give(tx, case, conversation, Action.TRANSFER, who, to, now)
    note_id = tx.add_note(case_id, who, note, now) if note else None
    if to.id != who.id:
        tx.tell(to.id, news, case_id, who.name, conversation.holder.epoch + 1, now, note_id)
    return given


def send(
    tx: Transaction,
    case_id: str,
    who: Consultant,
    text: str,
    client_id: str,
    now: datetime,
    *,
    seen_seq: int | None,
    is_confirmed: bool,
) -> Message:
    """Say something to the migrant; sending claims a case that waits. A repeat is the same message.

    Raises:
        UnknownCase: See there.
        Refused: Somebody else has the case, it is closed, or the person's data must not be used.
        NewerMessages: The migrant wrote after `seen_seq`, and sending was not confirmed.
    """
    case, conversation = still_open(tx, case_id)
    outside_id = f"desk:{who.id}:{client_id}"
    if known := tx.message_by_outside_id(conversation.id, outside_id):
        return known
    if tx.is_stopped(conversation.id):
        raise Refused(*USE_STOPPED)
    if conversation.holder.state is State.CONSULTANT and conversation.holder.owner != who.id:
        raise Refused("claimed_by_other", "ほかの相談員が担当しています。")
    if seen_seq is not None and not is_confirmed:
        newer = [m.seq for m in tx.messages(conversation.id, seen_seq) if m.author is Author.USER]
        if newer:
            raise NewerMessages(newer[-1])
    if conversation.holder.state is not State.CONSULTANT:
        case = _give(tx, case, conversation, _claiming(conversation), who, who, now)
    put_off = tx.snooze(case_id)
    if put_off is not None and put_off.until <= now:
        # What was due is done by answering.
        tx.end_snooze(case_id)
    return tx.append(
        conversation.id,
        Author.CONSULTANT,
        f"相談員 {who.name}",
        [message_parts.text(text)],
        now,
        outside_id=outside_id,
        author_id=who.id,
    )


def give_back(tx: Transaction, case_id: str, who: Consultant, now: datetime, ending: str | None = None) -> Case:
    """Return the conversation to the bot, which is to be told what happened; the case is done. One closing text.

    Where the bot answers nobody (mail) the case is closed instead, without a word.

    Args:
        tx: The transaction.
        case_id: Which case.
        who: Its owner.
        now: Aware UTC time.
        ending: How it ended, a key of `display_names.ENDINGS`.

    Raises:
        UnknownCase: See there.
        Refused: Only the owner may.
    """
    case, conversation = still_open(tx, case_id)
    if not channels.kind_of(case.channel).is_live:
        # The assistant answers nobody there: with it a case would stand as if somebody still worked on it.
        if conversation.holder.owner != who.id:
            raise Refused("not_owner", "担当者だけができる操作です。")
        return _finish(tx, case, conversation, Action.CLOSE, who, now, ending, is_silent=True)
    done = _finish(tx, case, conversation, Action.RETURN, who, now, ending)
    tx.add_return(done.conversation_id, summary(done, tx.messages(done.conversation_id)), now)
    return done


def close(
    tx: Transaction,
    case_id: str,
    who: Consultant,
    now: datetime,
    ending: str | None = None,
    *,
    is_silent: bool = False,
) -> Case:
    """Close the case; the migrant's next message opens the conversation again.

    Args:
        tx: The transaction.
        case_id: Which case.
        who: Its owner, or whoever closes one that waits.
        now: Aware UTC time.
        ending: How it ended, a key of `display_names.ENDINGS`.
        is_silent: Nothing is said to the migrant.

    Raises:
        UnknownCase: See there.
        Refused: Somebody else has it, or it is closed.
    """
    case, conversation = still_open(tx, case_id)
    return _finish(tx, case, conversation, Action.CLOSE, who, now, ending, is_silent=is_silent)


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
    tx.add_event(
        case.conversation_id,
        action.value,
        now,
        epoch=moved.epoch,
        case_id=case.id,
        account_id=who.id if who else None,
        detail={"from": before, "seq": seq, **put_off} if before else None,
    )
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


def summary(case: Case, messages: list[Message]) -> str:
    """Return what the bot is told at the return: that a person answered, and the last thing said."""
    said = [m.text for m in messages if m.author is Author.CONSULTANT]
    last = f"最後の返事：{said[-1][:200]}" if said else "返事はありませんでした。"
    return f"相談員が「{case.question[:100]}」に対応しました。{last}"


def still_open(tx: Transaction, case_id: str) -> tuple[Case, Conversation]:
    """Return a case and its conversation, locked.

    Raises:
        UnknownCase: There is no such case, or it was erased.
        Refused: It is closed.
    """
    found = tx.case(case_id)
    if found is None:
        raise UnknownCase(case_id)
    # The conversation's row is locked first; only then is what the case says still true at the end.
    conversation = tx.conversation(found.conversation_id)
    case = tx.case(case_id)
    if conversation is None or case is None:
        raise UnknownCase(case_id)
    if case.state is State.CLOSED:
        raise Refused("closed", "この相談は終了しています。")
    return case, conversation


def _claiming(conversation: Conversation) -> Action:
    """An alert may be taken up although its conversation was closed meanwhile."""
    return Action.TAKE_UP if conversation.holder.state is State.CLOSED else Action.CLAIM


def _give(
    tx: Transaction,
    case: Case,
    conversation: Conversation,
    action: Action,
    who: Consultant,
    to: Consultant,
    now: datetime,
) -> Case:
    moved = moved_or_refused(tx, conversation, holder.after(conversation.holder, action, actor=who.id, to=to.id))
    tx.drop_turns(conversation.id)
    put_off = _forget_unless_promised(tx, case.id)
    before = conversation.holder.owner
    case = dataclasses.replace(case, state=State.CONSULTANT, owner=to.id, claimed_at=case.claimed_at or now)
    tx.update_case(case)
    comes = action in {Action.CLAIM, Action.TAKE_UP}
    words = handover_texts.joined(to.name) if comes else handover_texts.transferred(to.name)
    tx.append(conversation.id, Author.SYSTEM, texts.SYSTEM_NAME, words, now)
    tx.add_event(
        conversation.id,
        action.value,
        now,
        epoch=moved.epoch,
        case_id=case.id,
        account_id=who.id,
        detail={
            "to": to.id,
            **({"from": before, "seq": conversation.last_seq} if before else {}),
            **put_off,
        },
    )
    return case


def _finish(
    tx: Transaction,
    case: Case,
    conversation: Conversation,
    action: Action,
    who: Consultant,
    now: datetime,
    ending: str | None,
    *,
    is_silent: bool = False,
) -> Case:
    moved = moved_or_refused(tx, conversation, holder.after(conversation.holder, action, actor=who.id))
    case = dataclasses.replace(case, state=State.CLOSED, closed_at=now)
    tx.update_case(case)
    tx.end_snooze(case.id)
    # Only who has talked with somebody is asked how it was.
    has_talked = any(
        m.author is Author.CONSULTANT and case.claimed_at and m.sent_at >= case.claimed_at
        for m in tx.messages(conversation.id)
    )
    # Nobody is asked for stars after words of danger.
    is_rated = has_talked and not tx.danger_kinds(conversation.id)
    rated_case = case.id if is_rated else None
    tx.settle_danger(conversation.id, who.id, now)
    closing = handover_texts.returned if action is Action.RETURN else handover_texts.closed
    if not is_silent:
        tx.append(conversation.id, Author.SYSTEM, texts.SYSTEM_NAME, closing(rated_case), now)
    detail = {"ending": ending, "silent": is_silent} if ending else None
    tx.add_event(
        conversation.id, action.value, now, epoch=moved.epoch, case_id=case.id, account_id=who.id, detail=detail
    )
    return case


def moved_or_refused(tx: Transaction, conversation: Conversation, moved: Holder) -> Holder:
    """Move a conversation.

    Raises:
        Refused: Somebody else moved it in the same moment.
    """
    if not tx.move(conversation.id, conversation.holder, moved):
        raise Refused("claimed_by_other", "同じときに、ほかの人が操作しました。画面を確かめてください。")
    return moved
