"""The form of the opening hours: a week of slots and single days, as fields and back; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta

from desk.hours.calendar import Slot
from desk.hours.rules import Rules, SpecialDay, written
from desk.text.times import WEEKDAYS

# Three slots a day: morning, afternoon, and an evening once in a while.
SLOTS_A_DAY, SLOTS_OF_A_SPECIAL_DAY, EMPTY_DAYS = 3, 2, 4
LONGEST_NAME, MOST_DAYS = 40, 200
# Days of one line, such as a move of the office.
LONGEST_RANGE = 92


class Unreadable(ValueError):
    """A field cannot be read; the message says in Japanese which and what to do."""


def read(fields: Mapping[str, str], past: Iterable[SpecialDay] = ()) -> Rules:
    """Return the rules of a form that was sent, with the days that have passed: waits of then are still counted by them.

    Raises:
        Unreadable: See there.
    """
    week = {
        weekday: _slots(fields, "d0" if fields.get(f"d{weekday}_same") else f"d{weekday}", f"{name}曜日")
        for weekday, name in enumerate(WEEKDAYS)
    }
    if not any(week.values()):
        raise Unreadable("受付時間を少なくとも一つ入れてください。")
    days = {one.day: one for one in past}
    for number in range(MOST_DAYS):
        text = fields.get(f"s{number}_day", "").strip()
        if not text:
            continue
        if fields.get(f"s{number}_drop"):
            continue
        found = _days(text, fields.get(f"s{number}_until", "").strip())
        if twice := next((day for day in found if day in days), None):
            raise Unreadable(f"{twice.month}月{twice.day}日が二度あります。一つにしてください。")
        name = " ".join(fields.get(f"s{number}_name", "")[:LONGEST_NAME].split())
        if name[:1].isdigit():
            raise Unreadable("名前は数字から始めないでください。")
        slots = _slots(fields, f"s{number}", f"{found[0].month}月{found[0].day}日")
        days |= {day: SpecialDay(day, tuple(slots), name) for day in found}
    return written(week, days.values())


def _days(first: str, last: str) -> list[date]:
    """Return the days from the first to the last; one day where there is no last."""
    try:
        begin = date.fromisoformat(first)
        end = date.fromisoformat(last) if last else begin
    except ValueError:
        raise Unreadable(f"日付を読めません（{first[:20]} {last[:20]}）。") from None
    if not begin <= end <= begin + timedelta(days=LONGEST_RANGE):
        raise Unreadable(f"期間は、早い日から遅い日へ、{LONGEST_RANGE}日以内で入れてください。")
    return [begin + timedelta(days=n) for n in range((end - begin).days + 1)]


def _slots(fields: Mapping[str, str], prefix: str, where: str) -> list[Slot]:
    found: list[Slot] = []
    for number in range(SLOTS_A_DAY):
        begin, end, last = (fields.get(f"{prefix}_{number}_{part}", "").strip() for part in ("begin", "end", "last"))
        if not (begin or end or last):
            continue
        if not (begin and end):
            raise Unreadable(f"{where}：始まりと終わりの両方を入れてください。")
        try:
            times = [time.fromisoformat(text) for text in (begin, end, *([last] if last else []))]
        except ValueError:
            raise Unreadable(f"{where}：時刻を読めません。") from None
        slot = Slot(times[0], times[1], times[2] if last else None)
        if not slot.begin < slot.accepts_until <= slot.end:
            raise Unreadable(f"{where}：始まり、最終受付、終わりの順にしてください。")
        if found and slot.begin < found[-1].end:
            raise Unreadable(f"{where}：時間が重なっています。早い順に入れてください。")
        found.append(slot)
    return found


def values_of(week: Mapping[int, Sequence[Slot]], days: Sequence[SpecialDay]) -> dict[str, str]:
    """Return the fields of what was saved, with some empty days at the end."""
    found: dict[str, str] = {}

    def put(prefix: str, slots: Sequence[Slot]) -> None:
        for number, slot in enumerate(slots):
            found[f"{prefix}_{number}_begin"] = f"{slot.begin:%H:%M}"
            found[f"{prefix}_{number}_end"] = f"{slot.end:%H:%M}"
            if slot.last_acceptance:
                found[f"{prefix}_{number}_last"] = f"{slot.last_acceptance:%H:%M}"

    for weekday, slots in week.items():
        put(f"d{weekday}", slots)
    stretches = _stretches(days)
    for number, (first, last) in enumerate(stretches):
        found |= {f"s{number}_day": first.day.isoformat(), f"s{number}_name": first.name}
        if last.day != first.day:
            found[f"s{number}_until"] = last.day.isoformat()
        put(f"s{number}", first.slots)
    for number in range(len(stretches), len(stretches) + EMPTY_DAYS):
        found[f"s{number}_day"] = ""
    return found


def _stretches(days: Sequence[SpecialDay]) -> list[tuple[SpecialDay, SpecialDay]]:
    """Return days in a row that are alike as (first, last): they were entered as one line and are shown as one."""
    found: list[tuple[SpecialDay, SpecialDay]] = []
    for one in sorted(days, key=lambda day: day.day):
        if found:
            first, last = found[-1]
            is_next = one.day - last.day == timedelta(days=1) and one.day - first.day <= timedelta(days=LONGEST_RANGE)
            if is_next and (one.slots, one.name) == (first.slots, first.name):
                found[-1] = (first, one)
                continue
        found.append((one, one))
    return found


def count_days(values: Mapping[str, str]) -> int:
    """Return how many lines of single days the form shows."""
    return sum(1 for number in range(MOST_DAYS) if f"s{number}_day" in values)
