from __future__ import annotations

import dataclasses
import re
from datetime import timedelta

import pytest

from desk.appointments.appointment_views import STATUS_WORDS
from desk.appointments.models import AFTERWARDS, STATUS_NAMES, Method, Status
from desk.audit.store import AuditLog
from desk.hours.store import OpeningHours
from tests.desk.api import Api
from tests.desk.booking.test_booking_page import Desk
from tests.desk.console.office import post

HOME = "/console/appointments"
SLOT = "online 2026-11-25T10:00 {account}"


@pytest.fixture
def desk(api: Api) -> Desk:
    return Desk(api)


@pytest.fixture
def sato(desk: Desk):
    return desk.api.log_in()


def slot(desk: Desk, text: str = SLOT) -> str:
    return text.format(account=desk.account_id)


class TestWeek:
    def test_it_shows_who_comes_and_what_is_free(self, desk: Desk, sato) -> None:
        desk.booked()

        shown = sato.get(HOME).text

        assert "11月25日(水) 10:00〜11:00" in shown
        assert "た…" in shown
        assert "たろう" not in shown
        assert "taro@example.jp" not in shown
        assert "あき 6" in shown

    def test_weeks_and_consultants_can_be_chosen(self, desk: Desk, sato) -> None:
        desk.booked()

        assert "YO-1124-01" not in sato.get(f"{HOME}?week=2026-12-03").text.split("新しい予約")[0]
        assert "YO-1124-01" in sato.get(f"{HOME}?week=2026-11-29&who={desk.account_id}").text
        assert sato.get(f"{HOME}?week=nonsense&who=nobody").status_code == 200

    def test_a_closure_added_later_flags_what_it_hits(self, desk: Desk, sato) -> None:
        desk.booked()
        assert "合わなくなった" not in sato.get(HOME).text

        office = OpeningHours(desk.api.app.state.services.database)
        office.save_rules("mon-fri 09:00-17:30", "2026-11-25 臨時休業", "a_boss", desk.now())

        flagged = sato.get(HOME).text
        assert "合わなくなった予約" in flagged
        assert "休業日" in flagged
        assert "11月25日" not in desk.http.get(f"{desk.link()}?method=online").text

    def test_news_is_shown_until_somebody_has_seen_it(self, desk: Desk, sato) -> None:
        desk.booked()
        (made,) = desk.all()
        assert "新しい予約・変更・取り消し（1件）" in sato.get(HOME).text

        post(sato, f"{HOME}/{made.id}", do="notice")

        assert "新しい予約・変更・取り消し" not in sato.get(HOME).text

    @pytest.mark.parametrize("path", ["", ".csv", "/new", "/times", "/ap_1"])
    def test_auditors_see_nobody(self, api: Api, path: str) -> None:
        api.account(role="auditor")

        assert api.log_in().get(HOME + path).status_code == 403

    def test_the_export_has_no_names_and_no_formulas(self, desk: Desk, sato) -> None:
        desk.booked(name="=1+1")

        answer = sato.get(f"{HOME}.csv?month=2026-11")

        assert answer.content.startswith(b"\xef\xbb\xbf")
        assert "YO-1124-01,2026-11-25,10:00,11:00,佐藤,オンライン" in answer.text
        for private in ("=1+1", "taro", "家のこと"):
            assert private not in answer.text

    @pytest.mark.parametrize("place", ["=1+1", " =1+1", "＝1+1", "\u3000＋81", "＠SUM(A1)"])
    def test_a_place_in_the_export_is_no_formula(self, desk: Desk, sato, place: str) -> None:
        desk.booked()
        with desk.store.write() as tx:
            tx.put(dataclasses.replace(desk.all()[0], place=place))

        answer = sato.get(f"{HOME}.csv?month=2026-11")

        assert f",'{place}," in answer.content.decode("utf-8-sig")


class TestOne:
    def test_the_contact_is_masked_until_shown_and_that_is_written_down(self, desk: Desk, sato) -> None:
        desk.booked()
        (made,) = desk.all()
        masked = sato.get(f"{HOME}/{made.id}").text
        assert "taro@example.jp" not in masked
        assert "家のこと" not in masked
        assert "たろう" not in masked

        whole = post(sato, f"{HOME}/{made.id}/person").text

        assert "taro@example.jp" in whole
        assert "家のこと" in whole
        assert "たろう" in whole
        log = [(e.action, e.subject) for e in AuditLog(desk.api.app.state.services.database).entries()]
        assert ("show_contact", made.id) in log

    def test_moving_it_tells_the_person(self, desk: Desk, sato) -> None:
        visitor = desk.api.visitor()
        desk.booked(visitor.conversation_id)
        (made,) = desk.all()

        wish = slot(desk, "online 2026-11-26T14:00 {account}")
        post(sato, f"{HOME}/{made.id}", do="move", sequence="0", slot=wish)

        (moved,) = desk.all()
        assert (moved.status, moved.method) == (Status.CHANGED, Method.ONLINE)
        last = visitor.get("/api/web/messages").json()["messages"][-1]["parts"][0]["text"]
        assert "ご予約を変えました" in last

    def test_it_does_not_become_a_call_without_a_number_to_call(self, desk: Desk, sato) -> None:
        desk.booked()
        (made,) = desk.all()
        wish = slot(desk, "phone 2026-11-26T14:00 {account}")

        refused = post(sato, f"{HOME}/{made.id}", do="move", sequence="0", slot=wish)

        assert refused.status_code == 409
        assert "電話番号が必要です" in refused.text
        assert desk.all()[0].method is Method.ONLINE

    def test_cancelling_takes_two_steps_and_tells_the_person(self, desk: Desk, sato) -> None:
        visitor = desk.api.visitor()
        desk.booked(visitor.conversation_id)
        (made,) = desk.all()

        # The button is folded away behind what follows from it.
        folded = re.search("<details><summary>取り消す.*?</details>", sato.get(f"{HOME}/{made.id}").text, re.S)
        assert "元には戻せません" in folded[0]
        assert "取り消して本人に知らせる" in folded[0]
        post(sato, f"{HOME}/{made.id}", do="cancel", sequence="0")

        assert desk.all()[0].status is Status.CANCELLED
        last = visitor.get("/api/web/messages").json()["messages"][-1]["parts"][0]["text"]
        assert "取り消" in last

    def test_two_consultants_at_once_do_not_undo_each_other(self, desk: Desk, sato) -> None:
        desk.booked()
        (made,) = desk.all()
        wish = slot(desk, "online 2026-11-26T14:00 {account}")
        post(sato, f"{HOME}/{made.id}", do="move", sequence="0", slot=wish)

        late = post(sato, f"{HOME}/{made.id}", do="cancel", sequence="0")

        assert late.status_code == 409
        assert "さきほど変わりました" in late.text
        assert desk.all()[0].status is Status.CHANGED

    @pytest.mark.parametrize(
        ("url", "is_sound"),
        [
            ("https://meet.example.jp/a?b=c", True),
            ("http://meet.example.jp/", False),
            ("javascript:alert(1)", False),
            ("https://user@evil.example/", False),
            ('https://meet.example.jp/"onload=', False),
            ("", False),
        ],
    )
    def test_only_https_becomes_an_entrance(self, desk: Desk, sato, url: str, is_sound: bool) -> None:
        path = desk.booked()
        (made,) = desk.all()

        answer = post(sato, f"{HOME}/{made.id}", do="url", sequence="0", url=url)

        assert (answer.status_code == 200) is is_sound
        assert (desk.all()[0].meeting_url == url) is (is_sound or url == "")
        if is_sound:
            assert f'href="{url}"' in desk.http.get(path).text

    @pytest.mark.parametrize("status", AFTERWARDS)
    def test_before_its_time_nothing_can_be_said_of_how_it_went(self, desk: Desk, sato, status: Status) -> None:
        desk.booked()
        (made,) = desk.all()

        early = post(sato, f"{HOME}/{made.id}", do=status, sequence="0")

        assert early.status_code == 409
        assert f'value="{status}"' not in early.text
        assert desk.all()[0].status is Status.BOOKED

    @pytest.mark.parametrize("status", AFTERWARDS)
    def test_afterwards_a_button_says_how_it_went(self, desk: Desk, sato, status: Status) -> None:
        path = desk.booked()
        (made,) = desk.all()
        begun = dataclasses.replace(made, begin=desk.now() - timedelta(minutes=30), end=desk.now())
        with desk.store.write() as tx:
            tx.put(begun)

        assert f'value="{status}"' in sato.get(f"{HOME}/{made.id}").text
        post(sato, f"{HOME}/{made.id}", do=status, sequence="0")

        assert desk.all()[0].status is status
        assert STATUS_NAMES[status] in sato.get(f"{HOME}/{made.id}").text
        assert STATUS_WORDS[status][0] in desk.http.get(path).text

    def test_what_does_not_exist_is_not_found(self, sato) -> None:
        assert sato.get(f"{HOME}/nothing").status_code == 404
        assert post(sato, f"{HOME}/nothing", do="cancel", sequence="0").status_code == 404

    def test_without_the_token_nothing_changes(self, desk: Desk, sato) -> None:
        desk.booked()
        (made,) = desk.all()

        refused = sato.post(f"{HOME}/{made.id}", data={"do": "cancel", "sequence": "0"})

        assert refused.status_code == 403
        assert desk.all()[0].status is Status.BOOKED


class TestInTheConsole:
    def test_a_case_shows_its_appointments_without_names(self, desk: Desk, sato) -> None:
        visitor = desk.api.visitor()
        case_id = desk.api.hand_over(visitor.conversation_id).json()["case_id"]
        desk.booked(visitor.conversation_id)
        desk.booked(at="2026-11-26T10:00")

        found = sato.get(f"/api/console/appointments/{case_id}").json()

        assert [item["when"] for item in found["appointments"]] == ["11月25日(水) 10:00〜11:00"]
        assert found["address"] == f"{HOME}/new?case={case_id}"
        assert "たろう" not in str(found)

    def test_today_counts_ones_own_and_what_is_new(self, desk: Desk, sato) -> None:
        desk.booked(at="2026-11-24T14:00")
        desk.booked()

        found = sato.get("/api/console/appointments").json()

        assert [item["when"] for item in found["today"]] == ["11月24日(火) 14:00〜15:00"]
        assert found["news"] == 2


class TestForSomebody:
    FIELDS = {"name": "はなこ", "contact": "0134-32-4111", "topic": "", "told": "yes"}

    def test_from_a_case_the_person_hears_of_it_in_the_chat(self, desk: Desk, sato) -> None:
        visitor = desk.api.visitor()
        case_id = desk.api.hand_over(visitor.conversation_id).json()["case_id"]
        assert f'value="{case_id}"' in sato.get(f"{HOME}/new?case={case_id}").text

        made = post(sato, f"{HOME}/new", case=case_id, slot=slot(desk), **self.FIELDS)

        assert "予約を作り、本人にお知らせしました" in made.text
        (kept,) = desk.all()
        assert (kept.case_id, kept.made_by, kept.is_noticed) == (case_id, desk.account_id, True)
        last = visitor.get("/api/web/messages").json()["messages"][-1]["parts"]
        assert "ご予約を受け付けました" in last[0]["text"]
        assert kept.receipt in desk.http.get(last[1]["url"].partition("8000")[2]).text

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"slot": ""}, "日時を選んで"),
            ({"method": "phone"}, "日時を選んで"),  # ticked after the time of another way
            ({"slot": "online 2026-11-25T12:00 {account}"}, "うまりました"),
            ({"contact": "x"}, "形になっていない"),
            ({"told": ""}, "しるしを付けて"),
        ],
    )
    def test_what_is_wrong_is_said_and_kept(self, desk: Desk, sato, change: dict[str, str], words: str) -> None:
        fields = {"slot": SLOT, **self.FIELDS, **change}
        fields["slot"] = slot(desk, fields["slot"])

        answer = post(sato, f"{HOME}/new", **fields)

        assert answer.status_code == 422
        assert words in answer.text
        assert 'value="はなこ"' in answer.text
        assert desk.all() == []

    def test_a_time_stays_chosen_where_something_else_is_wrong(self, desk: Desk, sato) -> None:
        late = slot(desk, "phone 2026-12-16T10:00 {account}")

        page = post(sato, f"{HOME}/new", method="phone", slot=late, **{**self.FIELDS, "contact": "x"}).text

        assert re.search(rf'value="{late}"[^>]* checked', page)
        assert re.search(r'name="method" value="phone" checked', page)
        (unfolded,) = re.findall(r"<details open><summary>(\d[^<]*)", page)
        assert unfolded == "12月14日(月)〜12月18日(金)"
