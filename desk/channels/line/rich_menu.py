"""`make line-richmenu`: LINE's menu below the conversation: six areas, their picture, and the way to LINE.

Rules: https://developers.line.biz/en/docs/messaging-api/using-rich-menus/ (2500 x 1686 or 2500 x 843, PNG of at most 1 MB,
chatBarText of at most 14 characters; checked 2026-11-25). Without `--upload` it only writes the files.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from PIL import Image, ImageDraw, ImageFont

from desk.channels.line.access_token import ChannelToken, NoToken
from desk.settings import PROJECT, Settings, load
from desk.text.city import MenuField
from desk.text.pack import city

WIDTH_PX, HEIGHT_PX = 2_500, 1_686
COLUMNS, ROWS = 3, 2
CHAT_BAR_TEXT = "メニュー"
NAME = "hitohata: 移住相談"
# Noto Sans JP (OFL 1.1), which `make web` brings for the screens.
FONT = PROJECT / "web/node_modules/@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf"
_LABEL_PX = 120
_BADGE_PX = 300
_INK, _PAPER, _LINES = "#16335b", "#ffffff", "#c8d3e3"


class FontMissing(FileNotFoundError):
    """The picture's words cannot be drawn; the message says what to do."""


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
    draw.rounded_rectangle((x - 85, y - 70, x + 85, y + 40), 30, fill=_PAPER)
    draw.polygon([(x - 45, y + 35), (x - 5, y + 35), (x - 55, y + 85)], fill=_PAPER)
    for dot in (-45, 0, 45):
        draw.ellipse((x + dot - 11, y - 26, x + dot + 11, y - 4), fill=_INK)


def _coin(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    draw.line([(x - 55, y - 80), (x, y - 5), (x + 55, y - 80)], fill=_PAPER, width=24, joint="curve")
    draw.line([(x, y - 5), (x, y + 85)], fill=_PAPER, width=24)
    for row in (8, 48):
        draw.line([(x - 50, y + row), (x + 50, y + row)], fill=_PAPER, width=18)


def _house(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    draw.polygon([(x, y - 90), (x + 105, y), (x - 105, y)], fill=_PAPER)
    draw.rectangle((x - 72, y - 5, x + 72, y + 85), fill=_PAPER)
    draw.rectangle((x - 22, y + 25, x + 22, y + 85), fill=_INK)


def _bag(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    draw.rounded_rectangle((x - 40, y - 80, x + 40, y - 20), 16, outline=_PAPER, width=18)
    draw.rounded_rectangle((x - 100, y - 45, x + 100, y + 80), 18, fill=_PAPER)
    draw.rectangle((x - 100, y + 8, x + 100, y + 22), fill=_INK)


def _person(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    draw.ellipse((x - 45, y - 90, x + 45, y), fill=_PAPER)
    draw.pieslice((x - 90, y + 12, x + 90, y + 190), 180, 360, fill=_PAPER)


def _globe(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    draw.ellipse((x - 88, y - 88, x + 88, y + 88), outline=_PAPER, width=16)
    draw.ellipse((x - 40, y - 88, x + 40, y + 88), outline=_PAPER, width=14)
    draw.line([(x - 88, y), (x + 88, y)], fill=_PAPER, width=14)


def _calendar(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    draw.rounded_rectangle((x - 85, y - 65, x + 85, y + 85), 18, fill=_PAPER)
    for ring in (-45, 45):
        draw.line([(x + ring, y - 90), (x + ring, y - 50)], fill=_PAPER, width=18)
    draw.rectangle((x - 85, y - 28, x + 85, y - 16), fill=_INK)
    for row in (10, 48):
        for column in (-50, 0, 50):
            draw.rectangle((x + column - 13, y + row - 11, x + column + 13, y + row + 11), fill=_INK)


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


def picture(font: Path = FONT) -> Image.Image:
    """Draw the menu.

    Raises:
        FontMissing: See there.
    """
    if not font.is_file():
        raise FontMissing(f"フォントがありません：{font}。make web を実行してください。")
    letters = ImageFont.truetype(str(font), _LABEL_PX)
    image = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), _PAPER)
    draw = ImageDraw.Draw(image)
    for number, area in enumerate(areas()):
        place = bounds(number)
        x = place["x"] + place["width"] // 2
        y = place["y"] + place["height"] // 2 - 90
        draw.rectangle(
            (place["x"], place["y"], place["x"] + place["width"], place["y"] + place["height"]),
            outline=_LINES,
            width=4,
        )
        half = _BADGE_PX // 2
        draw.ellipse((x - half, y - half, x + half, y + half), fill=area.colour)
        area.draw(draw, x, y)
        draw.text((x, y + half + 110), area.label, font=letters, fill=_INK, anchor="mm")
    # Few colours: far below LINE's limit, and it loads at once on a slow line.
    return image.quantize(64)


def write(folder: Path, font: Path = FONT) -> tuple[Path, Path]:
    """Write definition and picture; returns where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    places = folder / "rich-menu.json", folder / "rich-menu.png"
    places[0].write_text(json.dumps(definition(), ensure_ascii=False, indent=2), "utf-8")
    picture(font).save(places[1], "PNG", optimize=True)
    return places


def upload(settings: Settings, image: bytes) -> str:
    """Make the menu at LINE, show it to everybody, and delete the former ones of this name; returns its id.

    Raises:
        httpx.HTTPError: LINE was not reached, or refused.
    """
    auth = ChannelToken(
        settings.line_api_url,
        settings.line_channel_access_token,
        settings.line_channel_id,
        next(iter(settings.line_secrets), ""),
    )
    with httpx.Client(auth=auth, timeout=30, trust_env=False) as http:

        def call(method: str, base: str, path: str, **more: Any) -> Any:
            answer = http.request(method, f"{base.rstrip('/')}{path}", **more)
            answer.raise_for_status()
            return answer.json() if answer.content else {}

        api, data = settings.line_api_url, settings.line_data_api_url
        former = [
            menu["richMenuId"]
            for menu in call("GET", api, "/v2/bot/richmenu/list").get("richmenus", [])
            if menu.get("name") == NAME
        ]
        menu_id = str(call("POST", api, "/v2/bot/richmenu", json=definition())["richMenuId"])
        headers = {"content-type": "image/png"}
        path = f"/v2/bot/richmenu/{menu_id}/content"
        call("POST", data, path, content=image, headers=headers)
        call("POST", api, f"/v2/bot/user/all/richmenu/{menu_id}")
        for old in former:
            call("DELETE", api, f"/v2/bot/richmenu/{old}")
    auth.close()
    return menu_id


def main(
    arguments: list[str] | None = None,
    settings: Settings | None = None,
    say: Callable[[str], None] = print,
) -> int:
    """Write the files, and with `--upload` put them to LINE; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upload", action="store_true")
    chosen = parser.parse_args(arguments)
    settings = settings or load()
    try:
        places = write(settings.data / "line")
    except FontMissing as missing:
        say(str(missing))
        return 1
    say(f"{places[0]} と {places[1]} を書きました。")
    if not chosen.upload:
        return 0
    try:
        menu_id = upload(settings, places[1].read_bytes())
    except httpx.HTTPStatusError as refused:
        say(f"LINE が断りました（{refused.response.status_code}）。make line-setup で設定を確かめてください。")
        return 1
    except NoToken:
        say("アクセストークンがありません。make line-setup で設定を確かめてください。")
        return 1
    except httpx.HTTPError as error:
        say(f"LINE につながりません（{type(error).__name__}）。")
        return 1
    say(f"リッチメニュー {menu_id} を全員に表示しました。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
