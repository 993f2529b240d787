"""The state machine of who holds a conversation: pure, one function, every refusal with its reason."""

from __future__ import annotations

from enum import StrEnum

from desk.conversation.models import Holder, State
from desk.display_names import HOLDERS


class Action(StrEnum):
    """What somebody wants to do with a conversation."""

    REQUEST_PERSON = "request_person"
    LEAVE_MESSAGE = "leave_message"
    CANCEL = "cancel"
    CLAIM = "claim"
    TAKE_OVER = "take_over"
    TRANSFER = "transfer"
    RELEASE = "release"
    RETURN = "return"
    CLOSE = "close"
    LOSE_OWNER = "lose_owner"
    REOPEN = "reopen"
    RESUME = "resume"
    TAKE_UP = "take_up"
    UNDO = "undo"


# (code, words) of a refusal to use what a person had stopped.
USE_STOPPED = ("use_stopped", "この方の情報は利用停止中です。管理者にお尋ねください。")


class Refused(Exception):
    """The action does not fit the present holder; `code` for programs, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        """Keep both."""
        self.code = code
        super().__init__(message)


# action: states from which it may be done -> state it leads to
_MOVES: dict[Action, tuple[frozenset[State], State]] = {
    Action.REQUEST_PERSON: (frozenset({State.BOT, State.MESSAGE_LEFT, State.CLOSED}), State.QUEUED),
    Action.LEAVE_MESSAGE: (frozenset({State.BOT, State.QUEUED, State.CLOSED}), State.MESSAGE_LEFT),
    Action.CANCEL: (frozenset({State.QUEUED, State.MESSAGE_LEFT}), State.BOT),
    Action.CLAIM: (frozenset({State.BOT, State.QUEUED, State.MESSAGE_LEFT}), State.CONSULTANT),
    Action.TAKE_OVER: (frozenset({State.CONSULTANT}), State.CONSULTANT),
    Action.TRANSFER: (frozenset({State.CONSULTANT}), State.CONSULTANT),
    # Given back to the queue by its owner, keeping its place.
    Action.RELEASE: (frozenset({State.CONSULTANT}), State.QUEUED),
    Action.RETURN: (frozenset({State.CONSULTANT}), State.BOT),
    Action.CLOSE: (frozenset({State.QUEUED, State.MESSAGE_LEFT, State.CONSULTANT}), State.CLOSED),
    Action.LOSE_OWNER: (frozenset({State.CONSULTANT}), State.QUEUED),
    Action.REOPEN: (frozenset({State.CLOSED}), State.BOT),
    # Asked again within a day: the consultant of the last case goes on, if still there.
    Action.RESUME: (frozenset({State.BOT, State.CLOSED}), State.CONSULTANT),
    # A consultant opens a closed case again; the migrant hears of it with the first words.
    Action.TAKE_UP: (frozenset({State.BOT, State.CLOSED}), State.CONSULTANT),
    # Who handed a case on, took it over or gave it back changes their mind at once: it is whose it was.
    Action.UNDO: (frozenset({State.CONSULTANT, State.QUEUED}), State.CONSULTANT),
}
# Only the owner may do these while a consultant holds the conversation.
_OWNERS_ONLY = frozenset({Action.TRANSFER, Action.RELEASE, Action.RETURN, Action.CLOSE})


def after(holder: Holder, action: Action, *, actor: str | None = None, to: str | None = None) -> Holder:
    """Return the holder after an action.

    Args:
        holder: The present one.
        action: What is to happen.
        actor: Account id of the consultant who does it, None for the migrant or the system.
        to: Account id of the new owner, for TRANSFER, RESUME and UNDO.

    Raises:
        Refused: `claimed_by_other`, `not_owner` or `wrong_state`.
    """
    allowed, state = _MOVES[action]
    if holder.state not in allowed:
        if action is Action.CLAIM and holder.state is State.CONSULTANT:
            raise Refused("claimed_by_other", "ほかの相談員が担当しています。")
        raise Refused("wrong_state", f"この会話は「{HOLDERS[holder.state]}」のため、この操作はできません。")
    if action in _OWNERS_ONLY and holder.state is State.CONSULTANT and holder.owner != actor:
        raise Refused("not_owner", "担当者だけができる操作です。")
    owner = None
    if state is State.CONSULTANT:
        owner = to if action in {Action.TRANSFER, Action.RESUME, Action.UNDO} else actor
    return Holder(state, owner, holder.epoch + 1)
