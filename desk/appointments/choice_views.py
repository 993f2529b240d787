"""The booking pages on which a method, a day and a time are chosen, and the first of all; pure functions from data to pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime

from fastapi.responses import HTMLResponse

from desk.appointments import booking_frame, page_dates, page_language, wishes
from desk.appointments.models import METHOD_NAMES, Method, Slot
from desk.text.pack import city

_METHODS = {
    Method.ONLINE: "パソコンやスマートフォンで、顔を見て話します。",
    Method.PHONE: "時間になったら、相談員から電話をします。",
}
_DAYS_ON_A_PAGE = 14
NO_TIMES = "いま予約できる時間がありません。チャットで相談員に聞くか、お電話でご相談ください。"


def _methods() -> dict[Method, str]:
    # The city's own words stand in Japanese only.
    is_japanese = page_language.page().language == page_language.JAPANESE
    return {Method.IN_PERSON: city().place.in_person if is_japanese else "センターで会って話します。", **_METHODS}


def begin() -> HTMLResponse:
    """The public first page: what this is, and one button."""
    methods = [(METHOD_NAMES[method], words) for method, words in _methods().items()]
    language = page_language.page().language
    intro = (
        f"{city().names.town}への移住について、相談員と話す時間を予約できます。"
        if language == page_language.JAPANESE
        else page_language.say("移住について、相談員と話す時間を予約できます。")
    )
    return booking_frame.show(
        "appointments/booking_begin.html",
        title="相談の予約",
        methods=methods,
        intro=intro,
        action="/appointments" if language == page_language.JAPANESE else f"/appointments?language={language}",
    )


def choose_method(
    path: str,
    methods: Counter[Method],
    is_change: bool,
    begin_at: datetime | None = None,
    *,
    lacks_number: bool = False,
) -> HTMLResponse:
    """Step 1: how to meet; only what can be had, at a time that was chosen already.

    `lacks_number`: there are times by telephone, but no number of the person to call.
    """
    at = wishes.written(begin_at) if begin_at else None
    offered = [
        (
            booking_frame.address(path, change=_flag(is_change), method=method.value, at=at),
            page_language.say(METHOD_NAMES[method]),
            page_language.say(words),
        )
        for method, words in _methods().items()
        if methods[method]
    ]
    return booking_frame.show(
        "appointments/booking_method.html",
        title="どうやって相談しますか" if offered else "予約できる時間がありません",
        path=path,
        methods=offered,
        begin=page_dates.moment(begin_at) if begin_at else None,
        no_times=NO_TIMES,
        is_change=is_change,
        lacks_number=lacks_number,
    )


def choose_day(
    path: str,
    method: Method,
    days: Counter[date],
    is_change: bool,
    said: str = "",
    after: date | None = None,
    named: Collection[date] = (),
) -> HTMLResponse:
    """Step 2: the day, those with free times only, two weeks of them on a page.

    `named`: the days are only those that were wished for in the chat, with a way to all others.
    """

    def there(**query: str | None) -> str:
        return booking_frame.address(path, change=_flag(is_change), method=method.value, **query)

    coming = [day for day in sorted(days) if after is None or day > after]
    shown = coming[:_DAYS_ON_A_PAGE]
    others = []
    if len(coming) > len(shown):
        others.append((there(after=shown[-1].isoformat(), days=wishes.listed(named)), "もっと先の日を見る"))
    if after is not None:
        others.append((there(days=wishes.listed(named)), "はじめの日にもどる"))
    if named:
        others.append((there(), "ほかの日も見る"))
    others.append((booking_frame.address(path, change=_flag(is_change)), "方法をえらび直す"))
    if is_change:
        others.append((path, "予約を変えずにもどる"))
    return booking_frame.show(
        "appointments/booking_day.html",
        title="いつにしますか",
        said=said,
        method_name=METHOD_NAMES[method],
        days=[
            (
                there(day=day.isoformat()),
                page_dates.day(day),
                page_language.say("あいている時間 {count}", count=days[day]),
            )
            for day in shown
        ],
        no_times=NO_TIMES,
        others=others,
    )


def choose_time(path: str, method: Method, day: date, slots: Sequence[Slot], is_change: bool) -> HTMLResponse:
    """Step 3: the time; the same time of several consultants is one."""

    def there(at: str | None = None) -> str:
        return booking_frame.address(path, change=_flag(is_change), method=method.value, at=at)

    whens = sorted({(slot.begin, slot.end) for slot in slots})
    return booking_frame.show(
        "appointments/booking_time.html",
        title="何時にしますか",
        day=page_dates.day(day),
        method_name=METHOD_NAMES[method],
        times=[(there(wishes.written(begin_at)), page_dates.hours(begin_at, end_at), "") for begin_at, end_at in whens],
        other_days=there(),
    )


def _flag(is_change: bool) -> str | None:
    return "1" if is_change else None
