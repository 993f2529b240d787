"""成果: what came of a case (来訪, オンライン相談, 移住), ticked by consultants; and whether it was a trial."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from desk.http.problems import Problem
from desk.office.session import CurrentSession, Desk, Talks, audited
from desk.reporting.names import TICKS
from desk.reporting.schemas import CaseOutcomes
from desk.reporting.store import ReportingStore
from desk.services import part

router = APIRouter(prefix="/api/console/cases", tags=["console"], dependencies=[Depends(audited)])


class Tick(BaseModel):
    """One tick set or taken away."""

    model_config = ConfigDict(extra="forbid")
    kind: Literal["visit", "online", "moved", "test"]
    done: bool


Outcomes = Annotated[ReportingStore, Depends(part(ReportingStore))]


@router.get("/{case_id}/outcomes")
def show_outcomes(case_id: str, current: CurrentSession, outcomes: Outcomes) -> CaseOutcomes:
    """Return what is ticked, and what may be."""
    kinds, is_test = outcomes.ticks(case_id)
    return {
        "kinds": [{"kind": kind, "name": name} for kind, name in TICKS.items()],
        "done": kinds,
        "test": is_test,
    }


@router.post("/{case_id}/outcomes")
def set_outcome(
    case_id: str, body: Tick, current: CurrentSession, desk: Desk, store: Talks, outcomes: Outcomes
) -> CaseOutcomes:
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
