"""What the desk publishes is what the actions answer: the sample of tests/wire/publication, as the desk writes it."""

from __future__ import annotations

import datetime
import json
import shutil
from pathlib import Path

import pytest

from actions import action_answer, action_clarify, action_fallback, action_show_topic, closed
from actions.library import publication
from actions.library.entries import Entry
from actions.library.shelf import Shelf
from tests.actions.test_danger import heard, said

SAMPLE = Path(__file__).parents[2] / "wire" / "publication"
DURING = datetime.datetime(2026, 11, 24, 1, 30, tzinfo=datetime.UTC)
AFTER = datetime.datetime(2026, 11, 24, 2, 0, tzinfo=datetime.UTC)


def publish(content: Path, name: str, change: dict | None = None) -> Path:
    """Write the sample as a publication, its publication.json changed, and lead the link to it."""
    folder = content / name
    shutil.copytree(SAMPLE, folder)
    file = folder / publication.FILE
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | (change or {})), "utf-8")
    link = content / f".{name}.link"
    link.symlink_to(name)
    link.replace(content / publication.CURRENT)
    return folder


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf()
    made.follow(tmp_path)
    return made


def test_the_answers_of_the_newest_publication_are_given(shelf: Shelf, tmp_path: Path) -> None:
    assert "housing/akiya_bank" in shelf.all()

    publish(tmp_path, "p000005-1")

    assert set(shelf.all(DURING)) == {"town/bus", "chitchat/distress"}
    assert shelf.all(DURING)["town/bus"].text == "市内のバスは**240円**です（2026年4月）。"
    assert isinstance(shelf.all(AFTER)["town/tiny"], Entry)


def test_a_switch_ends_at_its_time_without_the_desk(shelf: Shelf, tmp_path: Path) -> None:
    publish(tmp_path, "p000005-1")

    assert shelf.switch("town/tiny", DURING) is not None
    assert shelf.switch("town/tiny", AFTER) is None
    assert shelf.title("town/snow") == "雪の量"


def test_a_damaged_publication_leaves_the_last_good_one(shelf: Shelf, tmp_path: Path) -> None:
    publish(tmp_path, "p000005-1")
    before = shelf.all(AFTER)
    folder = publish(tmp_path, "p000006-1")
    (folder / publication.FILE).write_text("", "utf-8")

    assert shelf.all(AFTER) == before


def test_one_broken_answer_takes_no_other_away(shelf: Shelf, tmp_path: Path) -> None:
    folder = publish(tmp_path, "p000005-1")
    (folder / "answers/town/bus.md").write_text("", "utf-8")

    assert set(shelf.all(AFTER)) == {"town/tiny", "chitchat/distress"}


def test_a_process_that_starts_on_damaged_files_gives_the_shipped_answers(shelf: Shelf, tmp_path: Path) -> None:
    folder = publish(tmp_path, "p000005-1")
    shutil.rmtree(folder / "answers")

    assert "housing/akiya_bank" in shelf.all()


OFF = {"all": {"scope": "all", "name": "", "until": None}, "topic": {"scope": "topic", "name": "town", "until": None}}


@pytest.fixture
def office(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for module in (action_answer, action_clarify, action_fallback, action_show_topic, closed):
        monkeypatch.setattr(module, "SHELF", shelf)
    return tmp_path


@pytest.mark.parametrize("label", ["town/snow", "town/bus"])
def test_what_was_withdrawn_or_switched_off_is_told_kindly_with_a_person(office: Path, label: str) -> None:
    publish(office, "p000005-1", {"off": [OFF["topic"]]})

    parts = said(action_answer.ActionAnswer(), {"label": label})

    assert "相談員におたずねいただけます" in parts[0]["text"]
    assert "「雪の量」" in parts[0]["text"] or "「バスの料金」" in parts[0]["text"]
    assert parts[0]["easy"]
    assert [choice["payload"] for choice in parts[1]["choices"]] == ["/request_human"]


@pytest.mark.parametrize(
    ("action", "understanding"),
    [
        (action_answer.ActionAnswer(), {"label": "town/bus"}),
        (action_clarify.ActionClarify(), {"offer": ["town/bus", "town/tiny"]}),
        (action_fallback.ActionFallback(), {"candidates": []}),
        (action_show_topic.ActionShowTopic(), {}),
    ],
)
def test_while_the_assistant_rests_every_question_is_told_so(office: Path, action, understanding: dict) -> None:
    publish(office, "p000005-1", {"off": [OFF["all"]]})

    words, choices = said(action, understanding)

    assert "お休みしています" in words["text"]
    assert [choice["payload"] for choice in choices["choices"]] == ["/request_human"]


@pytest.mark.parametrize("off", list(OFF.values()))
def test_whoever_is_in_danger_gets_the_numbers_whatever_is_off(office: Path, off: dict) -> None:
    publish(office, "p000005-1", {"off": [off]})

    parts = said(action_answer.ActionAnswer(), heard())

    assert {part["tel"] for part in parts if part["type"] == "contact"} >= {"110", "119"}


def test_what_is_off_is_offered_nowhere(office: Path) -> None:
    publish(office, "p000005-1", {"off": [OFF["topic"] | {"scope": "entry", "name": "town/bus"}]})

    offered = said(action_clarify.ActionClarify(), {"offer": ["town/bus", "town/tiny", "town/snow"]})
    near = [{"label": "town/bus", "confidence": 0.5}, {"label": "town/tiny", "confidence": 0.4}]
    asked_back = said(action_fallback.ActionFallback(), {"candidates": near})

    def titles(parts: list[dict]) -> list[str]:
        return [choice["label"] for part in parts if part["type"] == "choices" for choice in part["choices"]]

    # One that is left is no question: it is answered.
    assert [part["title"] for part in offered if part["type"] == "answer"] == ["小さな家"]
    # Of two guesses one is left, which is no choice: the topics are offered.
    assert "住まい" in titles(asked_back)
    assert "バスの料金" not in titles(asked_back)


def test_a_new_answer_is_a_choice_before_any_training(office: Path) -> None:
    publish(office, "p000005-1", {"off": []})

    choices = said(action_clarify.ActionClarify(), {"offer": ["town/tiny", "town/bus"]})[1]["choices"]

    assert choices[0]["payload"] == '/choose{"label": "town/tiny"}'
    assert said(action_answer.ActionAnswer(), {"label": "town/tiny"})[0]["title"] == "小さな家"
