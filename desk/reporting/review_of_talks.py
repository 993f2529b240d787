"""What people's talks leave to look over: unanswered, unsolved, said to be wrong, answered by a department; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from desk.contact.masking import mask
from desk.reporting.answer_figures import AnswerFigures
from desk.reporting.departments import Question
from desk.reporting.history import InputKind, Session
from desk.reporting.review import Work
from desk.reporting.unanswered import Group

# Answers with fewer いいえ say nothing yet; from this share on something is wrong with them.
FEWEST_UNSOLVED = 2
UNSOLVED_SHARE = 0.4
# The control of 「この回答間違ってるよ」, and how much is shown of what follows it.
WRONG = "wrong"
LONGEST_WORDS = 80


def unanswered(groups: Iterable[Group], address: str) -> list[Work]:
    """Return the groups that nobody has decided about."""
    return [
        Work("unanswered", group.exemplar, f"{group.count}件", f"{address}#{group.id}", count=group.count)
        for group in groups
    ]


def unsolved(figures: Iterable[AnswerFigures], titles: Mapping[str, str], home: str) -> list[Work]:
    """Return the answers after which people often said that it did not help."""
    found = []
    for of in figures:
        asked = of.solved + of.unsolved
        if of.label in titles and of.unsolved >= FEWEST_UNSOLVED and of.unsolved >= UNSOLVED_SHARE * asked:
            why = f"「解決しましたか」に いいえ {of.unsolved}件、はい {of.solved}件"
            found.append(Work("unsolved", titles[of.label], why, f"{home}/{of.label}", count=of.unsolved))
    return found


def said_wrong(cohort: Iterable[Session], titles: Mapping[str, str], home: str) -> list[Work]:
    """Return the answers after which somebody wrote that they are wrong, with what they wrote next, masked."""
    counts: Counter[str] = Counter()
    told: dict[str, str] = {}
    for session in cohort:
        label = ""
        for position, said in enumerate(session.said):
            label = said.shown[-1] if said.shown else label
            if said.control != WRONG or label not in titles:
                continue
            counts[label] += 1
            following = next((later for later in session.said[position + 1 :] if later.author == "user"), None)
            if following is not None and following.input_kind is InputKind.TYPED and following.control is None:
                told[label] = mask(following.text)[:LONGEST_WORDS]
    return [
        Work(
            "said_wrong",
            titles[label],
            f"「間違っている」と {count}件" + (f"：「{told[label]}」" if label in told else ""),
            f"{home}/{label}",
            count=count,
        )
        for label, count in counts.items()
    ]


def answered(found: Iterable[Question], address: str) -> list[Work]:
    """Return what departments have answered and nobody has used yet."""
    return [
        Work("answered", one.question, f"{one.department}（{one.answered_by}）の答え", f"{address}#{one.id}")
        for one in found
    ]
