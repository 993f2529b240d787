"""Where somebody in danger is led: `desk.danger.lines`."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from desk.danger.lines import IMMEDIATE, LANGUAGES, TITLES, LinesBroken, load

FILE = Path(__file__).resolve().parents[3] / "data" / "danger" / "lines.yml"
LINES = load(FILE)


@pytest.mark.parametrize("language", [*LANGUAGES, "other"])
@pytest.mark.parametrize("subject", TITLES)
def test_both_emergency_numbers_stand_among_the_first_three(subject: str, language: str) -> None:
    words, *numbers = LINES.parts(subject, "distress", language)

    assert {part["tel"] for part in numbers[:3]} >= set(IMMEDIATE)
    assert words["type"] == "text"
    assert "**" not in words["text"]


@pytest.mark.parametrize(
    ("subject", "first"),
    [
        ("violence", "0120-279-889"),
        ("child", "189"),
        ("suicide", "0120-279-338"),
        ("medical", "119"),
    ],
)
def test_the_most_fitting_line_comes_first(subject: str, first: str) -> None:
    assert LINES.parts(subject, "distress", "ja")[1]["tel"] == first


@pytest.mark.parametrize(
    ("subject", "first"),
    [("violence", ["110", "119"]), ("suicide", ["119", "110"]), ("medical", ["119", "110"])],
)
def test_an_emergency_begins_with_the_emergency_numbers(subject: str, first: list[str]) -> None:
    numbers = LINES.parts(subject, "emergency", "ja")[1:]

    assert [part["tel"] for part in numbers[:2]] == first


def test_it_is_said_that_consultants_see_the_words() -> None:
    assert "相談員に伝わります" in LINES.parts("crisis", "distress", "ja")[0]["text"]
    assert "consultants will see" in LINES.parts("crisis", "distress", "en")[0]["text"]


def test_hours_that_are_not_round_the_clock_are_told() -> None:
    labels = [part["label"] for part in LINES.parts("suicide", "distress", "ja")[1:]]

    assert any("いのちの電話" in label and "16時〜21時" in label for label in labels)


def test_consultants_have_a_reply_for_every_subject() -> None:
    replies = {subject: (title, text) for subject, title, text in LINES.canned()}

    assert {subject: title for subject, (title, _) in replies.items()} == TITLES
    assert "0120-279-889" in replies["violence"][1]


@pytest.mark.parametrize("change", ["language", "unknown", "late"])
def test_a_file_that_would_leave_somebody_without_a_number_is_refused(tmp_path: Path, change: str) -> None:
    fields = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    if change == "language":
        del fields["words"]["distress"]["ko"]
    elif change == "unknown":
        fields["subjects"]["child"]["lines"].append("nobody")
    else:
        fields["subjects"]["suicide"]["lines"] = ["yorisoi", "inochi_no_denwa", "dv_navi", "police"]
    broken = tmp_path / "lines.yml"
    broken.write_text(yaml.safe_dump(fields, allow_unicode=True), encoding="utf-8")

    with pytest.raises(LinesBroken):
        load(broken)


@pytest.mark.parametrize("language", ["ja", "zh-Hans", "zh-Hant"])
@pytest.mark.parametrize("subject", TITLES)
def test_where_nobody_writes_spaces_there_are_none(subject: str, language: str) -> None:
    for kind in ("distress", "emergency"):
        assert " " not in LINES.parts(subject, kind, language)[0]["text"]
