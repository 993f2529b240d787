"""The city's profile (`city.yml` of the pack) as far as the answers need it; the only reader of it in the actions.

The desk reads the same file whole (`desk.text.city_file`); tests/wire/city.json holds what both must say of the same pack.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

SHIPPED = Path(__file__).resolve().parents[1] / "data"


@dataclass(frozen=True)
class Topic:
    """One topic of the first screen and the labels it offers; `easy` is its name in やさしい日本語."""

    key: str
    name: str
    labels: tuple[str, ...]
    easy: str | None = None


def _topic(content: Mapping[str, Any]) -> Topic:
    return Topic(content["key"], content["name"], tuple(content["labels"]), content.get("easy"))


@dataclass(frozen=True)
class City:
    """Whose answers these are.

    Attributes:
        name: The municipality.
        town: How people call it.
        readers: Who reads what a person writes.
        topics: Of the first screen; a person is reached by /request_human, not by a topic.
        own_places: Names that make a source the city's own.
        source_words: Words of titles that say nothing of what a page is about.
        examples: Questions that it answers, as its sample page shows them.
    """

    name: str
    town: str
    readers: str
    topics: tuple[Topic, ...]
    own_places: tuple[str, ...]
    source_words: tuple[str, ...]
    examples: tuple[str, ...] = ()

    def topic(self, key: str) -> Topic | None:
        """Return the topic of a key, None where there is none."""
        return next((topic for topic in self.topics if topic.key == key), None)


def pack() -> Path:
    """Return the folder of the pack that this process serves: `HITOHATA_PACK`, or the one in `data/`."""
    named = Path(os.environ.get("HITOHATA_PACK") or SHIPPED)
    return named if named.is_absolute() else SHIPPED.parent / named


def shared(name: str) -> Path:
    """Return a file of the pack, or the shipped one where the pack has none of its own."""
    own = pack() / name
    return own if own.exists() else SHIPPED / name


def city() -> City:
    """Return the profile of the pack in use, read once."""
    return read(pack())


def topic(key: str) -> Topic | None:
    """Return the topic of a key, of the first screen or of `menus.yml`, None where there is none."""
    return city().topic(key) or next((menu for menu in menus() if menu.key == key), None)


def menus() -> tuple[Topic, ...]:
    """Return the topics that are opened by a word alone (お金) and do not stand on the first screen."""
    return _menus(shared("menus.yml"))


@functools.lru_cache(maxsize=4)
def _menus(path: Path) -> tuple[Topic, ...]:
    content: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(map(_topic, content["menus"]))


@functools.lru_cache(maxsize=4)
def read(folder: Path) -> City:
    """Return the profile of a pack.

    Raises:
        ValueError: A field is missing.
    """
    content: Any = yaml.safe_load((folder / "city.yml").read_text(encoding="utf-8"))
    try:
        return City(
            name=content["names"]["city"],
            town=content["names"]["town"],
            readers=content["readers"],
            topics=tuple(map(_topic, content["topics"])),
            own_places=tuple(content["own_places"]),
            source_words=tuple(content["source_words"]),
            examples=tuple(card["ask"] for card in content["sample_page"]["cards"]),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"city.yml: expected {error} (docs/new-city.md)") from None
