"""Each code that people get to see has its one Japanese name."""

from __future__ import annotations

import ast
from pathlib import Path

from desk import display_names
from desk.conversation import texts
from desk.office.acts import AUDITED, NAMES

PROJECT = Path(__file__).parents[2]
# Small talk is no field of anybody's question.
NO_TOPICS = {"chitchat"}


# What writes into the log -> which of its arguments is the action.
WRITERS = {"audit": 0, "_audit": 0, "_write": 1, "_step": 2}


def written_actions() -> set[str]:
    """Return every action that code gives to the audit log by name, or has in a table of that name."""
    nodes = [
        node
        for path in (PROJECT / "desk").rglob("*.py")
        if ".venv" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    ]
    names = {
        value.value
        for node in nodes
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Dict)
        and getattr(node.targets[0], "id", "") == "_ACTS"
        for value in node.value.values
        if isinstance(value, ast.Constant)
    }
    for node in nodes:
        if not isinstance(node, ast.Call):
            continue
        place = WRITERS.get(node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", ""))
        if place is not None and len(node.args) > place and isinstance(node.args[place], ast.Constant):
            names.add(node.args[place].value)
    return names | set(AUDITED.values())


def test_every_audited_action_has_a_name_and_every_name_an_action() -> None:
    assert "login_failed" in written_actions()
    assert written_actions() == set(NAMES)
    assert len(set(NAMES.values())) == len(NAMES)


def test_every_topic_of_the_answers_and_the_menu_has_a_name() -> None:
    topics = {folder.name for folder in (PROJECT / "data" / "answers").iterdir() if folder.is_dir()}

    assert topics - NO_TOPICS <= set(display_names.topics())
    assert {key for key, _ in texts.topics()} <= set(display_names.topics())
