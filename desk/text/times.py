"""How days and times are written for people: with the weekday, in Japanese time whatever the server's zone; pure."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

JAPAN = ZoneInfo("Asia/Tokyo")
WEEKDAYS = "月火水木金土日"


def day(found: date) -> str:
    """Return 11月25日(水)."""
    return f"{found.month}月{found.day}日({WEEKDAYS[found.weekday()]})"


def day_in_year(found: date) -> str:
    """Return 2026年11月25日(水)."""
    return f"{found.year}年{day(found)}"


def written_day(found: str) -> str:
    """Return 2026年11月25日(水) of 2026-11-25, as an answer's day of checking is kept."""
    return day_in_year(date.fromisoformat(found))


def written_partial(found: str) -> str:
    """Return 2024年, 2024年4月 or 2024年4月9日 of a page's own date, which may lack day and month."""
    return "".join(f"{int(n)}{unit}" for n, unit in zip(found.split("-"), "年月日", strict=False))


def moment(found: datetime) -> str:
    """Return 11月25日(水) 9:00 of an aware time."""
    local = found.astimezone(JAPAN)
    return f"{day(local.date())} {local.hour}:{local.minute:02d}"


def moment_in_year(found: datetime) -> str:
    """Return 2026年11月25日(水) 9:00 of an aware time."""
    return f"{found.astimezone(JAPAN).year}年{moment(found)}"


def span(begin: datetime, end: datetime) -> str:
    """Return 11月25日(水) 10:00〜11:00 of two aware times of one day."""
    last = end.astimezone(JAPAN)
    return f"{moment(begin)}〜{last.hour}:{last.minute:02d}"


def day_of(text: str) -> date | None:
    """Return the day that 2026-11-25 names, None where a text names none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
