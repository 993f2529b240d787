"""個人情報: found, shown, exported, corrected, stopped, held, erased; and every step in the log."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from desk.audit.store import AuditLog
from desk.conversation.errors import AssistantFailed
from desk.conversation_sql import privacy_tables
from desk.conversation_sql import tables as t
from desk.mail import letter_store
from desk.privacy import tables as p
from desk.privacy.pages import Privacy
from tests.desk.api import Api

CONTACT = {"kind": "phone", "value": "0134-32-4111", "name": "山本こはる"}
CONSENT = {"given": True, "text": "お知らせの文面", "at": "2026-11-24T10:20:00+09:00"}


def remembers(api: Api, answer: dict | Exception) -> None:
    async def recall(conversation_id: str) -> dict:
        if isinstance(answer, Exception):
            raise answer
        return answer

    import dataclasses

    api.replace_part(Privacy, dataclasses.replace(api.app.state.services.of(Privacy), recall=recall))


@pytest.fixture
def person(api: Api) -> str:
    """A migrant with a case, whose conversation is known."""
    remembers(api, {"messages": [{"author": "user", "text": "覚えている話"}], "slots": {}})
    visitor = api.visitor()
    visitor.post("/api/web/messages", json={"client_id": "c1", "text": "でんわは０１３４３２４１１１です"})
    api.hand_over(visitor.conversation_id, contact=CONTACT, consent=CONSENT, question="犬の話")
    return visitor.conversation_id


@pytest.fixture
def boss(api: Api):
    api.account("管理", "boss@example.jp", "manager")
    return api.log_in("boss@example.jp")


def post(browser, path: str, **fields: str):
    return browser.post(path, data={"csrf": browser.headers["x-csrf-token"], **fields})


def at(person: str, do: str = "") -> str:
    return f"/console/privacy/people/{person}{'/' + do if do else ''}"


def logged(api: Api) -> list[str]:
    return [entry.action for entry in AuditLog(api.app.state.services.database).entries()]


def receipt(api: Api) -> str:
    with api.app.state.services.database.read() as connection:
        return connection.execute(sa.select(t.cases.c.receipt)).scalars().first()


class TestFinding:
    @pytest.mark.parametrize(
        "words",
        [
            "OT-1124-01",
            "ＯＴ－１１２４－０１",
            "0134-32-4111",
            "０１３４ー３２ー４１１１",
            "+81 134 32 4111",
            "(0134)32-4111",
            "山本こはる",
        ],
    )
    def test_a_person_is_found_however_it_is_typed(self, api: Api, boss, person: str, words: str) -> None:
        found = post(boss, "/console/privacy/find", words=words)

        assert found.status_code == 200
        assert at(person) in found.text

    def test_a_conversation_is_found_by_its_number(self, boss, person: str) -> None:
        assert at(person) in post(boss, "/console/privacy/find", words=person).text

    @pytest.mark.parametrize("words", ["", "山", "nobody@example.jp", "%", "0199-99-9999"])
    def test_nobody_else_is_found(self, api: Api, boss, person: str, words: str) -> None:
        found = post(boss, "/console/privacy/find", words=words)

        assert found.status_code == 404
        assert at(person) not in found.text

    def test_what_was_looked_for_is_in_no_log(self, api: Api, boss, person: str) -> None:
        post(boss, "/console/privacy/find", words="山本こはる")

        entries = AuditLog(api.app.state.services.database).entries()
        assert entries[0].action == "privacy_find"
        assert not any("山本" in e.subject for e in entries)


class TestShowing:
    def test_the_page_shows_what_every_table_and_the_assistant_hold(self, api: Api, boss, person: str) -> None:
        page = boss.get(at(person)).text

        for words in (
            "０１３４３２４１１１",
            "山本こはる",
            "犬の話",
            "覚えている話",
            "お知らせの文面",
        ):
            assert words in page
        assert logged(api)[0] == "privacy_show"

    def test_an_assistant_that_is_away_is_said_to_be(self, api: Api, boss, person: str) -> None:
        remembers(api, AssistantFailed("away"))

        assert "いま自動応答につながりません" in boss.get(at(person)).text

    def test_tokens_and_hashes_are_not_shown(self, api: Api, boss, person: str) -> None:
        with api.app.state.services.database.read() as connection:
            token = connection.execute(sa.select(t.conversations.c.token_hash)).scalars().first()

        assert token not in boss.get(at(person)).text

    def test_the_export_is_whole_and_in_japanese(self, api: Api, boss, person: str) -> None:
        answer = post(boss, at(person, "export"))

        packed = zipfile.ZipFile(io.BytesIO(answer.content))
        assert set(packed.namelist()) == {"はじめにお読みください.txt", "内容.html", "内容.json"}
        data = json.loads(packed.read("内容.json"))
        assert {"会話", "メッセージ", "相談", "自動応答（Rasa）の記憶"} <= data.keys()
        text = packed.read("内容.json").decode()
        assert "０１３４３２４１１１" in text
        page = packed.read("内容.html").decode()
        assert "覚えている話" in page
        assert re.search(r"で相談を受け付けました（.+）。受付番号は OT-[0-9-]+ です。", page)
        readable = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
        assert re.findall(r"[a-z]+_[a-z_]+|c_[\w-]{10,}|：None|[a-z]+/[a-z_]+", readable) == [], (
            "a code that nobody reads"
        )
        assert re.findall(r'"([a-z_]+)":', text) == [], "a key without a Japanese name"
        assert logged(api)[0] == "privacy_export"

    def test_codes_are_read_as_words_and_answers_by_their_titles(self, api: Api, boss, person: str) -> None:
        remembers(api, {"slots": {"last_label": "housing/rent_cost"}, "messages": []})
        with api.app.state.services.database.write() as connection:
            connection.execute(
                t.cases.update()
                .where(t.cases.c.conversation_id == person)
                .values(flags=["distress"], state="message_left")
            )
        packed = zipfile.ZipFile(io.BytesIO(post(boss, at(person, "export")).content))
        page, text = packed.read("内容.html").decode(), packed.read("内容.json").decode()

        for words in ("つらい気持ち", "伝言", "会話のはじまり", "家賃"):
            assert words in page
            assert words in text
        for code in ("distress", "message_left", "request_person", "asked_for_person", "rent_cost"):
            assert code not in page
            assert f'"{code}"' not in text

    def test_a_word_that_looks_like_a_code_stays_as_it_was_said(self, api: Api, boss) -> None:
        remembers(api, {})
        visitor = api.visitor()
        visitor.post("/api/web/messages", json={"client_id": "c", "text": "phone"})

        packed = zipfile.ZipFile(io.BytesIO(post(boss, at(visitor.conversation_id, "export")).content))

        assert '"言葉": "phone"' in packed.read("内容.json").decode()
        assert "<dd>phone</dd>" in packed.read("内容.html").decode()

    def test_what_was_typed_is_inert_in_the_export(self, api: Api, boss) -> None:
        remembers(api, {})
        visitor = api.visitor()
        visitor.post("/api/web/messages", json={"client_id": "c", "text": "<script>alert(1)</script>"})
        answer = post(boss, at(visitor.conversation_id, "export"))
        page = zipfile.ZipFile(io.BytesIO(answer.content)).read("内容.html").decode()

        assert "<script" not in page
        assert "&lt;script&gt;" in page


class TestCorrecting:
    def test_the_new_value_holds_and_the_old_one_is_gone(self, api: Api, boss, person: str) -> None:
        case_id = re.search(r'name="case_id" value="([\w-]+)"', boss.get(at(person)).text)[1]

        answer = post(boss, at(person, "correct"), case_id=case_id, name="山本小春", reason="本人の申し出")

        assert "お名前を訂正しました" in answer.text
        assert "山本小春" in answer.text
        with api.app.state.services.database.read() as connection:
            row = connection.execute(sa.select(p.corrections)).mappings().one()
            contact = connection.execute(sa.select(t.cases.c.contact)).scalar_one()
        assert (row["field"], row["reason"], row["by_name"]) == ("name", "本人の申し出", "管理")
        assert contact == CONTACT | {"name": "山本小春"}
        assert "山本こはる" not in answer.text

    def test_a_correction_wants_a_reason_and_a_case_of_this_person(self, api: Api, boss, person: str) -> None:
        case_id = re.search(r'name="case_id" value="([\w-]+)"', boss.get(at(person)).text)[1]
        other = api.hand_over().json()["case_id"]

        assert post(boss, at(person, "correct"), case_id=case_id, name="x").status_code == 422
        refused = post(boss, at(person, "correct"), case_id=other, name="x", reason="y")
        assert refused.status_code == 404

    @pytest.mark.parametrize(
        ("typed", "status", "kept"),
        [
            ("ｔａｒｏ＠ｅｘａｍｐｌｅ。ｊｐ", 200, {"kind": "email", "value": "taro@example.jp"}),
            ("090.1234.5678（夜のみ）", 200, {"kind": "phone", "value": "090-1234-5678"}),
            ("たろう@example.jp", 422, {}),
            ("でんわ", 422, {}),
        ],
    )
    def test_a_contact_is_read_as_in_any_form(
        self, api: Api, boss, person: str, typed: str, status: int, kept: dict[str, str]
    ) -> None:
        case_id = re.search(r'name="case_id" value="([\w-]+)"', boss.get(at(person)).text)[1]

        answer = post(boss, at(person, "correct"), case_id=case_id, value=typed, reason="本人の申し出")

        assert answer.status_code == status
        with api.app.state.services.database.read() as connection:
            contact = connection.execute(sa.select(t.cases.c.contact)).scalar_one()
        assert contact == CONTACT | kept


class TestStopping:
    def test_nobody_writes_to_or_calls_a_person_whose_data_must_not_be_used(self, api: Api, boss, person: str) -> None:
        with api.app.state.services.database.read() as connection:
            case_id = connection.execute(sa.select(t.cases.c.id)).scalars().one()
        api.account()
        sato = api.log_in()
        case = f"/api/console/cases/{case_id}"
        post(boss, at(person, "limit"), kind="stop", do="set", reason="本人の請求")

        sent = sato.post(f"{case}/messages", json={"client_id": "1", "text": "もしもし"})
        shown = sato.post(f"{case}/contact")
        with api.app.state.services.database.write() as connection:
            written = letter_store.put(
                connection,
                dedup_key="k",
                to="a@example.jp",
                subject="s",
                text="t",
                now=api.app.state.services.clock.now(),
                conversation_id=person,
            )

        assert (sent.status_code, sent.json()["error"]["code"]) == (409, "use_stopped")
        assert shown.status_code == 409
        assert not written
        post(boss, at(person, "limit"), kind="stop", do="lift")
        assert sato.post(f"{case}/contact").status_code == 200


class TestErasing:
    def test_the_receipt_number_is_wanted(self, api: Api, boss, person: str) -> None:
        refused = post(boss, at(person, "erase"), confirm="OT-0000-00")
        assert refused.status_code == 422
        assert "山本こはる" in boss.get(at(person)).text

        done = post(boss, at(person, "erase"), confirm=receipt(api))

        remembers(api, {})
        page = boss.get(at(person)).text
        assert done.status_code == 200
        assert "消去しました" in page
        for words in ("０１３４", "山本", "犬の話"):
            assert words not in page

    def test_a_hold_outlasts_every_wish_to_erase(self, api: Api, boss, person: str) -> None:
        post(boss, at(person, "limit"), kind="hold", do="set", reason="訴訟")

        assert post(boss, at(person, "erase"), confirm=receipt(api)).status_code == 409
        store = api.app.state.services.store
        with store.write() as tx:
            tx.erase(person, api.app.state.services.clock.now())
        page = boss.get(at(person)).text
        assert "消去待ち" in page
        assert "山本こはる" in page
        with api.app.state.services.database.read() as connection:
            assert (
                connection.execute(
                    sa.select(t.conversations.c.token_hash).where(t.conversations.c.id == person)
                ).scalar_one()
                is None
            )

        remembers(api, {})
        lifted = post(boss, at(person, "limit"), kind="hold", do="lift")
        assert "求められていた消去をしました" in lifted.text
        assert "山本こはる" not in boss.get(at(person)).text


class TestRequests:
    def test_the_last_day_is_thirty_days_on_and_can_be_extended_once(self, api: Api, boss) -> None:
        url = "/console/privacy/requests"
        page = post(boss, url, kind="disclosure", file_number="市政 第12号", received_on="2026-11-20")
        assert "2026年12月20日(日)（あと26日）" in page.text

        post(boss, f"{url}/1", do="extend")
        page = post(boss, f"{url}/1", do="extend")
        assert "2027年1月19日(火)" in page.text

        page = post(boss, f"{url}/1", outcome="granted")
        assert "すべて応じた（2026年11月24日(火)）" in page.text

    @pytest.mark.parametrize(
        "change",
        [
            {"kind": "x"},
            {"file_number": ""},
            {"received_on": "きのう"},
            {"received_on": "2027-01-01"},
        ],
    )
    def test_what_cannot_be_is_refused(self, api: Api, boss, change: dict) -> None:
        fields = {"kind": "stop", "file_number": "1", "received_on": "2026-11-20"} | change

        assert post(boss, "/console/privacy/requests", **fields).status_code == 422


class TestNotices:
    def test_each_wording_is_kept_once_and_counted(self, api: Api, boss) -> None:
        for text in ("古い文面", "新しい文面", "新しい文面"):
            api.hand_over(contact=CONTACT, consent=CONSENT | {"text": text})
        api.hand_over(contact=None, consent={"given": False, "text": "断った文面"})

        page = boss.get("/console/privacy/notices").text

        assert page.count("新しい文面") == 1
        assert "同意 2件" in page
        assert "同意 1件" in page
        assert "断った文面" not in page

    def test_a_case_names_the_version_it_agreed_to(self, api: Api) -> None:
        api.hand_over(contact=CONTACT, consent=CONSENT)
        with api.app.state.services.database.read() as connection:
            consent = connection.execute(sa.select(t.cases.c.consent)).scalar_one()
            notice = connection.execute(sa.select(privacy_tables.purpose_notices)).mappings().one()
        assert consent["version"] == notice["hash"]
        assert notice["text"] == CONSENT["text"]


@pytest.fixture
def api(tmp_path, database_url: str) -> Iterator[Api]:
    opened = Api(tmp_path / "desk", database_url=database_url)
    yield opened
    opened.app.state.services.database.close()
