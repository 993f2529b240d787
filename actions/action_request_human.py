"""Decides how a wish for a person goes on: hand over at once, or take a message because nobody is there.

A message is taken by a form on the screen where there is one (the desk fills in its words and takes what is sent),
and question by question elsewhere, or where the person prefers that.
"""

from __future__ import annotations

from rasa_sdk import Tracker

from actions import base, replies, talk_texts, transcript
from actions.handoff_steps import SLOTS
from actions.replies import STOP, Choice, Part
from actions.said import Said
from actions.situation import Situation

IN_WORDS = Choice("1問ずつ答える", '/request_human{"kind": "words"}')


def closed_words(where: Situation) -> str:
    """Say honestly that nobody is there now, and when somebody will be."""
    opens = where.desk.get("opens_text")
    when = f"次の受付は {opens} からです。" if opens else ""
    return f"相談員の受付時間外です。{when}ご質問をお預かりして、相談員からお返事します。"


def closed(where: Situation) -> Part:
    """Return these words as a part."""
    opens = where.desk.get("opens_text")
    after = f"次《つぎ》は {opens} からです。" if opens else ""
    return replies.text(closed_words(where), "closed", opens=where.desk.get("opens_at") or "–", next=after)


def shows_forms(where: Situation) -> bool:
    """Say whether the migrant has a screen with forms, and did not ask to answer in words instead."""
    return where.through_desk and where.channel == "web" and where.chosen.get("kind") != "words"


def path_of(where: Situation, has_question: bool) -> str:
    """Return how the wish goes on: `now`, by the screen's `form`, or as a `message` in words.

    A page of our own takes what else is to be said, but a message without a question helps nobody.
    """
    wants_message = where.chosen.get("kind") == "message" or where.understanding.get("control") == "message"
    if not wants_message and (where.person_available or (where.by_link and has_question)):
        return "now"
    return "form" if shows_forms(where) else "message"


def form_parts() -> list[Part]:
    """Return the form of the desk and the ways around it."""
    return [{"type": "form", "form": "leave_message"}, replies.choices([IN_WORDS, STOP], "reply")]


class ActionRequestHuman(base.ProjectAction):
    """Sets `handoff_path`; the rules go on from there."""

    async def reply(self, where: Situation, tracker: Tracker) -> Said:
        """Choose the path; a new request begins with an empty form."""
        path = path_of(where, transcript.has_question(tracker.events))
        remembered = {**dict.fromkeys(SLOTS), "handoff_path": path}
        if path == "now":
            return Said([], remembered)
        opening = talk_texts.say("leave_now") if where.person_available else closed(where)
        return Said([opening, *(form_parts() if path == "form" else [])], remembered)
