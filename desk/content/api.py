"""Finds the approved answers that a consultant may insert into a reply."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from desk.content import service
from desk.office.session import CurrentSession

router = APIRouter(prefix="/api/console", tags=["console"])
MOST_FOUND = 20


@router.get("/answers")
def answers(current: CurrentSession, q: Annotated[str, Query(max_length=80)] = "") -> dict[str, Any]:
    """Return the answers whose title or text has all the words; those with the words in the title first."""
    return {"answers": service.find(q, MOST_FOUND)}
