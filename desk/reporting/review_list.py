"""All that waits for somebody in 見直し, from every source of it."""

from __future__ import annotations

from desk.content.service import Content, EntryView, Kind, Report, SourceNews, State
from desk.reporting import answer_figures, review, review_of_answers, review_of_talks
from desk.reporting.departments import Question
from desk.reporting.page_frame import View
from desk.reporting.review import Work
from desk.reporting.unanswered import Group

ANSWERS = "/console/answers"


def works_of(
    shown: View,
    content: Content,
    groups: list[Group],
    reported: list[Report],
    answered: list[Question],
    cited: list[SourceNews],
) -> list[Work]:
    """Return all that waits, what waits for a person's decision first (`review.ordered`)."""
    entries = shown.answers.entries()
    titles = {label: str(entry["title"]) for label, entry in entries.items()}
    facts = [
        (view.item.key, view.published.content)
        for view in content.find_items(Kind.FACT, state=State.PUBLISHED)
        if view.published
    ]
    return review.ordered(
        [
            *_waiting(content),
            *review_of_talks.answered(answered, "/console/review?kind=answered"),
            *review_of_talks.unanswered(groups, "/console/review"),
            *review_of_answers.reported(reported, titles, "/console/review"),
            *review_of_talks.said_wrong(shown.cohort(), titles, ANSWERS),
            *review_of_talks.unsolved(answer_figures.by_answer(shown.cohort()), titles, ANSWERS),
            *review_of_answers.due(entries.values(), shown.today, ANSWERS),
            *review_of_answers.facts(facts, shown.today, ANSWERS),
            *review_of_answers.contradictions(shown.answers.contradictions(), titles, ANSWERS),
            *review_of_answers.sources(cited, titles, "/console/review?kind=source"),
        ]
    )


def _waiting(content: Content) -> list[Work]:
    found = []
    for kind, home in ((Kind.ENTRY, ANSWERS), (Kind.FACT, f"{ANSWERS}/facts")):
        for view in content.find_items(kind, state=State.IN_REVIEW):
            if view.open is not None:
                what = str(view.open.content.get("title") or view.item.key)
                path = f"/versions/{view.open.number}" if kind is Kind.ENTRY else ""
                found.append(Work("in_review", what, _by(view), f"{home}/{view.item.key}{path}"))
    for label, texts in content.proposed().items():
        found.append(
            Work("phrasings", label, "「" + "」「".join(texts[:3]) + "」", f"{ANSWERS}/{label}", count=len(texts))
        )
    return found


def _by(view: EntryView) -> str:
    return f"{view.open.changed_by}さんが書きました" if view.open else ""
