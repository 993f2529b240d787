"""Hours of the day in a text: 10時半, 午後3時以降, 13時から15時, 仕事終わり; pure."""

from __future__ import annotations

import datetime
import re

from actions.when.windows import END_OF_DAY, MIDNIGHT, Hours

# Of a clock without 午前 or 午後: one to six is the afternoon of an office, seven and eight may be either.
_AFTERNOON = range(1, 7)
_EITHER = (7, 8)
_ROUND_MINUTES = 30
_PARTS = (
    # The longer ones first: 昼過ぎ holds 昼.
    (r"仕事(?:の)?(?:終わ|おわ|後|あと|帰|が終)|(?:会社|勤め)(?:の)?帰|退勤|終業後|定時後", 17, 22),
    (r"朝(?:一番|いち|イチ|一)|朝一", 9, 10),
    (r"午前(?:中)?|(?<![a-z])am(?![a-z])|お昼前|昼前", 0, 12),
    (r"昼過ぎ|昼すぎ|お昼過ぎ", 13, 15),
    (r"夕方|夕刻", 15, 19),
    (r"昼休み", 12, 13),
    (r"昼間|日中", 10, 16),
    (r"お?昼(?:頃|ごろ)?", 11, 14),
    (r"午後|(?<![a-z])pm(?![a-z])|昼から", 12, 24),
    (r"夜|晩|遅い時間|遅め", 17, 22),
    (r"早朝", 6, 9),
    (r"朝|早い時間|早め", 9, 11),
)
_CLOCK = r"(?P<half{n}>午前|午後|朝|夜|夕方|昼)?の?(?P<hour{n}>\d{{1,2}})(?:時(?!間)(?P<frac{n}>半|\d{{1,2}}分)?|:(?P<min{n}>\d{{2}}))"
_ONE = re.compile(
    _CLOCK.format(n=1)
    + r"(?P<after>以降|過ぎ|すぎ|より後|よりあと|より遅)?(?P<before>まで(?:に)?|以前|より前|より早)?(?P<about>頃|ごろ|ころ|くらい|ぐらい|前後)?"
)
_TWO = re.compile(_CLOCK.format(n=1) + r"(?:から|より|~|〜|-|ー)" + _CLOCK.format(n=2) + r"(?:まで|の間|のあいだ)?")
_ALONE = re.compile(r"(?<!\d)(?P<hour>\d{1,2})(?P<to>~|〜|-)(?P<until>\d{1,2})時")


def read(text: str) -> tuple[list[Hours], bool]:
    """Return the hours named in a text and whether one of them may be morning or evening.

    Args:
        text: Normalised (NFKC, lower case), without its dates.
    """
    between = _TWO.search(_with_hour_sign(text))
    if between is not None:
        begin, unsure = _clock(between, 1)
        end, _ = _clock(between, 2)
        if end is not None and begin is not None and end <= begin and end.hour < 12:
            end = end.replace(hour=end.hour + 12)
        if begin is not None and end is not None and begin < end:
            return [Hours(begin, end)], unsure
        return [], False
    found: list[Hours] = []
    unsure = False
    for match in _ONE.finditer(text):
        clock, is_unsure = _clock(match, 1)
        if clock is None:
            continue
        unsure = unsure or is_unsure
        found.append(_around(clock, match))
    return (found, unsure) if found else (_parts(text), False)


def _with_hour_sign(text: str) -> str:
    """Return 13時~15時 for 13~15時."""
    return _ALONE.sub(lambda m: f"{m['hour']}時{m['to']}{m['until']}時", text)


def _around(clock: datetime.time, match: re.Match[str]) -> Hours:
    if match["after"]:
        return Hours(clock, END_OF_DAY)
    if match["before"]:
        return Hours(MIDNIGHT, clock)
    begin = _shifted(clock, -_ROUND_MINUTES) if match["about"] else clock
    return Hours(begin, _shifted(clock, 60))


def _clock(match: re.Match[str], number: int) -> tuple[datetime.time | None, bool]:
    """Return the time, and whether it may be either half of the day."""
    half, hour = match[f"half{number}"], int(match[f"hour{number}"])
    fraction, minute = match[f"frac{number}"], match[f"min{number}"]
    minutes = 30 if fraction == "半" else int((fraction or "0").rstrip("分"))
    minutes = int(minute) if minute else minutes
    if hour > 23 or minutes > 59:
        return None, False
    unsure = False
    if (half in {"午後", "夜", "夕方", "昼"} and hour < 12 and (half != "昼" or hour < 6)) or (
        half is None and hour in _AFTERNOON
    ):
        hour += 12
    elif half is None and hour in _EITHER:
        unsure = True
    return datetime.time(hour, minutes), unsure


def _parts(text: str) -> list[Hours]:
    found: list[Hours] = []
    rest = text
    for pattern, begin, end in _PARTS:
        rest, count = re.subn(pattern, " ", rest)
        if count:
            last = END_OF_DAY if end == 24 else datetime.time(end)
            found.append(Hours(datetime.time(begin), last))
    return found


def _shifted(clock: datetime.time, minutes: int) -> datetime.time:
    total = max(0, min(clock.hour * 60 + clock.minute + minutes, 23 * 60 + 59))
    return datetime.time(total // 60, total % 60)
