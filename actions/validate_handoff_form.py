"""Runs the form that takes a message: one pure step per message (`handoff_steps`), then the next question.

The questions are sent here and not by `utter_ask_…` responses, because Rasa reads the braces of a
choice's payload in a response as the name of a slot.
"""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import action_answer, base, handoff_questions, handoff_steps, replies, transcript
from actions.library.shelf import SHELF

REQUESTED_SLOT = "requested_slot"


class ValidateHandoffForm(base.ProjectAction):
    """Reads the answer to the form's question; a question asked in between is answered and the form goes on."""

    def name(self) -> str:
        """See base class."""
        return "validate_handoff_form"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> base.Events:
        """Take the step and send what it says."""
        where = base.situation_of(tracker)
        requested = tracker.get_slot(REQUESTED_SLOT)
        earlier = [words for words in transcript.questions(tracker.events) if words != where.text]
        step = handoff_steps.take(tracker.slots, requested, where, earlier[-1] if earlier else None)
        library = SHELF.all()
        if step.answer in library:
            shown = action_answer.parts(library[step.answer], library, base.today())
            base.send(dispatcher, where, [part for part in shown if part["type"] != "choices"])
        if step.say:
            key = handoff_questions.hint(step.requested, tracker.slots, step.say)
            base.send(dispatcher, where, [replies.text(step.say, key)])
        if step.requested:
            base.send(
                dispatcher,
                where,
                handoff_questions.parts(step.requested, {**tracker.slots, **step.slots}),
            )
        changed = [SlotSet(slot, value) for slot, value in step.slots.items()]
        return [
            *changed,
            SlotSet("handoff_path", step.path),
            SlotSet(REQUESTED_SLOT, step.requested),
        ]
