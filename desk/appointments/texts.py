"""How appointments are written for people: short sentences; pure."""

from __future__ import annotations

from desk.appointments.models import METHOD_NAMES, Appointment, Method
from desk.text.pack import city


def centre() -> str:
    """Return the name of the centre."""
    return city().names.centre


def method(found: Method) -> str:
    """Return 対面, オンライン or 電話."""
    return METHOD_NAMES[found]


def where(appointment: Appointment) -> str:
    """Say where or how the two meet."""
    if appointment.method is Method.IN_PERSON:
        return f"場所：{appointment.place or centre()}"
    if appointment.method is Method.PHONE:
        return "時間になったら、相談員から電話をします。"
    if appointment.meeting_url:
        return f"オンラインの入口：{appointment.meeting_url}"
    return "オンラインの入口（URL）は、前の日までにお知らせします。"
