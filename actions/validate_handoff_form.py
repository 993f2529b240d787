"""Runs the form that takes a message: one pure step per message (`handoff_steps`), then the next question.

The questions are sent here and not by `utter_ask_…` responses, because Rasa reads the braces of a
choice's payload in a response as the name of a slot.
"""

from __future__ import annotations

from rasa_sdk import Tracker

from actions import action_answer, base, handoff_questions, handoff_steps, replies, transcript
from actions.library.shelf import SHELF
from actions.replies import Part
from actions.said import Said
from actions.situation import Situation

REQUESTED_SLOT = "requested_slot"


class ValidateHandoffForm(base.ProjectAction):
    """Reads the answer to the form's question; a question asked in between is answered and the form goes on."""

    async def reply(self, where: Situation, tracker: Tracker) -> Said:
        """Take the step and send what it says."""
        requested = tracker.get_slot(REQUESTED_SLOT)
        earlier = [words for words in transcript.questions(tracker.events) if words != where.text]
        step = handoff_steps.take(tracker.slots, requested, where, earlier[-1] if earlier else None)
        library = SHELF.all()
        shown = action_answer.parts(library[step.answer], library, base.today()) if step.answer in library else []
        more: list[list[Part]] = []
        if step.say:
            more.append([replies.text(step.say, handoff_questions.hint(step.requested, tracker.slots, step.say))])
        if step.requested:
            more.append(handoff_questions.parts(step.requested, {**tracker.slots, **step.slots}))
        remembered = {**step.slots, "handoff_path": step.path, REQUESTED_SLOT: step.requested}
        return Said([part for part in shown if part["type"] != "choices"], remembered, more)
