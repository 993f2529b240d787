"""Asks the desk about appointments, and says that it is silent; shared by what offers, books and changes them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from actions import booking, desk_request, handoff_request
from actions.desk_request import DeskSilent
from actions.library.shelf import SHELF
from actions.replies import Part
from actions.situation import Situation

logger = logging.getLogger(__name__)


async def ask(what: str, where: Situation, request: Mapping[str, Any]) -> Any:
    """Return the desk's answer, None where it gives none."""
    try:
        return await desk_request.post(f"/webhooks/appointments/{what}", request, handoff_request.webhook_id(where))
    except DeskSilent as silence:
        logger.error("appointments.%s.failed %s", what, silence)
        return None


def silent(what: str, answer: object) -> list[Part]:
    """Say that nothing could be looked up; an answer that nobody could read is logged."""
    if answer is not None:
        logger.error("appointments.%s.unreadable", what)
    return booking.silent(SHELF.entry("handoff/handoff_contact"))
