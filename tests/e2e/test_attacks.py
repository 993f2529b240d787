"""More than a hundred attacks, seen where people see words: widget, console, its lists, notes and office pages."""

from __future__ import annotations

import json
import uuid

from playwright.sync_api import Page, expect

from desk.settings import DEVELOPMENT_SECRET
from tests import loopback, patience
from tests.desk.api import SAMPLE
from tests.e2e import steps
from tests.e2e.attacks import ATTACKS
from tests.e2e.ring import Ring
from tests.webhooks import signed

AT_ONCE = 12
# Whatever was made an element by an attack would be one of these.
FOREIGN = (
    "script:not([src]), iframe, object, embed, svg [onload], [onerror], [onclick], [onfocus], [ontoggle], marquee, base"
)


def watch(page: Page, seen: list[str]) -> None:
    """Collect what must not happen."""
    page.on("dialog", lambda dialog: seen.append(f"dialog {dialog.message}"))
    page.on("popup", lambda popup: seen.append(f"popup {popup.url}"))
    page.on("pageerror", lambda error: seen.append(f"error {error}"))


def harmless(page: Page) -> None:
    assert page.evaluate("window.hacked") is None
    inside = page.evaluate(
        """(foreign) => {
            const roots = [document, ...[...document.querySelectorAll('*')].map((e) => e.shadowRoot).filter(Boolean)];
            const links = roots.flatMap((r) => [...r.querySelectorAll('a[href]')]).map((a) => a.protocol);
            return [roots.flatMap((r) => [...r.body?.querySelectorAll(foreign) ?? r.querySelectorAll(foreign)]).length,
                    links.filter((p) => !['http:', 'https:', 'tel:', 'mailto:', 'blob:'].includes(p))];
        }""",
        FOREIGN,
    )
    assert inside == [0, []]


def test_no_words_become_code(ring: Ring, page: Page, console: Page) -> None:
    assert len(ATTACKS) >= 100
    seen: list[str] = []
    watch(page, seen)
    watch(console, seen)
    steps.open_widget(page, ring.base)
    token = page.evaluate("JSON.stringify(Object.values(localStorage))")
    # Written through the API, since the widget limits how fast one types; shown by the widget all the same.
    bearer = next(word for word in token.replace("\\", "").replace('"', " ").split() if len(word) == 43)
    with loopback.Client(base_url=ring.base, timeout=patience.seconds(20)) as http:
        http.headers["authorization"] = f"Bearer {bearer}"
        for start in range(0, len(ATTACKS), AT_ONCE):
            lines = "\n".join(ATTACKS[start : start + AT_ONCE])[:1_000]
            body = {"client_id": uuid.uuid4().hex, "text": lines}
            assert http.post("/api/web/messages", json=body).status_code == 202
        conversation = http.get("/api/web/messages").json()
        assert conversation["messages"]
        several = " ".join(ATTACKS[:6])
        handed = json.dumps(
            SAMPLE
            | {
                "conversation_id": f"c_{uuid.uuid4().hex}",
                "question": several,
                "topic": "housing",
                "slots": dict.fromkeys(("last_label", "family", "from_where"), ATTACKS[0]),
                "transcript": [{"author": "user", "text": line, "sent_at": None} for line in ATTACKS[:40]],
                "contact": {"kind": "email", "value": "x@example.jp", "name": ATTACKS[50]},
                "consent": {"given": True, "text": ATTACKS[51], "at": None},
            },
            ensure_ascii=False,
        )
        answer = http.post("/webhooks/handoff", content=handed.encode(), headers=signed(handed, DEVELOPMENT_SECRET))
        assert answer.status_code == 201, answer.text
        case_id = answer.json()["case_id"]

    page.reload()
    expect(page.get_by_text(ATTACKS[-1].split("\n")[0]).first).to_be_visible()
    harmless(page)
    # The click waits its turn behind all that was written.
    steps.call_a_person(page, page.get_by_test_id("state-line").filter(has_text=steps.CALLING))

    steps.log_in(console, ring.base)
    steps.open_newest_case(console)
    harmless(console)
    console.goto(f"{ring.base}/console#/cases/{case_id}")
    expect(console.get_by_text(several[:20]).first).to_be_visible()
    harmless(console)
    for name in ("deliveries", "second-factor"):
        console.goto(f"{ring.base}/console/{name}")
        harmless(console)
    assert seen == []
