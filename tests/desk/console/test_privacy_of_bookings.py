"""People who booked without a conversation: found, shown, exported, corrected, held and erased like everybody else."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta

import pytest
import sqlalchemy as sa

from desk.appointments.models import Method, Status
from desk.conversation_sql import tables as t
from desk.db.schema import metadata
from desk.mail.tables import letters
from desk.privacy import tables as p
from desk.privacy.erased_list import ErasedList
from desk.privacy.leftovers import Leftovers
from tests.desk.api import Api
from tests.desk.booking.test_booking_page import Desk, _hidden
from tests.desk.console.test_privacy import logged, post, remembers

NAME, MAIL, TOPIC = "やまもとこはる", "koharu@example.jp", "雪かきのこと"
FIND = "/console/privacy/find"


@pytest.fixture
def desk(api: Api) -> Desk:
    remembers(api, {})
    return Desk(api)


@pytest.fixture
def boss(api: Api):
    api.account("管理", "boss@example.jp", "manager")
    return api.log_in("boss@example.jp")


@pytest.fixture(params=["page", "office"])
def person(request: pytest.FixtureRequest, desk: Desk) -> str:
    """Somebody whom the page or the office booked in; returns their page of the privacy tools."""
    if request.param == "page":
        desk.link_of_person = desk.booked(name=NAME, contact=MAIL, topic=TOPIC)
    else:
        sato = desk.api.log_in()
        slot = f"online 2026-11-25T10:00 {desk.account_id}"
        made = post(sato, "/console/appointments/new", slot=slot, name=NAME, contact=MAIL, topic=TOPIC, told="yes")
        assert made.status_code == 200
    (appointment,) = desk.all()
    return f"/console/privacy/people/{appointment.conversation_id}"


def booked(desk: Desk):
    (appointment,) = desk.all()
    return appointment


def words_anywhere(api: Api) -> str:
    """Return everything that stands in any table."""
    with api.app.state.services.database.read() as connection:
        return "\n".join(
            str(tuple(row)) for table in metadata.tables.values() for row in connection.execute(table.select())
        )


@pytest.mark.parametrize("words", [NAME, "ＫＯＨＡＲＵ＠example.jp", "YO-1124-01", "ＹＯ－１１２４－０１", "雪かき"])
def test_they_are_found(boss, person: str, words: str) -> None:
    found = post(boss, FIND, words=words)

    assert found.status_code == 200
    assert person in found.text
    assert "予約だけ" in found.text


def test_everything_on_them_is_shown_and_exported(desk: Desk, boss, person: str) -> None:
    page = boss.get(person).text
    packed = zipfile.ZipFile(io.BytesIO(post(boss, f"{person}/export").content))
    data = packed.read("内容.json").decode()

    for words in (NAME, MAIL, TOPIC, "相談の予約", "送ったメール"):
        assert words in page
        assert words in data
    assert re.findall(r'"([a-z_]+)":', data) == []
    assert logged(desk.api)[:2] == ["privacy_export", "privacy_show"]


def test_they_are_corrected_and_the_wrong_value_is_gone(desk: Desk, boss, person: str) -> None:
    change = {
        "appointment_id": booked(desk).id,
        "name": "山本小春",
        "value": "０１３４ー２２ー１１１１",
        "question": TOPIC,
    }

    done = post(boss, f"{person}/correct", **change, reason="本人の申し出")

    assert "お名前、連絡先を訂正しました" in done.text
    who = booked(desk).person
    assert (who.name, who.contact, who.contact_kind) == ("山本小春", "0134-22-1111", "phone")
    everything = words_anywhere(desk.api)
    assert NAME not in everything
    assert MAIL not in everything
    with desk.api.app.state.services.database.read() as connection:
        fields = connection.execute(sa.select(p.corrections.c.field, p.corrections.c.case_id)).all()
    assert sorted(map(tuple, fields)) == [("name", None), ("value", None)]


@pytest.mark.parametrize(
    ("change", "status"),
    [({"value": "でんわ"}, 422), ({"reason": ""}, 422), ({"appointment_id": "ap_other"}, 404)],
)
def test_what_cannot_be_corrected_is_refused(
    desk: Desk, boss, person: str, change: dict[str, str], status: int
) -> None:
    fields = {"appointment_id": booked(desk).id, "value": MAIL, "reason": "x"} | change

    assert post(boss, f"{person}/correct", **fields).status_code == status
    assert booked(desk).person.contact == MAIL


def test_an_erasure_leaves_nothing_and_cancels_what_stood(desk: Desk, boss, person: str) -> None:
    refused = post(boss, f"{person}/erase", confirm="YO-0000-00")
    done = post(boss, f"{person}/erase", confirm="YO-1124-01")

    assert (refused.status_code, done.status_code) == (422, 200)
    everything = words_anywhere(desk.api)
    for words in (NAME, MAIL, TOPIC):
        assert words not in everything
    assert post(boss, FIND, words=NAME).status_code == 404
    assert booked(desk).status is Status.CANCELLED
    assert booked(desk).person is None
    with desk.api.app.state.services.database.read() as connection:
        assert connection.execute(sa.select(letters.c.id)).first() is None


def test_a_hold_outlasts_the_wish_to_erase(desk: Desk, boss, person: str) -> None:
    post(boss, f"{person}/limit", kind="hold", do="set", reason="訴訟")

    assert post(boss, f"{person}/erase", confirm="YO-1124-01").status_code == 409
    assert booked(desk).person.name == NAME


def test_a_hold_keeps_what_would_be_forgotten(desk: Desk, boss) -> None:
    path = desk.booked(name=NAME, contact=MAIL)
    person = f"/console/privacy/people/{booked(desk).conversation_id}"
    desk.post(f"{path}/cancel", sequence="0")
    post(boss, f"{person}/limit", kind="hold", do="set", reason="訴訟")
    later = desk.now() + timedelta(days=200)

    refused = desk.post(f"{path}/erase")
    with desk.store.write() as tx:
        forgotten = tx.forget_old(later, desk.now())

    assert forgotten == 0
    said, below = refused.text.split("下の番号へお電話ください", 1)
    assert "市の手続きのために保存しています" in said
    assert "小樽市役所（代表）" in below
    assert "0134-32-4111" in below
    assert booked(desk).person.name == NAME
    post(boss, f"{person}/limit", kind="hold", do="lift")
    assert desk.post(f"{path}/erase").status_code == 303
    assert booked(desk).person is None


def test_a_restore_erases_them_again(desk: Desk, boss, person: str) -> None:
    back, erased_list = desk.api.app.state.services.database, ErasedList(desk.api.settings.data)
    before = booked(desk)
    post(boss, f"{person}/erase", confirm="YO-1124-01")
    erased_list.note(Leftovers(back).erased_since(None))
    with desk.store.write() as tx:
        tx.put(before)
    with back.write() as connection:
        connection.execute(t.conversations.update().values(erased_at=None))

    assert erased_list.reapply(back, desk.now()) == 1

    assert booked(desk).person is None


def test_a_restore_erases_again_who_erased_themselves_on_their_page(desk: Desk) -> None:
    path = desk.booked(name=NAME, contact=MAIL, topic=TOPIC)
    before = booked(desk)
    for step in ("cancel", "erase"):
        desk.post(f"{path}/{step}", **_hidden(desk.http.get(f"{path}?{step}=1").text))
    back, erased_list = desk.api.app.state.services.database, ErasedList(desk.api.settings.data)
    assert erased_list.note(Leftovers(back).erased_since(None)) == 1
    with desk.store.write() as tx:
        tx.put(before)
    with back.write() as connection:
        connection.execute(t.conversations.update().values(erased_at=None))

    assert erased_list.reapply(back, desk.now()) == 1

    assert booked(desk).person is None


def test_nobody_is_told_of_a_chat_that_is_not(desk: Desk) -> None:
    path = desk.booked(name=NAME, contact="0134-22-1111", method=Method.PHONE)

    assert "予約をはじめたチャット" not in desk.http.get(path).text
    with desk.api.app.state.services.database.read() as connection:
        assert connection.execute(sa.select(t.messages.c.id)).first() is None
