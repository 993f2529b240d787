"""答えられなかった質問: questions that the bot could not answer, grouped by what they mean, masked. Pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desk.contact.masking import mask
from desk.reporting import similarity
from desk.reporting.history import InputKind, Outcome, Session
from desk.reporting.periods import Period
from desk.reporting.store import Decision
from desk.text import folding

MOST_EXAMPLES = 5
LONGEST_EXAMPLE = 200
# The choice under an asking back that says: none of what you offer.
NONE_OF_THESE = "どれでもない"


@dataclass(frozen=True)
class Question:
    """One question without an answer, masked."""

    text: str
    at: datetime
    channel: str
    conversation_id: str
    bot_said: str


@dataclass(frozen=True)
class Group:
    """Questions alike.

    Attributes:
        id: Stays the same while the group lives: the decision's, else made of the first text.
        exemplar: The first of them.
        conversation_id: Whose words the exemplar is.
        count: In the period.
        before: In the period before.
        examples: The newest that differ, those first that tell nothing of a person.
        bot_said: What the bot said the last time.
        questions: All of them.
    """

    id: str
    exemplar: str
    conversation_id: str
    count: int
    before: int
    last_at: datetime
    channels: Counter[str]
    examples: tuple[str, ...]
    bot_said: str
    questions: tuple[Question, ...] = ()


def questions(cohort: Iterable[Session]) -> Iterator[Question]:
    """Yield what was not understood, and what was asked back in vain."""
    for session in cohort:
        users = [said for said in session.said if said.author == "user"]
        for position, said in enumerate(users):
            following = users[position + 1] if position + 1 < len(users) else None
            in_vain = (
                said.outcome is Outcome.CLARIFY
                and following is not None
                and following.input_kind is InputKind.TAPPED
                and following.text == NONE_OF_THESE
            )
            if said.outcome is not Outcome.FALLBACK and not in_vain:
                continue
            replies = (s.text for s in session.said if s.number > said.number and s.author == "bot")
            yield Question(
                mask(said.text)[:LONGEST_EXAMPLE],
                said.at,
                session.channel,
                session.conversation_id,
                mask(next(replies, ""))[:LONGEST_EXAMPLE],
            )


def groups(
    asked: Sequence[Question],
    decided: Sequence[Decision],
    period: Period,
    earlier: Period,
    sketches: Callable[[Iterable[str]], Mapping[str, int]] = lambda texts: {},
) -> list[Group]:
    """Return the groups that were asked in either period, the most frequent of the period first.

    Args:
        asked: The questions.
        decided: What was decided about groups before.
        period: Of which is counted.
        earlier: The period before.
        sketches: Returns what texts mean, as far as that is known; see `similarity.grouped`.
    """
    ordered = sorted(asked, key=lambda question: (question.at, question.text))
    seeds, texts = [d.exemplar for d in decided], [q.text for q in ordered]
    numbers = similarity.grouped(seeds, texts, sketches(map(similarity.bare, (*seeds, *texts))))
    members: dict[int, list[Question]] = {}
    for question, number in zip(ordered, numbers, strict=True):
        members.setdefault(number, []).append(question)
    found = []
    for number, theirs in members.items():
        of = decided[number] if number < len(decided) else None
        # One that tells nothing of a person, where there is one.
        first = next((question for question in theirs if not _tells_of_somebody(question.text)), theirs[0])
        newest = [question.text for question in reversed(theirs)]
        exemplar = of.exemplar if of else first.text
        now = [question for question in theirs if period.has(question.at)]
        found.append(
            Group(
                id=of.id if of else group_id(exemplar),
                exemplar=exemplar,
                conversation_id=first.conversation_id,
                count=len(now),
                before=sum(earlier.has(question.at) for question in theirs),
                last_at=theirs[-1].at,
                channels=Counter(question.channel for question in now),
                examples=tuple(similarity.distinct(sorted(newest, key=_tells_of_somebody)))[:MOST_EXAMPLES],
                bot_said=theirs[-1].bot_said,
                questions=tuple(theirs),
            )
        )
    return sorted(found, key=lambda group: (-group.count, -group.before, group.exemplar))


def _tells_of_somebody(text: str) -> bool:
    return "【" in text


def seen_as(id_seen: str, found: Sequence[Group]) -> Group | None:
    """Return the group that a person saw under an id; None where there is none.

    Others may have come since, or what the assistant says of their meaning: then the question that gave the id stands in
    another group, and what is decided is about that question.
    """
    for group in found:
        if group.id == id_seen:
            return group
    for group in found:
        for one in group.questions:
            if group_id(one.text) == id_seen:
                return replace(group, id=id_seen, exemplar=one.text, conversation_id=one.conversation_id)
    return None


def group_id(exemplar: str) -> str:
    """Return the id of a group nobody has decided about yet."""
    return hashlib.sha256(folding.fold(exemplar).encode()).hexdigest()[:32]
