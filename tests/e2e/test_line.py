"""A migrant on LINE: the same answers as on the web, the same consultants, and a bot that is silent beside them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import loopback, patience
from tests.desk.attachments import files
from tests.e2e import steps
from tests.e2e.axe import violations
from tests.e2e.ring import Ring
from tests.line_simulator.line import Line

QUESTION = "起業の融資はありますか"


def seen(line: Line, user: str, words: str, within: float = 10) -> bool:
    def is_shown() -> bool:
        shown = [m for m in line.phones[user] if m["from"] == "account"]
        return any(words in m.get("text", m.get("altText", "")) for m in shown)

    return patience.until(is_shown, within)


def call_a_person(line: Line, user: str, about: str = "家のことを相談したい") -> None:
    """Ask for a person; where it is asked first what it is about, say so, as people do."""
    line.say(user, "担当の人と話したいです")
    if not seen(line, user, "呼んでいます", 4):
        line.say(user, about)
    assert seen(line, user, "呼んでいます")


def last_link(line: Line, user: str) -> str:
    """The address behind the newest button on a phone."""
    shown = [m["template"]["actions"][0]["uri"] for m in line.phones[user] if "template" in m]
    return str(shown[-1])


def test_line_and_web_give_the_same_answer(ring: Ring, line: Line, page: Page) -> None:
    line.event("Usame", "follow", follow={"isUnblocked": False})
    assert seen(line, "Usame", "自動応答（ロボット）")
    line.say("Usame", QUESTION)
    steps.open_widget(page, ring.base)
    answer = steps.ask(page, QUESTION)
    title = answer.locator("h3").inner_text()

    assert seen(line, "Usame", f"■ {title}")
    assert seen(line, "Usame", "出典：")
    # Numbers to call are buttons, and their alternative says them.
    assert patience.until(lambda: "0134-" in line.phones["Usame"][-1].get("altText", ""), 10), line.phones["Usame"][-1]
    assert line.pushed_to["Usame"] == 0, "while the token is young, replies are free"


def test_words_that_point_take_what_was_offered(ring: Ring, line: Line) -> None:
    user = "Upoints"
    line.say(user, "仕事と住まい")
    assert seen(line, user, "どれから見ますか")
    line.say(user, "下の")
    assert seen(line, user, "「住まい」について")
    line.say(user, "それで")
    assert seen(line, user, "どれでしょうか")
    line.say(user, "一番上のやつ")
    assert seen(line, user, "■ 賃貸の家の探し方")


@pytest.mark.parametrize(
    ("user", "words", "asked"),
    [
        ("Uleave_zh", "我想留言", "请写下您想咨询的内容"),
        ("Uleave_en", "I’d like to leave a message", "Please write"),
        ("Uleave_ja", "伝言を残したい", "このまま書いてください"),
    ],
)
def test_a_message_is_left_by_words_in_one_s_own_language(
    ring: Ring, line: Line, user: str, words: str, asked: str
) -> None:
    line.say(user, words)
    assert seen(line, user, asked), line.phones[user]


def test_one_consultant_serves_both_and_the_bot_is_silent(
    ring: Ring, line: Line, console: Page, page: Page, shot: Callable[[Page, str], object]
) -> None:
    user = "Uhandover"
    call_a_person(line, user)
    steps.log_in(console, ring.base)
    steps.open_newest_case(console)
    steps.reply(console, "佐藤です。どのあたりをお考えですか。")
    assert seen(line, user, "新しい返信があります")
    expect(console.get_by_text("LINE受付済").last).to_be_visible()
    assert "佐藤です。どのあたり" not in json.dumps(line.phones[user], ensure_ascii=False)

    # The bell's button opens the same conversation on our own page.
    page.goto(last_link(line, user))
    page.get_by_role("button", name="会話を開く").click()
    expect(page.get_by_text("佐藤です。どのあたりをお考えですか。")).to_be_visible(timeout=10_000)
    page.get_by_test_id("input").fill("花園のあたりです")
    page.get_by_test_id("send").click()
    expect(console.get_by_text("花園のあたりです").last).to_be_visible(timeout=10_000)
    shot(page, "line-secure-page")

    # What is typed on LINE all the same is read by the consultant, and the bot keeps silent.
    line.say(user, QUESTION)
    expect(console.get_by_text(QUESTION).last).to_be_visible(timeout=10_000)
    assert seen(line, user, "専用のページでお願いします")
    time.sleep(2)
    assert not any("■" in m.get("text", "") for m in line.phones[user])
    shot(console, "console-line")


def test_a_photo_reaches_the_consultant_without_where_it_was_taken(
    ring: Ring, line: Line, console: Page, shot: Callable[[Page, str], object]
) -> None:
    user = "Uhandover"
    steps.log_in(console, ring.base)
    console.get_by_test_id("tab-consultant").click()
    console.get_by_test_id("case-row").last.click()
    line.send_content(user, "image", files.photo((1_200, 900)))
    line.send_content(user, "file", files.PDF, "間取り.pdf")

    photo = console.locator("[data-testid=attachment] img")
    expect(photo).to_be_visible(timeout=10_000)
    expect(console.get_by_text("間取り.pdf をダウンロード")).to_be_visible(timeout=10_000)
    assert patience.until(lambda: photo.evaluate("image => image.complete && image.naturalWidth > 0"), 10)
    assert violations(console) == []
    shot(console, "console-line-photo")


def test_what_is_unsent_vanishes_from_the_console(ring: Ring, line: Line, console: Page) -> None:
    user = "Uhandover"
    steps.log_in(console, ring.base)
    console.get_by_test_id("tab-consultant").click()
    console.get_by_test_id("case-row").last.click()
    sent = line.say(user, "これは取り消します")
    expect(console.get_by_text("これは取り消します").last).to_be_visible()

    line.unsend(user, sent["message"]["id"])

    expect(console.get_by_text("これは取り消します")).to_have_count(0, timeout=3_000)
    expect(console.get_by_text("送信が取り消されました").first).to_be_visible()


def test_a_lost_answer_is_not_sent_twice(ring: Ring, line: Line) -> None:
    line.faults.append("lost")
    line.event("Ulost", "follow", follow={"isUnblocked": False})
    assert seen(line, "Ulost", "自動応答（ロボット）")
    time.sleep(2.5)

    assert len(line.phones["Ulost"]) == 1


def test_the_phone_page_shows_and_sends(
    ring: Ring, line: Line, page: Page, shot: Callable[[Page, str], object]
) -> None:
    page.set_viewport_size({"width": 430, "height": 860})
    page.goto(f"{line.address}/#Upage")
    page.get_by_text("友だち追加").click()
    expect(page.get_by_text("自動応答（ロボット）")).to_be_visible(timeout=10_000)
    page.get_by_label("メッセージ").fill("除雪が心配")
    page.get_by_text("送信", exact=True).click()
    expect(page.get_by_text("出典：").first).to_be_visible(timeout=10_000)
    shot(page, "line-phone")
    page.locator("#chips button").first.click()
    expect(page.locator(".bubble.me")).to_have_count(2)


def test_what_line_would_refuse_is_refused(line: Line) -> None:
    headers = {"authorization": f"Bearer {line.access_token}"}
    with loopback.Client(base_url=line.address, headers=headers) as http:
        too_long = {"to": "U", "messages": [{"type": "text", "text": "あ" * 5_001}]}
        assert http.post("/v2/bot/message/push", json=too_long).status_code == 400
        assert http.post("/v2/bot/message/push", json={"to": "U", "messages": []}).status_code == 400
        unknown = {"replyToken": "x", "messages": [{"type": "text", "text": "x"}]}
        assert http.post("/v2/bot/message/reply", json=unknown).status_code == 400
    assert loopback.get(f"{line.address}/v2/bot/info").status_code == 401


def test_a_group_is_told_once_and_left(ring: Ring, line: Line) -> None:
    source = {"type": "group", "groupId": "Cgroup1", "userId": "Ugroup"}
    line.event("Ugroup", "join", source=source)

    assert seen(line, "Ugroup", "1対1のトーク")
    patience.until(lambda: bool(line.left), 5, pause=0.05)
    assert line.left == [("group", "Cgroup1")]
    line.event("Ugroup", "message", source=source, message={"id": "1", "type": "text", "text": "家"})
    time.sleep(1)
    assert len(line.phones["Ugroup"]) == 1


def test_the_quota_is_shown_to_the_consultants(ring: Ring, line: Line, console: Page) -> None:
    steps.log_in(console, ring.base)
    console.get_by_role("link", name="集計").click()
    console.get_by_role("link", name="送信の記録").click()

    expect(console.get_by_text(f"今月の LINE のプッシュ：{line.pushed} / 200通")).to_be_visible()
