"""What every channel has, for mail: it is found, counted, disclosed, corrected nowhere else, and leaves by its period."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from desk.channels.mail.tables import mail_received
from desk.conversation import ending
from desk.db.personal_data import inventory
from desk.privacy.pages import Privacy
from desk.privacy.periods import PERIODS
from desk.privacy.retention import SqlRetention
from tests.desk.api import Api
from tests.desk.conftest import SATO
from tests.desk.mail.desk import MailDesk
from tests.desk.mail.servers import Imap, Smtp, letter
from tests.desk.mail.test_office import IN, arrive, case_of, post

MAIL = "犬と住める家はありますか。\n\n-- \n山田 花子 電話 090-8765-4321\n\n> 前のメールの言葉です"


@pytest.fixture
def api(tmp_path: Path, database_url: str) -> Iterator[Api]:
    opened = Api(tmp_path / "desk", database_url=database_url, mail_in_url=IN, mail_acknowledge=False)

    async def recall(_: str) -> dict[str, Any]:
        return {"messages": [], "slots": {}}

    # The assistant answered nothing in it and remembers nothing.
    opened.replace_part(Privacy, dataclasses.replace(opened.app.state.services.of(Privacy), recall=recall))
    yield opened
    opened.app.state.services.database.close()


@pytest.fixture
def boss(api: Api) -> Any:
    api.account("管理", "boss@example.jp", "manager")
    return api.log_in("boss@example.jp")


def press(browser: Any, path: str, **fields: str) -> Any:
    return browser.post(path, data={"csrf": browser.headers["x-csrf-token"], **fields})


@pytest.mark.parametrize("words", ["犬と住める", "移住の相談"])
def test_a_mail_is_found_by_its_words_and_by_its_subject(api: Api, boss: Any, words: str) -> None:
    arrive(api, letter(MAIL))
    arrive(api, letter("別の人です", sender="taro@example.com", subject="空き家"))

    found = boss.get("/api/console/search", params={"q": words}).json()["cases"]

    assert [(one["channel"], one["question"][:5]) for one in found] == [("mail", "移住の相談")]


def test_reports_count_mails_as_a_channel_of_their_own_and_never_as_questions_the_bot_failed(
    api: Api, boss: Any
) -> None:
    api.visitor().post("/api/web/messages", json={"client_id": "c1", "text": "家賃はいくらですか"})
    arrive(api, letter(MAIL))

    def page(path: str, channel: str = "") -> str:
        answer = boss.get(f"/console/reports{path}", params={"channel": channel})
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))

    assert re.search(r"利用（セッション） 2 .*質問 1 ", page(""))
    assert re.search(r"利用（セッション） 1 .*質問 0 ", page("", "mail"))
    assert "犬と住める" not in page("/unanswered", "mail")


def test_a_person_is_found_and_told_all_that_is_held_in_japanese(api: Api, boss: Any) -> None:
    taken = arrive(api, letter(MAIL))
    case_id = case_of(boss)["case_id"]
    said = {"client_id": "r1", "text": "はい、あります", "seen_seq": 1}
    assert boss.post(f"/api/console/cases/{case_id}/messages", json=said).status_code == 202
    post(api)
    at = f"/console/privacy/people/{taken.conversation_id}"

    for words in ("hanako@example.com", "山田 花子"):
        assert at in press(boss, "/console/privacy/find", words=words).text
    told = press(boss, f"{at}/export")

    with zipfile.ZipFile(io.BytesIO(told.content)) as packed:
        page, data = (packed.read(name).decode() for name in ("内容.html", "内容.json"))
    for held in ("犬と住める家はありますか。", "前のメールの言葉です", "移住の相談", "090-8765-4321", "はい、あります"):
        assert held in page
    readable = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert re.findall(r"\b[a-z]+_[a-z_]+|c_[\w-]{10,}|：None", readable) == [], "a code that nobody reads"
    assert re.findall(r'"([a-z_]+)":', data) == [], "a key without a Japanese name"


@pytest.mark.parametrize("after", ["keep", "delete"])
async def test_after_its_period_nothing_is_left_of_it_wherever_the_copy_lay(
    mail_desk: MailDesk, imap: Imap, smtp: Smtp, after: str
) -> None:
    desk = MailDesk(mail_desk.database, mail_desk.clock, mail_desk.folder, f"{imap.url}&after={after}", smtp.url)
    imap.put(letter("わたしの住所は秘密です", message_id="<old@example.com>"))
    desk.take_in()
    [case] = desk.cases()
    desk.reply(case, "承知しました")
    await desk.send_out()
    with desk.store.write() as tx:
        ending.close(tx, case.id, SATO, desk.clock.now())
    assert len(imap.mails()) == (1 if after == "keep" else 0)

    desk.clock.pass_by(days=max(usual.days for usual in PERIODS.values()) + 1)
    retention = SqlRetention(desk.database)
    number = retention.prepare(desk.clock.now())
    assert number is not None
    assert retention.decide(number, True, "a_boss", desk.clock.now())
    retention.carry_out(desk.clock.now())
    desk.take_in()

    with desk.database.read() as connection:
        for holding in inventory():
            found = [str(dict(row)) for row in connection.execute(holding.table.select()).mappings()]
            kept = [row for row in found if "秘密" in row or "hanako" in row]
            assert kept == [], holding.table.name
        copies = connection.execute(sa.select(mail_received.c.copy)).scalars().all()
    assert set(copies) <= {"gone"}
    assert imap.mails() == {}
    desk.mailbox.close()
