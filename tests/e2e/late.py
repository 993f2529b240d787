"""Pages that are late: `HITOHATA_E2E_LATE=frames,stream make test-one T=tests/e2e` shows who is quicker than they are.

`frames` lets what is done after a painting come late, `answers` the answers to requests, in another order than they were
asked, and `stream` what is heard without asking; `all` is all three. Delays are drawn from `HITOHATA_E2E_SEED`.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from tests import patience

KINDS = ("frames", "answers", "stream")
SETTING, SEED = "HITOHATA_E2E_LATE", "HITOHATA_E2E_SEED"
# What is promised in seconds is promised by pages that are not late: it gets so many times the time.
PATIENCE = 4.0
_SCRIPT = Path(__file__).with_name("late.js").read_text(encoding="utf-8")


def kinds(environment: Mapping[str, str]) -> list[str]:
    """Return what is to be late; raises ValueError for a kind that there is not: a run that tests nothing else looks like one that found nothing."""
    asked = [kind.strip() for kind in environment.get(SETTING, "").split(",") if kind.strip()]
    if unknown := set(asked) - {*KINDS, "all"}:
        raise ValueError(
            f"{SETTING} is {', '.join(KINDS)} or all, several with commas; got {', '.join(sorted(unknown))}"
        )
    return list(KINDS) if "all" in asked else asked


def script(late: list[str], seed: int) -> str:
    """Return what runs before the scripts of a page."""
    # Its comments end with their lines, and it with a semicolon.
    function = _SCRIPT.strip().removesuffix(";")
    return f"(\n{function}\n)({json.dumps(late)}, {seed})"


def make_late(browser: Browser, environment: Mapping[str, str]) -> None:
    """Let all pages that a browser will open be late in what was asked for; changes nothing where nothing was."""
    late = kinds(environment)
    if not late:
        return
    usual = patience.factor
    patience.factor = lambda: max(PATIENCE, usual())
    seeds = itertools.count(int(environment.get(SEED, "1")) * 1_000)
    original = browser.new_context

    def new_context(**options: Any) -> BrowserContext:
        opened = original(**options)
        opened.add_init_script(script(late, next(seeds)))
        return opened

    browser.new_context = new_context  # type: ignore[method-assign]
