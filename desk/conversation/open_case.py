"""A case that a consultant works on: found and locked together with its conversation, and moved by one compare-and-set."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from desk.conversation.holder import Refused
from desk.conversation.models import Case, Consultant, Conversation, Holder, State
from desk.conversation.ports import Transaction


class UnknownCase(LookupError):
    """There is no such case."""


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


def moved_or_refused(tx: Transaction, conversation: Conversation, moved: Holder) -> Holder:
    """Move a conversation.

    Raises:
        Refused: Somebody else moved it in the same moment.
    """
    if not tx.move(conversation.id, conversation.holder, moved):
        raise Refused("claimed_by_other", "同じときに、ほかの人が操作しました。画面を確かめてください。")
    return moved


def note(
    tx: Transaction,
    case: Case,
    what: str,
    epoch: int,
    now: datetime,
    who: Consultant | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Append to the history of a case what was done with it; never what was said."""
    account_id = who.id if who else None
    tx.add_event(case.conversation_id, what, now, epoch=epoch, case_id=case.id, account_id=account_id, detail=detail)
