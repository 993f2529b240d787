"""How appointments are written for people: short sentences; pure."""

from __future__ import annotations

from desk.appointments.models import METHOD_NAMES, Appointment, Method
from desk.text.pack import city
from desk.text.times import JAPAN


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
    return address_follows(appointment)


def address_follows(appointment: Appointment) -> str:
    """Say when the address of the meeting is told: who books for today cannot hear of it yesterday."""
    is_of_today = appointment.updated_at.astimezone(JAPAN).date() == appointment.begin.astimezone(JAPAN).date()
    return f"オンラインの入口（URL）は、{'始まるまで' if is_of_today else '前の日まで'}にお知らせします。"
