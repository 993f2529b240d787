"""What the actions do with words that steer the talk (`understanding.control`): one way for all of them, whichever rule led here."""

from __future__ import annotations

from collections.abc import Sequence

from actions import appointment_reply, asides, control_replies, my_appointments, replies, said_before, times_reply
from actions.said import Said
from actions.said_before import Before
from actions.situation import Situation
from actions.transcript import Event

_IN_PLACE = frozenset({"thanks", "yes", "laugh", "heard", "emoji"})
_REFUSALS = frozenset({"no", "wrong"})
_BOOKED = {"last_label": replies.BOOKING, "fallback_count": 0.0}


def as_tap(where: Situation, events: Sequence[Event]) -> Situation:
    """Return はい to the one thing that was offered as a tap on it; anything else as it is."""
    return control_replies.agreed_to(where, said_before.before(events)) or where


async def reply(where: Situation, events: Sequence[Event]) -> Said | None:
    """Return the reply to words that steer the talk, None where the action itself knows better.

    Args:
        where: As `as_tap` returned it.
        events: Of the tracker, the message's own among them.
    """
    known = said_before.before(events)
    control = where.understanding.get("control")
    wanted = my_appointments.wanted(where)
    if wanted is not None:
        shown = await appointment_reply.parts(where, wanted)
        return Said(shown or await times_reply.parts(where, events), _BOOKED)
    if control == "book" or (where.intent == "request_booking" and not where.understanding):
        return Said(await times_reply.parts(where, events), _BOOKED)
    if (taken := control_replies.what_is_wrong_told(where, known)) is not None:
        return Said(taken, {"fallback_count": 0.0})
    if (aside := asides.reply(where, known)) is not None:
        return Said(aside, {"fallback_count": 0.0})
    if control in _IN_PLACE:
        return Said(control_replies.thanks(where, known), {"fallback_count": 0.0})
    if control in _REFUSALS:
        return _refused(where, known)
    if control == "noise":
        return Said(control_replies.noise(), {})
    return None


def _refused(where: Situation, known: Before) -> Said | None:
    shown = control_replies.refused(where, known)
    return Said(shown, {"fallback_count": 0.0}) if shown is not None else None
