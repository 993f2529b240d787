"""Offers free times for an appointment, as the desk knows them, for the time wished for."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import appointment_reply, base, my_appointments, times_reply
from actions.replies import BOOKING


class ActionOfferSlots(base.ProjectAction):
    """Asks back where the time is unclear; remembers that a time is being looked for. Taps about an appointment come here too."""

    def name(self) -> str:
        """See base class."""
        return "action_offer_slots"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> base.Events:
        """Offer times, or do what was tapped of an appointment."""
        where = base.situation_of(tracker)
        if (wanted := my_appointments.wanted(where)) is not None:
            shown = await appointment_reply.parts(where, wanted)
        else:
            shown = await times_reply.parts(where, tracker.events)
        base.send(dispatcher, where, shown or await times_reply.parts(where, tracker.events))
        return [SlotSet("last_label", BOOKING), SlotSet("fallback_count", 0.0)]
