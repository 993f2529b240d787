"""What the page of a made appointment says: as it stands, before it is changed, before it is cancelled; pure."""

from __future__ import annotations

from datetime import datetime

from fastapi.responses import HTMLResponse

from desk.appointments import booking_frame, page_dates, page_language, person, rules, texts, wishes
from desk.appointments.models import METHOD_NAMES, Appointment, Method, Status
from desk.appointments.page_language import say
from desk.hours.calendar import Calendar

# Heading and words of each status; in other words in `easy_texts` and `data/languages`.
STATUS_WORDS = {
    Status.BOOKED: ("ご予約を受け付けました", "この日時でお待ちしています。"),
    Status.CHANGED: ("ご予約（変更済み）", "変えたあとの日時です。お待ちしています。"),
    Status.CANCELLED: ("ご予約は取り消しました", "ご連絡ありがとうございます。"),
    Status.DONE: ("ご相談は終わりました", "ご相談いただき、ありがとうございました。"),
    Status.NO_SHOW: (
        "ご予約の時間が過ぎました",
        "お会いできませんでした。またいつでもご予約ください。",
    ),
}


def confirm_change(
    path: str, before: Appointment, method: Method, begin_at: datetime, end_at: datetime
) -> HTMLResponse:
    """The new time beside the old one."""
    rows = [
        (say("いまの予約"), page_dates.span(before.begin, before.end) + "　" + say(METHOD_NAMES[before.method])),
        (say("新しい予約"), page_dates.span(begin_at, end_at) + "　" + say(METHOD_NAMES[method])),
    ]
    return booking_frame.show(
        "appointments/booking_decide.html",
        title="予約を変えますか",
        path=path,
        rows=rows,
        action=f"{path}/change",
        button="この日時に変える",
        kind="",
        kept={"method": method.value, "at": wishes.written(begin_at), "sequence": str(before.sequence)},
        back="変えない",
    )


def confirm_cancel(path: str, appointment: Appointment) -> HTMLResponse:
    """Ask once: a link in a mail must not cancel anything by being opened."""
    return booking_frame.show(
        "appointments/booking_decide.html",
        title="予約を取り消しますか",
        path=path,
        rows=_what(appointment),
        action=f"{path}/cancel",
        button="予約を取り消す",
        kind="danger",
        kept={"sequence": str(appointment.sequence)},
        back="取り消さない",
    )


def show(path: str, appointment: Appointment, now: datetime, opening: Calendar, said: str = "") -> HTMLResponse:
    """The appointment: what it is, what happens next, what can be done."""
    title, words = STATUS_WORDS[appointment.status]
    is_open = appointment.status.stands and appointment.begin > now
    if appointment.status.stands and appointment.end <= now:
        title, words = (
            "ご予約の時間は過ぎました",
            "ありがとうございました。また話したいときは、ご予約ください。",
        )
    rows = _what(appointment)
    if appointment.person is not None:
        rows.append((say("ご連絡先"), person.masked(appointment.person)))
    if is_open:
        rows += _place(appointment)
    return booking_frame.show(
        "appointments/booking_show.html",
        title=title,
        path=path,
        said=said,
        words=words,
        rows=rows,
        is_open=is_open,
        next_steps=_next(appointment, is_reminded=_is_reminded(appointment, now, opening)),
        can_erase=appointment.person is not None,
        again=f"/appointments?language={language}"
        if (language := page_language.page().language) != "ja"
        else "/appointments",
    )


def _what(appointment: Appointment) -> list[tuple[str, str]]:
    return [
        (say("受付番号"), appointment.receipt),
        (say("日時"), page_dates.span(appointment.begin, appointment.end)),
        (say("方法"), say(METHOD_NAMES[appointment.method])),
    ]


def _place(appointment: Appointment) -> list[tuple[str, str]]:
    if appointment.method is Method.IN_PERSON:
        return [(say("場所"), appointment.place or texts.centre())]
    if appointment.method is Method.ONLINE and appointment.meeting_url:
        return [(say("オンラインの入口"), appointment.meeting_url)]
    return []


def _is_reminded(appointment: Appointment, now: datetime, opening: Calendar) -> bool:
    """Whether the reminder of the working day before is still to come: who books for today gets none."""
    return any(kind == "day_before" for kind, _ in rules.reminders(appointment, now, opening))


def _next(appointment: Appointment, *, is_reminded: bool) -> list[str]:
    has_mail = appointment.person is not None and appointment.person.contact_kind == "email"
    lines = []
    if has_mail:
        reminded = "確認のメールをお送りします。前の営業日にも、お知らせします。"
        lines.append(say(reminded if is_reminded else "確認のメールをお送りします。"))
    elif appointment.chat:
        lines.append(say("このあとのお知らせは、予約をはじめたチャットにお送りします。"))
    if appointment.method is Method.IN_PERSON:
        lines.append(say("時間になったら、{place}へお越しください。", place=appointment.place or texts.centre()))
    elif appointment.method is Method.PHONE:
        lines.append(say("時間になったら、相談員からお電話します。"))
    elif appointment.meeting_url:
        lines.append(say("時間になったら、上の「オンラインの入口」を開いてください。"))
    else:
        lines.append(say(f"{texts.address_follows(appointment)}このページにも出ます。"))
    lines.append(say("このページのアドレスを残しておくと、あとで変えたり取り消したりできます。"))
    return lines
