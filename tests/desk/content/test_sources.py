"""Pages that answers cite: which may be asked, what of them is compared, what waits for a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest

from desk.content.source_watch import TRIES, SourceWatch
from desk.content.sources import MOST_BYTES, Pages, Unreachable, hosts, is_allowed, words
from tests.desk.api import Api
from tests.desk.content.conftest import CHIEF, Kind, Office

AMONG = hosts("www.example.jp, *.lg.example.jp")
URL = "https://www.example.jp/bus"
PAGE = "<html><head><script>{script}</script></head><body><nav>{nav}</nav><main><h1>運賃</h1><p>{text}</p></main></body></html>"
Answer = Callable[[httpx.Request], httpx.Response]


class Host:
    """A city's web server, as a transport; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[httpx.Request] = []
        self.robots = httpx.Response(404)
        self.answer: Answer = lambda request: self.page()

    def page(self, text: str = "240円", nav: str = "1", **headers: str) -> httpx.Response:
        return httpx.Response(200, html=PAGE.format(script=nav, nav=nav, text=text), headers=headers)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            return self.robots
        self.asked.append(request)
        return self.answer(request)


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture
def watch(office: Office, database, clock, host: Host) -> SourceWatch:
    pages = Pages(AMONG, httpx.MockTransport(host))
    return SourceWatch(database, office.published, clock, AMONG, pages)


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        (URL, True),
        ("https://a.lg.example.jp/x", True),
        ("https://a.b.lg.example.jp", True),
        ("https://lg.example.jp/", False),
        ("http://www.example.jp/bus", False),
        ("https://www.example.jp:8443/bus", False),
        ("https://www.example.jp:443/bus", True),
        ("https://www.example.jp@169.254.169.254/", False),
        ("https://www.example.jp.evil.example/", False),
        ("https://127.0.0.1/", False),
        ("file:///etc/passwd", False),
        ("https://[", False),
    ],
)
def test_only_pages_of_the_named_hosts_are_asked(url: str, allowed: bool) -> None:
    assert is_allowed(url, AMONG) is allowed


def test_words_are_compared_not_scripts_or_menus() -> None:
    a, b = (PAGE.format(script=n, nav=n, text="240円 &amp; 120円").encode() for n in "12")

    assert words(a, "text/html; charset=utf-8") == words(b, "text/html") == "運賃 240円 & 120円"
    assert words("<p>あ</p>".encode("shift_jis"), "text/html; charset=Shift_JIS") == "あ"
    assert words(b"%PDF-1", "application/pdf") != words(b"%PDF-2", "application/pdf")
    assert words(b"<p>a</p>", "text/html; charset=none-such") == "a"


def test_a_page_is_looked_at_once_a_week_and_its_change_waits_for_a_person(watch, host, clock) -> None:
    assert watch.look() == URL
    assert watch.look() is None
    clock.pass_by(days=7)
    host.answer = lambda _: host.page(nav="2")
    assert (watch.look(), watch.news()) == (URL, [])
    clock.pass_by(days=7)
    host.answer = lambda _: host.page("260円")
    watch.look()

    [news] = watch.news()

    assert (news.url, news.title, news.label, news.what) == (URL, "見本市「バス」", "chitchat/distress", "changed")
    clock.pass_by(days=7)
    host.answer = lambda _: host.page("280円")
    watch.look()
    assert [one.since for one in watch.news()] == [news.since]
    assert watch.finish(news.id)
    assert not watch.finish(news.id)
    clock.pass_by(days=7)
    watch.look()
    assert watch.news() == []


def test_a_host_that_says_that_nothing_changed_sends_nothing(watch, host, clock) -> None:
    host.answer = lambda _: host.page(etag='"a"', **{"last-modified": "Mon, 01 Jun 2026 00:00:00 GMT"})
    watch.look()
    clock.pass_by(days=7)
    host.answer = lambda _: httpx.Response(304)
    watch.look()

    assert host.asked[1].headers["if-none-match"] == '"a"'
    assert host.asked[1].headers["if-modified-since"].startswith("Mon, 01 Jun")
    assert watch.news() == []


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_and_comes_back(status: int, watch, host, clock) -> None:
    watch.look()
    clock.pass_by(days=7)
    host.answer = lambda _: httpx.Response(status)
    watch.look()
    assert [one.what for one in watch.news()] == ["gone"]


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(503),
        httpx.Response(302, headers={"location": "https://elsewhere.example/"}),
        httpx.Response(302, headers={"location": "/bus"}),
        httpx.Response(200, content=b"x" * (MOST_BYTES + 1)),
        httpx.ConnectTimeout("slow"),
    ],
    ids=["trouble", "elsewhere", "in_circles", "large", "slow"],
)
def test_what_cannot_be_read_is_tried_daily_and_told_after_a_week(answer, watch, host, clock) -> None:
    def give(_: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    host.answer = give
    for number in range(TRIES):
        assert watch.news() == []
        assert watch.look() == URL
        assert watch.look() is None
        clock.pass_by(days=1)
        assert number < TRIES
    assert [one.what for one in watch.news()] == ["away"]

    host.answer = lambda _: host.page()
    watch.look()

    assert watch.news() == []
    assert {request.url.host for request in host.asked} == {"www.example.jp"}


def test_robots_txt_is_kept_to_and_asked_once_a_day(host, clock) -> None:
    host.robots = httpx.Response(200, text="User-agent: *\nDisallow: /bus")
    pages = Pages(AMONG, httpx.MockTransport(host))

    with pytest.raises(Unreachable, match="robots"):
        pages.look(URL, None, clock.now())
    host.robots = httpx.Response(200, text="User-agent: *\nDisallow:")
    with pytest.raises(Unreachable, match="robots"):
        pages.look(URL, None, clock.now() + timedelta(hours=23))
    assert host.asked == []

    assert pages.look(URL, None, clock.now() + timedelta(hours=25)).digest


def test_two_desks_look_at_a_page_once(watch, office, database, clock, host) -> None:
    other = SourceWatch(database, office.published, clock, AMONG, Pages(AMONG, httpx.MockTransport(host)))

    assert {watch.look(), other.look()} == {URL, None}
    assert len(host.asked) == 1


def test_a_page_that_nobody_cites_any_more_is_forgotten(watch, office, clock, host) -> None:
    watch.look()
    clock.pass_by(days=7)
    host.answer = lambda _: httpx.Response(404)
    watch.look()
    assert watch.news()
    for label in ("town/snow", "town/bus"):
        office.content.withdraw(CHIEF, Kind.ENTRY, label, "確かめています")
    source = {"title": "別のページ", "url": "https://www.example.jp/other"}
    office.approved(office.handed_in("chitchat/distress", sources=[source]))

    assert watch.news() == []
    assert watch.look() == "https://www.example.jp/other"


def test_without_hosts_nothing_is_asked(office, database, clock, host) -> None:
    silent = SourceWatch(database, office.published, clock, hosts(" "), Pages(AMONG, httpx.MockTransport(host)))

    assert silent.look() is None
    assert host.asked == []


def test_the_list_of_work_shows_it_until_somebody_has_compared(tmp_path, host) -> None:
    api = Api(tmp_path)
    services = api.app.state.services
    url = "https://www.example.jp/moved"
    snapshot = services.of(SourceWatch)._published.snapshot
    entry = next(iter(snapshot.entries.values()))
    entry.sources.append({"title": "市のページ", "url": url})
    host.answer = lambda _: httpx.Response(404)
    pages = Pages(AMONG, httpx.MockTransport(host))
    looking = SourceWatch(services.database, services.of(SourceWatch)._published, services.clock, AMONG, pages)
    api.replace_part(SourceWatch, looking)
    try:
        looking.look()
        api.account()
        office = api.log_in()
        shown = office.get("/console/review?kind=source").text
        assert "ページがなくなりました" in shown
        assert entry.title in shown
        csrf = office.headers["x-csrf-token"]
        number = looking.news()[0].id

        done = office.post(f"/console/review/sources/{number}", data={"csrf": csrf})

        assert "一覧から外しました" in done.text
        assert office.post(f"/console/review/sources/{number}", data={"csrf": csrf}).status_code == 409
    finally:
        entry.sources.pop()
