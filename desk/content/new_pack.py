"""`make new-pack`: begins the pack of another city from what is the same everywhere; the rest is written by that city.

Taken over: answers to greetings and to words of danger, how a person is reached, their questions, the nationwide helplines.
Left out: whatever names the shipped city, lines that name it, versions in other languages, and helplines of one region.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from desk.content import pack
from desk.content.pack import Content, Pack
from desk.settings import PROJECT
from desk.text import yaml_text
from desk.text.city import City
from desk.text.city_file import FILE, read
from desk.text.pack import SHIPPED

# What every city needs before it has written anything.
STARTERS = (
    "chitchat/greeting_thanks",
    "chitchat/smalltalk",
    "chitchat/abuse",
    "chitchat/distress",
    "chitchat/emergency",
    "handoff/human_agent",
    "out_of_scope/oos_assistant",
)
_PROFILE = Path(__file__).with_name("new_city.yml")
_PICTURE = Path(__file__).with_name("new_city.svg")


class NotBegun(ValueError):
    """The pack cannot be begun; the message says why."""


def begin(folder: Path, *, name: str, town: str, latin: str, today: date) -> City:
    """Write a new pack into a folder that is not there yet, and return its profile.

    Args:
        folder: Where it is to stand.
        name: Of the municipality (三稜町).
        town: How people call it (三稜).
        latin: The same in small Latin letters, for names of files.
        today: Day on which the answers that are taken over count as checked.

    Raises:
        NotBegun: The folder is there already.
        CityBroken: A name cannot be used.
    """
    if folder.exists():
        raise NotBegun(f"{folder} は、もうあります。別の名前にするか、先に消してください。")
    folder.mkdir(parents=True)
    template = _PROFILE.read_text(encoding="utf-8")
    hall = {"市": "市役所", "区": "区役所"}.get(name[-1:], "役場")
    blanks = (
        ("{{city}}", name),
        ("{{town}}", town),
        ("{{latin}}", latin),
        ("{{hall}}", hall),
        # 四日市市役所, 三稜町役場
        ("{{office}}", f"{name}{hall.removeprefix(name[-1:])}"),
    )
    for place, value in blanks:
        template = template.replace(place, value)
    (folder / FILE).write_text(template, encoding="utf-8")
    shutil.copy(_PICTURE, folder / "picture.svg")
    city, own = read(folder), read(SHIPPED)
    pack.write(_started(pack.read(SHIPPED), own, city, today), folder)
    (folder / "danger").mkdir()
    (folder / "danger" / "lines.yml").write_text(_nationwide(SHIPPED / "danger" / "lines.yml"), encoding="utf-8")
    (folder / "words").mkdir()
    (folder / "words" / "dictionary.csv").write_text(
        "# 語,カタカナの読み,種類（place・name・word）\n", encoding="utf-8"
    )
    return city


def _started(shipped: Pack, own: City, city: City, today: date) -> Pack:
    names = (*own.own_places, *own.source_words, own.names.nickname, own.names.centre)
    entries = {label: _entry(shipped.entries[label], own, city, today) for label in STARTERS}
    phrasings = {
        label: [line for line in shipped.phrasings[label] if not any(word in line for word in names)]
        for label in STARTERS
    }
    return Pack(entries, {}, phrasings)


def _entry(content: Content, own: City, city: City, today: date) -> dict[str, Any]:
    swap = _swap(own, city)
    made: dict[str, Any] = {key: swap(value) if isinstance(value, str) else value for key, value in content.items()}
    # Replies in other languages need texts of the town's own (docs/languages.md); without them nobody would see these, or check them.
    for field in ("en", "en_title", "en_translated"):
        made.pop(field, None)
    made["owner"] = city.names.centre
    made["related"] = [label for label in content.get("related", []) if label in STARTERS]
    made["checked"], made["review_by"] = today.isoformat(), (today + timedelta(days=180)).isoformat()
    words = (*own.own_places, *own.source_words, own.names.nickname)
    kept = [one for one in content["sources"] if not any(word in str(one) for word in (*words, own.names.latin))]
    made["sources"] = kept or [{"title": city.links.city_title, "url": city.links.city}]
    if any(word in str(made.get("easy", "")) for word in words):
        # Readings of the shipped city's own names cannot be taken over.
        made.pop("easy")
    return made


def _swap(own: City, city: City) -> Callable[[str], str]:
    pairs = (
        (own.names.centre, city.names.centre),
        (own.names.town_easy, city.names.town_easy),
        (own.names.city, city.names.city),
        (own.names.town, city.names.town),
        (own.names.latin.capitalize(), city.names.latin.capitalize()),
        # A programme of one city; others have none of its kind.
        ("・保育園留学", ""),
        ("、保育園《ほいくえん》留学《りゅうがく》", ""),
    )

    def swap(text: str) -> str:
        for before, after in pairs:
            text = text.replace(before, after)
        return text

    return swap


def _nationwide(path: Path) -> str:
    """Return the helplines without those of a region."""
    found: Any = yaml_text.load(path.read_text(encoding="utf-8"))
    regional = {line["id"] for line in found["lines"] if "region" in line}
    found["lines"] = [line for line in found["lines"] if line["id"] not in regional]
    for about in found["subjects"].values():
        about["lines"] = [name for name in about["lines"] if name not in regional]
    note = "# 全国の窓口です。都道府県の窓口があれば加えてください（docs/danger.md）。\n"
    return note + yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=200)


def called(name: str) -> str:
    """Return how people call a municipality: without the one character for its kind (四日市 of 四日市市)."""
    return name[:-1] if len(name) > 1 and name[-1] in "市区町村" else name


def main(arguments: list[str] | None = None) -> int:
    """Begin a pack; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--name", required=True, help="三稜町")
    parser.add_argument("--town", default="", help="三稜; the name without 市町村 by default")
    parser.add_argument("--latin", required=True, help="sanryo")
    parser.add_argument("--to", default="", help="folder; packs/LATIN by default")
    given = parser.parse_args(arguments)
    folder = PROJECT / (given.to or f"packs/{given.latin}")
    town = given.town or called(given.name)
    had = folder.exists()
    try:
        begin(folder, name=given.name, town=town, latin=given.latin, today=date.today())  # noqa: DTZ011 - a local day
    except ValueError as error:
        if not had:
            shutil.rmtree(folder, ignore_errors=True)
        print(error, file=sys.stderr)
        return 2
    print(f"{folder} を作りました。次にすること：docs/new-city.md（まず {folder / FILE} の「★」を直します）")
    return 0


if __name__ == "__main__":
    sys.exit(main())
