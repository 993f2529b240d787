"""What the person is told of an appointment, in the chat and by mail; pure. No name, no telephone number, no topic."""

from __future__ import annotations

from dataclasses import dataclass

from desk.appointments import ics, texts, translated
from desk.appointments.models import Appointment, Mail
from desk.hours.calendar import Calendar
from desk.text import times
from desk.text.pack import city

_OPENINGS = {
    "booked": "移住相談のご予約を受け付けました。",
    "changed": "移住相談のご予約を変えました。",
    "cancelled": "移住相談のご予約を取り消しました。",
    "meeting_url": "オンライン相談の入口が決まりました。",
    "day_before": "移住相談のご予約の日が近づきましたので、お知らせします。",
    "hour_before": "移住相談のお時間が近づきましたので、お知らせします。",
}


@dataclass(frozen=True)
class Office:
    """What every notice rests on: when the office is open, where its pages are, from whom its mails come."""

    opening: Calendar
    base_url: str
    organiser: str = ""

    def address(self, code: str) -> str:
        """Return the address of a booking page."""
        return f"{self.base_url}/appointments/{code}"


def chat_words(appointment: Appointment, what: str) -> str:
    """Return what is said in the chat, where the booking page is a button; the same words go to LINE."""
    return "\n".join(_lines(appointment, what))


def mail(appointment: Appointment, what: str, office: Office, address: str, language: str | None = None) -> Mail | None:
    """Return the mail, None where the person gave a telephone number or nothing is known of them any more.

    Args:
        appointment: What it is about.
        what: A key of `translated.TITLES`.
        office: From whom it comes.
        address: Of the booking page.
        language: In which the person booked, where that is not Japanese: the same follows in it, shorter.
    """
    person = appointment.person
    if person is None or person.contact_kind != "email":
        return None
    lines = [*_lines(appointment, what), address, *translated.of_mail(appointment, what, language, address)]
    also = translated.title(what, language)
    footer = [
        "--",
        f"{city().names.service}　{texts.centre()}",
        translated.AUTOMATIC,
    ]
    is_reminder = what in {"day_before", "hour_before"}
    return Mail(
        key=f"appointment:{appointment.id}:{what}:{appointment.sequence}",
        to=person.contact,
        subject=f"【{city().names.service}】{translated.TITLES[what]}（{appointment.receipt}）{f' / {also}' if also else ''}",
        text="\n".join([*lines, "", *footer]),
        ics=None if is_reminder else ics.event(appointment, office.organiser or office.base_url, language),
        ics_type=ics.mail_type(appointment),
        conversation_id=appointment.conversation_id,
    )


def _lines(appointment: Appointment, what: str) -> list[str]:
    when = f"日時：{times.span(appointment.begin, appointment.end)}（日本時間）"
    lines = [
        _OPENINGS[what],
        "",
        f"受付番号：{appointment.receipt}",
        when,
        f"方法：{texts.method(appointment.method)}",
    ]
    if what == "cancelled":
        return [*lines, "", translated.AGAIN]
    return [*lines, texts.where(appointment), "", translated.CHANGE]
