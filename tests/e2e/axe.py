"""axe-core in the page; it looks into shadow roots."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Page

from tests.e2e.ring import PROJECT

AXE = (PROJECT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
EVERYTHING = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What depends on sizes: where the same page was looked at all over in the same colours, the rest cannot come out otherwise.
SIZES = ["scrollable-region-focusable", "target-size"]
# What depends on sizes and colours: the same of a page that was looked at in other colours, or in these but much broader.
LOOKS = ["color-contrast", "link-in-text-block", *SIZES]
# Of what is well nothing but the count, and of what is not the element alone: its selectors cost as much as finding it.
# Style sheets are not fetched and read anew: none of these rules asks for them, sounds and films are what one waits for.
_TOLD: dict[str, Any] = {"resultTypes": ["violations"], "selectors": False, "preload": {"assets": ["media"]}}


def violations(page: Page, *, only: Sequence[str] | None = None) -> list[str]:
    """Run axe, or some of its rules only, through the browser's debugger: the page's own policy forbids foreign scripts."""
    rules = {"type": "rule", "values": list(only)} if only else {"type": "tag", "values": EVERYTHING}
    options = json.dumps({**_TOLD, "runOnly": rules})
    run = (
        f"axe.run(document, {options}).then(r => JSON.stringify(r.violations.map(v => v.id + ': ' + v.nodes[0].html)))"
    )
    # A page that has only begun to come would be looked at by half.
    page.wait_for_load_state()
    session = page.context.new_cdp_session(page)
    # It stays until the page goes, and is half a megabyte.
    if not session.send("Runtime.evaluate", {"expression": "'axe' in window"})["result"]["value"]:
        session.send("Runtime.evaluate", {"expression": AXE})
    done = session.send("Runtime.evaluate", {"expression": run, "awaitPromise": True, "returnByValue": True})
    session.detach()
    found: list[str] = json.loads(done["result"]["value"])
    return found
