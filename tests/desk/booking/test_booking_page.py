"""The booking page from the offer of times to changing and cancelling."""

from __future__ import annotations

import re
from html import unescape

import icalendar
import pytest
import sqlalchemy as sa

from desk.appointments.models import Method, Status
from tests.desk.api import Api
from tests.desk.booking.conftest import PERSON, WISH, Desk


class TestWay:
    def test_from_the_public_page_to_the_receipt_without_a_script(self, desk: Desk) -> None:
        assert desk.http.get("/appointments").status_code == 200
        begun = desk.post("/appointments")
        path = begun.headers["location"]

        methods = desk.http.get(path).text
        days = desk.http.get(_href(methods, "オンライン")).text
        times = desk.http.get(_href(days, "11月25日(水)")).text
        fields = desk.http.get(_href(times, "10:00〜11:00")).text
        asked = desk.post(f"{path}/check", **_hidden(fields), **PERSON)
        kept = desk.post(f"{path}/book", **_hidden(asked.text))
        shown = desk.http.get(kept.headers["location"]).text

        assert fields.index("個人情報の取り扱い") < fields.index('name="contact"')
        assert fields.index("<ruby>予約<rp>（</rp><rt>よやく</rt>") < fields.index('name="contact"')
        assert "まだ予約はできていません" in asked.text
        assert "taro@example.jp" in asked.text
        assert "YO-1124-01" in shown
        assert "11月25日(水) 10:00〜11:00" in shown
        # The one script that tidies the history, and nothing in the pages themselves.
        pages = methods + days + times + fields + asked.text + shown
        assert pages.count("<script") == pages.count('<script src="/booking.js" defer></script>') == 6

    def test_the_page_shows_only_the_ends_of_a_contact(self, desk: Desk) -> None:
        shown = desk.http.get(desk.booked()).text

        assert "t…@example.jp" in shown
        assert "taro@example.jp" not in shown
        assert "たろう" not in shown

    def test_days_and_methods_without_times_are_not_offered(self, desk: Desk) -> None:
        path = desk.link()
        days = desk.http.get(f"{path}?method=online").text

        assert "11月28日" not in days
        assert "1月1日" not in days
        assert "11月24日(火)" in days  # today, later than the two hours

    def test_days_far_ahead_are_on_further_pages(self, desk: Desk) -> None:
        path = desk.link()
        first = desk.http.get(f"{path}?method=online").text
        second = desk.http.get(re.search(r'href="([^"]+after=[^"]+)"', first)[1].replace("&amp;", "&")).text

        assert "12月11日(金)" in first
        assert "12月14日(月)" not in first
        assert "12月14日(月)" in second

    def test_a_desk_without_times_says_so_and_offers_a_person(self, api: Api) -> None:
        path = api.http.post("/appointments", follow_redirects=False).headers["location"]

        shown = api.http.get(path)

        assert "いま予約できる時間がありません" in shown.text
        assert 'href="/chat"' in shown.text


class TestForgiving:
    @pytest.mark.parametrize(
        ("given", "kept"),
        [
            ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro@example.jp"),
            (" taro @ example.jp ", "taro@example.jp"),
            ("０１３４ー３２ー４１１１", "0134-32-4111"),
            ("090 1234 5678", "090-1234-5678"),
            ("０９０１２３４５６７８", "090-1234-5678"),
            ("+81 134-32-4111", "0134-32-4111"),
            ("x@小樽.jp", "x@xn--yetw34a.jp"),
        ],
    )
    def test_contacts_are_read_as_people_write_them(self, desk: Desk, given: str, kept: str) -> None:
        desk.booked(contact=given)

        assert desk.all()[0].person.contact == kept

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"name": " "}, "お呼びする名前"),
            ({"name": "あ" * 41}, "40文字まで"),
            ({"contact": ""}, "どちらか一つ"),
            ({"contact": "taro@"}, "形になっていない"),
            ({"contact": "123"}, "形になっていない"),
            ({"contact": "a@b.jp\nBcc: x@y.jp"}, "形になっていない"),
            ({"consent": ""}, "しるしを付けて"),
            ({"topic": "あ" * 501}, "500文字まで"),
        ],
    )
    def test_what_is_missing_is_said_and_what_was_written_stays(
        self, desk: Desk, change: dict[str, str], words: str
    ) -> None:
        path = desk.link()

        for step in ("check", "book"):
            answer = desk.post(f"{path}/{step}", **{**WISH, **PERSON, **change})

            assert answer.status_code == 422
            assert words in answer.text
            assert 'role="alert"' in answer.text
            if "topic" not in change:
                assert "家のこと" in answer.text
        assert desk.all() == []

    @pytest.mark.parametrize("contact", ["", "まだ決めていません", "taro@example.jp", "taro@"])
    def test_a_call_needs_a_number_and_asks_for_nothing_else(self, desk: Desk, contact: str) -> None:
        answer = desk.post(f"{desk.link()}/check", **{**WISH, **PERSON, "method": "phone", "contact": contact})

        assert "こちらからお電話します。電話番号を書いてください" in answer.text
        assert "メールアドレスか電話番号" not in answer.text

    def test_what_is_written_is_never_markup(self, desk: Desk) -> None:
        answer = desk.post(
            f"{desk.link()}/check",
            **{**WISH, **PERSON, "name": "<b>x</b>", "topic": '"><script>alert(1)</script>'},
        )

        assert "<b>x" not in answer.text
        assert "<script>" not in answer.text

    def test_going_back_keeps_what_was_written(self, desk: Desk) -> None:
        path = desk.link()
        asked = desk.post(f"{path}/check", **WISH, **PERSON)

        again = desk.post(f"{path}/edit", **_hidden(asked.text))

        assert 'value="taro@example.jp"' in again.text


class TestOnce:
    def test_sent_twice_it_is_one_appointment(self, desk: Desk) -> None:
        path = desk.link()
        for _ in range(3):
            assert desk.post(f"{path}/book", **WISH, **PERSON).headers["location"] == path

        assert len(desk.all()) == 1

    def test_a_time_that_went_meanwhile_is_explained_with_what_else_there_is(self, desk: Desk) -> None:
        desk.booked()
        path = desk.link()

        for step in ("check", "book"):
            answer = desk.post(f"{path}/{step}", **WISH, **PERSON)

            assert "ほかの方の予約でうまりました" in answer.text
            assert "11月26日(木)" in answer.text
        assert len(desk.all()) == 1

    def test_opening_an_address_never_changes_anything(self, desk: Desk) -> None:
        path = desk.booked()

        for query in ("cancel=1", "change=1&method=phone&at=2026-11-26T10:00", ""):
            desk.http.get(f"{path}?{query}")
        for step in ("book", "cancel", "change", "erase", "check"):
            assert desk.http.get(f"{path}/{step}", follow_redirects=False).status_code == 303

        assert [a.status for a in desk.all()] == [Status.BOOKED]


class TestChangingAndCancelling:
    def test_change_by_the_same_link(self, desk: Desk) -> None:
        path = desk.booked()
        asked = desk.http.get(f"{path}?change=1&method=online&at=2026-11-26T14:00").text
        assert "11月25日(水) 10:00" in asked

        desk.post(f"{path}/change", **_hidden(asked))

        shown = desk.http.get(path).text
        assert "11月26日(木) 14:00〜15:00" in shown
        assert "YO-1124-01" in shown
        assert desk.all()[0].method is Method.ONLINE

    def test_of_the_days_named_in_the_chat_the_free_ones_are_shown_the_next_first(self, desk: Desk) -> None:
        path = desk.booked()
        named = f"{path}?change=1&method=online&days="

        # 28 November is a Saturday, which nobody has time on.
        shown, _, _ = desk.http.get(f"{named}2026-12-03,2026-11-26,2026-11-28").text.partition("<footer>")

        assert re.findall(r"day=(2026-\d\d-\d\d)", shown) == ["2026-11-26", "2026-12-03"]
        others = re.search(r'href="([^"]+)">ほかの日も見る', shown)
        assert others
        assert "day=2026-11-27" in desk.http.get(unescape(others[1])).text

    def test_where_none_of_the_days_named_is_free_all_others_are_offered(self, desk: Desk) -> None:
        path = desk.booked()

        shown = desk.http.get(f"{path}?change=1&method=online&days=2026-11-28,2026-11-29,nonsense").text

        assert "ご希望の日には、あいている時間がありません" in shown
        assert "day=2026-11-26" in shown
        assert "ほかの日も見る" not in shown

    def test_a_call_needs_a_number_to_call(self, desk: Desk) -> None:
        path = desk.booked()
        fields = {"method": "phone", "at": "2026-11-26T14:00", "sequence": "0"}

        refused = desk.post(f"{path}/change", **fields)

        assert "電話番号が必要です" in refused.text
        assert desk.all()[0].method is Method.ONLINE

    @pytest.mark.parametrize(
        "query", ["change=1", "change=1&method=phone", "change=1&method=phone&at=2026-11-26T14:00"]
    )
    def test_who_left_no_number_is_told_how_to_get_a_call_and_not_offered_one(self, desk: Desk, query: str) -> None:
        path = desk.booked()

        # Below stand the other languages, with the address as it was asked for.
        shown, _, _ = desk.http.get(f"{path}?{query}").text.partition("<footer>")

        assert "method=online" in shown
        assert "method=phone" not in shown
        assert "電話番号で予約し直してください" in shown

    def test_who_left_a_number_may_change_to_a_call(self, desk: Desk) -> None:
        path = desk.booked(contact="0134-32-4111")

        shown = desk.http.get(f"{path}?change=1").text

        assert "method=phone" in shown
        assert "予約し直してください" not in shown

    def test_an_old_page_changes_nothing(self, desk: Desk) -> None:
        path = desk.booked()
        first = _hidden(desk.http.get(f"{path}?change=1&method=online&at=2026-11-26T14:00").text)
        late = _hidden(desk.http.get(f"{path}?cancel=1").text)
        desk.post(f"{path}/change", **first)

        desk.post(f"{path}/cancel", **late)

        assert desk.all()[0].status is Status.CHANGED

    def test_cancel_once_and_book_anew(self, desk: Desk) -> None:
        path = desk.booked()
        asked = _hidden(desk.http.get(f"{path}?cancel=1").text)
        desk.post(f"{path}/cancel", **asked)
        desk.post(f"{path}/cancel", **asked)

        shown = desk.http.get(path).text
        assert "取り消しました" in shown
        assert 'href="/appointments"' in shown
        desk.booked()
        assert [a.status for a in desk.all()] == [Status.CANCELLED, Status.BOOKED]

    def test_what_was_written_can_be_erased_and_the_count_stays(self, desk: Desk) -> None:
        path = desk.booked()
        refused = desk.post(f"{path}/erase")
        assert "先に予約を取り消す" in refused.text
        desk.post(f"{path}/cancel", **_hidden(desk.http.get(f"{path}?cancel=1").text))

        desk.post(f"{path}/erase")

        (kept,) = desk.all()
        assert (kept.person, kept.status) == (None, Status.CANCELLED)
        with desk.api.app.state.services.database.read() as connection:
            rows = str(connection.execute(sa.text("SELECT * FROM appointments")).all())
        assert "taro" not in rows
        assert "たろう" not in rows

    def test_the_calendar_file(self, desk: Desk) -> None:
        path = desk.booked()

        answer = desk.http.get(f"{path}.ics")

        assert answer.headers["content-type"].startswith("text/calendar")
        (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
        assert "移住相談" in event["summary"]
        looked = desk.http.head(f"{path}.ics")
        assert (looked.status_code, looked.headers["content-type"]) == (200, answer.headers["content-type"])

    def test_what_is_missing_is_said_by_the_page_and_not_by_the_browser(self, desk: Desk) -> None:
        path = desk.link()
        form = desk.http.get(f"{path}?method=online&at=2026-11-25T10:00").text

        answer = desk.post(f"{path}/check", **WISH)

        assert re.search(r'<form [^>]*action="[^"]*/check"[^>]* novalidate', form)
        assert answer.status_code == 422
        assert "しるしを付けてください" in answer.text


class TestLinks:
    def test_one_that_never_was_has_kind_words_and_a_way_on(self, desk: Desk) -> None:
        for path in (
            "/appointments/nothing",
            "/appointments/nothing.ics",
            "/appointments/" + "x" * 500,
        ):
            answer = desk.http.get(path)

            assert answer.status_code == 404
            assert "予約をはじめる" in answer.text

    def test_no_page_may_be_kept_or_told_of(self, desk: Desk) -> None:
        answer = desk.http.get(desk.booked())

        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in answer.headers

    def test_in_the_conversation_it_came_from_the_notice_arrives(self, desk: Desk) -> None:
        visitor = desk.api.visitor()

        path = desk.booked(visitor.conversation_id)

        last = visitor.get("/api/web/messages").json()["messages"][-1]
        assert last["author"] == "system"
        assert "受付番号：YO-1124-01" in last["parts"][0]["text"]
        assert last["parts"][1]["url"].endswith(path)
        assert "たろう" not in str(last)

    def test_too_many_beginnings_are_slowed_down(self, desk: Desk) -> None:
        answers = {desk.post("/appointments").status_code for _ in range(40)}

        assert answers == {303, 429}


def _href(html: str, words: str) -> str:
    found = re.search(rf'href="([^"]+)"><span>{re.escape(words)}', html)
    assert found, f"no link {words}"
    return found[1].replace("&amp;", "&")


def _hidden(html: str) -> dict[str, str]:
    """The hidden fields of the first form."""
    form = html[html.index("<form") :]
    form = form[: form.index("</form>")]
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))


@pytest.mark.parametrize(
    ("at", "is_reminded"), [("2026-11-24T14:00", False), ("2026-11-26T10:00", True)], ids=["today", "later"]
)
def test_a_reminder_is_promised_only_where_one_is_still_to_come(desk: Desk, at: str, is_reminded: bool) -> None:
    page = desk.http.get(desk.booked(at=at)).text

    assert "確認のメールをお送りします。" in page
    assert ("前の営業日にも" in page) is is_reminded


@pytest.mark.parametrize("act", ["check", "edit", "book", "change", "cancel", "erase"])
def test_an_address_of_a_form_that_is_opened_leads_to_its_page(desk: Desk, act: str) -> None:
    path = desk.booked()

    opened = desk.http.get(f"{path}/{act}", follow_redirects=False)

    assert opened.status_code == 303
    assert opened.headers["location"] == path
    assert opened.headers["referrer-policy"] == "no-referrer"


def test_what_is_wrong_is_said_first_and_each_line_leads_to_its_field(desk: Desk) -> None:
    page = desk.post(f"{desk.link()}/check", **WISH, name="", contact="x").text

    summary = re.search(r'<div class="alert" role="alert" tabindex="-1" autofocus>(.*?)</div>', page, re.S)[1]
    named = re.findall(r'href="#([a-z]+)"', summary)
    assert named == ["name", "contact", "consent"]
    for name in named:
        assert len(re.findall(rf'id="{name}"', page)) == 1
