"""axe-core in the page; it looks into shadow roots."""

from __future__ import annotations

import json

from playwright.sync_api import Page

from tests.e2e.ring import PROJECT

AXE = (PROJECT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page: Page) -> list[str]:
    """Run axe through the browser's debugger: the page's own policy forbids foreign scripts."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE})
    run = f"axe.run(document, {json.dumps(_RULES)}).then(r => JSON.stringify(r.violations.map(v => v.id + ': ' + v.nodes[0].html)))"
    done = session.send("Runtime.evaluate", {"expression": run, "awaitPromise": True, "returnByValue": True})
    session.detach()
    found: list[str] = json.loads(done["result"]["value"])
    return found
