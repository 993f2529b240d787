"""The pages of booking in the reader's language, from the first page to the receipt; what is kept stays Japanese."""

from __future__ import annotations

import dataclasses
import re
from datetime import date, timedelta

import icalendar
import pytest
import sqlalchemy as sa
import yaml

from desk.appointments import (
    appointment_views,
    booking,
    booking_frame,
    booking_refusals,
    page_dates,
    page_language,
    translated,
)
from desk.appointments.booking_dependencies import BookingDependencies
from desk.appointments.easy_texts import EASY
from desk.appointments.models import STATUS_NAMES, Status
from desk.conversation import texts
from desk.conversation.models import Author
from desk.http import limits
from desk.mail.tables import letters
from desk.settings import PROJECT
from desk.text.pack import city
from tests.desk.api import Api
from tests.desk.booking.conftest import PERSON, WISH, Desk
from tests.desk.console.office import post

TRANSLATED = [language for language in page_language.NAMES if language not in {"ja", "ja-easy"}]
DAYS = {"en": "Wed 25 Nov", "zh-Hans": "11月25日(周三)", "zh-Hant": "11月25日(週三)", "ko": "11월 25일(수)"}
ASIDE = re.compile(
    r"<header>.*?</header>|<title>.*?</title>|<details.*?</details>|<footer>.*?</footer>|<head>.*?</head>", re.S
)
DISTRESS = "もう死にたいです"
KANA = re.compile(r"[ぁ-んァ-ヶ]")


def words(page: str) -> str:
    """What a page says in its middle, without the Japanese original of the notice and without what a person entered."""
    said = re.sub(r"<[^>]+>", " ", ASIDE.sub("", page))
    return said.replace(PERSON["name"], "").replace(PERSON["topic"], "").replace("たろう", "")


def walked(desk: Desk, path: str) -> dict[str, str]:
    """Every page from the first step to the cancelled appointment."""
    found = {"method": desk.http.get(path).text}
    found["day"] = desk.http.get(f"{path}?method=online").text
    found["named"] = desk.http.get(f"{path}?method=online&days=2026-11-25,2026-11-26").text
    found["not then"] = desk.http.get(f"{path}?method=online&days=2026-11-28").text
    found["time"] = desk.http.get(f"{path}?method=online&day=2026-11-25").text
    found["fields"] = desk.http.get(f"{path}?method=online&at=2026-11-25T10:00").text
    found["wrong"] = desk.post(f"{path}/check", **WISH, name="", contact="x", consent="").text
    found["check"] = desk.post(f"{path}/check", **WISH, **PERSON).text
    booked = desk.post(f"{path}/book", **WISH, **PERSON)
    found["shown"] = desk.http.get(booked.headers["location"]).text
    found["move"] = desk.http.get(f"{path}?change=1&method=online&at=2026-11-26T10:00").text
    found["cancel"] = desk.http.get(f"{path}?cancel=1").text
    cancelled = desk.post(f"{path}/cancel", sequence="0")
    found["cancelled"] = desk.http.get(cancelled.headers["location"]).text
    return found


def test_weekdays_are_those_of_the_calendar() -> None:
    monday = date(2026, 11, 23)
    named = {"zh-Hans": ("周", "一二三四五六日"), "zh-Hant": ("週", "一二三四五六日"), "ko": ("", "월화수목금토일")}
    try:
        for number in range(7):
            day = monday + timedelta(number)
            page_language.use("en")
            assert page_dates.day(day).startswith(f"{day:%a} ")
            for language, (before, letters) in named.items():
                page_language.use(language)
                assert page_dates.day(day).endswith(f"({before}{letters[number]})")
    finally:
        page_language.use("ja")


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_page_is_in_the_language_of_its_address(desk: Desk, language: str) -> None:
    begun = desk.post(f"/appointments?language={language}")
    path = begun.headers["location"]
    pages = {"begin": desk.http.get(f"/appointments?language={language}").text, **walked(desk, path)}

    for name, page in pages.items():
        assert not KANA.search(words(page)), (name, words(page))
        assert f'<html lang="{language}">' in page
    assert DAYS[language] in pages["day"]
    assert f"{DAYS[language]}{',' if language == 'en' else ''} 10:00–11:00" in pages["shown"]
    assert "個人情報" not in words(pages["fields"])
    assert page_language.is_unreviewed() or "translation" in pages["shown"] or language != "en"


def refused(desk: Desk, language: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Every way in which the pages say no."""

    def path() -> str:
        return desk.post(f"/appointments?language={language}").headers["location"]

    def booked(**more: str) -> str:
        made = path()
        assert desk.post(f"{made}/book", **{**WISH, **PERSON, **more}).status_code == 303
        return made

    found = {"unknown": desk.http.get(f"/appointments/{language}~nothing").text}
    found["urgent"] = desk.post(f"{path()}/check", **WISH, **PERSON | {"topic": DISTRESS}).text
    standing = booked()
    found["stands"] = desk.post(f"{standing}/erase").text
    sequence = str(desk.all()[0].sequence)
    by_phone = {"method": "phone", "at": "2026-11-25T15:00", "sequence": sequence}
    found["no number"] = desk.post(f"{standing}/change", **by_phone).text
    with monkeypatch.context() as few:
        few.setattr(limits, "BOOKING_MOVES", dataclasses.replace(limits.BOOKING_MOVES, most=0))
        again = {"method": "online", "at": "2026-11-25T15:00", "sequence": sequence}
        found["moves"] = desk.post(f"{standing}/change", **again).text
        few.setattr(limits, "BOOKINGS", dataclasses.replace(limits.BOOKINGS, most=0))
        found["network"] = desk.post(f"{path()}/book", **WISH | {"at": "2026-11-26T10:00"}, **PERSON).text
        few.setattr(limits, "BOOKING_POSTS", dataclasses.replace(limits.BOOKING_POSTS, most=0))
        found["busy"] = desk.post(f"{path()}/book", **WISH, **PERSON).text
    for at in ("2026-11-26T10:00", "2026-11-27T10:00"):
        booked(at=at)
    found["standing"] = desk.post(f"{path()}/book", **WISH | {"at": "2026-11-27T11:00"}, **PERSON).text
    desk.post(f"{standing}/cancel", sequence=sequence)
    with monkeypatch.context() as few:
        few.setattr(booking, "OF_CONTACT", dataclasses.replace(booking.OF_CONTACT, most=1))
        found["contact"] = desk.post(f"{path()}/book", **WISH | {"at": "2026-11-27T11:00"}, **PERSON).text
    page_language.use(language)
    try:
        found["old"] = bytes(booking_refusals.useless(is_old=True).body).decode()
    finally:
        page_language.use("ja")
    return found


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_refusal_is_in_the_language_of_its_address(
    desk: Desk, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = refused(desk, language, monkeypatch)

    numbers = [label for label, _ in desk.api.app.state.services.of(BookingDependencies).numbers(DISTRESS)]
    assert numbers
    for name, page in pages.items():
        said = words(page).replace(DISTRESS, "")
        for label in numbers:
            said = said.replace(label, "")
        assert not KANA.search(said), (name, said)
        assert not KANA.search(re.search(r"<h1>(.*?)</h1>", page)[1]), name
        assert f'<html lang="{language}">' in page


def test_easy_japanese_has_its_readings_above(desk: Desk) -> None:
    path = desk.post("/appointments?language=ja-easy").headers["location"]
    pages = walked(desk, path)

    assert "<ruby>予約<rp>（</rp><rt>よやく</rt>" in pages["shown"]
    assert "<rt>にじゅうごにち</rt>" not in pages["day"]
    assert re.search(r"11<ruby>月<rp>（</rp><rt>がつ</rt>", pages["day"])
    assert not re.search(r"《|&lt;ruby|<ruby>[^<]*<ruby", "".join(pages.values()))
    assert '<html lang="ja">' in pages["day"]


@pytest.mark.parametrize(("language", "days"), [("en", "Wed 25 Nov"), (None, "11月25日(水)")])
def test_a_link_of_a_talk_speaks_the_language_of_the_talk(desk: Desk, language: str | None, days: str) -> None:
    visitor = desk.api.visitor()
    store = desk.api.app.state.services.store
    part = {"type": "text", "text": "…"} | ({"language": language} if language else {})
    with store.write() as tx:
        tx.append(visitor.conversation_id, Author.BOT, texts.BOT_NAME, [part], desk.now())

    path = desk.link(visitor.conversation_id)

    assert days in desk.http.get(f"{path}?method=online").text
    wrong = desk.post(f"{path}/book", **WISH, name="", contact="", consent="")
    assert ("Please check" in wrong.text) is (language == "en")


def test_the_other_languages_lead_to_the_same_page(desk: Desk) -> None:
    path = desk.link()
    page = desk.http.get(f"{path}?method=online&day=2026-11-25").text
    address = re.search(r'href="([^"]+)" lang="ko"', page)[1].replace("&amp;", "&")

    assert "11월 25일(수)" in desk.http.get(address).text
    back = re.search(r'href="([^"]+)" lang="ja">日本語', desk.http.get(address).text)[1].replace("&amp;", "&")
    assert "11月25日(水)" in desk.http.get(back).text


def sent(desk: Desk) -> list[tuple[str, str]]:
    """Subject and text of the mails, in their order."""
    columns = letters.c.subject, letters.c.text
    with desk.api.app.state.services.database.read() as connection:
        return [
            tuple(row)
            for row in connection.execute(sa.select(*columns).order_by(letters.c.created_at, letters.c.subject))
        ]


@pytest.mark.parametrize("language", [*TRANSLATED, "ja-easy"])
def test_mail_and_calendar_say_it_again_in_the_language_of_the_page(desk: Desk, language: str) -> None:
    path = desk.post(f"/appointments?language={language}").headers["location"]
    desk.post(f"{path}/book", **WISH, **PERSON)
    (made,) = desk.all()
    calendar = icalendar.Calendar.from_ical(desk.http.get(f"{path}.ics").content)
    (event,) = calendar.walk("VEVENT")
    desk.post(f"{path}/cancel", sequence="0")

    (booked, whole), (cancelled, _) = sent(desk)
    japanese, _, below = whole.partition("――――――――")
    assert "移住相談のご予約を受け付けました。" in japanese
    for text in (below.partition("--")[0], str(event["description"])):
        assert made.receipt in text
        assert language == "ja-easy" or not KANA.search(text.replace(city().names.centre, ""))
        assert "10:00" in text
        assert PERSON["name"] not in text
        assert "《" not in text
        # What is said of a page that is open is untrue in a mail and a calendar.
        assert not re.search("on this page|此页面|此頁面|이 페이지|この ページ", text)
    assert "/appointments/" in below
    page_language.use(language)
    try:
        assert page_language.is_unreviewed() in below
        assert page_language.plainly(translated.AUTOMATIC) in below.partition("--")[0]
        assert page_language.plainly("ご予約を受け付けました") in booked
        assert page_language.plainly("ご予約を取り消しました") in cancelled
    finally:
        page_language.use("ja")


def booked_by_a_consultant(desk: Desk, **more: str):
    slot = f"online 2026-11-25T10:00 {desk.account_id}"
    fields = {"slot": slot, "name": "Taro", "contact": "taro@example.jp", "told": "yes"} | more
    return post(desk.api.log_in(), "/console/appointments/new", **fields)


@pytest.mark.parametrize("language", ["en", "ja-easy", "ko"])
def test_a_consultant_chooses_the_language_of_who_called(desk: Desk, language: str) -> None:
    booked_by_a_consultant(desk, language=language)

    ((subject, text),) = sent(desk)
    page_language.use(language)
    try:
        title = page_language.plainly("ご予約を受け付けました")
    finally:
        page_language.use("ja")
    assert title in subject
    assert title in text.partition("――――――――")[2]
    path = re.search(r"https?://[^/]+(/appointments/\S+)", text)[1]
    assert "~" not in path, "the address itself names no language"
    page = desk.http.get(path).text
    assert f'<html lang="{"ja" if language == "ja-easy" else language}">' in page


@pytest.mark.parametrize("language", ["", "ja", "xx"])
def test_without_a_choice_the_words_are_japanese(desk: Desk, language: str) -> None:
    booked_by_a_consultant(desk, language=language)

    ((_, text),) = sent(desk)
    assert "――――" not in text


def test_a_refused_form_keeps_the_chosen_language(desk: Desk) -> None:
    page = booked_by_a_consultant(desk, language="ko", name="").text

    assert re.search(r'<option value="ko"[^>]* selected', page)


def test_who_books_in_japanese_gets_japanese_alone(desk: Desk) -> None:
    path = desk.post("/appointments").headers["location"]
    desk.post(f"{path}/book", **WISH, **PERSON)

    ((subject, text),) = sent(desk)
    assert "――――" not in text
    assert " / " not in subject
    assert b"DESCRIPTION" not in desk.http.get(f"{path}.ics").content


def test_the_consent_and_what_consultants_read_stay_japanese(desk: Desk) -> None:
    path = desk.post("/appointments?language=en").headers["location"]
    desk.post(f"{path}/book", **WISH, **PERSON)

    (made,) = desk.all()
    assert "移住相談のご予約" in made.person.consent["text"]


@pytest.mark.parametrize("code", ["xx~abc", "en~", "~", "en~en~abc"])
def test_what_is_no_language_or_no_code_leads_nowhere(api: Api, code: str) -> None:
    assert api.http.get(f"/appointments/{code}").status_code == 404


def test_every_step_has_easy_words() -> None:
    assert set(booking_frame.STEPS) <= EASY.keys()


def test_every_status_is_named_and_told_in_easy_words() -> None:
    told = appointment_views.STATUS_WORDS

    assert set(STATUS_NAMES) == set(told) == set(Status)
    assert {words for pair in told.values() for words in pair} <= EASY.keys()


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_has_easy_words_is_in_the_language_too(language: str) -> None:
    booking = yaml.safe_load((PROJECT / "data" / "languages" / f"{language}.yml").read_text(encoding="utf-8"))[
        "booking"
    ]

    assert booking.keys() - {"purpose"} == EASY.keys()
