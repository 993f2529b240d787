"""The menu below the conversation: it fits, it is read, and each tap is understood."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from desk.channels.line import rich_menu, rich_menu_areas
from desk.conversation_sql import tables as t
from desk.settings import Settings
from tests.desk.line.conftest import Line
from tests.desk.line.phone import event
from tests.line_simulator import line as simulator
from tests.line_simulator.rules import rich_menu_problems
from tests.line_simulator.server import serving
from tests.ports import free_ports


@pytest.fixture
def at_line() -> Iterator[simulator.Line]:
    found = simulator.Line("http://127.0.0.1:9/webhooks/line", "s", "token")
    with serving(found, free_ports(1)[0]) as found.address:
        yield found


def settings(folder: Path, at_line: simulator.Line, **more: str) -> Settings:
    return Settings(
        _env_file=None,
        data_dir=folder,
        line_api_url=at_line.address,
        line_data_api_url=at_line.address,
        line_channel_access_token=at_line.access_token,
        **more,
    )


def test_line_takes_the_menu_and_it_has_no_gaps() -> None:
    menu = rich_menu_areas.definition()

    assert rich_menu_problems(menu) == []
    assert [area["action"]["label"] for area in menu["areas"]] == [
        "質問する",
        "支援金",
        "住まい",
        "仕事",
        "人に相談",
        "予約する",
    ]
    assert len(rich_menu_areas.CHAT_BAR_TEXT) <= 14
    covered = sum(a["bounds"]["width"] * a["bounds"]["height"] for a in menu["areas"])
    assert covered == rich_menu_areas.WIDTH_PX * rich_menu_areas.HEIGHT_PX


def test_the_picture_has_its_size_and_words_in_every_field(tmp_path: Path) -> None:
    _, place = rich_menu.write(tmp_path)
    image = Image.open(place).convert("RGB")

    assert image.size == (2_500, 1_686)
    assert place.stat().st_size < 1_000_000  # what LINE takes
    for number in range(6):
        at = rich_menu_areas.bounds(number)
        # Where the label is: ink on paper.
        words = image.crop((at["x"] + 100, at["y"] + 500, at["x"] + 700, at["y"] + 720))
        colours = {colour for _, colour in words.getcolors(1_000_000)}
        assert len(colours) > 2, "nothing is written there"


def test_without_the_font_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(rich_menu.FontMissing, match="make web"):
        rich_menu.picture(tmp_path / "none.ttf")


@pytest.mark.parametrize("area", rich_menu_areas.areas(), ids=lambda area: area.label)
def test_every_tap_is_understood(line: Line, area: rich_menu_areas.Area) -> None:
    line.post(event("postback", postback={"data": area.action["data"]}))

    assert line.words("system") == []
    assert len(line.rows(t.turns)) == (area.label != "質問する")


def test_it_is_put_to_line_and_takes_the_place_of_the_former_one(tmp_path: Path, at_line: simulator.Line) -> None:
    said: list[str] = []
    for _ in range(2):
        assert rich_menu.main(["--upload"], settings(tmp_path, at_line), said.append) == 0

    [(number, menu)] = at_line.menus.items()
    assert at_line.shown_menu == number
    assert menu["name"] == rich_menu_areas.NAME
    assert Image.open(io.BytesIO(at_line.menu_images[number])).size == (2_500, 1_686)


def test_a_refusal_is_explained(tmp_path: Path, at_line: simulator.Line) -> None:
    wrong = settings(tmp_path, at_line)
    at_line.access_token = "another"
    said: list[str] = []

    assert rich_menu.main(["--upload"], wrong, said.append) == 1
    assert "401" in said[-1]


def test_without_upload_nothing_is_called(tmp_path: Path, at_line: simulator.Line) -> None:
    at_line.access_token = "another"

    assert rich_menu.main([], settings(tmp_path, at_line), print) == 0
    assert (tmp_path / "line" / "rich-menu.json").is_file()
