"""Days in a text: 来週の火曜, 12月3日以降, 今週中, 年明け, 土日; pure.

A week begins on Monday, as calendars of Japanese offices do.
"""

from __future__ import annotations

import dataclasses
import datetime
import re
from collections.abc import Callable

from actions.when.windows import WEEKDAYS, Days

IsHoliday = Callable[[datetime.date], bool]
_DAY = datetime.timedelta(days=1)
# As far as one can book, and a little: what lies beyond is said to be too far by the desk.
HORIZON_DAYS = 120
_KANJI = {c: n for n, c in enumerate("〇一二三四五六七八九")}
# 三, 二十三, 二〇二六; a longer row is no number of a date.
_NUMBER_BEFORE = re.compile(
    r"(?<![〇一二三四五六七八九十])(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[〇一二三四五六七八九]{1,4})"
    r"(?=年|月(?!曜)|日(?!曜|中)|時|週間?|か月|ヶ月)"
)
_WEEKDAY = re.compile(
    r"(?P<row>[月火水木金土日](?:[・、,/か][月火水木金土日])+)(?:曜日?)?(?!\d)|(?P<one>[月火水木金土日])(?:曜日?|よう)|[(（](?P<mark>[月火水木金土日])[)）]"
)
_PLAIN_ROW = re.compile(r"(?<![一-龠ぁ-ん])(?P<row>[月火水木金]{2,5})(?![一-龠])")
_WEEK = (
    (r"再来週|さ来週|さらいしゅう", 2),
    (r"来週|らいしゅう|翌週|次の週", 1),
    (r"今週|こんしゅう|この週", 0),
)
_MONTH = ((r"再来月", 2), (r"来月|翌月|次の月", 1), (r"今月|こんげつ", 0))
_NEAR = (
    (r"(?:明々後日|明明後日|しあさって)", 3),
    (r"(?:明後日|あさって|みょうごにち)", 2),
    (r"(?:明日|あした|あす|みょうにち|翌日)", 1),
    (r"(?:今日|本日|きょう|当日)", 0),
)
_PAST = re.compile(r"昨日|きのう|一昨日|おととい|先週|先月|去年|昨年")
_DATE = r"(?:(?P<year{n}>\d{{4}})[年/.-])?(?:(?P<month{n}>\d{{1,2}})[月/.-])?(?P<day{n}>\d{{1,2}})日?"
_SURE_DATE = r"(?:(?P<year{n}>\d{{4}})[年/.-])?(?:(?P<month{n}>\d{{1,2}})(?:月|/)(?P<day{n}>\d{{1,2}})日?|(?P<only{n}>\d{{1,2}})日)"
_TO = r"(?:から|より|~|〜|-|ー)"
_RANGE = re.compile(_SURE_DATE.format(n=1) + _TO + _DATE.format(n=2) + r"(?!時|:)(?:まで|の間|のあいだ)?")
_SINGLE = re.compile(
    _SURE_DATE.format(n=1)
    + r"(?!後|間|以内|\d)(?:[(（][月火水木金土日][)）])?(?P<after>以降|以後|から|より後|よりあと|過ぎ|すぎ)?(?P<before>まで(?:に)?|以前|より前)?"
)
_MONTH_NAMED = re.compile(
    r"(?:(?P<year>\d{4})年)?(?<!\d)(?P<month>1[0-2]|[1-9])月(?!\d|曜)(?P<after>以降|から|になったら|に入って)?"
)
_PART_OF_MONTH = (
    (r"上旬|初め|はじめ|始め|頭|前半", 1, 10),
    (r"中旬|半ば|なかば|中頃|中ごろ", 11, 20),
    (r"下旬|終わり|おわり|後半|末", 21, 31),
)


@dataclasses.dataclass(frozen=True)
class Named:
    """Days named in a text; `is_past` where they are over, `rest` the text without what was read."""

    days: tuple[Days, ...] = ()
    is_past: bool = False
    rest: str = ""


def read(text: str, today: datetime.date, is_holiday: IsHoliday) -> Named:
    """Return the days named in a normalised text."""
    text = _NUMBER_BEFORE.sub(lambda m: str(_number(m[0])), text)
    text = re.sub(r"来年の?(?=\d{1,2}月)", f"{today.year + 1}年", text)
    found = _dates(text, today)
    if found.days or found.is_past:
        return found
    for reader in (_counted, _seasons, _weeks_and_months, _near, _past, _any_weekday):
        found = reader(text, today, is_holiday)
        if found.days or found.is_past:
            return found
    return Named(rest=text)


def _dates(text: str, today: datetime.date) -> Named:
    between = _RANGE.search(text)
    if between is not None:
        first = _date(between, 1, today)
        last = _date(between, 2, first or today, first)
        if first and last and first <= last:
            rest = text.replace(between[0], " ")
            if last < today:
                return Named((), is_past=True, rest=rest)
            return Named((Days(max(first, today), last),), rest=rest)
    found: list[Days] = []
    is_past = False
    rest = text
    before: datetime.date | None = None
    for match in _SINGLE.finditer(text):
        day = _date(match, 1, today, before)
        if day is None:
            continue
        rest = rest.replace(match[0], " ", 1)
        before = day
        if day < today and not match["after"]:
            is_past = True
        elif match["after"] == "から" and re.match(r"\s*(?:\d|午)", text[match.end() :]):
            found.append(Days(day, day))
        elif match["after"]:
            found.append(Days(max(day, today), max(day, today) + _DAY * HORIZON_DAYS))
        elif match["before"]:
            found.append(Days(today, day))
        else:
            found.append(Days(day, day))
    if len(found) == 2 and "以降" in text and "まで" in text:
        found = [Days(found[0].first, found[1].last)]
    return Named(tuple(found), is_past and not found, rest)


def _counted(text: str, today: datetime.date, _: IsHoliday) -> Named:
    if match := re.search(r"(\d{1,2})(日|週間|か月|ヶ月|カ月)(後|以内|以降)", text):
        days = int(match[1]) * {"日": 1, "週間": 7}.get(match[2], 30)
        moment = today + _DAY * days
        rest = text.replace(match[0], " ")
        if match[3] == "以内":
            return Named((Days(today, moment),), rest=rest)
        if match[3] == "以降":
            return Named((Days(moment, moment + _DAY * HORIZON_DAYS),), rest=rest)
        # A week later is a day of that week rather than one day.
        around = 0 if match[2] == "日" else 3
        return Named((Days(moment - _DAY * around, moment + _DAY * around),), rest=rest)
    return Named()


def _seasons(text: str, today: datetime.date, is_holiday: IsHoliday) -> Named:
    year = today.year
    if re.search(r"年明け|正月明け|年が明け|年始明け|来年", text):
        first = datetime.date(year + 1, 1, 4)
        return Named((Days(first, datetime.date(year + 1, 1, 31), _weekdays(text)),), rest=text)
    if re.search(r"年内|今年中|年末まで|年末(?!年始)", text):
        return Named((Days(today, datetime.date(year, 12, 31)),), rest=text)
    if "年末年始" in text:
        return Named((Days(datetime.date(year, 12, 29), datetime.date(year + 1, 1, 3)),), rest=text)
    if re.search(r"連休明け|休み明け|お盆明け|(?:gw|ゴールデンウィーク|ゴールデンウイーク)明け", text):
        after = _after_holidays(today, is_holiday)
        return Named((Days(after, after + _DAY * 4),), rest=text)
    if "祝日" in text and "平日" not in text:
        ahead = (today + _DAY * n for n in range(HORIZON_DAYS))
        return Named(tuple(Days(day, day) for day in ahead if is_holiday(day)), rest=text)
    if "お盆" in text:
        first = _coming(today, 8, 13)
        return Named((Days(first, first + _DAY * 3),), rest=text)
    if re.search(r"gw|ゴールデンウ[ィイ]ーク", text):
        first = _coming(today, 4, 29)
        return Named((Days(first, first + _DAY * 7),), rest=text)
    return Named()


def _weeks_and_months(text: str, today: datetime.date, _: IsHoliday) -> Named:
    weekdays = _weekdays(text)
    monday = today - _DAY * today.weekday()
    for pattern, ahead in _WEEK:
        if re.search(pattern, text):
            first = monday + _DAY * 7 * ahead
            return _week(text, today, first, weekdays, ahead)
    if re.search(r"週明け|週の初め|週のはじめ|週初め", text):
        first = monday + _DAY * 7
        return Named((Days(first, first + _DAY),), rest=text)
    for pattern, ahead in _MONTH:
        if re.search(pattern, text):
            month = today.month - 1 + ahead
            return _month(text, today, today.year + month // 12, month % 12 + 1, weekdays)
    if match := _MONTH_NAMED.search(text):
        month = int(match["month"])
        year = today.year + (month < today.month)
        if match["year"] and 0 <= int(match["year"]) - today.year <= 2:
            year = int(match["year"])
        named = _month(text, today, year, month, weekdays)
        if match["after"] and named.days:
            first = named.days[0].first
            return Named((Days(first, first + _DAY * HORIZON_DAYS, weekdays),), rest=named.rest)
        return named
    if "月末" in text:
        return _month("下旬", today, today.year, today.month, weekdays)
    return Named()


def _week(text: str, today: datetime.date, first: datetime.date, weekdays: tuple[int, ...], ahead: int) -> Named:
    last = first + _DAY * 6
    if re.search(r"以降|から先", text):
        if len(weekdays) == 1:
            first, weekdays = first + _DAY * weekdays[0], ()
        return Named((Days(max(first, today), first + _DAY * HORIZON_DAYS, weekdays),), rest=text)
    if re.search(r"(?:来週|今週|再来週)(?:中|いっぱい)?まで", text):
        return Named((Days(today, last, weekdays),), rest=text)
    if not weekdays:
        if re.search(r"前半|頭|初め|はじめ|あたま", text):
            last = first + _DAY * 2
        elif re.search(r"後半|終わり|おわり", text):
            first, last = first + _DAY * 3, first + _DAY * 4
        elif re.search(r"半ば|なかば|中頃|中ごろ", text):
            first, last = first + _DAY * 2, first + _DAY * 3
    if weekdays and ahead == 0 and all(first + _DAY * day < today for day in weekdays):
        return Named((), True, text)
    return Named((Days(max(first, today), last, weekdays),), last < today, text)


def _month(text: str, today: datetime.date, year: int, month: int, weekdays: tuple[int, ...]) -> Named:
    first = datetime.date(year, month, 1)
    last = (first + _DAY * 31).replace(day=1) - _DAY
    if match := re.search(r"第?([1-5])週(?:目)?", text):
        first += _DAY * 7 * (int(match[1]) - 1)
        last = min(last, first + _DAY * 6)
    for pattern, begin, end in _PART_OF_MONTH:
        if re.search(pattern, text):
            first, last = first.replace(day=begin), min(last, first.replace(day=min(end, last.day)))
            break
    if last < today:
        return Named((), True, text)
    return Named((Days(max(first, today), last, weekdays),), rest=text)


def _near(text: str, today: datetime.date, _: IsHoliday) -> Named:
    found: list[Days] = []
    rest = text
    for pattern, ahead in _NEAR:
        if match := re.search(pattern + r"(以降|から先|から(?!\d|午))?", rest):
            day = today + _DAY * ahead
            last = day + _DAY * HORIZON_DAYS if match[1] else day
            found.append(Days(day, last))
            rest = rest.replace(match[0], " ", 1)
    return Named(tuple(sorted(found, key=lambda days: days.first)), rest=rest)


def _past(text: str, today: datetime.date, _: IsHoliday) -> Named:
    return Named((), bool(_PAST.search(text)), text)


def _any_weekday(text: str, today: datetime.date, _: IsHoliday) -> Named:
    weekdays = _weekdays(text)
    if not weekdays:
        return Named()
    if re.search(r"次の|今度の|こんどの|直近の|近い", text) and len(weekdays) == 1:
        ahead = (weekdays[0] - today.weekday()) % 7 or 7
        day = today + _DAY * ahead
        return Named((Days(day, day),), rest=text)
    return Named((Days(today, today + _DAY * HORIZON_DAYS, weekdays),), rest=text)


def _weekdays(text: str) -> tuple[int, ...]:
    found: set[int] = set()
    if re.search(r"土日|週末|土・日|土曜日曜|どにち", text):
        found |= {5, 6}
    if "平日" in text:
        found |= {0, 1, 2, 3, 4}
    for match in _WEEKDAY.finditer(text):
        for name in match["row"] or match["one"] or match["mark"] or "":
            if name in WEEKDAYS:
                found.add(WEEKDAYS.index(name))
    for match in _PLAIN_ROW.finditer(text):
        found |= {WEEKDAYS.index(name) for name in match["row"]}
    if found and re.search(r"以外|(?:は|だと)(?:だめ|ダメ|駄目|無理|むり|都合が悪|行け)", text):
        found = set(range(7)) - found
    return tuple(sorted(found))


def _date(
    match: re.Match[str], number: int, today: datetime.date, before: datetime.date | None = None
) -> datetime.date | None:
    """Return the day of a match; a day alone is of the month of the one before it, or the next such day."""
    parts = match.groupdict()
    year, month = parts.get(f"year{number}"), parts.get(f"month{number}")
    day = int(parts.get(f"day{number}") or parts.get(f"only{number}") or 0)
    try:
        if month:
            if year and not 0 <= int(year) - today.year <= 2:
                return None
            found = datetime.date(int(year) if year else today.year, int(month), day)
            # Half a year back is meant as next year; a few weeks back is a slip.
            if not year and (today - found).days > 150:
                found = found.replace(year=found.year + 1)
            return found
        if before is not None and day >= before.day:
            return before.replace(day=day)
        base = before or today
        if before is None and day >= today.day:
            return today.replace(day=day)
    except ValueError:
        if month or not 1 <= day <= 31:
            return None
        base = before or today
    # The next month that has such a day: there is no 31 November.
    following = base.replace(day=1)
    for _ in range(2):
        following = (following + _DAY * 32).replace(day=1)
        if (following + _DAY * (day - 1)).month == following.month:
            return following.replace(day=day)
    return None


def _after_holidays(today: datetime.date, is_holiday: IsHoliday) -> datetime.date:
    """Return the first working day after the next three or more days off in a row."""

    def is_off(day: datetime.date) -> bool:
        return day.weekday() > 4 or is_holiday(day)

    off = 0
    for ahead in range(HORIZON_DAYS):
        day = today + _DAY * ahead
        if is_off(day):
            off += 1
        elif off >= 3:
            return day
        else:
            off = 0
    return today


def _coming(today: datetime.date, month: int, day: int) -> datetime.date:
    found = datetime.date(today.year, month, day)
    return found if found >= today else found.replace(year=today.year + 1)


def _number(kanji: str) -> int:
    """Return 23 for 二十三."""
    tens, ten, ones = kanji.partition("十")
    if not ten:
        return int("".join(str(_KANJI[c]) for c in kanji))
    return (_KANJI[tens] if tens else 1) * 10 + (_KANJI[ones] if ones else 0)
