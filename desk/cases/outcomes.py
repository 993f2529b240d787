"""成果: what came of a case (来訪, オンライン相談, 移住), ticked by consultants; and whether it was a trial."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Protocol

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict

from desk.http.problems import Problem
from desk.office.session import CurrentSession, Desk, Store, audited
from desk.reporting.names import TICKS

router = APIRouter(prefix="/api/console/cases", tags=["console"], dependencies=[Depends(audited)])


class Ticks(Protocol):
    """See `desk.reporting.store.ReportingStore`."""

    def ticks(self, case_id: str) -> tuple[list[str], bool]:
        """Return the outcomes, and whether it is test traffic."""
        ...

    def tick(self, case_id: str, kind: str, is_done: bool, account_id: str, now: datetime) -> None:
        """Tick an outcome, or take the tick away."""
        ...

    def set_test(self, case_id: str, is_test: bool, account_id: str, now: datetime) -> None:
        """Take a case's conversation out of all reports, or back in."""
        ...


class Tick(BaseModel):
    """One tick set or taken away."""

    model_config = ConfigDict(extra="forbid")
    kind: Literal["visit", "online", "moved", "test"]
    done: bool


async def _ticks(request: Request) -> Ticks:
    found: Ticks = request.app.state.reporting_store
    return found


Outcomes = Annotated[Ticks, Depends(_ticks)]


@router.get("/{case_id}/outcomes")
def show_outcomes(case_id: str, current: CurrentSession, outcomes: Outcomes) -> dict[str, Any]:
    """Return what is ticked, and what may be."""
    kinds, is_test = outcomes.ticks(case_id)
    return {
        "kinds": [{"kind": kind, "name": name} for kind, name in TICKS.items()],
        "done": kinds,
        "test": is_test,
    }


@router.post("/{case_id}/outcomes")
def set_outcome(
    case_id: str, body: Tick, current: CurrentSession, desk: Desk, store: Store, outcomes: Outcomes
) -> dict[str, Any]:
    """Tick, or take the tick away; closed cases too, since people move months later."""
    with store.read() as tx:
        if tx.case(case_id) is None:
            raise Problem(404, "unknown_case", "この相談は見つかりません。")
    now, account = desk.clock.now(), current.account.id
    if body.kind == "test":
        outcomes.set_test(case_id, body.done, account, now)
    else:
        outcomes.tick(case_id, body.kind, body.done, account, now)
    return show_outcomes(case_id, current, outcomes)
