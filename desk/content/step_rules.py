"""The steps between the states of a version: where each begins, and who may take it. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from desk.content.errors import NotAllowed, OwnText, WrongState
from desk.content.models import OPEN, SYSTEM, Actor, State, Step, Version

REVIEWERS = frozenset({"supervisor", "manager"})
WRITERS = REVIEWERS | {"consultant"}


_FROM: Mapping[Step, frozenset[State]] = {
    # Saving what is in review takes it back: nobody approves words that they have not seen.
    Step.SAVE: frozenset({State.DRAFT, State.IN_REVIEW}),
    Step.SUBMIT: frozenset({State.DRAFT}),
    Step.APPROVE: frozenset({State.IN_REVIEW}),
    Step.REJECT: frozenset({State.IN_REVIEW, State.APPROVED}),
    Step.DISCARD: OPEN,
    Step.WITHDRAW: frozenset({State.PUBLISHED}),
    Step.RESTORE: frozenset({State.WITHDRAWN, State.SUPERSEDED, State.PUBLISHED}),
}
_OF_REVIEWERS = frozenset({Step.APPROVE, Step.REJECT, Step.WITHDRAW, Step.RESTORE})


def check_step(step: Step, version: Version, actor: Actor, *, four_eyes: bool) -> None:
    """Refuse what a person may not do to a version.

    Raises:
        NotAllowed: By role.
        WrongState: See there.
        OwnText: A review of one's own words, where four eyes are asked for.
    """
    check_role(actor, reviews=step in _OF_REVIEWERS)
    if version.state not in _FROM[step]:
        raise WrongState(step, version.state)
    if step is Step.APPROVE and four_eyes and actor.account_id in version.authors:
        raise OwnText("whoever wrote a text does not review it")


def check_role(actor: Actor, *, reviews: bool = False) -> None:
    """Refuse roles that do not write, or do not review.

    Raises:
        NotAllowed: See there.
    """
    if actor.role == SYSTEM.role:
        return
    if actor.role not in (REVIEWERS if reviews else WRITERS):
        raise NotAllowed(f"not for the role {actor.role}")
