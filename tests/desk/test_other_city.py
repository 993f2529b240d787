"""The desk with another city's pack (tests/packs/mihon, an invented town): nothing that it shows or sends names the shipped one."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest

from desk.appointments import ics, mails, person
from desk.appointments import models as appointment_models
from desk.channels.line import rich_menu_areas
from desk.content import new_pack
from desk.conversation import handover_texts, texts
from desk.http import city_files
from desk.mail import printing, to_migrants
from desk.settings import Settings
from desk.settings_check import problems
from desk.text import pack
from desk.text.city_file import CityBroken, examples_left, read
from desk.text.pack import SHIPPED, city
from tests.desk.api import Api
from tests.desk.conftest import CLOSED, OPEN

MIHON = Path(__file__).parents[1] / "packs" / "mihon"
# The shipped city, its centre, its telephone numbers, its prefecture's.
SHIPPED_CITY = re.compile(r"小樽|おたる|オタル|otaru|ひと旗|商工会議所|0134-?\d|後志|shiribeshi", re.IGNORECASE)
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
_LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)"')
_NO_PAGES = ("/console/me/logout",)


@pytest.fixture(autouse=True)
def _shipped_afterwards() -> Iterator[None]:
    yield
    pack.use(SHIPPED)


@pytest.fixture
def api(tmp_path: Path) -> Api:
    # A database of its own: first replies to insert are written into it by name of the centre.
    return Api(tmp_path, pack=MIHON, database_url=f"sqlite:///{tmp_path / 'mihon.db'}")


def _crawled(browser, *begin: str) -> dict[str, str]:
    seen: dict[str, str] = {}
    waiting = list(begin)
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith(_NO_PAGES):
            continue
        answer = browser.get(address)
        kind = answer.headers.get("content-type", "")
        seen[address] = answer.text if kind.startswith(("text/", "application/json", "image/svg")) else ""
        assert answer.status_code < 500, address
        # One page of each kind: lists of days and people repeat the same words.
        if kind.startswith("text/html"):
            known = {one.partition("?")[0] for one in [*seen, *waiting]}
            found = dict.fromkeys(link.replace("&amp;", "&") for link in _LINK.findall(answer.text))
            waiting += [link for link in found if link.partition("?")[0] not in known]
    return seen


def _named(texts_by_name: dict[str, str]) -> dict[str, str]:
    found = {name: SHIPPED_CITY.search(text) for name, text in texts_by_name.items()}
    return {
        name: texts_by_name[name][max(0, m.start() - 30) : m.end() + 30] for name, m in found.items() if m is not None
    }


def test_the_pattern_finds_the_shipped_city(tmp_path: Path) -> None:
    shown = _crawled(Api(tmp_path).http, "/chat", "/privacy", "/appointments")

    assert {"/chat", "/privacy", "/appointments"} <= set(_named(shown))


def test_public_pages(api: Api) -> None:
    shown = _crawled(api.http, "/", "/chat", "/privacy", "/accessibility", "/console", "/appointments", "/widget.js")

    assert "三稜町 移住相談チャット" in shown["/chat"]
    assert "0999-55-0100" in shown["/widget.js"]
    assert "--city-primary:#0f5c3f" in shown["/city.css"]
    assert _named(shown) == {}


def test_office_pages(api: Api) -> None:
    api.account("高橋", "chief@example.jp", "manager")
    shown = _crawled(api.log_in("chief@example.jp"), "/console/me")

    assert len(shown) > 15
    assert _named(shown) == {}


def test_answers_of_the_api(api: Api) -> None:
    api.account()
    consultant, visitor = api.log_in(), api.visitor()
    addresses = ("/api/console/answers", "/api/console/canned", "/api/console/today", "/api/console/cases")

    shown = {address: consultant.get(address).text for address in addresses}
    shown["greeting"] = visitor.get("/api/web/messages").text

    assert "町までの行き方" in shown["/api/console/answers"]
    assert "三稜への移住" in shown["greeting"]
    # Its pack has no texts in other languages.
    assert "English" not in shown["greeting"]
    assert _named(shown) == {}


def test_numbers_of_cases_begin_with_the_citys_letters(api: Api) -> None:
    visitor = api.visitor()
    visitor.post("/api/web/messages", json={"client_id": "c1", "text": "家を借りたい"})

    assert api.hand_over(visitor.conversation_id).json()["receipt"].startswith("SR-")


def test_words_to_migrants_on_the_web_on_line_and_by_mail() -> None:
    pack.use(MIHON)
    messages = [
        {"parts": texts.greeting(OPEN), "author_name": "自動応答", "sent_at": NOW.isoformat()},
        {"parts": texts.assistant_failed(CLOSED), "author_name": "お知らせ", "sent_at": NOW.isoformat()},
    ]
    words, printed = to_migrants.transcript_text(messages, NOW), printing.in_a_child(messages, NOW)
    document = pypdfium2.PdfDocument(io.BytesIO(printed))
    shown = {
        "greeting": str(texts.greeting(CLOSED)),
        "line": str(texts.line_greeting(OPEN)) + str(rich_menu_areas.definition()),
        "form": str(handover_texts.leave_message_form("")) + person.purpose(),
        "reply": to_migrants.subject(to_migrants.REPLY_SUBJECT) + to_migrants.reply_text("https://example.jp"),
        "code": to_migrants.subject(to_migrants.CODE_SUBJECT) + to_migrants.code_text("123456"),
        "transcript": words,
        "pdf": "".join(page.get_textpage().get_text_bounded() for page in document) + str(document.get_metadata_dict()),
    }

    assert "三稜町" in shown["pdf"]
    assert _named(shown) == {}


def test_appointments_by_mail_and_in_calendars() -> None:
    pack.use(MIHON)
    booked = _appointment()
    mail = mails.mail(booked, "booked", mails.Office(None, "https://example.jp"), "https://example.jp/a")  # type: ignore[arg-type]

    assert mail is not None
    shown = {"mail": mail.subject + mail.text, "calendar": ics.event(booked, "desk@example.jp").decode()}
    assert "三稜町" in shown["calendar"]
    assert _named(shown) == {}


def test_every_pack_of_the_repository_can_be_read() -> None:
    assert {read(folder).names.latin for folder in (SHIPPED, MIHON)} == {"otaru", "sanryo"}


def test_a_new_pack_names_nobody_else(tmp_path: Path) -> None:
    folder = tmp_path / "packs" / "new"
    made = new_pack.begin(folder, name="見晴村", town="見晴", latin="miharashi", today=NOW.date())

    written = {str(path): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}
    assert made.names.city == "見晴村"
    assert len(written) > 10
    assert _named(written) == {}
    # Its centre's name in Latin letters is the shipped city's too.
    assert [name for name, text in written.items() if "hitohata" in text.lower()] == []


@pytest.mark.parametrize(
    ("name", "office"),
    [("見晴村", "見晴村役場"), ("四日市市", "四日市市役所"), ("三稜町", "三稜町役場"), ("港区", "港区役所")],
)
def test_the_office_of_a_new_pack_is_called_by_its_kind(tmp_path: Path, name: str, office: str) -> None:
    made = new_pack.begin(tmp_path / "new", name=name, town="x", latin="new", today=NOW.date())

    assert made.office.name == f"{office}（代表）"
    assert made.place.short in {"市役所1階", "区役所1階", "役場1階"}
    assert office.endswith(made.place.short.removesuffix("1階"))


def test_what_a_new_town_has_not_replaced_is_named_and_stops_production(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "new"
    made = new_pack.begin(folder, name="見晴村", town="見晴", latin="miharashi", today=NOW.date())
    left = examples_left(made)
    assert [words for words in left if "00-0000-0000" in words]
    assert [words for words in left if "links.city" in words]
    assert [words for words in left if "読みがな" in words]
    pack.use(folder)
    assert {"HITOHATA_PACK"} <= {name for name, _ in problems(Settings())}

    for known in (SHIPPED, MIHON):
        pack.use(known)
        assert "HITOHATA_PACK" not in {name for name, _ in problems(Settings())}


@pytest.mark.parametrize(
    ("name", "town"),
    [
        ("三稜町", "三稜"),
        ("見晴村", "見晴"),
        # Names that hold the character of their kind twice, or at another place.
        ("四日市市", "四日市"),
        ("十日町市", "十日町"),
        ("大町市", "大町"),
        ("中央区", "中央"),
        ("みらい広域連合", "みらい広域連合"),
    ],
)
def test_a_town_is_called_by_its_name_without_its_kind(name: str, town: str) -> None:
    assert new_pack.called(name) == town


def test_a_new_pack_does_not_overwrite(tmp_path: Path) -> None:
    with pytest.raises(new_pack.NotBegun):
        new_pack.begin(tmp_path, name="見晴村", town="見晴", latin="miharashi", today=NOW.date())


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ('"#0f5c3f"', '"#ffee00"', "colours.primary: expected a contrast"),
        ("0999-55-0100", "ここに電話", "expected a telephone number"),
        ("  latin: sanryo\n", "", "names.latin: expected this field"),
        ("nickname:", "nick:", "names.nick: expected one of"),
        ("picture: picture.svg", "picture: none.svg", "sample_page.picture"),
        ('does: "topic:housing"', 'does: "topic:nothing"', "line_menu.住まい"),
        ("hours: mon-fri 09:00-12:00 13:00-17:00", "hours: 9", "hours: expected words"),
    ],
)
def test_what_is_wrong_in_a_profile_is_named(tmp_path: Path, before: str, after: str, named: str) -> None:
    text = (MIHON / "city.yml").read_text("utf-8")
    assert before in text
    (tmp_path / "city.yml").write_text(text.replace(before, after), "utf-8")
    (tmp_path / "picture.svg").write_text("<svg/>")

    with pytest.raises(CityBroken, match=re.escape(named)):
        read(tmp_path)


def test_a_pack_without_a_profile_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CityBroken, match="make new-pack"):
        pack.use(tmp_path)


def test_the_profile_in_use_is_the_last_named() -> None:
    pack.use(MIHON)
    assert city().names.city == "三稜町"
    pack.use(SHIPPED)
    assert city().names.city != "三稜町"


def _appointment() -> appointment_models.Appointment:
    return appointment_models.Appointment(
        id="a1",
        receipt="R-1",
        account_id="a_sato",
        begin=NOW,
        end=NOW + timedelta(hours=1),
        method=appointment_models.Method.IN_PERSON,
        place="",
        status=appointment_models.Status.BOOKED,
        sequence=0,
        person=appointment_models.Person("み", "email", "m@example.jp", "", {}),
        created_at=NOW,
        updated_at=NOW,
    )


def test_the_account_on_line_is_offered_where_the_profile_has_one(api: Api) -> None:
    offered = api.http.get("/widget.js").text.splitlines()[0]

    assert '"line":"https://line.me/R/ti/p/@000mihon"' in offered
    assert '"city":"三稜町"' in offered


def test_no_account_on_line_is_offered_where_the_profile_has_none() -> None:
    pack.use(SHIPPED)

    assert city().links.line == ""
    assert '"line"' not in city_files._told()


# Of any municipality: neither 市 of a 町, nor its office. What a person or a law says is not ours.
_A_CITY = re.compile(r"(?<![都一-龥])市(?:の|に|が|へ|は|から|役所)")


def test_a_town_is_not_called_a_city(api: Api) -> None:
    public = _crawled(api.http, "/", "/chat", "/privacy", "/appointments", "/widget.js")
    api.account("高橋", "chief@example.jp", "manager")
    office = _crawled(api.log_in("chief@example.jp"), "/console/me")

    # Ways of asking, as people write them, and the pages that explain and show them.
    shown = {name: text for name, text in (public | office).items() if not name.startswith("/console/answers")}
    found = {name: match for name, text in shown.items() if (match := _A_CITY.search(text))}
    assert {name: shown[name][max(0, m.start() - 20) : m.end() + 20] for name, m in found.items()} == {}
