"""Features import each other through `service.py` and `queries.py` alone; the layers stand in desk/pyproject.toml."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

DESK = Path(__file__).parents[2] / "desk"
FEATURES = (
    "appointments",
    "attachments",
    "cases",
    "channels.line",
    "channels.mail",
    "channels.web",
    "content",
    "danger",
    "deliveries",
    "handoff",
    "mail",
    "notices",
    "privacy",
    "reporting",
    "staff",
)
FRONT = {"service", "queries"}


def feature_of(module: str) -> str | None:
    return next((name for name in FEATURES if f"{module}.".startswith(f"desk.{name}.")), None)


def imports_of(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return found


def past_the_front(own: str | None, source: str) -> list[str]:
    """Return what is imported of other features past their front."""
    found = []
    for name in imports_of(source):
        feature = feature_of(name)
        if feature not in {None, own} and name.removeprefix(f"desk.{feature}.").split(".")[0] not in FRONT:
            found.append(name)
    return found


@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_enters_others_by_their_front(feature: str) -> None:
    folder = DESK.joinpath(*feature.split("."))
    assert folder.is_dir()
    for file in folder.rglob("*.py"):
        assert past_the_front(feature, file.read_text(encoding="utf-8")) == [], file


def test_a_back_door_is_found() -> None:
    source = (
        "from desk.mail.service import put\nfrom desk.mail.outbox import MailOutbox\nfrom desk.notices import store"
    )

    assert past_the_front("cases", source) == ["desk.mail.outbox.MailOutbox", "desk.notices.store"]
    assert past_the_front("mail", source) == ["desk.notices.store"]
