"""What a migrant's browser must do right: Japanese input, no loss, two tabs, hostile pages, access for everybody."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e import steps
from tests.e2e.ring import PROJECT, Ring

AXE = (PROJECT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page: Page) -> list[str]:
    """Run axe through the browser's debugger: the page's own policy forbids foreign scripts."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE})
    run = f"axe.run(document, {json.dumps(_RULES)}).then(r => JSON.stringify(r.violations.map(v => v.id + ': ' + v.nodes[0].html)))"
    done = session.send(
        "Runtime.evaluate", {"expression": run, "awaitPromise": True, "returnByValue": True}
    )
    return json.loads(done["result"]["value"])


def compose(page: Page, text: str) -> None:
    """Type by an input method: the text is under composition until Enter confirms it."""
    session = page.context.new_cdp_session(page)
    session.send(
        "Input.imeSetComposition",
        {"text": text, "selectionStart": len(text), "selectionEnd": len(text)},
    )


def test_the_enter_that_confirms_kanji_never_sends(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    page.get_by_test_id("input").focus()
    before = page.get_by_test_id("message").count()

    compose(page, "いえをかりたい")
    page.evaluate(
        """() => {
            const field = document.querySelector('hitohata-chat').shadowRoot.querySelector('textarea');
            const enter = (more) => field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true, composed: true, ...more}));
            enter({isComposing: true, keyCode: 229});
            field.dispatchEvent(new CompositionEvent('compositionend', {bubbles: true, composed: true}));
            enter({keyCode: 13});  // Safari's order: after the end of the composition
        }"""
    )
    page.wait_for_timeout(300)
    assert page.get_by_test_id("message").count() == before

    page.context.new_cdp_session(page).send("Input.insertText", {"text": "家を借りたい"})
    page.wait_for_timeout(100)
    page.get_by_test_id("input").press("Enter")
    expect(steps.messages(page, "user")).to_have_count(1)


def test_shift_enter_makes_a_new_line(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    page.get_by_test_id("input").fill("一行め")
    page.get_by_test_id("input").press("Shift+Enter")

    expect(page.get_by_test_id("input")).to_have_value("一行め\n")


def test_what_was_written_offline_is_sent_once_when_the_net_is_back(
    ring: Ring, page: Page, context: BrowserContext
) -> None:
    steps.open_widget(page, ring.base)
    context.set_offline(True)
    page.get_by_test_id("input").fill("起業の融資はありますか")
    page.get_by_test_id("send").click()
    expect(page.get_by_text("未送信")).to_be_visible()

    context.set_offline(False)

    expect(steps.messages(page, "user")).to_have_count(1, timeout=15_000)
    expect(steps.messages(page, "bot")).to_have_count(2, timeout=10_000)
    expect(page.get_by_test_id("pending")).to_have_count(0)


def test_two_tabs_show_the_same_conversation(
    ring: Ring, page: Page, context: BrowserContext
) -> None:
    steps.open_widget(page, ring.base)
    other = context.new_page()
    steps.open_widget(other, ring.base)

    steps.ask(page, "起業の融資はありますか")

    expect(other.get_by_test_id("message")).to_have_count(3, timeout=5_000)


def test_erasing_begins_anew_and_the_server_forgets(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    steps.ask(page, "起業の融資はありますか")
    page.get_by_role("button", name="設定").click()
    page.get_by_role("button", name="この端末から消す").click()
    page.get_by_role("button", name="消す", exact=True).click()

    expect(page.get_by_test_id("message")).to_have_count(1, timeout=5_000)
    expect(steps.messages(page, "user")).to_have_count(0)


def test_easy_japanese_shows_readings(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    steps.ask(page, "起業の融資はありますか")
    page.get_by_role("button", name="設定").click()
    page.get_by_label("やさしい日本語で見る").check()

    expect(page.locator("ruby rt").first).to_be_visible()


def test_a_telephone_number_is_asked_about_before_it_is_sent(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    page.get_by_test_id("input").fill("０９０－１２３４－５６７８に電話ください")
    page.get_by_test_id("send").click()

    expect(page.get_by_text("電話番号のようです")).to_be_visible()
    expect(steps.messages(page, "user")).to_have_count(0)


def test_outside_the_panel_escape_closes_and_the_focus_returns(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    page.keyboard.press("Escape")

    expect(page.get_by_test_id("panel")).to_be_hidden()
    expect(page.get_by_test_id("launcher")).to_be_focused()


def test_a_hostile_page_changes_nothing(ring: Ring, page: Page) -> None:
    page.goto(f"{ring.base}/")
    page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync('* { all: unset !important; color: red !important; position: static !important; } button { display: none !important; }');
            document.adoptedStyleSheets = [sheet];
        }"""
    )
    page.get_by_test_id("launcher").click()

    expect(page.get_by_test_id("message").first).to_be_visible()
    box = page.get_by_test_id("panel").bounding_box()
    assert box is not None
    assert box["width"] > 300


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_state_has_an_accessibility_violation(
    ring: Ring, browser: Browser, width: int, scheme: str, shot: Callable[[Page, str], Path]
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 720}, color_scheme=scheme, locale="ja-JP"
    )
    page = context.new_page()
    page.goto(f"{ring.base}/")
    found = {"closed": violations(page)}
    page.get_by_test_id("launcher").click()
    expect(page.get_by_test_id("message").first).to_be_visible()
    found["greeting"] = violations(page)
    shot(page, f"greeting-{width}-{scheme}")
    steps.ask(page, "起業の融資はありますか")
    found["answer"] = violations(page)
    shot(page, f"answer-{width}-{scheme}")
    page.get_by_role("button", name="設定").click()
    found["settings"] = violations(page)
    page.get_by_test_id("ask-human").click()
    expect(page.get_by_test_id("state-line")).to_contain_text("呼んでいます", timeout=10_000)
    found["queued"] = violations(page)
    context.close()

    assert found == {state: [] for state in found}


def test_the_chat_page_and_the_console_have_no_violation(
    ring: Ring, page: Page, console: Page
) -> None:
    page.goto(f"{ring.base}/chat")
    expect(page.get_by_test_id("message").first).to_be_visible()
    steps.log_in(console, ring.base)

    assert violations(page) == []
    assert violations(console) == []


def test_pages_ask_no_other_host(ring: Ring, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    steps.open_widget(page, ring.base)
    steps.ask(page, "起業の融資はありますか")

    assert not [url for url in asked if not re.match(rf"{ring.base}/|blob:|data:", url)]


@pytest.mark.parametrize(
    "attack",
    [
        "<script>window.hacked=1</script>",
        "<img src=x onerror=window.hacked=1>",
        "[x](javascript:window.hacked=1)",
        "{{constructor.constructor('window.hacked=1')()}}",
        "<svg onload=window.hacked=1>",
        '"><iframe src=javascript:window.hacked=1>',
    ],
)
def test_what_people_write_never_runs(ring: Ring, page: Page, console: Page, attack: str) -> None:
    steps.open_widget(page, ring.base)
    steps.ask(page, attack)
    page.get_by_test_id("ask-human").click()
    expect(page.get_by_test_id("state-line")).to_contain_text("呼んでいます", timeout=10_000)
    steps.log_in(console, ring.base)
    steps.open_newest_case(console)
    expect(console.locator('[data-author="user"]').first).to_contain_text(attack[:8])

    assert page.evaluate("window.hacked") is None
    assert console.evaluate("window.hacked") is None
