from __future__ import annotations

import itertools

import pytest

from desk.conversation.holder import Action, Refused, after
from desk.conversation.models import Holder, State


@pytest.mark.parametrize(
    ("state", "action", "leads_to"),
    [
        (State.BOT, Action.REQUEST_PERSON, State.QUEUED),
        (State.BOT, Action.LEAVE_MESSAGE, State.MESSAGE_LEFT),
        (State.BOT, Action.CLAIM, State.CONSULTANT),
        (State.QUEUED, Action.CLAIM, State.CONSULTANT),
        (State.QUEUED, Action.CANCEL, State.BOT),
        (State.QUEUED, Action.LEAVE_MESSAGE, State.MESSAGE_LEFT),
        (State.MESSAGE_LEFT, Action.CLAIM, State.CONSULTANT),
        (State.MESSAGE_LEFT, Action.REQUEST_PERSON, State.QUEUED),
        (State.CONSULTANT, Action.RETURN, State.BOT),
        (State.CONSULTANT, Action.CLOSE, State.CLOSED),
        (State.CONSULTANT, Action.LOSE_OWNER, State.QUEUED),
        (State.CLOSED, Action.REOPEN, State.BOT),
    ],
)
def test_allowed_actions_lead_where_they_should(state: State, action: Action, leads_to: State) -> None:
    owner = "a" if state is State.CONSULTANT else None

    moved = after(Holder(state, owner, 7), action, actor="a", to="b")

    assert (moved.state, moved.epoch) == (leads_to, 8)


@pytest.mark.parametrize(("state", "action"), list(itertools.product(State, Action)))
def test_every_action_bumps_the_epoch_or_is_refused(state: State, action: Action) -> None:
    holder = Holder(state, "a" if state is State.CONSULTANT else None, 3)
    try:
        moved = after(holder, action, actor="a", to="b")
    except Refused as refused:
        assert str(refused)  # noqa: PT017 - one of the two, by state and action
        return
    assert moved.epoch == 4
    assert (moved.owner is not None) == (moved.state is State.CONSULTANT)


@pytest.mark.parametrize("action", [Action.RETURN, Action.CLOSE, Action.TRANSFER])
def test_only_the_owner_may_end_or_hand_on(action: Action) -> None:
    with pytest.raises(Refused) as refused:
        after(Holder(State.CONSULTANT, "a", 1), action, actor="b", to="c")

    assert refused.value.code == "not_owner"


def test_the_loser_of_a_claim_is_told_so() -> None:
    with pytest.raises(Refused) as refused:
        after(Holder(State.CONSULTANT, "a", 1), Action.CLAIM, actor="b")

    assert refused.value.code == "claimed_by_other"
