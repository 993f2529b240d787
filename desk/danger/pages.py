"""見守りの記録: the marks with what raised them and what became of them, for review; and what could not be read."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.contact import patterns
from desk.conversation.danger import MarkState
from desk.danger import texts
from desk.danger.marks import Marks
from desk.danger.shipped import rule_name
from desk.danger.store import Readings
from desk.display_names import DANGERS
from desk.office import frame
from desk.office import pages as office
from desk.office.session import CurrentSession, Desk, audited
from desk.text import times

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
PATH = "/console/danger"


async def _stores(desk: Desk) -> tuple[Marks, Readings]:
    return desk.of(Marks), desk.of(Readings)


Stores = Annotated[tuple[Marks, Readings], Depends(_stores)]


@router.get("/danger")
def show_danger(current: CurrentSession, stores: Stores, state: str = "") -> HTMLResponse:
    """Show the newest marks, of one state where asked."""
    return _page(current, stores, state)


@router.post("/danger")
def read_again(current: CurrentSession, desk: Desk, stores: Stores) -> HTMLResponse:
    """Let what was set aside be read once more."""
    count = stores[1].try_again(desk.clock.now())
    return _page(current, stores, "", said=f"{count}件をもう一度読みます。" if count else "ありません。")


def _page(current: Session, stores: tuple[Marks, Readings], state: str, said: str = "") -> HTMLResponse:
    marks, readings = stores
    chosen = MarkState(state) if state in set(MarkState) else None
    choices = {"": "すべて", **texts.STATE_NAMES}
    return frame.show(
        current,
        "danger/page.html",
        title=office.title_of(PATH),
        said=said,
        path=PATH,
        states=[(f"{PATH}?state={key}" if key else PATH, name) for key, name in choices.items()],
        state=choices.get(state, "すべて"),
        marks=[_shown(found) for found in marks.latest(chosen)],
        unread=[
            (times.moment(one["created_at"]), one["receipt"] or "―", one["attempts"], one["problem"] or "―")
            for one in readings.set_asides()
        ],
    )


def _shown(found: dict[str, Any]) -> dict[str, Any]:
    """Return what the table shows of a mark; without an address there is nothing to open."""
    mark = found["mark"]
    address, name = "", ""
    if mark.appointment_id:
        address, name = f"/console/appointments/{mark.appointment_id}", "予約"
    elif found["case_id"]:
        address, name = f"/console#/cases/{found['case_id']}", found["receipt"]
    kind = f"{DANGERS.get(mark.kind, mark.kind)}・{texts.SUBJECT_NAMES.get(mark.subject, mark.subject)}"
    why = texts.BY_NAMES[mark.found_by.value]
    if mark.rule:
        why += f"（{rule_name(mark.rule)}）"
    if mark.score is not None:
        why += f"（{mark.score:.2f}）"
    if mark.reason:
        why += f"：{found['by_name'] or '―'}「{mark.reason}」"
    now = texts.STATE_NAMES[mark.state.value]
    if mark.settled_at:
        now += f"：{found['settled_name'] or '―'} {times.moment(mark.settled_at)}"
    if mark.settle_reason:
        now += f"「{mark.settle_reason}」"
    return {"at": mark.at, "address": address, "name": name, "cells": (kind, patterns.hidden(mark.words), why, now)}
