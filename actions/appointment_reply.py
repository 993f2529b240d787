"""Asks the desk what stands or cancels it, and returns what is said; shared by the actions that meet such a wish."""

from __future__ import annotations

from actions import appointment_desk, booking_wish, my_appointments
from actions.replies import Part
from actions.situation import Situation


async def parts(where: Situation, wanted: str) -> list[Part] | None:
    """Return the reply to a wish about an appointment (see `my_appointments.wanted`).

    None where no appointment stands and the message names a time: then it is about the times that were offered.
    """
    if wanted == my_appointments.KEEP:
        return my_appointments.kept()
    if wanted == my_appointments.CANCEL_NOW:
        answer = await appointment_desk.ask("cancel", where, my_appointments.cancel_request(where))
        return my_appointments.cancelled(answer) or appointment_desk.silent("cancel", answer)
    answer = await appointment_desk.ask("standing", where, my_appointments.standing_request(where))
    found = my_appointments.read(answer)
    if found is None:
        return appointment_desk.silent("standing", answer)
    if wanted == my_appointments.CANCEL:
        return my_appointments.asked_again(found, where.chosen.get("given", ""))
    if found:
        days = booking_wish.days_named(where) if wanted == "change_booking" else []
        return my_appointments.told(found, wanted, days)
    if wanted == "change_booking" and booking_wish.names_a_time(where):
        return None
    return my_appointments.none_stands(wanted)


async def to_cancel(where: Situation) -> list[Part] | None:
    """Return the question whether the appointments that stand are to be cancelled, None where none stands.

    For words that do not say what they cancel: where the desk cannot be asked, that is said, for nobody can tell then.
    """
    answer = await appointment_desk.ask("standing", where, my_appointments.standing_request(where))
    found = my_appointments.read(answer)
    if found is None:
        return appointment_desk.silent("standing", answer)
    return my_appointments.told(found, "cancel_booking") if found else None
