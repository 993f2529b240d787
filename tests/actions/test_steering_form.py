"""Words that steer the talk inside the form of a message that is left."""

from __future__ import annotations

import pytest

from actions import action_cancel_handoff, booking, desk_request, handoff_steps
from actions.desk_request import DeskSilent
from actions.handoff_steps import CONSENT, CONTACT, KIND, QUESTION
from actions.library.shelf import SHELF
from tests.actions.steering import ACTIONS, say, words
from tests.actions.test_actions import situation


class TestForm:
    def step(self, requested: str, control: str, filled: dict | None = None, earlier: str | None = None):
        where = situation("…", understanding={"control": control, "outcome": "answer", "confidence": 1.0})
        return handoff_steps.take(filled or {}, requested, where, earlier)

    @pytest.mark.parametrize("control", ["thanks", "help", "emoji", "wrong", "no", "person", "yes"])
    def test_what_is_no_question_is_not_sent_as_one(self, control: str) -> None:
        step = self.step(QUESTION, control)

        assert (step.slots, step.requested) == ({QUESTION: None}, QUESTION)
        assert step.say

    def test_facts_about_the_writer_may_be_the_message(self) -> None:
        assert self.step(QUESTION, "told").slots[QUESTION]

    def test_yes_takes_the_question_that_was_asked_before(self) -> None:
        assert self.step(QUESTION, "yes", earlier="家賃は").slots == {QUESTION: "家賃は"}

    def test_no_to_mail_and_telephone_is_the_chat_alone(self) -> None:
        step = self.step(KIND, "no", {QUESTION: "家賃は"})

        assert (step.slots, step.requested) == ({KIND: "chat"}, None)

    @pytest.mark.parametrize(("requested", "before"), [(KIND, QUESTION), (CONSENT, KIND), (CONTACT, KIND)])
    def test_back_is_the_question_before(self, requested: str, before: str) -> None:
        step = self.step(requested, "back", {QUESTION: "家賃は", KIND: "email", CONSENT: True})

        assert step.requested == before
        assert step.slots[before] is None
        assert step.path == "message"

    @pytest.mark.parametrize("control", ["stop", "restart", "back", "book", "my_booking", "cancel_booking"])
    def test_words_that_want_something_else_end_it(self, control: str) -> None:
        step = self.step(QUESTION, control)

        assert (step.path, step.requested) == ("cancelled", None)

    def test_booking_in_its_middle_leads_to_booking(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async def post(*_: object) -> None:
            raise DeskSilent("away")

        monkeypatch.setattr(desk_request, "post", post)
        monkeypatch.setitem(ACTIONS, "book", action_cancel_handoff.ActionCancelHandoff)

        assert words(say("book", text="予約したい")[0]) == words(booking.silent(SHELF.entry("handoff/handoff_contact")))
