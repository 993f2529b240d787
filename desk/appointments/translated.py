"""What a mail and a calendar file say of an appointment below the Japanese, for whoever booked in another language; pure.

The words are those of the booking pages (`booking` in `data/languages`, `easy_texts`), with the line of a translation that nobody
has read. Who comes, and the topic, stand in neither.
"""

from __future__ import annotations

from desk.appointments import page_dates, page_language, texts
from desk.appointments.models import Appointment, Method
from desk.text.pack import city

TITLES = {
    "booked": "ご予約を受け付けました",
    "changed": "ご予約の変更を受け付けました",
    "cancelled": "ご予約を取り消しました",
    "meeting_url": "オンライン相談の入口のお知らせ",
    "day_before": "ご予約の日が近づきました",
    "hour_before": "オンライン相談は このあとです",
}
CHANGE = "日にちを変えるときや取り消すときは、次のページへどうぞ。"
AGAIN = "また相談したくなったら、いつでも予約できます。"
AUTOMATIC = "このメールは自動でお送りしています。お心あたりがないときは、お手数ですが消してください。"
# In the body of a mail, between the Japanese and what follows.
_LINE = "――――――――"


def title(what: str, language: str | None) -> str:
    """Return the subject in the language, to stand behind the Japanese; empty where there is none."""
    if language not in page_language.TRANSLATED:
        return ""
    with page_language.written_in(language):
        return page_language.plainly(TITLES[what])


def of_mail(appointment: Appointment, what: str, language: str | None, address: str) -> list[str]:
    """Return the lines below the Japanese of a mail; none where the person reads Japanese."""
    if language not in page_language.TRANSLATED:
        return []
    with page_language.written_in(language):
        say = page_language.plainly
        lines = ["", _LINE, say(TITLES[what]), "", *_facts(appointment)]
        last = [say(AGAIN)] if what == "cancelled" else [_where(appointment), "", say(CHANGE)]
        return [*lines, *last, address, "", say(AUTOMATIC), *_unreviewed()]


def of_calendar(appointment: Appointment, language: str | None) -> str:
    """Return the description of a calendar file, in a calendar that may be synchronised anywhere; empty as above."""
    if language not in page_language.TRANSLATED:
        return ""
    with page_language.written_in(language):
        name = page_language.plainly("相談の予約")
        return "\n".join([f"{name} ({city().names.centre})", *_facts(appointment), _where(appointment), *_unreviewed()])


def _facts(appointment: Appointment) -> list[str]:
    say = page_language.plainly
    when = page_dates.plain_span(appointment.begin, appointment.end)
    return [
        f"{say('受付番号')}: {appointment.receipt}",
        f"{say('日時')}: {when} ({say('日本時間')})",
        f"{say('方法')}: {say(texts.method(appointment.method))}",
    ]


def _where(appointment: Appointment) -> str:
    say = page_language.plainly
    if appointment.method is Method.IN_PERSON:
        return f"{say('場所')}: {appointment.place or texts.centre()}"
    if appointment.method is Method.PHONE:
        return say("時間になったら、相談員から電話をします。")
    if appointment.meeting_url:
        return f"{say('オンラインの入口')}: {appointment.meeting_url}"
    return say(texts.address_follows(appointment))


def _unreviewed() -> list[str]:
    words = page_language.is_unreviewed()
    return ["", words] if words else []
