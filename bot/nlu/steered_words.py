"""What words that steer the talk (`bot.nlu.control`) lead to, and what they weigh beside words of danger; pure."""

from __future__ import annotations

from bot.nlu import booking, control
from bot.nlu.decision import Decision, Outcome
from bot.nlu.hearing import Hearing
from bot.nlu.known_labels import HUMAN_AGENT
from bot.nlu.label_model import Scores

# A wish for a time with a consultant is answered with times, whatever else its label would say.
REQUEST_BOOKING = "request_booking"
_TO_US, _THANKS = "chitchat/smalltalk", "chitchat/greeting_thanks"
# What a control does: (outcome, label, intent where it is not that of the outcome). A booking that stands is changed by the
# desk, which reads `control`; here it gets the answer that says how.
_CONTROLS: dict[control.Control, tuple[Outcome, str, str | None]] = {
    "book": ("answer", booking.BOOKING, REQUEST_BOOKING),
    "cancel_booking": ("answer", booking.BOOKING, None),
    "change_booking": ("answer", booking.BOOKING, None),
    "my_booking": ("answer", booking.BOOKING, None),
    "person": ("handoff", HUMAN_AGENT, None),
    "message": ("handoff", HUMAN_AGENT, None),
    "phone": ("answer", "handoff/handoff_contact", None),
    "help": ("clarify", _TO_US, "choose_topic"),
    "restart": ("clarify", _TO_US, "choose_topic"),
    "back": ("clarify", _TO_US, "choose_topic"),
    "stop": ("answer", _TO_US, "cancel_handoff"),
    "wrong": ("fallback", _TO_US, "none_of_these"),
    "no": ("fallback", _TO_US, "none_of_these"),
    "thanks": ("answer", _THANKS, None),
    "yes": ("answer", _THANKS, None),
    "heard": ("answer", _THANKS, None),
    "laugh": ("answer", _TO_US, None),
    "noise": ("fallback", _TO_US, None),
    "told": ("clarify", _TO_US, "choose_topic"),
    "sources": ("clarify", _TO_US, "choose_topic"),
    "unclear": ("clarify", _TO_US, "choose_topic"),
}
# Who asks for somebody in words that sound like danger is in danger.
_CALLS: frozenset[control.Control] = frozenset({"person", "phone", "help"})
# Below this probability an answer is a guess, which a line of care goes with where danger is thinkable; so is a cry that
# only the detector hears in words that end the talk.
SURE = 0.8


def decided(wanted: control.Control, scores: Scores) -> tuple[Decision, str | None] | None:
    """Return what becomes of the message and its intent where that is not the outcome's; None where it decides nothing."""
    if wanted not in _CONTROLS:
        return None
    outcome, label, intent = _CONTROLS[wanted]
    rest = [pair for pair in scores.ranking if pair[0] != label][:9]
    return Decision(outcome, label, 1.0, ((label, 1.0), *((name, 0.0) for name, _ in rest))), intent


def outweighed(heard: Hearing, typed: str, form: control.Control | None, *, may_name_a_time: bool) -> Hearing:
    """Return what is heard of danger, none where only the detector heard it and the words have the form of a wish about the talk.

    The detector knows no talk, only endings. 「待つのをやめたい」 names the talk, however it sounds; 「もうやめます」 may mean more,
    which a sure detector decides. Where it is not sure, the talk goes on as asked and a line of care goes with it; so it does
    with words that only name a time (夜しか時間がとれない) where times were offered, which `may_name_a_time` says.
    """
    names_the_talk = form is not None and control.is_about_the_talk(typed)
    if heard.danger is None:
        return Hearing(None, thinkable=False) if names_the_talk and not heard.likely else heard
    if heard.danger.by != "model":
        return heard
    if names_the_talk:
        return Hearing(None, thinkable=False)
    steers = (form is not None and form not in _CALLS) or (may_name_a_time and booking.is_only_a_time(typed))
    return Hearing(None, thinkable=True) if steers and (heard.danger.score or 0.0) < SURE else heard
