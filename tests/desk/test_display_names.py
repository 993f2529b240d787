"""Each code that people get to see has its one Japanese name."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
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


# Other words on purpose: trying out says what would happen, the talk in a terminal is with 「あなた」, a mail is sent and not taken by LINE, a label of a request is
# no outcome; what a worker does is no channel, and what a model would do is told in a sentence. Titles, decisions and what somebody may do next are
# no states, and a model or a list of what may go has states of its own.
OTHER_WORDS = {
    "desk/appointments/mine_api.py:_STATES",
    "desk/appointments/translated.py:TITLES",
    "desk/channels/line/events.py:_PLACEHOLDERS",
    "desk/channels/mail/pages.py:KINDS",
    "desk/content/models_page.py:STATES",
    "desk/danger/lines.py:TITLES",
    "desk/office/audit_page.py:OUTCOMES",
    "desk/privacy/retention_pages.py:_STATES",
    "desk/reporting/review_page.py:DECISIONS",
    "desk/reporting/unanswered_page.py:STATUSES",
    "web/src/console/attachment.tsx:ABSENCES",
    "desk/content/models_page.py:_OUTCOMES",
    "desk/set_aside/words.py:MEANS",
    "desk/set_aside/words.py:WORK",
    "desk/content/try_page.py:OUTCOMES",
    "desk/demo/talk.py:names",
    "web/src/console/words.ts:LABELS",
}
# Longer ones are sentences that explain, and no names.
LONGEST_NAME = 16
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
_TS_TABLE = re.compile(r"(\w+)(?::[^=\n]+)? = \{([^{}]*)\}")
_TS_ENTRY = re.compile(r"^\s*\"?(\w+)\"?: \"([^\"]*)\",?$", re.MULTILINE)


def tables() -> dict[str, Mapping[str, str]]:
    """Return the tables of `desk.display_names` by name."""
    found = {name: value for name, value in vars(display_names).items() if name.isupper() and isinstance(value, dict)}
    return {name: table for name, table in found.items() if not name.startswith("_")}


def python_tables() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield (place, entries) of every table of names in the desk's Python besides `display_names`."""
    for path in (PROJECT / "desk").rglob("*.py"):
        if ".venv" in path.parts or path.name == "display_names.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict)):
                continue
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            entries = {
                _key(key): value.value
                for key, value in zip(node.value.keys, node.value.values, strict=True)
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and _JAPANESE.search(value.value)
            }
            yield f"{path.relative_to(PROJECT).as_posix()}:{getattr(target, 'id', '')}", _short(entries)


def _key(node: ast.expr | None) -> str:
    """Return a key as the code writes it: the text, or the member of an enumeration in small letters."""
    if isinstance(node, ast.Attribute):
        return node.attr.lower()
    return str(getattr(node, "value", ""))


def _short(entries: dict[str, str]) -> dict[str, str]:
    return {key: name for key, name in entries.items() if len(name) <= LONGEST_NAME}


def typescript_tables() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the same of the screens."""
    for path in (PROJECT / "web" / "src").rglob("*.ts*"):
        for name, body in _TS_TABLE.findall(path.read_text(encoding="utf-8")):
            entries = {key: value for key, value in _TS_ENTRY.findall(body) if _JAPANESE.search(value)}
            yield f"{path.relative_to(PROJECT).as_posix()}:{name}", _short(entries)


def test_no_two_tables_name_the_same_thing() -> None:
    found = {place: entries for place, entries in [*python_tables(), *typescript_tables()] if entries}
    twice = {
        (place, name)
        for place, entries in found.items()
        for name, table in tables().items()
        if len(entries.keys() & table.keys()) > 1 and place not in OTHER_WORDS
    }

    assert len(found) > 20
    assert twice == set()


def test_the_console_has_the_names_of_the_desk() -> None:
    written = json.loads((PROJECT / "web" / "src" / "shared" / "names.json").read_text(encoding="utf-8"))

    assert written["states"] == display_names.STATES
    assert written["deliveries"] == display_names.DELIVERIES
