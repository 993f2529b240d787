"""Each code that people get to see has its one Japanese name."""

from __future__ import annotations

import ast
from pathlib import Path

from desk import display_names
from desk.conversation.texts import TOPICS
from desk.office.acts import AUDITED, NAMES

PROJECT = Path(__file__).parents[2]
# Small talk is no field of anybody's question.
NO_TOPICS = {"chitchat"}


def written_actions() -> set[str]:
    """Return every action that code gives to the audit log by name."""
    calls = [
        node
        for path in (PROJECT / "desk").rglob("*.py")
        if ".venv" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name)
    ]
    names = {
        call.args[0].value
        for call in calls
        if (call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", ""))
        in {"audit", "_audit"}
        and call.args
        and isinstance(call.args[0], ast.Constant)
    }
    return names | set(AUDITED.values())


def test_every_audited_action_has_a_name_and_every_name_an_action() -> None:
    assert "login_failed" in written_actions()
    assert written_actions() == set(NAMES)
    assert len(set(NAMES.values())) == len(NAMES)


def test_every_topic_of_the_answers_and_the_menu_has_a_name() -> None:
    topics = {folder.name for folder in (PROJECT / "data" / "answers").iterdir() if folder.is_dir()}

    assert topics - NO_TOPICS <= set(display_names.TOPICS)
    assert {key for key, _ in TOPICS} <= set(display_names.TOPICS)
