"""What a wish for a time comes to; plain data, Japanese time."""

from __future__ import annotations

import dataclasses
import datetime
import zoneinfo

JAPAN = zoneinfo.ZoneInfo("Asia/Tokyo")
WEEKDAYS = "月火水木金土日"
MIDNIGHT = datetime.time(0)
END_OF_DAY = datetime.time(23, 59)


@dataclasses.dataclass(frozen=True)
class Hours:
    """The part of a day in which an appointment may begin: from `begin` on, before `end`."""

    begin: datetime.time = MIDNIGHT
    end: datetime.time = END_OF_DAY


ALL_DAY = Hours()


@dataclasses.dataclass(frozen=True)
class Days:
    """A stretch of days, both ends included; `weekdays` (0 = Monday) leaves only some of them, empty means all."""

    first: datetime.date
    last: datetime.date
    weekdays: tuple[int, ...] = ()

    def each(self) -> list[datetime.date]:
        """Return its days, one by one."""
        days = [self.first + datetime.timedelta(days=n) for n in range((self.last - self.first).days + 1)]
        return [day for day in days if not self.weekdays or day.weekday() in self.weekdays]


@dataclasses.dataclass(frozen=True)
class Window:
    """Days and the hours within each of them."""

    days: Days
    hours: Hours = ALL_DAY

    def as_dict(self) -> dict[str, object]:
        """Return it as the desk is asked (tests/wire/appointment_offer_request.json)."""
        after = self.days.last + datetime.timedelta(days=1)
        return {
            "since": datetime.datetime.combine(self.days.first, MIDNIGHT, JAPAN).isoformat(),
            "until": datetime.datetime.combine(after, MIDNIGHT, JAPAN).isoformat(),
            "from_time": f"{self.hours.begin:%H:%M}",
            "to_time": f"{self.hours.end:%H:%M}",
            "weekdays": list(self.days.weekdays),
        }


@dataclasses.dataclass(frozen=True)
class When:
    """What was understood of a wish for a time.

    Attributes:
        windows: Any of them fits; empty where nothing was said of a time.
        ask: What must be asked back before anything is offered: `past`, `half_of_day`, `unread` (a piece that looks like a time was
            not read), `weekday` (a day with another day's weekday); None for nothing.
        method: in_person, online or phone where it was said.
        options: The days that `weekday` may mean, each with the whole wish said so.
        latest: Whether the latest times of the days are wished for (一番遅い時間, もう少し遅く).
    """

    windows: tuple[Window, ...] = ()
    ask: str | None = None
    method: str | None = None
    options: tuple[tuple[datetime.date, str], ...] = ()
    latest: bool = False
