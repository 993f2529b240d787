"""The six areas of LINE's menu: their words, signs and places, as LINE takes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import ImageDraw

from desk.text.city import MenuField
from desk.text.pack import city

WIDTH_PX, HEIGHT_PX = 2_500, 1_686
COLUMNS, ROWS = 3, 2
CHAT_BAR_TEXT = "メニュー"
NAME = "hitohata: 移住相談"
LABEL_PX = 120
BADGE_PX = 300
INK, PAPER, LINES = "#16335b", "#ffffff", "#c8d3e3"


@dataclass(frozen=True)
class Area:
    """One field of the menu.

    Attributes:
        label: What is drawn; also said where the field is tapped.
        action: LINE's action object; `desk.conversation.desk_choices` knows each postback's data.
        colour: Of the badge.
        draw: Draws the badge's sign around (x, y).
    """

    label: str
    action: dict[str, str]
    colour: str
    draw: Callable[[ImageDraw.ImageDraw, int, int], None]


def _says(label: str, data: str, **more: str) -> dict[str, str]:
    return {"type": "postback", "data": data, "displayText": label, **more}


def _speech(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    draw.rounded_rectangle((x - 85, y - 70, x + 85, y + 40), 30, fill=PAPER)
    draw.polygon([(x - 45, y + 35), (x - 5, y + 35), (x - 55, y + 85)], fill=PAPER)
    for dot in (-45, 0, 45):
        draw.ellipse((x + dot - 11, y - 26, x + dot + 11, y - 4), fill=INK)


def _coin(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    draw.line([(x - 55, y - 80), (x, y - 5), (x + 55, y - 80)], fill=PAPER, width=24, joint="curve")
    draw.line([(x, y - 5), (x, y + 85)], fill=PAPER, width=24)
    for row in (8, 48):
        draw.line([(x - 50, y + row), (x + 50, y + row)], fill=PAPER, width=18)


def _house(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    draw.polygon([(x, y - 90), (x + 105, y), (x - 105, y)], fill=PAPER)
    draw.rectangle((x - 72, y - 5, x + 72, y + 85), fill=PAPER)
    draw.rectangle((x - 22, y + 25, x + 22, y + 85), fill=INK)


def _bag(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    draw.rounded_rectangle((x - 40, y - 80, x + 40, y - 20), 16, outline=PAPER, width=18)
    draw.rounded_rectangle((x - 100, y - 45, x + 100, y + 80), 18, fill=PAPER)
    draw.rectangle((x - 100, y + 8, x + 100, y + 22), fill=INK)


def _person(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    draw.ellipse((x - 45, y - 90, x + 45, y), fill=PAPER)
    draw.pieslice((x - 90, y + 12, x + 90, y + 190), 180, 360, fill=PAPER)


def _globe(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    draw.ellipse((x - 88, y - 88, x + 88, y + 88), outline=PAPER, width=16)
    draw.ellipse((x - 40, y - 88, x + 40, y + 88), outline=PAPER, width=14)
    draw.line([(x - 88, y), (x + 88, y)], fill=PAPER, width=14)


def _calendar(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    draw.rounded_rectangle((x - 85, y - 65, x + 85, y + 85), 18, fill=PAPER)
    for ring in (-45, 45):
        draw.line([(x + ring, y - 90), (x + ring, y - 50)], fill=PAPER, width=18)
    draw.rectangle((x - 85, y - 28, x + 85, y - 16), fill=INK)
    for row in (10, 48):
        for column in (-50, 0, 50):
            draw.rectangle((x + column - 13, y + row - 11, x + column + 13, y + row + 11), fill=INK)


_SIGNS = {
    "speech": _speech,
    "coin": _coin,
    "house": _house,
    "bag": _bag,
    "person": _person,
    "globe": _globe,
    "calendar": _calendar,
}


def areas() -> list[Area]:
    """Return the menu's fields, as the city's profile names them."""
    return [Area(field.label, _action(field), field.colour, _SIGNS[field.sign]) for field in city().line_menu]


def _action(field: MenuField) -> dict[str, str]:
    if field.does == "home":
        return {"type": "uri", "uri": city().links.migration}
    return _says(field.label, field.does, **({"inputOption": "openKeyboard"} if field.does == "topics" else {}))


def definition() -> dict[str, Any]:
    """Return the menu as LINE takes it; the areas cover the picture without a gap."""
    return {
        "size": {"width": WIDTH_PX, "height": HEIGHT_PX},
        "selected": True,
        "name": NAME,
        "chatBarText": CHAT_BAR_TEXT,
        "areas": [
            {"bounds": bounds(number), "action": {"label": area.label, **area.action}}
            for number, area in enumerate(areas())
        ],
    }


def bounds(number: int) -> dict[str, int]:
    """Return the place of an area, counted from the upper left."""
    row, column = divmod(number, COLUMNS)
    left, right = (WIDTH_PX * edge // COLUMNS for edge in (column, column + 1))
    top, bottom = (HEIGHT_PX * edge // ROWS for edge in (row, row + 1))
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}
