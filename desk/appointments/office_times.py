"""What is free to choose from in a form of the office: a calendar of consultants by days for each week; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import TypedDict

from desk.appointments.models import METHOD_NAMES, Method, Slot
from desk.appointments.office_week import shown_days
from desk.text import times
from desk.text.times import JAPAN


class FreeChoice(TypedDict):
    """A time with one consultant in one way; `value` is what the form sends, `whole` what is read aloud."""

    value: str
    method: Method
    begin: str
    whole: str


class FreeRow(TypedDict):
    """A consultant's times of a week, a list for each day."""

    name: str
    cells: list[list[FreeChoice]]


class FreeCalendar(TypedDict):
    """A week with something free; only one of all weeks is unfolded."""

    name: str
    is_open: bool
    days: list[str]
    rows: list[FreeRow]


class Free(TypedDict):
    """Everything that is free: the ways that are offered, which of them is shown first, and the weeks."""

    methods: list[tuple[Method, str]]
    method: Method | None
    chosen: str
    weeks: list[FreeCalendar]


def calendar(
    free: Iterable[Slot],
    names: Mapping[str, str],
    *,
    first: str = "",
    method: str = "",
    chosen: str = "",
) -> Free:
    """Return what a form offers.

    Args:
        free: What is free, of all consultants.
        names: The consultants' names by account.
        first: The account whose row stands on top.
        method: The way that is shown at first, where somebody offers it.
        chosen: The value that was chosen already; its week is unfolded.
    """
    slots = sorted(free, key=lambda one: one.begin)
    methods = [way for way in Method if any(way in slot.methods for slot in slots)]
    found: dict[date, list[Slot]] = {}
    for slot in slots:
        day = slot.begin.astimezone(JAPAN).date()
        found.setdefault(day - timedelta(days=day.weekday()), []).append(slot)
    order = sorted(names, key=lambda account: account != first)
    weeks = [_week(monday, of_week, order, names) for monday, of_week in sorted(found.items())]
    unfolded = next((week for week in weeks if _has(week, chosen)), weeks[0] if weeks else None)
    if unfolded:
        unfolded["is_open"] = True
    shown = next((way for way in methods if way == method), methods[0] if methods else None)
    return {"methods": [(way, METHOD_NAMES[way]) for way in methods], "method": shown, "chosen": chosen, "weeks": weeks}


def _week(monday: date, slots: Sequence[Slot], order: Sequence[str], names: Mapping[str, str]) -> FreeCalendar:
    days = shown_days(monday, (), slots)
    rows: list[FreeRow] = []
    for account_id in order:
        mine = [slot for slot in slots if slot.account_id == account_id]
        if mine:
            cells = [[choice for slot in mine if _day(slot) == day for choice in _choices(slot, names)] for day in days]
            rows.append({"name": names[account_id], "cells": cells})
    return {
        "name": f"{times.day(days[0])}〜{times.day(days[-1])}",
        "is_open": False,
        "days": [times.day(day) for day in days],
        "rows": rows,
    }


def _choices(slot: Slot, names: Mapping[str, str]) -> list[FreeChoice]:
    local = slot.begin.astimezone(JAPAN)
    return [
        {
            "value": f"{method.value} {local:%Y-%m-%dT%H:%M} {slot.account_id}",
            "method": method,
            "begin": f"{local:%-H:%M}",
            "whole": f"{times.span(slot.begin, slot.end)}　{METHOD_NAMES[method]}　{names[slot.account_id]}",
        }
        for method in Method
        if method in slot.methods
    ]


def _has(week: FreeCalendar, value: str) -> bool:
    return any(choice["value"] == value for row in week["rows"] for cell in row["cells"] for choice in cell)


def _day(slot: Slot) -> date:
    return slot.begin.astimezone(JAPAN).date()
