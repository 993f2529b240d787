"""The pack whose questions and words the assistant learns: `HITOHATA_PACK`, or the one in `data/`; without Rasa.

A pack need not bring what is the same everywhere: taps on choices, rules, and what danger sounds like are the shipped ones.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path

import yaml

SHIPPED = Path(__file__).resolve().parents[1] / "data"
# What people tap is the same everywhere.
COMMANDS = SHIPPED / "nlu" / "commands.yml"


def folder() -> Path:
    """Return the folder of the pack that this process serves."""
    named = Path(os.environ.get("HITOHATA_PACK") or SHIPPED)
    return named if named.is_absolute() else SHIPPED.parent / named


def questions() -> Path:
    """Return the folder of the pack's questions."""
    return folder() / "nlu"


def follow_ups() -> Path:
    """Return the folder of the pack's messages after an answer, whether it is there or not."""
    return folder() / "follow_ups"


def words(name: str) -> Path:
    """Return a list of words of the pack (`words/dictionary.csv`, `words/subjects.csv`), whether it is there or not."""
    return folder() / "words" / name


def topics(questions_folder: Path) -> list[str]:
    """Return the topics that have questions, by the names of the files that hold them."""
    return sorted(path.stem for path in questions_folder.glob("*.yml") if path.name != COMMANDS.name)


def town() -> str:
    """Return how the pack's town is written in small Latin letters."""
    return _latin(folder())


@functools.cache
def _latin(pack_folder: Path) -> str:
    profile = yaml.safe_load((pack_folder / "city.yml").read_text(encoding="utf-8"))
    return str(profile["names"]["latin"])
