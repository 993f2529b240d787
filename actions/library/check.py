"""Content check: every label has questions and an answer, and nothing broken reaches anyone.

`python -m actions.library.check` prints each fault as `file: field: reason` and ends with 1 if there are any.
"""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from actions import languages
from actions.city import city, pack
from actions.library import (
    check_easy,
    check_english,
    check_languages,
    check_paths,
    check_questions,
    check_sources,
    check_text,
    entries,
    readings,
)
from actions.library import facts as facts_file
from actions.library.entries import BrokenEntry, Entry
from actions.library.facts import Fact

QUESTIONS = pack() / "nlu"
# The same in desk/content/models.py.
RESERVED_TOPICS = frozenset({"facts", "models"})
LABELS = Path(__file__).with_name("labels.txt")
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-鿿]")


def faults(answers: Path = entries.ANSWERS, questions: Path = QUESTIONS, labels: Path = LABELS) -> list[str]:
    """Return everything that is wrong with the content, one line each."""
    expected = labels.read_text(encoding="utf-8").split()
    return [
        *answer_faults(answers, expected),
        *check_questions.faults(questions, expected),
        *(check_languages.faults(expected) if languages.folder().exists() else ()),
    ]


def answer_faults(answers: Path, expected: list[str]) -> list[str]:
    """Return everything that is wrong with a folder of answers, one line each."""
    try:
        facts = facts_file.read(entries.facts_of(answers))
    except BrokenEntry as error:
        return [str(error)]
    hard, allowed = check_easy.hard_words(), readings.allowed_readings()
    http_only = check_sources.http_pages()
    found: dict[str, Entry] = {}
    wrong = [f"facts.yml: {fault}" for fault in _untitled(facts.values())]
    for path in entries.paths(answers):
        try:
            entry = entries.read(path, facts)
        except BrokenEntry as error:
            wrong.append(str(error))
            continue
        found[entry.label] = entry
        checks = (
            _dates(entry),
            check_text.faults(entry),
            check_sources.faults(entry, facts, http_only),
            check_easy.faults(entry, hard, allowed),
            check_english.faults(entry) if entry.english or languages.is_offered("en") else (),
        )
        wrong += [f"{entry.label}.md: {fault}" for check in checks for fault in check]
    wrong += _label_faults(expected, found)
    wrong += check_paths.faults(found, {label for topic in city().topics for label in topic.labels})
    return wrong


def outdated(found: Iterable[Entry], today: datetime.date) -> list[str]:
    """Return the labels whose day of review, or a fact of which, has passed."""
    return [entry.label for entry in found if entry.is_outdated(today)]


def _untitled(facts: Iterable[Fact]) -> Iterator[str]:
    """Name the facts that the office's pages could call by their id only, or two by one name."""
    titles: dict[str, str] = {}
    for fact in facts:
        if not fact.title or not _JAPANESE.search(fact.title):
            yield f"{fact.id}.title: expected what the value is, in Japanese, got {fact.title!r}"
        elif fact.title in titles:
            yield f"{fact.id}.title: expected another title than {titles[fact.title]} has"
        else:
            titles[fact.title] = fact.id


def _dates(entry: Entry) -> Iterator[str]:
    if entry.checked > entry.review_by:
        yield f"review_by: expected a day after checked {entry.checked}, got {entry.review_by}"


def _label_faults(expected: list[str], found: Mapping[str, Entry]) -> Iterator[str]:
    for entry in found.values():
        topic = entry.label.split("/")[0]
        if topic in RESERVED_TOPICS:
            yield f"{entry.label}.md: file: expected another topic than {topic}: pages of the office stand at that address"
    for label in expected:
        if label not in found:
            yield f"{label}.md: file: expected an answer for this label, there is none"
    for entry in found.values():
        if entry.label not in expected:
            yield f"{entry.label}.md: file: expected a label of labels.txt"
        for label in entry.related:
            if label not in expected:
                yield f"{entry.label}.md: related: expected a label of labels.txt, got {label}"


def main() -> int:
    """Print all faults and what is due for review; return the exit code."""
    wrong = faults()
    for fault in wrong:
        print(fault, file=sys.stderr)
    if not wrong:
        found = entries.read_all()
        old = outdated(found.values(), datetime.datetime.now(datetime.UTC).date())
        print(f"content: {len(found)} answers are sound; {len(old)} past their review date {' '.join(old)}".rstrip())
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
