"""After a form of the office: done once, however often the page is loaded again; refused with what was typed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute

from desk.office import after_post
from desk.routes import ROUTERS
from tests.desk.api import PASSWORD, Api
from tests.desk.console.office import manager

ROUTES = sorted(
    (
        route
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and "POST" in route.methods and route.path.startswith("/console/")
    ),
    key=lambda route: route.path,
)
# They change nothing: sending them again only shows the same once more.
SHOWS = {
    "find_person",
    "try_question",
    "check_version",
    "show_appointment_person",
    "begin_second_factor",
    "export_person",
}
# Left without a redirect on purpose: the session is over.
OVER = {"change_password"}
DESK = Path(__file__).parents[3] / "desk"


def _path(route: APIRoute) -> str:
    samples = {"group_id": "0" * 32, "worker": "turns", "topic": "live", "slug": "x", "fact_id": "x"}
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda m: samples.get(m[1], "1"), route.path)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
def test_the_address_of_a_form_opens(api: Api, route: APIRoute) -> None:
    boss = manager(api)
    home = after_post.home_of({"path": _path(route), "app": api.app})

    assert home.startswith("/console/"), "no page above it"
    opened = boss.get(_path(route), follow_redirects=False)
    if opened.status_code == 303:
        assert opened.headers["location"] == home
    # What is named in the address may be gone; the page then says so.
    assert opened.status_code in {200, 303} or (opened.status_code == 404 and home == _path(route))
    assert boss.get(_path(route)).status_code in {200, 404}


@pytest.mark.parametrize("route", [one for one in ROUTES if one.name not in SHOWS], ids=lambda route: route.path)
def test_no_form_is_answered_by_a_page_that_would_send_it_again(api: Api, route: APIRoute) -> None:
    answer = post_plain(manager(api), _path(route))

    assert answer.status_code == 303 or answer.status_code >= 400, answer.text[:300]


def test_pages_that_stay_are_named_here() -> None:
    found = [
        (path.name, line.strip())
        for path in sorted(DESK.glob("*/*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if "stays=True" in line
    ]

    assert [name for name, _ in found] == ["own_page.py", "pages.py"]


def post_plain(browser: Any, path: str, **fields: str) -> Any:
    return browser.post(path, data={"csrf": browser.headers["x-csrf-token"], **fields}, follow_redirects=False)


DONE = [
    ("/console/canned", {"title": "あいさつ", "register": "formal", "text": "こんにちは"}, "「あいさつ」を保存しました"),
    ("/console/notices", {"quiet_from": "20:00", "quiet_until": "08:00"}, "保存しました"),
    ("/console/me/sessions/others", {}, "ログアウトしました"),
    ("/console/privacy/retention/prepare", {}, "保存期間を過ぎたものはありません"),
    ("/console/danger", {}, "ありません。"),
    ("/console/deliveries/line/resume", {}, "送信を再開しました"),
    ("/console/accounts", {"name": "新人", "email": "n@example.jp", "role": "consultant"}, "アカウントを作りました"),
    ("/console/appointments/times", {"kind": "weekly", "weekday_1": "1", "begin": "09:00", "end": "10:00", "minutes": "60", "capacity": "1", "method_phone": "1"}, "保存しました"),
    ("/console/answers/off", {"scope": "all", "reason": "試し", "until": "hour"}, "止めました"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "fields", "said"), DONE, ids=lambda value: value if isinstance(value, str) else "")
def test_what_was_done_is_said_once_on_a_page_that_may_be_loaded_again(
    api: Api, path: str, fields: dict[str, str], said: str
) -> None:
    boss = manager(api)
    if path.endswith("times"):
        fields = fields | {"who": boss.get("/api/console/session").json()["account_id"]}

    answer = post_plain(boss, path, **fields)
    first = boss.get(answer.headers["location"])
    again = boss.get(answer.headers["location"])

    assert answer.status_code == 303
    assert (first.status_code, again.status_code) == (200, 200)
    assert said in first.text.partition("<main>")[2]
    assert said not in re.findall(r'class="said" role="status">([^<]*)', again.text)


def test_a_password_is_shown_once_and_to_its_session_only(api: Api) -> None:
    boss = manager(api)
    api.account("次長", "second@example.jp", "manager")
    other = api.log_in("second@example.jp")

    answer = post_plain(boss, "/console/accounts", name="新人", email="n@example.jp", role="consultant")
    told = answer.cookies["hitohata_told"]
    other.cookies.set("hitohata_told", told, path="/console")
    elsewhere = other.get("/console/accounts").text
    password = re.search(r"<li><code>(\S+?)</code>", boss.get("/console/accounts").text)[1]

    assert password not in told
    assert "<code>" not in elsewhere
    assert "<code>" not in boss.get("/console/accounts").text
    assert api.http.post("/api/console/login", json={"email": "n@example.jp", "password": password}).status_code == 200


REFUSED = [
    ("/console/canned", {"id": "", "title": "題", "register": "easy", "text": "{知らない} です\nはい"}),
    ("/console/accounts", {"name": "新人", "email": "だめ", "role": "supervisor"}),
    ("/console/notices", {"quiet_from": "25:99", "quiet_until": "08:00", "kind_new": "on"}),
    ("/console/privacy/requests", {"file_number": "令和8-1", "received_on": "2099-01-01"}),
    ("/console/privacy/find", {"words": "だれか"}),
    ("/console/appointments/new", {"name": "小樽 花子", "contact": "だめ", "topic": "家の相談"}),
    ("/console/answers/new", {"title": "", "phrasings": "犬は飼えますか", "body": "本文です"}),
    ("/console/answers/off", {"scope": "all", "reason": "", "until": "week"}),
]  # fmt: skip


@pytest.mark.parametrize(("path", "fields"), REFUSED, ids=lambda value: value if isinstance(value, str) else "")
def test_a_refused_form_keeps_what_was_typed(api: Api, path: str, fields: dict[str, str]) -> None:
    page = post_plain(manager(api), path, **fields)

    assert page.status_code >= 400
    assert "data-answer-of-form" in page.text
    main = page.text.partition("<main>")[2]
    for name, value in fields.items():
        is_there = f'name="{name}"' in main and (value in main or value.replace("\n", "\r\n") in main)
        assert is_there or not value, (name, value)
    chosen = [value for name, value in fields.items() if name in {"register", "role", "until"}]
    assert all(re.search(rf'<option value="{value}" selected', main) for value in chosen)


def test_a_refused_form_gives_no_password_back(api: Api) -> None:
    page = post_plain(manager(api), "/console/me/password", present="a-wrong-one", fresh=PASSWORD)

    assert page.status_code == 422
    assert "a-wrong-one" not in page.text
    assert PASSWORD not in page.text


@pytest.mark.parametrize(
    ("place", "fragment"),
    [
        ("q-0af", "#q-0af"),
        ("", ""),
        ("x y", ""),
        ("//evil.example", ""),
        ("q\r\nset-cookie: a=b", ""),
    ],
)
def test_a_form_in_a_long_page_comes_back_to_its_place(api: Api, place: str, fragment: str) -> None:
    boss = manager(api)
    fields = {"title": "あいさつ", "register": "formal", "text": "こんにちは", "place": place}

    done = post_plain(boss, "/console/canned", **fields)

    assert done.status_code == 303, done.text
    assert done.headers["location"] == f"/console/canned{fragment}"
