"""The English version says what the answer says."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path

import pytest

from actions.library import check_english, entries, partial_dates
from actions.library.shelf import SHELF

PUBLIC = "housing/public_housing"


def changed(label: str, old: str, new: str):
    entry = SHELF.all()[label]
    english = entry.english
    assert english is not None
    assert old in english.written or old in english.text
    written, text = english.written.replace(old, new), english.text.replace(old, new)
    return dataclasses.replace(entry, english=dataclasses.replace(english, written=written, text=text))


def test_every_answer_has_a_sound_english_version() -> None:
    assert [fault for entry in SHELF.all().values() for fault in check_english.faults(entry)] == []


@pytest.mark.parametrize(
    ("label", "old", "new", "fault"),
    [
        ("housing/rent_cost", "{{ rent_1k }}", "¥35,000", "facts"),
        ("housing/rent_cost", "{{ rent_1k }}", "{{ rent_average_other }}", "facts"),
        (PUBLIC, "6 times a year", "7 times a year", "numbers of the answer only, got 7"),
        (PUBLIC, "a draw decides if there are many", "all get one", "抽選"),
        ("subsidy/subsidy_eligibility", "for 5 years or more in total", "for years in total", None),
        ("life/childcare_enrol", "64 hours", "some hours", "limit 64"),
        ("life/snow_removal", "if exempt from", "whatever", "非課税"),
    ],
)
def test_what_the_translation_leaves_out_or_adds_is_found(label: str, old: str, new: str, fault: str | None) -> None:
    found = list(check_english.faults(changed(label, old, new)))

    assert bool(found) is (fault is not None)
    assert fault is None or any(fault in one for one in found)


def test_a_missing_version_is_a_fault() -> None:
    entry = dataclasses.replace(SHELF.all()[PUBLIC], english=None)

    assert "missing" in next(check_english.faults(entry))


def test_facts_and_dates_are_written_in_english() -> None:
    english = SHELF.all()["housing/heating_winter_home"].english

    assert english is not None
    assert "October 2025: about ¥128 for 1 litre" in english.text
    assert partial_dates.english_date("2025-10-04") == "4 October 2025"
    assert partial_dates.english_date("2025") == "2025"


@pytest.mark.parametrize(("translated", "is_older"), [("2026-11-22", True), ("2026-11-23", False)])
def test_an_original_checked_after_the_translation_is_newer(tmp_path: Path, translated: str, is_older: bool) -> None:
    folder = tmp_path / "answers" / "life"
    folder.mkdir(parents=True)
    source = entries.ANSWERS / "life" / "climate.md"
    text = source.read_text(encoding="utf-8").replace("en_translated: 2026-11-29", f"en_translated: {translated}")
    (folder / "climate.md").write_text(text.replace(_checked(text), "checked: 2026-11-23"), encoding="utf-8")

    english = entries.read(folder / "climate.md", {}).english

    assert english is not None
    assert english.translated == datetime.date.fromisoformat(translated)
    assert english.is_older is is_older


def _checked(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("checked: "))


@pytest.mark.parametrize("left_out", ["en: |", "en_title:", "en_translated:"])
def test_half_a_version_is_refused(tmp_path: Path, left_out: str) -> None:
    folder = tmp_path / "answers" / "chitchat"
    folder.mkdir(parents=True)
    lines = (entries.ANSWERS / "chitchat" / "smalltalk.md").read_text(encoding="utf-8").splitlines()
    cut = next(number for number, line in enumerate(lines) if line.startswith(left_out))
    end = cut + 1
    while lines[end].startswith("  "):
        end += 1
    (folder / "smalltalk.md").write_text("\n".join(lines[:cut] + lines[end:]), encoding="utf-8")

    with pytest.raises(entries.BrokenEntry, match="en"):
        entries.read(folder / "smalltalk.md", {})
