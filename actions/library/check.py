"""Content check: every label has questions and an answer, and nothing broken reaches anyone.

`python -m actions.library.check` prints each fault as `file: field: reason` and ends with 1 if there are any.
"""

from __future__ import annotations

import datetime
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import yaml
from markdown_it import MarkdownIt

from actions.library import entries
from actions.library.entries import BrokenEntry, Entry

QUESTIONS = Path(__file__).resolve().parents[2] / "data" / "nlu"
LABELS = Path(__file__).with_name("labels.txt")
FEWEST_QUESTIONS = 25
LONGEST_LEAD = 200
# Paragraphs, lists, links, bold: what both the web page and LINE can show.
_ALLOWED = frozenset(
    [
        "paragraph_open",
        "paragraph_close",
        "inline",
        "bullet_list_open",
        "bullet_list_close",
        "list_item_open",
        "list_item_close",
        "text",
        "strong_open",
        "strong_close",
        "link_open",
        "link_close",
        "softbreak",
        "hardbreak",
        "ordered_list_open",
        "ordered_list_close",
    ]
)


def faults(answers: Path = entries.ANSWERS, questions: Path = QUESTIONS, labels: Path = LABELS) -> list[str]:
    """Return everything that is wrong with the content, one line each."""
    expected = labels.read_text(encoding="utf-8").split()
    found: dict[str, Entry] = {}
    wrong: list[str] = []
    for path in entries.paths(answers):
        try:
            entry = entries.read(path)
        except BrokenEntry as error:
            wrong.append(str(error))
            continue
        found[entry.label] = entry
        wrong += [f"{entry.label}.md: {fault}" for fault in _entry_faults(entry)]
    wrong += _label_faults(expected, found)
    lines = list(_read_lines(questions))
    wrong += _line_faults(lines)
    wrong += _question_faults(expected, _by_label(lines))
    return wrong


def outdated(found: Iterable[Entry], today: datetime.date) -> list[str]:
    """Return the labels whose day of review has passed."""
    return [entry.label for entry in found if entry.is_outdated(today)]


def _entry_faults(entry: Entry) -> Iterator[str]:
    if entry.checked > entry.review_by:
        yield f"review_by: expected a day after checked {entry.checked}, got {entry.review_by}"
    lead = entry.text.split("\n\n")[0]
    if len(lead) > LONGEST_LEAD:
        yield f"text: expected the conclusion in at most {LONGEST_LEAD} characters, got {len(lead)}"
    for token in MarkdownIt("commonmark").parse(entry.text):
        for part in [token, *(token.children or [])]:
            if part.type not in _ALLOWED:
                yield f"text: expected paragraphs, lists, links and bold, got {part.type.removesuffix('_open')}"
            href = str(part.attrs.get("href", "https://")) if part.type == "link_open" else "https://"
            if not href.startswith("https://"):
                yield f"text: expected https links, got {href}"


def _label_faults(expected: list[str], found: Mapping[str, Entry]) -> Iterator[str]:
    for label in expected:
        if label not in found:
            yield f"{label}.md: file: expected an answer for this label, there is none"
    for entry in found.values():
        if entry.label not in expected:
            yield f"{entry.label}.md: file: expected a label of labels.txt"
        for label in entry.related:
            if label not in expected:
                yield f"{entry.label}.md: related: expected a label of labels.txt, got {label}"


def _read_lines(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Return (file, intent, line) of all training questions, as they stand."""
    for path in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in block["examples"].splitlines():
                if line.strip():
                    yield path.name, block["intent"], line


def _line_faults(lines: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Name the lines that Rasa leaves out of the training, with no more than a warning."""
    for name, intent, line in lines:
        if not line.startswith("- "):
            yield f"data/nlu/{name}: {intent}: expected `- question`, indented like the lines above, got {line!r}"


def _by_label(lines: Iterable[tuple[str, str, str]]) -> dict[str, list[str]]:
    """Return the training questions by label; intents without a slash are commands, not labels."""
    found: dict[str, list[str]] = {}
    for _, intent, line in lines:
        if "/" in intent:
            found.setdefault(intent, []).append(line.strip()[1:].strip())
    return found


def _question_faults(expected: list[str], found: Mapping[str, list[str]]) -> Iterator[str]:
    owner: dict[str, str] = {}
    for label, lines in found.items():
        if label not in expected:
            yield f"data/nlu: {label}: expected a label of labels.txt"
        seen = Counter(_plain(line) for line in lines)
        for line, count in seen.items():
            if count > 1:
                yield f"data/nlu: {label}: expected distinct questions, got {count} times 「{line}」"
            other = owner.setdefault(line, label)
            if other != label:
                yield f"data/nlu: {label}: expected a question under one label, 「{line}」 is under {other} as well"
    for label in expected:
        count = len({_plain(line) for line in found.get(label, [])})
        if count < FEWEST_QUESTIONS:
            yield f"data/nlu: {label}: expected at least {FEWEST_QUESTIONS} distinct questions, got {count}"


def _plain(line: str) -> str:
    kept = unicodedata.normalize("NFKC", line).lower()
    return "".join(character for character in kept if unicodedata.category(character)[0] in "LN")


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
