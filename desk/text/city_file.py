"""Reads a city's profile (`city.yml` of a pack); the only reader of it in the desk. Pure but for the file."""

from __future__ import annotations

import dataclasses
import functools
import re
import typing
from pathlib import Path
from typing import Any

import yaml

from desk.text import yaml_text
from desk.text.city import City

FILE = "city.yml"
# WCAG 2.2, 1.4.3: white words on a button of the city's colour.
LEAST_CONTRAST = 4.5
MENU_FIELDS = 6
SIGNS = frozenset({"speech", "coin", "house", "bag", "person", "globe", "calendar"})
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_PHONE = re.compile(r"0\d{1,4}-\d{1,4}-\d{3,4}|0\d{9,10}")
_LATIN = re.compile(r"[a-z][a-z0-9-]*")
_EXAMPLE_PAGE = re.compile(r"https://your-town\.example\.jp/?$")
_KANJI = re.compile("[一-龥々]")
_DOES = re.compile(r"topics|ask_person|book|home|topic:[a-z_]+")


class CityBroken(ValueError):
    """The profile cannot be used; the message says `city.yml: field: what was expected`."""


def read(pack: Path) -> City:
    """Return the profile of a pack.

    Raises:
        CityBroken: The file is missing, or something in it is.
    """
    path = pack / FILE
    try:
        found = _of(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CityBroken(f"{FILE}: expected this file in {pack} (HITOHATA_PACK); `make new-pack` begins one") from None
    except OSError as error:
        raise CityBroken(f"{FILE}: expected to read it in {pack} (HITOHATA_PACK), got: {error.strerror}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CityBroken(f"{FILE}: expected YAML, got: {' '.join(str(error).split())}") from None
    for where, reason in _faults(found, pack):
        raise CityBroken(f"{FILE}: {where}: {reason}")
    return found


# The same words make the same profile: tests make thousands of desks of one pack.
@functools.lru_cache(maxsize=4)
def _of(text: str) -> City:
    found: City = _made(City, yaml_text.load(text), "")
    return found


def examples_left(city: City) -> list[str]:
    """Return, in Japanese, what `make new-pack` wrote as an example and the town has not replaced: people would call it."""
    found = [
        f"city.yml：{place.name}の電話が、見本（{place.phone}）のままです。"
        for place in (city.office, *city.contacts)
        if not place.digits.strip("0")
    ]
    named = [name for name in ("city", "migration") if _EXAMPLE_PAGE.match(getattr(city.links, name))]
    found += [f"city.yml：links.{name} が、見本のアドレスのままです。" for name in named]
    if _KANJI.search(city.names.town_easy) and "《" not in city.names.town_easy:
        found.append(f"city.yml：names.town_easy に読みがながありません（例：{city.names.town}《よみかた》）。")
    return found


def contrast_to_white(colour: str) -> float:
    """Return the contrast of white words on a colour (WCAG 2.2, relative luminance)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def _faults(city: City, pack: Path) -> typing.Iterator[tuple[str, str]]:
    if not _LATIN.fullmatch(city.names.latin):
        yield "names.latin", f"expected small letters and digits, got {city.names.latin!r}"
    if not re.fullmatch("[A-Z]{2}", city.names.receipt) or city.names.receipt == "YO":
        # YO are the numbers of appointments.
        yield "names.receipt", f"expected two capital letters other than YO, got {city.names.receipt!r}"
    for place in (city.office, *city.contacts):
        if not _PHONE.fullmatch(place.phone):
            yield place.name, f"expected a telephone number such as 03-0000-0000, got {place.phone!r}"
    for name, address in dataclasses.asdict(city.links).items():
        if name != "city_title" and not address.startswith("https://") and (name, address) != ("line", ""):
            yield f"links.{name}", f"expected an https address, got {address!r}"
    for name, colour in dataclasses.asdict(city.colours).items():
        if not _COLOUR.fullmatch(colour):
            yield f"colours.{name}", f"expected #rrggbb, got {colour!r}"
        elif (found := contrast_to_white(colour)) < LEAST_CONTRAST:
            yield f"colours.{name}", f"expected a contrast of {LEAST_CONTRAST} to white, got {found:.1f}"
    if not (pack / city.sample_page.picture).is_file():
        yield "sample_page.picture", f"expected a file of the pack, there is no {city.sample_page.picture}"
    keys = [topic.key for topic in city.topics]
    if not keys or len(set(keys)) < len(keys):
        yield "topics", "expected topics, each key once"
    if len(city.line_menu) != MENU_FIELDS:
        yield "line_menu", f"expected {MENU_FIELDS} fields, got {len(city.line_menu)}"
    for field in city.line_menu:
        does, _, key = field.does.partition(":")
        if not _DOES.fullmatch(field.does) or (does == "topic" and key not in keys):
            yield (
                f"line_menu.{field.label}",
                f"expected topics, ask_person, book, home or topic:key, got {field.does!r}",
            )
        if field.sign not in SIGNS or not _COLOUR.fullmatch(field.colour):
            yield f"line_menu.{field.label}", "expected a sign and a colour that are known"


def _made(kind: Any, value: object, where: str) -> Any:
    """Return a value of a type from what YAML gave; dataclasses, tuples, str and dict of str are all there is."""
    if dataclasses.is_dataclass(kind):
        return _object(kind, value, where)
    if typing.get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise CityBroken(f"{FILE}: {where}: expected a list, got {value!r}")
        inside = typing.get_args(kind)[0]
        return tuple(_made(inside, item, f"{where}[{number}]") for number, item in enumerate(value, 1))
    if kind is str:
        if not isinstance(value, str) or not value.strip():
            raise CityBroken(f"{FILE}: {where}: expected words, got {value!r} (a number stands in quotation marks)")
        return value.strip()
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        raise CityBroken(f"{FILE}: {where}: expected names by key, got {value!r}")
    return dict(value)


def _object(kind: Any, value: object, where: str) -> Any:
    if not isinstance(value, dict):
        raise CityBroken(f"{FILE}: {where or 'file'}: expected fields, got {value!r}")
    hints = typing.get_type_hints(kind)
    prefix = f"{where}." if where else ""
    if unknown := sorted(set(map(str, value)) - set(hints)):
        raise CityBroken(f"{FILE}: {prefix}{unknown[0]}: expected one of {', '.join(hints)}")
    given = {}
    for field in dataclasses.fields(kind):
        if field.name in value:
            given[field.name] = _made(hints[field.name], value[field.name], f"{prefix}{field.name}")
        elif field.default is dataclasses.MISSING:
            raise CityBroken(f"{FILE}: {prefix}{field.name}: expected this field, it is missing")
    return kind(**given)
