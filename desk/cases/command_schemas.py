"""What the console's routes answer after something was done with a case; see `schemas`."""

from __future__ import annotations

from typing_extensions import TypedDict

from desk.cases.list_schemas import CaseState


class LiftedMarks(TypedDict):
    """What is left after marks were taken away."""

    case_id: str
    state: CaseState
    flags: list[str]


class Called(TypedDict):
    """How many supervisors were called."""

    called: int


class CaseStanding(TypedDict):
    """Who holds a case after something was done with it."""

    case_id: str
    state: CaseState
    owner: str | None


class UndoableStanding(CaseStanding):
    """The same of what can be undone for some seconds."""

    undo_seconds: int
