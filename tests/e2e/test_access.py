"""Access for everybody: every state of the chat by axe, by its accessibility tree, and under people's own settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e import steps
from tests.e2e.axe import LOOKS, violations
from tests.e2e.ring import Ring

Shot = Callable[[Page, str], Path]
# 320 px is WCAG's reflow width; 640 × 360 at scale 2 is what a 1280 × 720 window has at 200 % zoom.
VIEWS: dict[str, dict[str, Any]] = {
    "phone-320": {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True},
    "desktop-dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
    "zoom-200": {"viewport": {"width": 640, "height": 360}, "device_scale_factor": 2},
    "forced-colours": {"viewport": {"width": 1280, "height": 800}, "forced_colors": "active"},
}
# A light, narrow one and a dark, broad one: there all of axe's rules are run, elsewhere those of sizes and colours.
RULES = {"zoom-200": LOOKS, "forced-colours": LOOKS}
# WCAG 1.4.12: the spacing that people may set.
SPACING = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"


@pytest.fixture(params=VIEWS)
def view(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[str, BrowserContext]]:
    """A browser set up as one of the ways people look at it."""
    name = str(request.param)
    context = browser.new_context(locale="ja-JP", **VIEWS[name])
    yield name, context
    context.close()


def overflow(page: Page) -> list[str]:
    """Return what is cut off or scrolls sideways in the panel."""
    found: list[str] = page.get_by_test_id("panel").evaluate(
        """panel => [panel, ...panel.querySelectorAll('.log, .head, .bar, .foot, .form, .answer, button, p')]
            .filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0
                && getComputedStyle(e).display !== 'inline' && !e.classList.contains('hidden'))
            .map(e => `${e.tagName}.${e.className}: ${e.scrollWidth} > ${e.clientWidth}`)"""
    )
    return found


class States:
    """Collects what is wrong in each state, and a picture of it."""

    def __init__(self, name: str, page: Page, shot: Shot) -> None:
        self.name, self.page, self._shot = name, page, shot
        self.found: dict[str, list[str]] = {}

    def look(self, state: str) -> None:
        page = self.page
        problems = violations(page, only=RULES.get(self.name))
        if page.get_by_test_id("panel").count() and page.get_by_test_id("panel").is_visible():
            problems += overflow(page)
        self.found[state] = problems
        self._shot(page, f"{state}-{self.name}")

    def all_well(self) -> None:
        assert self.found == {state: [] for state in self.found}


def test_no_state_of_the_bot_and_of_people_has_a_violation(
    ring: Ring, view: tuple[str, BrowserContext], console: Page, shot: Shot
) -> None:
    name, context = view
    page = context.new_page()
    states = States(name, page, shot)
    page.goto(f"{ring.base}/")
    expect(page.get_by_test_id("launcher")).to_be_visible()
    states.look("closed")
    page.get_by_test_id("launcher").click()
    expect(page.get_by_test_id("message").first).to_be_visible()
    states.look("greeting")
    steps.ask(page, "起業の融資はありますか")
    expect(page.get_by_test_id("choice").first).to_be_visible()
    states.look("answer")
    page.get_by_role("button", name="メニュー").click()
    expect(page.get_by_role("button", name="会話を消す（この端末とサーバー）")).to_be_visible()
    states.look("settings")
    page.get_by_role("button", name="会話を消す（この端末とサーバー）").click()
    expect(page.get_by_role("button", name="消す", exact=True)).to_be_visible()
    states.look("erase")
    page.get_by_role("button", name="やめる").click()
    page.get_by_test_id("input").fill("090-1234-5678 です")
    page.get_by_test_id("send").click()
    expect(page.get_by_text("電話番号のようです")).to_be_visible()
    states.look("personal")
    page.get_by_role("button", name="直す").click()
    page.get_by_test_id("input").fill("")
    context.set_offline(True)
    expect(page.get_by_text("つながっていません")).to_be_visible()
    states.look("offline")
    context.set_offline(False)
    expect(page.get_by_text("つながっていません")).to_be_hidden(timeout=15_000)
    page.get_by_test_id("ask-human").click()
    expect(page.get_by_test_id("state-line")).to_contain_text("呼んでいます", timeout=10_000)
    expect(page.get_by_role("button", name="待つのをやめる")).to_be_visible()
    states.look("waiting")
    steps.log_in(console, ring.base)
    steps.open_newest_case(console)
    console.get_by_test_id("claim").click()
    steps.reply(console, "佐藤です。どんなお店をお考えですか？")
    expect(steps.messages(page, "consultant").last).to_be_visible(timeout=5_000)
    states.look("human")
    console.get_by_test_id("close").click()
    console.get_by_test_id("confirm-return").click()
    expect(page.get_by_text("相談員との会話を終わりました")).to_be_visible(timeout=5_000)
    states.look("returned")

    states.all_well()


def test_no_state_of_the_form_has_a_violation(closed_ring: Ring, view: tuple[str, BrowserContext], shot: Shot) -> None:
    name, context = view
    page = context.new_page()
    states = States(name, page, shot)
    steps.open_widget(page, closed_ring.base)
    steps.ask(page, "犬と住める家はありますか")
    page.get_by_test_id("ask-human").click()
    expect(page.get_by_test_id("form")).to_be_visible(timeout=10_000)
    states.look("form")
    page.get_by_label("電話でも受け取る").check()
    page.get_by_test_id("form-check").click()
    expect(page.get_by_text("電話番号を市外局番から書いてください")).to_be_visible()
    states.look("form-errors")
    page.get_by_label("電話番号（必須）").fill("０９０－１２３４－５６７８")
    page.get_by_label("個人情報の取り扱いの内容を確認しました").check()
    page.get_by_test_id("form-check").click()
    expect(page.get_by_role("heading", name="この内容で送りますか？")).to_be_visible()
    states.look("form-confirm")
    page.get_by_test_id("form-send").click()
    expect(page.get_by_text("受付番号 OT-1123-").last).to_be_visible()
    states.look("form-sent")
    page.reload()
    expect(page.get_by_text("おかえりなさい")).to_be_visible()
    states.look("welcome-back")

    states.all_well()


def test_the_pages_have_no_violation(ring: Ring, page: Page, console: Page, shot: Shot) -> None:
    found = {}
    for path in ("/", "/chat", "/accessibility", "/privacy"):
        page.goto(f"{ring.base}{path}")
        expect(page.get_by_role("heading").first).to_be_visible()
        found[path] = violations(page)
        shot(page, f"page-{path.strip('/') or 'sample'}")
    steps.log_in(console, ring.base)
    found["/console"] = violations(console)

    assert found == {path: [] for path in found}


@pytest.mark.parametrize("size", ["標準", "とても大きい"])
def test_peoples_own_text_spacing_cuts_nothing_off(ring: Ring, page: Page, size: str, shot: Shot) -> None:
    page.set_viewport_size({"width": 400, "height": 760})
    steps.open_widget(page, ring.base)
    steps.ask(page, "起業の融資はありますか")
    page.get_by_role("button", name="メニュー").click()
    page.get_by_label(size, exact=True).check()
    page.get_by_role("button", name="メニュー").click()
    expect(page.get_by_role("region", name="メニュー")).to_be_hidden()
    page.locator("hitohata-chat").evaluate(
        """(host, css) => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(css);
            host.shadowRoot.adoptedStyleSheets = [...host.shadowRoot.adoptedStyleSheets, sheet];
        }""",
        SPACING,
    )

    assert overflow(page) == []
    expect(page.get_by_test_id("input")).to_be_in_viewport()
    shot(page, f"spacing-{'largest' if size != '標準' else 'usual'}")


def test_screen_readers_get_names_roles_and_order(ring: Ring, page: Page) -> None:
    page.goto(f"{ring.base}/")
    launcher = page.get_by_test_id("launcher")
    expect(launcher).to_have_role("button")
    expect(launcher).to_have_accessible_name("移住の相談 チャットを開く")
    expect(launcher).to_have_attribute("aria-expanded", "false")
    launcher.click()
    panel = page.get_by_test_id("panel")
    expect(panel).to_have_role("dialog")
    expect(panel).to_have_accessible_name("小樽市 移住相談チャット")
    steps.ask(page, "起業の融資はありますか")
    expect(page.get_by_role("group", name="この回答で解決しましたか？")).to_be_visible()

    expect(panel).to_match_aria_snapshot(
        """
        - dialog "小樽市 移住相談チャット":
          - heading "小樽市 移住相談チャット" [level=2]
          - paragraph: /自動応答がお答えします/
          - status
          - button "人に相談する"
          - button "メニュー"
          - button "チャットを閉じる"
          - log "会話":
            - button "やさしい日本語"
            - link /個人情報の取り扱い/
            - paragraph: /11月24日\\(火\\)/
            - paragraph:
              - text: /自動応答 ：/
              - time
            - paragraph: /自動でお答えします/
            - paragraph:
              - text: /あなた ：/
              - time
            - paragraph: 起業の融資はありますか
            - paragraph:
              - text: /自動応答 ：/
              - time
            - article:
              - heading [level=3]
        """
    )


def test_the_log_is_polite_and_an_old_conversation_is_not_read_out(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    steps.ask(page, "起業の融資はありますか")
    page.evaluate("sessionStorage.clear()")
    page.reload()
    # How the region stood at each moment that entries came into it.
    page.evaluate(
        """() => {
            window.stood = [];
            const root = document.querySelector('hitohata-chat').shadowRoot;
            const look = log => window.stood.push(log.getAttribute('aria-live'));
            const opened = new MutationObserver(() => {
                const log = root.querySelector('.log');
                if (!log) return;
                opened.disconnect();
                look(log);
                new MutationObserver(() => look(log)).observe(log, {childList: true});
            });
            opened.observe(root, {childList: true, subtree: true});
        }"""
    )
    page.get_by_test_id("launcher").click()
    expect(page.get_by_test_id("message")).to_have_count(3)
    assert set(page.evaluate("window.stood")) == {"off"}

    log = page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log).to_have_attribute("aria-relevant", "additions")


def test_what_people_write_is_read_out_once(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    question = "起業の融資はありますか"
    page.get_by_role("log").evaluate(
        """(log, question) => {
            window.told = [];
            new MutationObserver(changes => {
                for (const change of changes) for (const node of change.addedNodes)
                    if (node.textContent.includes(question)) window.told.push(node.closest('[aria-live]').getAttribute('aria-live'));
            }).observe(log, { childList: true });
        }""",
        question,
    )

    steps.ask(page, question)

    expect(page.get_by_test_id("pending")).to_have_count(0)
    assert page.evaluate("window.told") == ["off", "polite"]


def test_who_took_over_is_read_out_once(ring: Ring, page: Page) -> None:
    steps.open_widget(page, ring.base)
    page.get_by_test_id("ask-human").click()

    expect(page.get_by_test_id("state-line")).to_contain_text("呼んでいます", timeout=10_000)

    # The log has the message; the line above it is only seen.
    assert page.get_by_test_id("state-line").evaluate("e => e.closest('[role=status], [aria-live]')") is None
    expect(page.locator("hitohata-chat .head [role=status]")).to_have_text("")


@pytest.mark.parametrize("height", [360, 256])
def test_enlarged_pages_bring_a_new_answer_into_view(ring: Ring, browser: Browser, height: int, shot: Shot) -> None:
    context = browser.new_context(viewport={"width": 320 * height // 256, "height": height})
    page = context.new_page()
    steps.open_widget(page, ring.base)
    steps.ask(page, "起業の融資はありますか")

    expect(page.locator(".answer h3")).to_be_in_viewport()
    shot(page, f"enlarged-{height}")
    context.close()


def test_who_wants_less_motion_gets_none(ring: Ring, browser: Browser) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    steps.open_widget(page, ring.base)

    moving = page.evaluate(
        """() => [...document.querySelector('hitohata-chat').shadowRoot.querySelectorAll('*')]
            .filter(e => e.getAnimations().length || getComputedStyle(e).transitionDuration !== '0s').length"""
    )

    assert moving == 0
    context.close()


def test_forced_colours_keep_every_border(ring: Ring, browser: Browser) -> None:
    context = browser.new_context(forced_colors="active", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    steps.open_widget(page, ring.base)
    steps.ask(page, "起業の融資はありますか")

    for selector in (
        ".answer",
        ".bubble > .text",
        ".head",
        ".composer textarea",
        ".choices button",
    ):
        width = page.locator(f"hitohata-chat {selector}").first.evaluate(
            "e => parseFloat(getComputedStyle(e).borderTopWidth)"
        )
        assert width >= 1, selector
    context.close()


def test_on_a_phone_the_page_behind_is_inert_and_free_again_after(ring: Ring, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    steps.open_widget(page, ring.base)

    panel = page.get_by_test_id("panel")
    expect(panel).to_have_attribute("aria-modal", "true")
    behind = page.locator("main")
    expect(behind).to_have_js_property("inert", True)
    page.get_by_role("button", name="チャットを閉じる").click()
    expect(behind).to_have_js_property("inert", False)
    expect(page.get_by_test_id("launcher")).to_be_focused()
    context.close()


@pytest.mark.parametrize("name", ["launcher", "ask-human", "send", "choice"])
def test_what_is_tapped_is_large_enough(ring: Ring, page: Page, name: str) -> None:
    page.goto(f"{ring.base}/")
    if name != "launcher":
        steps.open_widget(page, ring.base)

    box = page.get_by_test_id(name).first.bounding_box()

    assert box is not None
    assert box["height"] >= 44
    assert box["width"] >= 44


def test_lines_break_between_phrases_where_the_browser_cannot_do_it_itself(ring: Ring, page: Page, shot: Shot) -> None:
    page.add_init_script(
        "const known = CSS.supports; CSS.supports = (...a) => a.join().includes('auto-phrase') ? false : known.apply(CSS, a)"
    )
    steps.open_widget(page, ring.base)
    words = page.locator("hitohata-chat .bubble > .text").first

    # auto-phrase is what this browser would do, so it is taken away to see the other way.
    page.get_by_test_id("panel").evaluate("e => { e.style.wordBreak = 'keep-all' }")
    assert words.evaluate("e => e.querySelectorAll('wbr').length") > 5
    assert "自動でお答えします" in words.inner_text()
    shot(page, "phrases")


def test_a_table_of_a_document_leaves_room_for_words_on_a_phone(ring: Ring, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{ring.base}/accessibility")

    name, words = page.locator("table").first.locator("tbody tr").first.locator("th, td").all()
    widths = [cell.evaluate("e => e.clientWidth") for cell in (name, words)]

    # Seven letters a line at the least.
    assert widths[1] >= 7 * 15
    assert sum(widths) <= 320
    context.close()
