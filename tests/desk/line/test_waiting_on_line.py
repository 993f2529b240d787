"""Waiting on LINE: what is written arrives, and 「1」 or the words stop it, in both modes of the consultation."""

from __future__ import annotations

import pytest

from desk.conversation_sql import tables as t
from tests.desk.api import Api
from tests.desk.line.conftest import Line
from tests.desk.line.phone import SECRET, text
from tests.desk.line.steps import hand_over, notices


@pytest.fixture(params=["secure_link", "talk"])
def line(request: pytest.FixtureRequest, tmp_path, database_url: str):
    api = Api(tmp_path / request.param, database_url=database_url, line_channel_secrets=SECRET, line_mode=request.param)
    yield Line(api)
    api.app.state.services.database.close()


def state(line: Line) -> str:
    return line.rows(t.conversations)[0]["state"]


def offered(line: Line) -> list[str]:
    """The labels of the latest choices."""
    rows = sorted(line.rows(t.messages), key=lambda row: row["seq"])
    return [[c["label"] for c in p["choices"]] for row in rows for p in row["parts"] if p["type"] == "choices"][-1]


@pytest.mark.parametrize("words", ["1", "１", "待つのをやめる", "もういいです"])
def test_it_is_stopped_after_something_was_written(line: Line, words: str) -> None:
    line.post(text("相談したい"))
    hand_over(line)
    line.post(text("犬もいます"))
    assert offered(line) == ["待つのをやめる", "伝言を残す"]
    assert notices(line)[-1] in {"reached", "open_page"}
    assert "届きました" in line.words("system")[-1]

    line.post(text(words))

    assert state(line) == "bot"
    assert "呼び出しを取りやめました" in line.words("system")[-1]


def test_the_second_choice_leaves_a_message_and_no_form(line: Line) -> None:
    line.post(text("相談したい"))
    hand_over(line)
    line.post(text("2"))

    assert state(line) == "message_left"
    assert all(part["type"] != "form" for row in line.rows(t.messages) for part in row["parts"])
