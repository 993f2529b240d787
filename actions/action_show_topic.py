"""Shows what one of the first screen's topics holds."""

from __future__ import annotations

from collections.abc import Mapping

from rasa_sdk import Tracker

from actions import action_answer, base, city, closed, control_replies, follow_up, replies, said_before, way_back
from actions.city import Topic
from actions.languages import EASY, JAPANESE
from actions.library.entries import Entry
from actions.library.shelf import SHELF
from actions.replies import Part
from actions.said import Said, understood, with_care
from actions.situation import Situation
from actions.topic_choices import listed, topics


class ActionShowTopic(base.ProjectAction):
    """Offers the entries of a topic; an unknown topic offers all topics. ヘルプ, 戻る, 最初から and よくわからない come here too."""

    async def reply(self, where: Situation, tracker: Tracker) -> Said:
        """Show the choices."""
        if resting := closed.everything():
            return Said(resting)
        control = where.understanding.get("control")
        if control in {"help", "told"}:
            return with_care(where, control_replies.help_shown() if control == "help" else control_replies.told())
        library = SHELF.all()
        last = library.get(str(tracker.get_slot("last_label") or ""))
        if control == "sources" and last is not None:
            return with_care(where, follow_up.sources_of(last, base.today()))
        if control in {"unclear", "sources"}:
            return with_care(where, _plainer(where, tracker, library, last))
        back = way_back.before(tracker.events, library) if control == "back" else None
        if isinstance(back, Entry):
            shown = action_answer.parts(back, library, base.today())
            return understood(where, [control_replies.gone_back(back), *shown], last_label=back.label)
        if back is not None and (shown := _of_topic(back)):
            return understood(where, shown, last_label=None)
        if control in {"restart", "back"}:
            return understood(where, control_replies.restarted(), last_label=None)
        several = listed(where.chosen.get("topic", "").split(","))
        if len(several) > 1:
            words = f"{'、'.join(choice.label for choice in several)}についてですね。どれから見ますか？"
            offered = replies.choices([*several, replies.ASK_PERSON], "topics")
            return Said([replies.text(words, "topic_which"), offered])
        topic = city.topic(where.chosen.get("topic") or str(where.understanding.get("topic") or ""))
        if topic is not None and (shown := _of_topic(topic)):
            return Said(shown)
        words = "どの話題についてお聞きになりたいですか？"
        return Said([replies.text(words, "topic_which"), replies.choices(topics(), "topics")])


def _plainer(where: Situation, tracker: Tracker, library: Mapping[str, Entry], last: Entry | None) -> list[Part]:
    """Return the last answer in easy words, or the offer of a person where a question of ours was unclear, or all is easy already."""
    known = said_before.before(tracker.events)
    is_answer = not any(payload == replies.NONE_OF_THESE.payload for payload, _ in known.offered)
    if last is not None and is_answer and where.language == JAPANESE and where.written != EASY:
        shown = follow_up.plainer(last, library, base.today())
        if shown is not None:
            return shown
    return control_replies.not_helped(known)


def _of_topic(topic: Topic) -> list[Part]:
    """Return the answers of a topic as choices, nothing where none can be shown."""
    entries = [entry for label in topic.labels if (entry := SHELF.entry(label)) is not None]
    if not entries:
        return []
    words = f"「{topic.name}」について、下から選ぶか、聞きたいことをそのまま書いてください。"
    return [
        replies.text(words, "topic_of", topic=topic.key, name=topic.easy or topic.name),
        replies.choices([*map(replies.choose, entries), replies.ASK_PERSON], "topics"),
    ]
