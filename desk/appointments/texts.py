"""How times and appointments are written for people: short sentences, weekdays, Japanese time; pure."""

from __future__ import annotations

from datetime import date, datetime

from desk.appointments.models import JAPAN, METHOD_NAMES, Appointment, Method

WEEKDAYS = "月火水木金土日"
CENTRE = "おたる移住・起業「ひと旗」サポートセンター"


def day(found: date) -> str:
    """Return 11月25日(水)."""
    return f"{found.month}月{found.day}日({WEEKDAYS[found.weekday()]})"


def moment(found: datetime) -> str:
    """Return 11月25日(水) 10:00, in Japanese time."""
    local = found.astimezone(JAPAN)
    return f"{day(local.date())} {local.hour}:{local.minute:02d}"


def span(begin: datetime, end: datetime) -> str:
    """Return 11月25日(水) 10:00〜11:00."""
    last = end.astimezone(JAPAN)
    return f"{moment(begin)}〜{last.hour}:{last.minute:02d}"


def method(found: Method) -> str:
    """Return 対面, オンライン or 電話."""
    return METHOD_NAMES[found]


def where(appointment: Appointment) -> str:
    """Say where or how the two meet."""
    if appointment.method is Method.IN_PERSON:
        return f"場所：{appointment.place or CENTRE}"
    if appointment.method is Method.PHONE:
        return "時間になったら、相談員から電話をします。"
    if appointment.meeting_url:
        return f"オンラインの入口：{appointment.meeting_url}"
    return "オンラインの入口（URL）は、前の日までにお知らせします。"
