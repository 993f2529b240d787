"""Templates: everything given is escaped, and a name that was not given fails."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError

from desk.http.templates import ENVIRONMENT


def test_words_of_a_person_are_escaped() -> None:
    template = ENVIRONMENT.from_string(
        '{% from "macros.html" import table with context %}{{ table("題", ["列"], rows) }}'
    )

    page = template.render(rows=[["<script>", "a & b"]])

    assert "&lt;script&gt;" in page
    assert "a &amp; b" in page
    assert "<script>" not in page


def test_a_value_that_was_not_given_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        ENVIRONMENT.from_string("{{ missing }}").render()


@pytest.mark.parametrize("name", [name for name in ENVIRONMENT.list_templates() if name.endswith(".html")])
def test_every_template_can_be_read(name: str) -> None:
    assert ENVIRONMENT.get_template(name).name == name
