"""Reads the form of a stretch of time; pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date

from desk.appointments.models import Availability, Method
from desk.appointments.office_dependencies import read_time

LENGTHS = (30, 45, 60, 90, 120)
MOST_CAPACITY = 20
LONGEST_PLACE = 100


def read_availability(fields: Mapping[str, str], account_id: str) -> tuple[list[Availability], str]:
    """Read the form; returns what is to be stored (one for each weekday that was ticked), or nothing and what to say."""
    item, problem = _read(fields, account_id)
    if item is None:
        return [], problem
    if fields.get("kind") != "weekly":
        return [item], ""
    return [dataclasses.replace(item, weekday=weekday) for weekday in _weekdays(fields)], ""


def _weekdays(fields: Mapping[str, str]) -> list[int]:
    return [number for number in range(7) if fields.get(f"weekday_{number}")]


def _read(fields: Mapping[str, str], account_id: str) -> tuple[Availability | None, str]:
    begin, end = read_time(fields.get("begin", "")), read_time(fields.get("end", ""))
    if begin is None or end is None or begin >= end:
        return None, "始まりと終わりの時間を、09:00 のように、早いほうから書いてください。"
    weekday, day = None, None
    if fields.get("kind") == "weekly":
        if not _weekdays(fields):
            return None, "曜日を一つ以上選んでください。"
        weekday = _weekdays(fields)[0]
    else:
        try:
            day = date.fromisoformat(fields.get("day", ""))
        except ValueError:
            return None, "日にちを選んでください。"
    if fields.get("kind") == "block":
        return Availability(account_id, begin, end, day=day, blocks=True), ""
    methods = frozenset(method for method in Method if fields.get(f"method_{method.value}"))
    minutes, capacity = _number(fields, "minutes"), _number(fields, "capacity")
    if not methods:
        return None, "方法を一つ以上選んでください。"
    if minutes not in LENGTHS or not 1 <= capacity <= MOST_CAPACITY:
        return None, f"長さと人数（1〜{MOST_CAPACITY}）を確かめてください。"
    place = fields.get("place", "").strip()[:LONGEST_PLACE]
    if Method.IN_PERSON in methods and not place:
        return None, "対面の場所を書いてください。"
    return Availability(account_id, begin, end, weekday, day, methods, place, minutes, capacity), ""


def _number(fields: Mapping[str, str], name: str) -> int:
    text = fields.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 4 else 0
