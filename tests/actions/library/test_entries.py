"""The assistant's reader of answer files, on the cases it shares with the desk."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from actions import replies
from actions.library import entries, facts
from actions.library.broken import BrokenEntry
from actions.library.shelf import Shelf

SHARED = json.loads((Path(__file__).parents[2] / "wire" / "entries" / "cases.json").read_text())
CASES = SHARED["cases"]


def written(folder: Path, file: str) -> Path:
    """Write an answer beside the shared facts; returns its path."""
    path = folder / "answers" / "town" / "fares.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    (folder / "facts.yml").write_text(SHARED["facts"], encoding="utf-8")
    path.write_text(file, encoding="utf-8")
    return path


def read(folder: Path, file: str) -> entries.Entry:
    path = written(folder, file)
    return entries.read(path, facts.read(entries.facts_of(folder / "answers")))


@pytest.mark.parametrize("case", [c for c in CASES if "entry" in c], ids=lambda c: c["name"])
def test_an_entry_is_read_with_its_facts_in_place(case, tmp_path) -> None:
    entry = read(tmp_path, case["file"])

    expected = dict(case["entry"])
    until = datetime.date.fromisoformat(expected.pop("shown_as_current_until"))
    part = replies.answer(entry, until)
    assert not part["outdated"]
    assert replies.answer(entry, until + datetime.timedelta(days=1))["outdated"]
    assert {name: part.get(name) for name in expected} == expected


@pytest.mark.parametrize("case", [c for c in CASES if "refused" in c], ids=lambda c: c["name"])
def test_what_cannot_be_filled_is_refused_with_file_and_field(case, tmp_path) -> None:
    with pytest.raises(BrokenEntry) as refused:
        read(tmp_path, case["file"])

    assert str(refused.value).startswith(f"town/fares.md: {case['refused']}: expected ")


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        ("- {id: fare, value: 1, checked: 2026-11-20}", "fare.source"),
        ("- {id: Fare, value: 1}", "id"),
        ("- {id: fare.as_of, value: 1}", "id"),
        ("- {value: 1}", "id"),
        ("fare: 800", "file"),
        ("- {id: fare, value: 1, checked: soon, source: {title: t, url: 'https://a.jp'}}", "fare.checked"),
        ("- {id: fare, value: 1, as_of: 2024-13, checked: 2026-11-20, source: {title: t, url: 'https://a.jp'}}", "fare.as_of"),
        ("- {id: fare, value: 1, checked: 2026-11-20, source: {title: t, url: 'ftp://a.jp'}}", "fare.source.url"),
        ("- {id: fare, value: '', checked: 2026-11-20, source: {title: t, url: 'https://a.jp'}}", "fare.value"),
        ("- {id: fare, amount: 1, value: 1, checked: 2026-11-20, source: {title: t, url: 'https://a.jp'}}", "fare.amount"),
        (SHARED["facts"] + SHARED["facts"], "train_fare"),
    ],
)  # fmt: skip
def test_facts_that_cannot_be_used_are_refused_with_the_field(broken, field, tmp_path) -> None:
    (tmp_path / "facts.yml").write_text(broken, encoding="utf-8")

    with pytest.raises(BrokenEntry) as refused:
        facts.read(tmp_path / "facts.yml")

    assert refused.value.field == field


def test_a_changed_fact_is_in_the_next_answer_without_a_restart(tmp_path) -> None:
    written(tmp_path, CASES[1]["file"])
    shelf = Shelf(tmp_path / "answers")
    before = shelf.all()["town/fares"].text
    (tmp_path / "facts.yml").write_text(SHARED["facts"].replace("1800", "12000"), encoding="utf-8")

    assert "1,800円" in before
    assert "12,000円" in shelf.all()["town/fares"].text


def test_a_broken_fact_leaves_the_last_good_state(tmp_path) -> None:
    written(tmp_path, CASES[1]["file"])
    shelf = Shelf(tmp_path / "answers")
    before = shelf.all()
    (tmp_path / "facts.yml").write_text("- {id: train_fare}", encoding="utf-8")

    assert shelf.all() == before
