"""The office's pages about mails and notices: settings, and what to do about those that were not sent."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from desk.audit.store import AuditLog
from desk.mail import letter_store
from desk.mail.message import Way
from desk.mail.outbox import MailOutbox
from desk.notices.store import NoticeStore
from tests.desk.api import Api


def stuck(api: Api, problem: str, to: str = "hanako@example.jp") -> None:
    outbox, now = api.app.state.services.of(MailOutbox), api.app.state.services.clock.now()
    with api.app.state.services.database.write() as connection:
        letter_store.put(
            connection, dedup_key=f"k{problem}", to=to, subject="<b>返信</b>があります", text="言葉", now=now
        )
    letter = outbox.lease(Way.MAIL, api.app.state.services.clock.now())
    outbox.refused(letter, now, problem)


def press(browser: Any, path: str, **fields: str) -> Any:
    return browser.post(path, data={"csrf": browser.headers["x-csrf-token"], **fields})


@pytest.fixture
def sato(api: Api) -> Any:
    api.account()
    return api.log_in()


def test_a_refused_mail_is_shown_with_its_reason_in_words_and_decided_once(api: Api, sato: Any) -> None:
    stuck(api, "rcpt 550 5.1.1")
    assert sato.get("/api/console/cases").json()["stuck"] == 1
    page = sato.get("/console/deliveries").text
    assert "宛先のメールアドレスがありません" in page
    assert "h***@example.jp" in page
    assert "hanako" not in page
    assert "&lt;b&gt;返信" in page
    [letter] = set(re.findall(r'action="/console/deliveries/letters/(\d+)"', page))

    assert press(sato, f"/console/deliveries/letters/{letter}", do="else").status_code == 422
    assert press(sato, f"/console/deliveries/letters/{letter}", do="again").status_code == 200
    assert press(sato, f"/console/deliveries/letters/{letter}", do="again").status_code == 409
    assert sato.get("/api/console/cases").json()["stuck"] == 0
    log = AuditLog(api.app.state.services.database).entries()
    assert [(e.action, e.subject) for e in log][:1] == [("decide_letter", letter)]


def test_a_mail_that_is_let_go_loses_its_words(api: Api, sato: Any) -> None:
    stuck(api, "data 554 5.7.1")
    assert press(sato, "/console/deliveries/letters/1", do="drop").status_code == 200
    assert api.app.state.services.of(MailOutbox).lease(Way.MAIL, api.app.state.services.clock.now()) is None
    assert "判断を待つメールと通知はありません" in sato.get("/console/deliveries").text


def test_everybody_chooses_for_themselves(api: Api, sato: Any) -> None:
    page = sato.get("/console/notices").text
    assert "sato@example.jp" in page
    assert page.count(" checked") == 6
    saved = press(sato, "/console/notices", kind_left="1", quiet_from="21:30", quiet_until="06:00", has_digest="1")
    assert saved.status_code == 200
    again = sato.get("/console/notices").text
    assert again.count(" checked") == 2
    assert 'value="21:30"' in again
    api.account("鈴木", "suzuki@example.jp")
    assert api.log_in("suzuki@example.jp").get("/console/notices").text.count(" checked") == 6


@pytest.mark.parametrize("given", ["25:00", "", "<script>"])
def test_a_time_that_is_none_changes_nothing(sato: Any, given: str) -> None:
    assert press(sato, "/console/notices", quiet_from=given, quiet_until="06:00").status_code == 422
    assert sato.get("/console/notices").text.count(" checked") == 6


def test_auditors_have_no_notices(api: Api) -> None:
    api.account("監査", "audit@example.jp", "auditor")
    auditor = api.log_in("audit@example.jp")
    assert auditor.get("/console/notices").status_code == 403
    assert press(auditor, "/console/notices", by_mail="1").status_code == 403
    assert press(auditor, "/console/deliveries/letters/1", do="again").status_code == 403


def test_health_tells_of_unsent_mail(api: Api, sato: Any) -> None:
    clock = api.app.state.services.clock
    with api.app.state.services.database.write() as connection:
        letter_store.put(connection, dedup_key="k", to="a@example.jp", subject="s", text="t", now=clock.now())
    stuck(api, "rcpt 550", to="b@example.jp")
    mail = sato.get("/health/ready").json()["mail"]
    assert (mail["status"], mail["waiting"], mail["stuck"]) == ("ok", 1, 1)
    metrics = sato.get("/metrics").text
    assert "hitohata_letters_stuck 1.0" in metrics
    assert "hitohata_oldest_letter_seconds" in metrics


def test_a_server_that_is_down_raises_an_alarm_and_the_console_works_on(api: Api, sato: Any) -> None:
    outbox, clock = api.app.state.services.of(MailOutbox), api.app.state.services.clock
    began = clock.now() - timedelta(minutes=20)
    with api.app.state.services.database.write() as connection:
        letter_store.put(connection, dedup_key="k", to="a@example.jp", subject="s", text="t", now=began)
    letter = outbox.lease(Way.MAIL, began)
    problem = "connect SMTPConnectError ConnectionRefusedError"
    outbox.put_off(letter, clock.now(), timedelta(minutes=8), problem, maybe_received=False)

    assert sato.get("/api/console/cases").json()["stuck"] == 1
    page = sato.get("/console/deliveries").text
    assert "メール 1件が、11月24日(火) 9:40 から送れていません" in page
    assert "メールサーバーにつながりません" in page
    assert sato.get("/health/ready").json()["mail"]["status"] == "late"
    outbox.sent(outbox.lease(Way.MAIL, clock.now() + timedelta(minutes=9)), clock.now())
    assert sato.get("/api/console/cases").json()["stuck"] == 0
    assert "から送れていません" not in sato.get("/console/deliveries").text


def test_the_report_of_a_month_is_chosen_by_those_who_plan_and_off_by_default(api: Api, sato: Any) -> None:
    assert "月次報告" not in sato.get("/console/notices").text
    press(sato, "/console/notices", has_monthly="1", quiet_from="20:00", quiet_until="07:00")
    notices = api.app.state.services.of(NoticeStore)
    [reader] = notices.readers(api.app.state.services.clock.now())
    assert not reader.settings.has_monthly

    api.account("高橋", "boss@example.jp", "manager")
    boss = api.log_in("boss@example.jp")
    box = 'name="has_monthly" value="1"'
    assert f"{box}>" in boss.get("/console/notices").text
    press(boss, "/console/notices", by_mail="1", has_monthly="1", quiet_from="20:00", quiet_until="07:00")
    assert f"{box} checked>" in boss.get("/console/notices").text
    assert "月次報告：いいえ → はい" in boss.get("/console/audit").text
