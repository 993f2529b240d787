"""Mail as people meet it: the transcript in the widget and from the console, notices and their settings."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from playwright.sync_api import Page, expect

from desk.notices.words import MOST_LISTED
from desk.settings import DEVELOPMENT_SECRET
from tests import loopback, patience
from tests.desk.api import SAMPLE
from tests.e2e import steps
from tests.e2e.axe import violations
from tests.e2e.ring import PASSWORD, Ring
from tests.webhooks import signed

Shot = Callable[[Page, str], Path]
QUESTION = "犬と住める一軒家を春までに借りたいです"


def mails(ring: Ring, subject: str, to: str, seconds: float = 20.0) -> list[EmailMessage]:
    """The mails whose subject matches, from the folder they are written into; waits for the first."""
    folder = Path(ring.environment["HITOHATA_DATA_DIR"]) / "mail"
    started = time.monotonic()
    while True:
        read = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(folder.glob("*.eml"))]
        found = [mail for mail in read if re.search(subject, mail["subject"]) and mail["to"] == to]
        if found or time.monotonic() - started > patience.seconds(seconds):
            return found
        time.sleep(0.2)


def test_the_transcript_comes_by_mail_when_the_code_was_typed_in(ring: Ring, page: Page, shot: Shot) -> None:
    steps.open_widget(page, ring.base)
    steps.ask(page, "起業の融資はありますか")
    page.get_by_role("button", name="メニュー").click()
    page.get_by_role("button", name="会話をメールで受け取る").click()
    dialog = page.get_by_role("dialog", name="会話をメールで受け取る")
    expect(dialog).to_be_visible()
    assert violations(page) == []
    shot(page, "mail-address")
    page.keyboard.type("koharu@example.jp")
    page.keyboard.press("Enter")
    expect(dialog.get_by_text("確認の番号を送りました")).to_be_visible()
    [mail] = mails(ring, "確認の番号", "koharu@example.jp")
    [code] = re.findall(r"確認の番号：(\d{6})", mail.get_content())

    dialog.get_by_role("textbox").fill("000000" if code != "000000" else "000001")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("番号がちがう")
    assert violations(page) == []
    shot(page, "mail-code")
    dialog.get_by_role("textbox").fill(code)
    page.keyboard.press("Enter")
    expect(dialog.get_by_text("会話の記録をメールで送ります")).to_be_visible()
    shot(page, "mail-done")
    [sent] = mails(ring, "会話の記録", "koharu@example.jp")
    body = sent.get_body(("plain",))
    assert body is not None
    assert "起業の融資はありますか" in body.get_content()
    [pdf] = sent.iter_attachments()
    assert pdf.get_content().startswith(b"%PDF-")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="メニュー")).to_be_visible()


def test_a_case_is_told_by_mail_and_its_transcript_is_sent_from_the_console(
    ring: Ring, console: Page, shot: Shot
) -> None:
    begun = loopback.post(f"{ring.base}/api/web/conversations").json()
    contact = {"kind": "email", "value": "migrant@example.jp", "name": "こはる"}
    consent = {
        "given": True,
        "text": "相談のためだけに使います。",
        "at": "2026-11-24T10:00:00+09:00",
    }
    change = {"conversation_id": begun["conversation_id"], "question": QUESTION}
    body = json.dumps(SAMPLE | change | {"contact": contact, "consent": consent})
    headers = signed(body, DEVELOPMENT_SECRET)
    answer = loopback.post(f"{ring.base}/webhooks/handoff", content=body, headers=headers).json()
    case_id, receipt = answer["case_id"], answer["receipt"]
    # Somebody new, who hears of what waits now: who was told of many cases by other tests a moment ago is told again later.
    steps.add_account(ring, "宮本 光", "miyamoto@example.jp", "consultant")
    # Mails go to who works here and is not at a screen.
    with loopback.Client(base_url=ring.base) as office:
        login = {"email": "miyamoto@example.jp", "password": PASSWORD}
        csrf = office.post("/api/console/login", json=login).raise_for_status().json()["csrf"]
        office.post("/api/console/logout", headers={"x-csrf-token": csrf}).raise_for_status()
    # Cases that other tests left waiting a moment ago come in the same letter; of very many the first are named.
    [notice, *_] = mails(ring, f"新しい相談.*{receipt}|まとめ", "miyamoto@example.jp")
    told = notice.get_content()
    assert f"{ring.base}/console#/cases/{case_id}" in told or (
        (many := re.search(r"お知らせが (\d+)件", told)) and int(many[1]) > MOST_LISTED
    )
    assert "犬" not in notice.as_string()
    assert "犬" not in notice.get_content()

    steps.log_in(console, ring.base)
    console.goto(f"{ring.base}/console#/cases/{case_id}")
    console.get_by_test_id("claim").click()
    expect(console.get_by_test_id("mails")).to_be_visible()
    console.get_by_test_id("send-transcript").click()
    expect(console.get_by_test_id("transcript-preview")).to_have_value(re.compile("会話の記録をお送りします"))
    shot(console, "console-transcript-preview")
    assert violations(console) == []
    console.get_by_test_id("send-transcript-now").click()
    expect(console.get_by_test_id("mails")).to_contain_text("会話の記録をメールで送ります")
    expect(console.get_by_test_id("mails")).to_contain_text("会話の記録：")
    console.get_by_test_id("mails").scroll_into_view_if_needed()
    shot(console, "console-mails")
    assert violations(console) == []
    console.get_by_test_id("send-transcript").click()
    console.get_by_test_id("send-transcript-now").click()
    expect(console.get_by_test_id("mails").get_by_role("alert")).to_contain_text("もう送りました")
    assert mails(ring, "会話の記録", "migrant@example.jp")

    console.goto(f"{ring.base}/console/notices")
    console.get_by_label("メールで受け取る").uncheck()
    console.get_by_role("button", name="保存する").click()
    expect(console.get_by_role("status").filter(has_text="保存しました")).to_be_visible()
    assert violations(console) == []
    shot(console, "console-notices")
    # On a page that says nothing yet: who leaves before it is saved would have no mails in the tests that follow.
    console.goto(f"{ring.base}/console/notices")
    console.get_by_label("メールで受け取る").check()
    console.get_by_role("button", name="保存する").click()
    expect(console.get_by_role("status").filter(has_text="保存しました")).to_be_visible()
    console.goto(f"{ring.base}/console/deliveries")
    assert violations(console) == []
    shot(console, "console-deliveries")
