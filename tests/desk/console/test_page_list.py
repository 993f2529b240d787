"""Who may open a page of the office is said in one place, and holds for all that lies below its address."""

from __future__ import annotations

import pytest

from desk.accounts.models import ROLES
from desk.http.problems import Problem
from desk.office import pages
from tests.desk.api import Api


def test_each_page_is_declared_once() -> None:
    assert len({page.address for page in pages.PAGES}) == len({page.title for page in pages.PAGES}) == len(pages.PAGES)


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.address)
@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_its_page_says_and_nothing_below_another(page: pages.OfficePage, role: str) -> None:
    for path in (page.address, f"{page.address}/more", f"{page.address}.csv"):
        if role in page.roles:
            pages.check(path, role)
        else:
            with pytest.raises(Problem) as refused:
                pages.check(path, role)
            assert refused.value.status == 403
            assert refused.value.message
    pages.check(f"{page.address}x", role)


@pytest.mark.parametrize("role", ROLES)
def test_the_bar_shows_what_opens(api: Api, role: str) -> None:
    api.account("高橋", "role@example.jp", role)
    browser = api.log_in("role@example.jp")

    bars = [browser.get(address).text.split("</header>")[0] for address, _ in pages.groups(role)]

    for page in pages.PAGES:
        links = [f'<a href="{page.address}"{current}>{page.title}<' for current in ("", ' aria-current="page"')]
        shown = [link in bar for bar in bars for link in links]
        assert any(shown) == (role in page.roles), page.address
        assert (browser.get(page.address).status_code == 200) == (role in page.roles), page.address


@pytest.mark.parametrize("role", ROLES)
def test_every_page_leads_to_the_cases_and_to_each_group(api: Api, role: str) -> None:
    api.account("高橋", "role@example.jp", role)
    browser = api.log_in("role@example.jp")
    groups = [("/console", "対応"), *pages.groups(role)]

    for page in pages.of(role):
        bar = browser.get(page.address).text.split("</header>")[0]
        for address, name in groups:
            current = ' aria-current="page"' if name == page.group else ""
            assert f'<a href="{address}"{current}>{name}</a>' in bar, (page.address, name)


def test_the_bar_of_an_office_page_knows_who_waits_and_whether_one_is_there(api: Api) -> None:
    api.account("佐藤")
    browser = api.log_in()
    receipt = api.hand_over().json()["receipt"]

    shown = browser.get("/api/console/pulse").json()

    assert [one["receipt"] for one in shown["waiting"]] == [receipt]
    assert (shown["open"], shown["on_duty"], shown["duty"]) == (True, 1, True)
    assert "犬" not in browser.get("/api/console/pulse").text
