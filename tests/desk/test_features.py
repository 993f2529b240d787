"""Features import each other through `service.py` and `queries.py` alone; the layers stand in desk/pyproject.toml."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

DESK = Path(__file__).parents[2] / "desk"
PROJECT = DESK.parent
CONTRACTS = tomllib.loads((DESK / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
LAYERS = [line.split(" | ") for contract in CONTRACTS for line in contract.get("layers", ())]
CHANNELS = sorted(f"channels.{file.parent.name}" for file in DESK.glob("channels/*/__init__.py"))
# Between what runs the desk and what every page of the office has.
FEATURES = sorted(
    feature
    for line in LAYERS[LAYERS.index(["operations"]) + 1 : LAYERS.index(["office"])]
    for name in line
    for feature in (CHANNELS if name == "channels" else [name])
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


def test_every_channel_is_in_the_contract_that_keeps_them_apart() -> None:
    [apart] = [contract["modules"] for contract in CONTRACTS if contract["type"] == "independence"]

    assert sorted(name.removeprefix("desk.") for name in apart) == CHANNELS


def test_the_table_of_the_architecture_has_the_layers_in_their_order() -> None:
    """A row of the table may be part of a layer; a layer is never above one that stands before it."""
    document = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (?:– )?(`.*?) \|", document.split("| Layer of `desk/` |")[1].split("\n\n")[0], re.MULTILINE)
    named = [name.rstrip("/").split("/")[0] for row in rows for name in re.findall(r"`([\w/]+)`", row)]
    order = {name: number for number, line in enumerate(LAYERS) for name in line}

    assert set(named) == order.keys()
    assert [order[name] for name in named] == sorted(order[name] for name in named)


def test_a_protocol_stands_where_the_architecture_says() -> None:
    """A test double is no second implementation: a new one needs a reason, and a word in docs/architecture.md."""
    found = {
        node.name
        for file in DESK.rglob("*.py")
        if ".venv" not in file.parts
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "Protocol" for base in node.bases)
    }

    assert found == {"Assistant", "ChangeSignal", "Clock", "Hours", "Transaction", "Transport"}
