"""How a talk with a consultant ends: given back to the bot, or closed."""

from __future__ import annotations

import dataclasses
from datetime import datetime

from desk.conversation import channels, handover_texts, holder, texts
from desk.conversation.holder import Action, Refused
from desk.conversation.models import Author, Case, Consultant, Conversation, Message, State
from desk.conversation.open_case import moved_or_refused, note, still_open
from desk.conversation.ports import Transaction


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


def summary(case: Case, messages: list[Message]) -> str:
    """Return what the bot is told at the return: that a person answered, and the last thing said."""
    said = [m.text for m in messages if m.author is Author.CONSULTANT]
    last = f"最後の返事：{said[-1][:200]}" if said else "返事はありませんでした。"
    return f"相談員が「{case.question[:100]}」に対応しました。{last}"


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
    note(tx, case, action.value, moved.epoch, now, who, detail)
    return case
