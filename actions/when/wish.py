"""A wish for a time: days and hours of a text put together, alternatives and what must be asked back; pure."""

from __future__ import annotations

import datetime
import re
import unicodedata

from actions.when import days as days_of
from actions.when import doubt, foreign, spelling
from actions.when import hours as hours_of
from actions.when.named_days import HORIZON_DAYS, IsHoliday
from actions.when.windows import ALL_DAY, JAPAN, Days, Hours, When, Window

_ALTERNATIVES = re.compile(
    r"(?:か(?!ら|月)、?|または|もしくは|あるいは|、(?=[^、]*(?:曜|日|時|午|朝|夕|夜|昼|/)))(?=[^、。]{0,40}(?:\d|[月火水木金土日]曜|午|朝|夕|夜|昼|明日|あさって|来週|今週|再来週))"
)
_WEEK_WORDS = re.compile(r"再来週|来週|今週|再来月|来月|今月|(?:1[0-2]|[1-9])月(?=\d|の)")
_METHODS = (
    (
        r"オンライン|おんらいん|zoom|ズーム|teams|ビデオ|テレビ電話|リモート|web会議|ウェブ会議|meet",
        "online",
    ),
    (r"電話|でんわ|tel|通話|携帯に", "phone"),
    (
        r"対面|会って|お会い|直接|窓口(?:で|に|へ)|そちら(?:で|に|へ)|来所|来庁|訪問|伺|行って|行きます|センター(?:で|に|へ)",
        "in_person",
    ),
)
# Later than what was offered, as late as there is: no hour of the clock. 「遅い日」 is another day.
_LATEST = re.compile(
    r"(?:(?:一番|いちばん|最も|もっと|もう少し|もうすこし|もうちょっと|できるだけ|なるべく)(?:遅|おそ)(?:い(?!日)|く|め)|最後の(?=時間|枠|回)|最終の?(?=時間|枠|回))(?:の?(?:時間帯?|時刻|枠|回|ほう|方))?"
)
# Nothing that has to do with a date, though it looks like one. A row of digits is read from its first one only.
_NOT_DATES = re.compile(r"一日中|終日|一度|一回|一番|二人|(?<!\d)\d++(?:人|歳|万|円|年(?:前|間|生)|か月前)")


def read(text: str, now: datetime.datetime, is_holiday: IsHoliday = lambda day: False) -> When:
    """Return what a text says about a time.

    Args:
        text: As it was typed.
        now: Aware time of the message by the desk's clock.
        is_holiday: Whether a day is a public holiday.
    """
    plain = spelling.rewritten(normalised(foreign.in_japanese(text)))
    method = method_in(plain)
    today = now.astimezone(JAPAN).date()
    if (days := doubt.other_weekday(plain, today)) is not None:
        options = tuple((day, doubt.said_otherwise(plain, day)) for day in days)
        return When((), "weekday", method, options)
    is_latest = _LATEST.search(plain) is not None
    plain = _LATEST.sub(" ", plain)
    windows: list[Window] = []
    pieces = _pieces(_NOT_DATES.sub(" ", plain))
    read_pieces = [_piece(piece, today, is_holiday) for piece in pieces]
    all_hours = [hours for _, hours, _, _ in read_pieces]
    for number, (found, hours, _, _) in enumerate(read_pieces):
        # 火曜か木曜の午後: the hours of a later piece hold for those before it that have none.
        later = next((h for h in all_hours[number:] if h), [])
        windows += [Window(days, hour) for days in found for hour in (hours or later or [ALL_DAY])]
    is_past = any(past for _, _, _, past in read_pieces) and not windows
    if not windows and any(all_hours) and not is_past:
        stretch = Days(today, today + datetime.timedelta(days=HORIZON_DAYS))
        windows = [Window(stretch, hour) for hours in all_hours for hour in hours]
    ask = None
    if any(is_unsure for _, _, is_unsure, _ in read_pieces):
        ask = "half_of_day"
    if is_past:
        ask = "past"
    if any(map(doubt.is_unread, pieces)):
        ask = "unread"
    return When(tuple(dict.fromkeys(windows)), ask, method, latest=is_latest)


def method_in(plain: str) -> str | None:
    """Return how the person wishes to meet, where a normalised text says it."""
    return next((name for pattern, name in _METHODS if re.search(pattern, plain)), None)


def normalised(text: str) -> str:
    """Return a text in one width and case, with blanks only between digits."""
    plain = unicodedata.normalize("NFKC", text).lower().replace("～", "~")
    # Between digits a blank keeps 12/3 14:00 apart.
    return re.sub(r"(?<!\d)\s+|\s+(?!\d)", "", plain.strip())


def _pieces(plain: str) -> list[str]:
    """Return the alternatives; one that names no week or month is of the one named before."""
    pieces = [piece for piece in _ALTERNATIVES.split(plain) if piece]
    base = ""
    whole: list[str] = []
    for piece in pieces:
        named = _WEEK_WORDS.search(piece)
        if named is not None:
            base = named[0]
        is_bare_weekday = re.match(r"[月火水木金土日](?:曜|$)", piece)
        is_bare_day = re.match(r"\d{1,2}日", piece)
        carries = base and not named and ((is_bare_weekday and "週" in base) or (is_bare_day and base.endswith("月")))
        whole.append(f"{base}{piece}" if carries else piece)
    return whole or [plain]


def _piece(piece: str, today: datetime.date, is_holiday: IsHoliday) -> tuple[tuple[Days, ...], list[Hours], bool, bool]:
    named = days_of.read(piece, today, is_holiday)
    hours, is_unsure = hours_of.read(named.rest or piece)
    return named.days, hours, is_unsure, named.is_past
