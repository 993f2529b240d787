"""Every kind of event that LINE's SDKs know, and some that nobody knows: each ends in 200 and in what we owe it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desk.channels.line.client import LineApi
from desk.conversation_sql import tables as t
from tests.desk.line.conftest import Line
from tests.desk.line.phone import OFFICE_MS

CORPUS = json.loads(Path(__file__).with_name("webhooks").joinpath("events.json").read_text())


class Left:
    """Takes the calls that leave a group."""

    def __init__(self) -> None:
        self.groups: list[tuple[Any, ...]] = []

    def leave(self, *call: Any) -> None:
        self.groups.append(call)


def now(event: dict[str, Any]) -> dict[str, Any]:
    return event | ({"timestamp": OFFICE_MS} if "timestamp" in event else {})


@pytest.mark.parametrize("sample", CORPUS, ids=[sample["name"] for sample in CORPUS])
def test_every_event_has_its_reaction(line: Line, sample: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    left = Left()
    line.api.replace_part(LineApi, left)

    assert line.post(now(sample["event"])).status_code == 200

    turns, bot = line.rows(t.turns), line.words("bot")
    assert len(turns) == (sample["reaction"] == "turn")
    match sample["reaction"]:
        case "nothing" | "leaves":
            assert line.rows(t.messages) == []
            assert line.rows(t.outbox) == []
        case "greeted" | "turn":
            assert len(bot) == 1
            assert "友だち追加" in bot[0]
            assert "個人情報は送らないでください" in bot[0]
            assert "自動応答（ロボット）" in bot[0]
        case "greeted back":
            assert "おかえりなさい" in bot[0]
        case "placeholder":
            assert line.words()[-1].startswith("（")
            assert "文字のメッセージ" in bot[-1]
        case "stale choice":
            assert "使えなくなりました" in line.words("system")[-1]
        case "invited":
            assert "そのまま書いてください" in bot[-1]
        case other:
            pytest.fail(f"unknown reaction {other}")
    assert len(left.groups) == (sample["reaction"] == "leaves")


def test_all_of_them_in_one_request(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    line.api.replace_part(LineApi, Left())

    assert line.post(*(now(sample["event"]) for sample in CORPUS)).status_code == 200

    assert len(line.rows(t.conversations)) == 1
    assert len(line.rows(t.turns)) >= 1


def test_an_event_without_an_id_is_taken_once(line: Line) -> None:
    [sample] = [sample for sample in CORPUS if sample["name"] == "text"]
    for _ in range(3):
        line.post(now(sample["event"]))

    assert line.words() == ["Hello, world"]
