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

    bar = browser.get("/console/me").text.split("</header>")[0]

    for page in pages.PAGES:
        assert (f'href="{page.address}">{page.title}<' in bar or f'aria-current="page">{page.title}<' in bar) == (
            role in page.roles
        )
        assert (browser.get(page.address).status_code == 200) == (role in page.roles), page.address
