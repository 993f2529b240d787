"""The stand-in for the world's mail: what a person writes reaches the centre, what the centre says reaches its thread."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from desk.channels.mail.kinds import Kind
from desk.channels.mail.reading import Reading, read
from desk.db.database import Database
from tests.desk.conftest import FakeClock
from tests.desk.mail.desk import MailDesk
from tests.desk.mail.servers import ADDRESS
from tests.mail_simulator import letters
from tests.mail_simulator.post_office import PostOffice
from tests.mail_simulator.server import Simulator, running
from tests.mail_simulator.threads import Mail, threads
from tests.ports import free_ports

HANAKO = "hanako@example.com"


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[Simulator]:
    with running(tmp_path, *free_ports(3)) as found:
        yield found


@pytest.fixture
def desk(database: Database, clock: FakeClock, tmp_path: Path, simulator: Simulator) -> Iterator[MailDesk]:
    found = MailDesk(
        database,
        clock,
        tmp_path / "data",
        simulator.settings["HITOHATA_MAIL_IN_URL"],
        simulator.settings["HITOHATA_SMTP_URL"],
        acknowledges=False,
    )
    yield found
    found.mailbox.close()


def office() -> tuple[PostOffice, list[Reading]]:
    """A post office whose centre only reads."""
    came: list[Reading] = []
    return PostOffice(lambda raw: came.append(read(raw, frozenset({ADDRESS}))), ADDRESS), came


def mail(number: int, *answers: int, subject: str = "") -> Mail:
    return Mail(f"<{number}>", is_mine=True, subject=subject, text="", answers=tuple(f"<{one}>" for one in answers))


def test_threads_are_made_by_what_is_answered_and_never_by_the_subject() -> None:
    found = threads([mail(1, subject="同じ"), mail(2, subject="同じ"), mail(3, 1), mail(4, 9), mail(5, 9), mail(3, 1)])

    assert [[one.id for one in thread] for thread in found] == [["<4>", "<5>"], ["<1>", "<3>"], ["<2>"]]
    # A mail that names two threads makes them one.
    assert len(threads([mail(1), mail(2), mail(3, 1, 2)])) == 1


async def test_a_consultation_over_the_page(desk: MailDesk, simulator: Simulator) -> None:
    with httpx.Client(base_url=simulator.page, trust_env=False) as page:

        def write(text: str, **fields: object) -> None:
            page.post(f"/mailbox/{HANAKO}", json={"do": "write", "text": text, **fields}).raise_for_status()

        def thread() -> list[dict[str, object]]:
            [found] = page.get(f"/mailbox/{HANAKO}").json()["threads"]
            assert isinstance(found, list)
            return found

        assert "受信箱の見本" in page.get("/").text
        write("犬と住める家はありますか。", name="山田 花子", subject="移住の相談", photo=True)
        assert [one["is_read"] for one in page.get("/centre").json()] == [False]
        assert desk.take_in() == 1
        [case] = desk.cases()
        assert case.contact == {"kind": "email", "value": HANAKO, "name": "山田 花子"}
        assert page.get("/centre").json()[0]["is_read"]

        desk.reply(case, "空き家バンクをご覧ください。")
        await desk.send_out()
        first, second = thread()
        assert (first["is_mine"], second["is_mine"], first["files"]) == (True, False, ["家の写真.jpg"])
        assert str(second["text"]).startswith("空き家バンクをご覧ください。")
        assert "<p" in str(second["html"])

        write("ありがとうございます。", answers=second["id"])
        assert desk.take_in() == 1
        assert [one.id for one in desk.cases()] == [case.id]
        assert len(thread()) == 3
        assert page.post(f"/mailbox/{HANAKO}", json={"do": "write", "text": "x", "answers": "<?>"}).status_code == 404


async def test_the_faults_are_what_a_city_meets(desk: MailDesk, simulator: Simulator) -> None:
    post_office = simulator.post_office
    post_office.write(HANAKO, "家を探しています。", subject="家")
    desk.take_in()
    [case] = desk.cases()
    with httpx.Client(base_url=simulator.page, trust_env=False) as page:
        for fault in ("busy", "away", "bounce"):
            page.post(f"/mailbox/{HANAKO}", json={"do": "fault", "fault": fault}).raise_for_status()
        assert page.post(f"/mailbox/{HANAKO}", json={"do": "fault", "fault": "fire"}).status_code == 422
        assert page.get(f"/mailbox/{HANAKO}").json()["faults"] == ["busy", "away", "bounce"]

    desk.reply(case, "一通目")
    await desk.send_out()
    # Put off: it is in nobody's mailbox yet.
    assert len(post_office.mailboxes[HANAKO]) == 1
    desk.clock.pass_by(minutes=2)
    await desk.send_out()
    assert [one.text.split("\n")[0] for one in post_office.mailboxes[HANAKO]] == ["家を探しています。", "一通目"]
    desk.take_in()
    desk.reply(case, "二通目", "r2")
    await desk.send_out()
    desk.take_in()

    said = [text for author, text in desk.said(case.conversation_id) if author == "system"]
    assert len(post_office.mailboxes[HANAKO]) == 2
    assert any("届きませんでした" in text for text in said)
    # The absence note was no answer of the person's.
    assert len([one for one in desk.said(case.conversation_id) if one[0] == "user"]) == 1


@pytest.mark.parametrize("form", letters.FORMS)
def test_each_form_is_read_as_it_was_written(form: str) -> None:
    post_office, came = office()

    post_office.write(HANAKO, "はじめまして。\n小樽に住みたいです。", name="山田 花子", subject="相談", form=form)

    [found] = came
    assert found.kind is Kind.LETTER
    assert (found.subject, found.sender) == ("相談", HANAKO)
    assert [line for line in found.text.split("\n") if line] == ["はじめまして。", "小樽に住みたいです。"]


def test_what_a_form_cannot_write_is_refused() -> None:
    post_office, came = office()

    with pytest.raises(UnicodeEncodeError):
        post_office.write(HANAKO, "よろしく😀", form="iso-2022-jp")

    assert came == []
    assert post_office.mailboxes[HANAKO] == []
