"""Replies to words that steer the talk and ask nothing: thanks, はい, いいえ, 違う, ヘルプ, 戻る, 最初から, やめる, pictures alone; pure.

Which of them a message is, the understanding says (`understanding.control`); here it only matters what was said before.
"""

from __future__ import annotations

import dataclasses
import re

from actions import replies, talk_texts
from actions.library.entries import Entry
from actions.replies import ASK_PERSON, BOOK, NONE_OF_THESE, Choice, Part
from actions.said_before import Before, command
from actions.situation import Situation
from actions.topic_choices import topics

_SAD = frozenset("😢😭😞😔😟🙁☹😠😡🤬👎💢😩😫😤💔😰😨")
_SOLVED = "desk:resolved:"
# Who asks something instead of telling what is wrong is answered.
_ASKS = re.compile(r"[?？]|か[。.]?$|教えて|知りたい")


def agreed_to(where: Situation, known: Before) -> Situation | None:
    """Return はい or いいえ as a tap on the one thing that was offered, None where nothing or several things were.

    いいえ stands for the choice that leaves everything as it is.
    """
    control = where.understanding.get("control")
    if control not in {"yes", "no"}:
        return None
    commands = [command(payload) for payload, _ in known.offered]
    keeping = [found for found in commands if found and found[1].get("kind") == "keep"]
    offered = [
        found
        for found, (payload, _) in zip(commands, known.offered, strict=True)
        if found and found not in keeping and payload not in {ASK_PERSON.payload, NONE_OF_THESE.payload}
    ]
    wanted = offered if control == "yes" else keeping
    is_question = bool(keeping) or any(payload == NONE_OF_THESE.payload for payload, _ in known.offered)
    if len(wanted) != 1 or not is_question:
        return None
    intent, given = wanted[0]
    return dataclasses.replace(
        where, intent=intent, chosen=given, understanding={}, label=given.get("label") or where.label
    )


def thanks(where: Situation, known: Before) -> list[Part]:
    """Answer thanks, consent, surprise and laughter in place: what stood to be chosen stays."""
    sad = where.understanding.get("control") == "emoji" and any(sign in _SAD for sign in where.text)
    if sad:
        return not_helped(known)
    key = "heard" if where.understanding.get("control") == "heard" else "welcome"
    if where.understanding.get("control") == "yes":
        asked = any(payload.startswith(_SOLVED) for payload, _ in known.offered)
        key = "glad" if asked else "all_right"
        if _several(known):
            key = "which_below"
    return [talk_texts.say(key), _again(known)]


def which(known: Before) -> list[Part]:
    """Ask which of the choices that stood is meant, with all of them."""
    return [talk_texts.say("which_below"), _again(known)]


def refused(where: Situation, known: Before) -> list[Part] | None:
    """Answer いいえ and 違う after an answer; None where they follow a question of ours: then it was not understood."""
    control = where.understanding.get("control")
    if control == "wrong" and known.labels:
        return [talk_texts.say("what_is_wrong"), replies.choices([ASK_PERSON], "reply")]
    if control in {"wrong", "no"} and any(payload == NONE_OF_THESE.payload for payload, _ in known.offered):
        return None
    if control == "no":
        if any(payload.startswith(_SOLVED) for payload, _ in known.offered):
            return not_helped(known)
        return [talk_texts.say("refused"), _again(known)]
    return None


def what_is_wrong_told(where: Situation, known: Before) -> list[Part] | None:
    """Thank for what is wrong with an answer, which the office finds beside it; None for a question or another answer's words."""
    known_of = where.understanding
    if not known.is_told_wrong or not known.labels or not known_of or _ASKS.search(where.text):
        return None
    if known_of.get("control") or known_of.get("topic") or known_of.get("danger"):
        return None
    if known_of.get("outcome") not in {"clarify", "fallback"} and where.label != known.labels[-1]:
        return None
    return [talk_texts.say("wrong_taken"), replies.choices([*topics(), ASK_PERSON], "topics")]


def help_shown() -> list[Part]:
    """Say what can be done here and by which words."""
    return [talk_texts.say("help"), replies.choices([*topics(), BOOK, ASK_PERSON], "topics")]


def restarted() -> list[Part]:
    """Begin anew: what was said before no longer counts."""
    return [talk_texts.say("restarted"), replies.choices([*topics(), BOOK, ASK_PERSON], "topics")]


def gone_back(entry: Entry) -> Part:
    """Say to which answer one has gone back."""
    return talk_texts.say("gone_back", title=entry.title, label=entry.label)


def stopped() -> list[Part]:
    """Confirm that the talk may end here."""
    return [talk_texts.say("stopped"), replies.choices([*topics(), ASK_PERSON], "topics")]


def told() -> list[Part]:
    """Answer facts about the writer without a question (東京です): ask what they would like to know."""
    return [talk_texts.say("told"), replies.choices([*topics(), ASK_PERSON], "topics")]


def noise() -> list[Part]:
    """Answer what holds no words."""
    return [talk_texts.say("no_words"), replies.choices([*topics(), ASK_PERSON], "topics")]


def not_helped(known: Before) -> list[Part]:
    """Be sorry, and ask for other words or offer a person; what stood to be chosen stays."""
    return [talk_texts.say("not_helped"), _again(known)]


def _several(known: Before) -> bool:
    return sum(payload.startswith("/choose{") for payload, _ in known.offered) > 1 and any(
        payload == NONE_OF_THESE.payload for payload, _ in known.offered
    )


def _again(known: Before) -> Part:
    """Return the choices that stood, without the question whether it helped; the topics where none leads on, a person last.

    None leads on after a talk with a consultant: who thanks for it needs no other one first.
    """
    kept = [Choice(label, payload) for payload, label in dict(known.offered).items() if not payload.startswith(_SOLVED)]
    if all(choice.payload == ASK_PERSON.payload for choice in kept):
        return replies.choices([*topics(), ASK_PERSON], "topics")
    if ASK_PERSON.payload not in {choice.payload for choice in kept}:
        kept.append(ASK_PERSON)
    return replies.choices(kept, "reply")
