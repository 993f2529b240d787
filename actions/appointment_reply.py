"""Asks the desk what stands or cancels it, and returns what is said; shared by the actions that meet such a wish."""

from __future__ import annotations

import logging

from actions import booking, desk_request, handoff_request, my_appointments
from actions.desk_request import DeskSilent
from actions.library.shelf import SHELF
from actions.replies import Part
from actions.situation import Situation

logger = logging.getLogger(__name__)


async def parts(where: Situation, wanted: str) -> list[Part] | None:
    """Return the reply to a wish about an appointment (see `my_appointments.wanted`).

    None where no appointment stands and the message names a time: then it is about the times that were offered.
    """
    if wanted == my_appointments.KEEP:
        return my_appointments.kept()
    try:
        if wanted == my_appointments.CANCEL_NOW:
            request = my_appointments.cancel_request(where)
            answer = await desk_request.post(
                "/webhooks/appointments/cancel", request, handoff_request.webhook_id(where)
            )
            return my_appointments.cancelled(answer) or _silent()
        request = my_appointments.standing_request(where)
        answer = await desk_request.post("/webhooks/appointments/standing", request, handoff_request.webhook_id(where))
    except DeskSilent as silent:
        logger.error("appointments.%s.failed %s", wanted, silent)
        return _silent()
    found = my_appointments.read(answer)
    if found is None:
        logger.error("appointments.standing.unreadable")
        return _silent()
    if wanted == my_appointments.CANCEL:
        return my_appointments.asked_again(found, where.chosen.get("given", ""))
    if found:
        days = booking.days_named(where) if wanted == "change_booking" else []
        return my_appointments.told(found, wanted, days)
    if wanted == "change_booking" and booking.names_a_time(where):
        return None
    return my_appointments.none_stands(wanted)


def _silent() -> list[Part]:
    return booking.silent(SHELF.entry("handoff/handoff_contact"))
