"""A short question that goes on from the answer just shown (駐車場代は？ 上限は？): its passage, one of a related answer, or that it is not in there; pure.

Which passage it is, follows from what the entries themselves say: the noun that is asked for stands in the answer shown, or
in one that it leads to.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping, Sequence

from actions import passage, replies, talk_texts
from actions.languages import JAPANESE
from actions.library.entries import Entry
from actions.library.readings import plain as without_readings
from actions.replies import ASK_PERSON, Choice, Part

SOLVED = (Choice("はい", "desk:resolved:yes"), Choice("いいえ", "desk:resolved:no"))
_WHOLE = "この回答をぜんぶ見る"
_WHOLE_EASY = "答《こた》えを ぜんぶ 見《み》る"
_MOST_WAYS = 3
_NO_SUBJECT = frozenset({"handoff", "chitchat", "out_of_scope"})


@dataclasses.dataclass(frozen=True)
class FollowUp:
    """What is shown, and the label of the entry that it comes from; None where it comes from none."""

    parts: list[Part]
    label: str | None

    @property
    def slots(self) -> dict[str, object]:
        """What is remembered: the answer before, until one is given."""
        return {"fallback_count": 0.0} | ({"last_label": self.label} if self.label is not None else {})


def of_same(
    entry: Entry, library: Mapping[str, Entry], asked: str, today: datetime.date, likely: Sequence[str] = ()
) -> FollowUp | None:
    """Answer a question that was understood as one on the entry just shown; None where all of it is the answer.

    Args:
        entry: That was shown.
        library: All entries by label.
        asked: The message as it was typed.
        today: The day in Japan.
        likely: Labels that it may have been meant for as well, the likeliest first.
    """
    if passage.is_half_asked(entry, asked):
        for label in dict.fromkeys([*likely, *entry.related]):
            other = library.get(label)
            words = passage.answering(other, asked) if other is not None and other.topic not in _NO_SUBJECT else None
            if other is not None and words is not None:
                return FollowUp(card(other, words, today), other.label)
    words = passage.fitting(entry, asked)
    if words is not None:
        return FollowUp(card(entry, words, today), entry.label)
    if passage.asks_in_vain(entry, asked):
        for label in likely:
            other = library.get(label)
            words = passage.fitting(other, asked) if other is not None and other.topic == entry.topic else None
            if other is not None and words is not None:
                return FollowUp(card(other, words, today), other.label)
    noun = passage.missing(entry, asked)
    if noun is None:
        return None
    return _of_related(entry, library, asked, today) or FollowUp(_not_there(entry, library, noun), entry.label)


def of_again(entry: Entry, asked: str, today: datetime.date) -> FollowUp | None:
    """Answer a whole question on the entry that was just shown by the passages that name what it asks for; None where none does."""
    words = passage.about(entry, asked)
    return FollowUp(card(entry, words, today), entry.label) if words is not None else None


def of_other(
    shown: Entry, chosen: Entry, library: Mapping[str, Entry], asked: str, today: datetime.date
) -> FollowUp | None:
    """Answer a question of one noun by the entry just shown, or one that it leads to, where the chosen one does not name the noun at once."""
    if shown.label == chosen.label or passage.names(chosen, asked):
        return None
    found = of_unsure(shown, library, asked, today, [replies.choose(chosen)])
    if found is not None:
        return found
    words = passage.naming(chosen, asked)
    return FollowUp(card(chosen, words, today), chosen.label) if words is not None else None


def of_unsure(
    entry: Entry, library: Mapping[str, Entry], asked: str, today: datetime.date, others: Sequence[Choice] = ()
) -> FollowUp | None:
    """Answer a question that was not understood by itself, where its noun stands in the entry just shown or a related one.

    Args:
        entry: That was shown.
        library: All entries by label.
        asked: The message as it was typed.
        today: The day in Japan.
        others: What would have been offered or shown instead; it still is offered.
    """
    words = passage.naming(entry, asked)
    if words is not None:
        return FollowUp(card(entry, words, today, others), entry.label)
    return _of_related(entry, library, asked, today, others)


def more_of(entry: Entry, library: Mapping[str, Entry], today: datetime.date, language: str) -> list[Part]:
    """Answer 「もっと詳しく」: what [くわしく] opens, or that this was all, rather than the same card again."""
    related = [replies.choose(library[label]) for label in entry.related if label in library][:_MOST_WAYS]
    ways = replies.choices([*related, ASK_PERSON], "related")
    if entry.more and language == JAPANESE:
        shown = {name: part for name, part in replies.answer(entry, today).items() if name not in {"more", "easy_more"}}
        easy = {"easy": entry.easy_more} if entry.easy_more else {}
        return [shown | {"text": entry.more} | easy, ways, replies.choices(SOLVED, "resolved")]
    return [talk_texts.say("nothing_more", title=entry.title, label=entry.label), ways]


def sources_of(entry: Entry, today: datetime.date) -> list[Part]:
    """Answer 「本当？」 and 「いつの情報？」: where the answer is from, and of which day each source is."""
    named = [
        f"- {source.title}"
        + (f"（{replies.japanese_date(datetime.date.fromisoformat(source.date))}）" if source.date else "")
        for source in entry.sources
    ]
    said = talk_texts.say("sources", title=entry.title, label=entry.label)
    return [said, *card(entry, "\n".join(named), today)]


def plainer(entry: Entry, library: Mapping[str, Entry], today: datetime.date) -> list[Part] | None:
    """Answer 「よくわからない」: the answer once more in easy words, without readings over them; None where it has none."""
    if not entry.easy:
        return None
    related = [replies.choose(library[label]) for label in entry.related if label in library][:_MOST_WAYS]
    easy = {"text": without_readings(entry.easy)}
    if entry.easy_more:
        easy["more"] = without_readings(entry.easy_more)
    shown = {name: part for name, part in replies.answer(entry, today).items() if name != "more"} | easy
    return [
        talk_texts.say("plainer", title=entry.title, label=entry.label),
        shown,
        replies.choices([ASK_PERSON, *related], "related"),
        replies.choices(SOLVED, "resolved"),
    ]


def card(entry: Entry, words: str, today: datetime.date, others: Sequence[Choice] = ()) -> list[Part]:
    """Return the card of an entry with nothing but the passage that was asked for, and the way to all of it."""
    shown = {name: part for name, part in replies.answer(entry, today).items() if name != "more"} | {"text": words}
    ways = [_whole(entry), *(choice for choice in others if choice.payload != replies.choose(entry).payload)]
    return [
        shown,
        replies.choices([*ways[:_MOST_WAYS], ASK_PERSON], "related"),
        replies.choices(SOLVED, "resolved"),
    ]


def _of_related(
    entry: Entry,
    library: Mapping[str, Entry],
    asked: str,
    today: datetime.date,
    others: Sequence[Choice] = (),
) -> FollowUp | None:
    for label in entry.related:
        other = library.get(label)
        words = passage.naming(other, asked) if other is not None and other.topic != "handoff" else None
        if other is not None and words is not None:
            return FollowUp(card(other, words, today, others), other.label)
    return None


def _not_there(entry: Entry, library: Mapping[str, Entry], noun: str) -> list[Part]:
    """Say that what was shown holds nothing of it, rather than show it again."""
    related = [replies.choose(library[label]) for label in entry.related if label in library]
    ways = [_whole(entry), *related][:_MOST_WAYS]
    said = talk_texts.say("not_in_answer", noun=noun, title=entry.title, label=entry.label)
    return [said, replies.choices([*ways, ASK_PERSON], "related")]


def _whole(entry: Entry) -> Choice:
    return dataclasses.replace(replies.choose(entry), label=_WHOLE, easy=_WHOLE_EASY)
