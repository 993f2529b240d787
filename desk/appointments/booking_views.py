"""The booking pages on which a person fills in who comes, and reads everything once more; pure functions from data to pages."""

from __future__ import annotations

from datetime import datetime

from fastapi.responses import HTMLResponse

from desk.appointments import booking_frame, page_dates, page_language, person, wishes
from desk.appointments.booking_refusals import Numbers, calls
from desk.appointments.models import METHOD_NAMES, Method
from desk.appointments.person import Filled

_CONTACT = {
    "label": "メールアドレス か 電話番号（どちらか一つ）",
    "hint": "例：name@example.jp、090-0000-0000。メールなら、確認と前の日のお知らせが届きます。",
    "autocomplete": "email",
}
_CONTACT_BY_PHONE = {"label": "電話番号", "hint": "例：090-0000-0000", "autocomplete": "tel"}


def fill_in(path: str, method: Method, begin_at: datetime, end_at: datetime, filled: Filled) -> HTMLResponse:
    """Step 4: the purpose first, then the few fields."""
    return booking_frame.show(
        "appointments/booking_person.html",
        title="ご連絡先",
        status=422 if filled.problems else 200,
        path=path,
        when=page_dates.span(begin_at, end_at),
        method_name=METHOD_NAMES[method],
        purpose=person.purpose(),
        translated=page_language.purpose(),
        is_easy=page_language.page().language == page_language.EASY,
        easy_purpose=person.EASY_PURPOSE,
        kept={"method": method.value, "at": wishes.written(begin_at)},
        contact=_CONTACT_BY_PHONE if method is Method.PHONE else _CONTACT,
        values=filled.values,
        problems={name: page_language.say(words) for name, words in filled.problems.items()},
    )


def confirm(
    path: str,
    method: Method,
    begin_at: datetime,
    end_at: datetime,
    filled: Filled,
    numbers: Numbers = (),
) -> HTMLResponse:
    """Step 5: everything once more, before anything is kept; where words hold danger, whom to call comes first."""
    who = filled.person
    assert who is not None
    rows = [
        (page_language.say("日時"), page_dates.span(begin_at, end_at)),
        (page_language.say("方法"), page_language.say(METHOD_NAMES[method])),
        (page_language.say("お呼びする名前"), who.name),
        (page_language.say("ご連絡先"), who.contact),
        (page_language.say("聞きたいこと"), who.topic or page_language.say("（なし）")),
    ]
    return booking_frame.show(
        "appointments/booking_confirm.html",
        title="この内容でよろしいですか",
        path=path,
        urgent=calls(numbers),
        rows=rows,
        kept={"method": method.value, "at": wishes.written(begin_at), **filled.values},
    )
