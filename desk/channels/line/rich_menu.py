"""`make line-richmenu`: LINE's menu below the conversation: six areas, their picture, and the way to LINE.

Rules: https://developers.line.biz/en/docs/messaging-api/using-rich-menus/ (2500 x 1686 or 2500 x 843, PNG of at most 1 MB,
chatBarText of at most 14 characters; checked 2026-11-25). Without `--upload` it only writes the files.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from PIL import Image, ImageDraw, ImageFont

from desk import commands
from desk.channels.line.access_token import ChannelToken, NoToken
from desk.channels.line.rich_menu_areas import (
    BADGE_PX,
    HEIGHT_PX,
    INK,
    LABEL_PX,
    LINES,
    NAME,
    PAPER,
    WIDTH_PX,
    areas,
    bounds,
    definition,
)
from desk.settings import PROJECT, Settings
from desk.settings_check import load

# Noto Sans JP (OFL 1.1), which `make web` brings for the screens.
FONT = PROJECT / "web/node_modules/@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf"


class FontMissing(FileNotFoundError):
    """The picture's words cannot be drawn; the message says what to do."""


def picture(font: Path = FONT) -> Image.Image:
    """Draw the menu.

    Raises:
        FontMissing: See there.
    """
    if not font.is_file():
        raise FontMissing(f"フォントがありません：{font}。make web を実行してください。")
    letters = ImageFont.truetype(str(font), LABEL_PX)
    image = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), PAPER)
    draw = ImageDraw.Draw(image)
    for number, area in enumerate(areas()):
        place = bounds(number)
        x = place["x"] + place["width"] // 2
        y = place["y"] + place["height"] // 2 - 90
        draw.rectangle(
            (place["x"], place["y"], place["x"] + place["width"], place["y"] + place["height"]),
            outline=LINES,
            width=4,
        )
        half = BADGE_PX // 2
        draw.ellipse((x - half, y - half, x + half, y + half), fill=area.colour)
        area.draw(draw, x, y)
        draw.text((x, y + half + 110), area.label, font=letters, fill=INK, anchor="mm")
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
    auth = ChannelToken.of(settings)
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
    commands.run(main)
