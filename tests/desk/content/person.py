"""Somebody of the office who works on the answers in a browser."""

from __future__ import annotations

import re

from tests.desk.api import Api

HOME = "/console/answers"


class Person:
    """A browser of the office that posts forms as a page does."""

    def __init__(self, api: Api, name: str, email: str, role: str) -> None:
        api.account(name, email, role)
        self.browser = api.log_in(email)
        self.csrf = self.browser.headers.pop("x-csrf-token")

    def get(self, path: str = "", **query: str):
        return self.browser.get(HOME + path, params=query)

    def post(self, path: str, **fields: str):
        return self.browser.post(HOME + path, data={"csrf": self.csrf, **fields})


def begun(person: Person, label: str = "town/snow") -> tuple[str, dict[str, str]]:
    """The path of a new draft, and the fields of its editor as the page shows them."""
    answer = person.post(f"/{label}", do="draft")
    assert answer.status_code == 200, answer.text
    path = str(answer.url.path).removeprefix(HOME)
    return path, fields_of(answer.text)


def fields_of(page: str) -> dict[str, str]:
    import html

    form = page.split('class="broad" data-answer')[1].split("</form>")[0]
    found = {
        m[1]: html.unescape(m[2]) for m in re.finditer(r'<input[^>]*name="([a-z_0-9]+)"[^>]*value="([^"]*)"', form)
    }
    found |= {
        m[1]: html.unescape(m[2])
        for m in re.finditer(r'<textarea[^>]*name="([a-z_0-9]+)"[^>]*>(.*?)</textarea>', form, re.S)
    }
    selects = re.finditer(r'<select name="([a-z_0-9]+)">(.*?)</select>', form, re.S)
    chosen = {m[1]: re.search(r'value="([^"]*)" selected', m[2]) for m in selects}
    return {name: text for name, text in found.items() if name != "csrf"} | {
        name: match[1] for name, match in chosen.items() if match
    }
