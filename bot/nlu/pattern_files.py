"""Reads `data/danger/patterns`, the patterns that `bot.nlu.safety` hears danger by. Manual: `docs/danger.md`."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.danger_language import BrokenPattern, Pattern, compile_pattern, fold
from bot.nlu.safety import Context, Group, Patterns

FOLDER = Path(__file__).resolve().parents[2] / "data" / "danger" / "patterns"


@functools.cache
def shared() -> Patterns:
    """Return the project's own patterns, read once."""
    return load(FOLDER)


def load(folder: Path) -> Patterns:
    """Read the patterns of a folder.

    Raises:
        BrokenPattern: A file or a line cannot be used; the message names both.
    """
    words = {name: str(value) for name, value in _yaml(folder / "words.yml")["words"].items()}
    about = _yaml(folder / "context.yml")

    def compiled(where: str, block: str | None) -> tuple[Pattern, ...]:
        try:
            return tuple(compile_pattern(fold_pattern(line), words) for line in lines(block))
        except BrokenPattern as broken:
            raise BrokenPattern(f"{where}: {broken}") from None

    words = {name: fold_pattern(value) for name, value in words.items()}
    both = {
        name: (compiled(name, about[name]), compiled(name, about.get(f"{name}_unless")))
        for name in ("supposed", "urgent", "figures")
    }
    context = Context(**both, asking=compiled("asking", about["asking"]), denied=compiled("denied", about["denied"]))
    groups: list[Group] = []
    for path in sorted(folder.glob("*.yml")):
        if path.name in {"words.yml", "context.yml"}:
            continue
        file = _yaml(path)
        for item in file["groups"]:
            where = f"{path.name}: {item.get('id')}"
            if item.get("kind") not in {"distress", "emergency"} or item.get("when_supposed") not in {"heard", "quiet"}:
                raise BrokenPattern(f"{where}: expected a kind and when_supposed")
            groups.append(
                Group(
                    item["id"],
                    item["kind"],
                    file["subject"],
                    item["when_supposed"] == "quiet",
                    compiled(where, item["patterns"]),
                    compiled(where, item.get("unless")),
                    tuple(lines(item["must"])),
                    tuple(lines(item["must_not"])),
                    bool(item.get("explicit", False)),
                )
            )
    order: list[str] = about["order"]
    groups.sort(key=lambda group: (group.kind != "emergency", order.index(group.subject)))
    return Patterns(groups, context)


def lines(block: str | None) -> list[str]:
    """Return the lines of a block without comments and empty ones."""
    stripped = (line.strip() for line in (block or "").splitlines())
    return [line for line in stripped if line and not line.startswith("#")]


def fold_pattern(line: str) -> str:
    """Fold a pattern like a text, but keep the gaps' ~ and the spaces beside Latin words."""
    return "~".join(_fold_keeping_spaces(piece) for piece in line.split("~"))


def _fold_keeping_spaces(piece: str) -> str:
    return " ".join(fold(word) for word in piece.split(" "))


def _yaml(path: Path) -> Any:
    # libyaml reads ten times faster than Python; not every platform's wheel brings it.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506 - both are safe loaders
