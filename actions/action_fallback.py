"""Admits not to have understood, differently each time, and ends in the offer of a person."""

from __future__ import annotations

from collections.abc import Mapping

from rasa_sdk import Tracker

from actions import action_clarify, base, closed, replies, steering
from actions.city import city
from actions.library.entries import Entry
from actions.library.shelf import SHELF
from actions.replies import Choice, Part
from actions.said import Said, with_care
from actions.situation import Situation
from actions.topic_choices import topics

_MOST_EXAMPLES = 2


def parts(count: float, where: Situation, library: Mapping[str, Entry]) -> list[Part]:
    """Return what is said when a message was not understood for the n-th time in a row (`count` before)."""
    if count < 1:
        near = [library[label] for label in _near(where) if label in library]
        offered = [replies.choose(entry) for entry in near[:2]]
        # One guess alone is no choice.
        if len(offered) > 1 and where.intent != "none_of_these":
            words = "すみません、ご質問をうまく読み取れませんでした。こちらのことでしょうか？ちがうときは、別の言い方で教えてください。"
            return [
                replies.text(words + _examples("（例：{}）"), "fallback_near"),
                replies.choices([*offered, replies.NONE_OF_THESE], "clarify"),
            ]
        words = "すみません、別の言い方で教えていただけますか。" + _examples(
            "{}のように短く書くと伝わりやすくなります。"
        )
        return [replies.text(words, "fallback_first"), replies.choices(topics(), "topics")]
    if count < 2:
        words = "うまくお答えできず申し訳ありません。話題から選ぶこともできます。相談員に聞くこともできます。"
        return [replies.text(words, "fallback_second"), replies.choices([*topics(), replies.ASK_PERSON], "topics")]
    words = "この内容は、わたし（自動応答）ではお答えできないようです。相談員が直接うかがいます。おつなぎしますか？"
    offered = [Choice("相談員につなぐ", "/request_human"), replies.BOOK, *topics()]
    return [replies.text(words, "fallback_person"), replies.choices(offered, "topics")]


def _examples(words: str) -> str:
    """Return words around one or two questions that this town's answers take; nothing where it names none."""
    asked = "".join(f"「{one}」" for one in city().examples[:_MOST_EXAMPLES])
    return words.format(asked) if asked else ""


def _near(where: Situation) -> list[str]:
    """Return the best candidates that are no aside."""
    found = [str(item["label"]) for item in where.understanding.get("candidates") or [] if item["confidence"] >= 0.08]
    asides = ("chitchat/", "handoff/", "out_of_scope/oos_assistant")
    return [label for label in found if not label.startswith(asides)]


class ActionFallback(base.ProjectAction):
    """The stages of not understanding; never Rasa's default, which pauses the conversation without a word."""

    async def reply(self, where: Situation, tracker: Tracker) -> Said:
        """Say so and count; words that steer the talk come here too, and are no misunderstanding."""
        where = steering.as_tap(where, tracker.events)
        if (steered := await steering.reply(where, tracker.events)) is not None:
            return with_care(where, steered.parts, **steered.slots)
        if (gone_on := action_clarify.follow_up_to_shown(where, tracker)) is not None:
            return with_care(where, gone_on.parts, **gone_on.slots)
        count = float(tracker.get_slot("fallback_count") or 0)
        said = closed.everything() or parts(count, where, SHELF.all())
        return with_care(where, said, fallback_count=count + 1)
