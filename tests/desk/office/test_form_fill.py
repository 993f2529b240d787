"""What was typed into a form that is refused stands in it again, whatever the form is made of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.http.form_fill import filled

PAGE = """<!doctype html>
<p>a &amp; b &#12354;</p>
<form action="/x"><input name="q" value="1"></form>
<details><summary>一つ目</summary><form method="post" action="/x"><input type="hidden" name="id" value="1">
<input name="title" value="old"><textarea name="text">
before &lt;</textarea></form></details>
<details><summary>二つ目</summary><form method="post" action="/x?period=2"><input type="hidden" name="id" value="2"><input type="hidden" name="csrf" value="t">
<input name="title" value="old"><textarea name="text">
before</textarea><input type="checkbox" name="a" checked><input type="checkbox" name="b"><input type="radio" name="r" value="1" checked>
<input type="radio" name="r" value="2"><select name="s"><option value="">選ぶ</option><option value="x" selected>x</option><option value="y">y</option></select>
<input type="password" name="p" value=""><button type="submit" name="do" value="save">保存</button></form></details>
"""


def test_only_the_form_that_was_sent_is_filled_and_all_else_stays() -> None:
    sent = {
        "id": ["2"],
        "csrf": ["t"],
        "title": ['<"新しい">'],
        "text": ["\n一行目\n</textarea>"],
        "b": ["on"],
        "r": ["2"],
        "s": ["y"],
        "p": ["秘密"],
    }

    before, _, after = filled(PAGE, "/x", sent).partition("<summary>二つ目")

    assert before == PAGE.partition("<summary>二つ目")[0].removesuffix("<details>") + "<details open>"
    assert 'name="title" value="old"' in before
    assert "before &lt;" in before
    assert 'value="&lt;&quot;新しい&quot;&gt;"' in after
    assert '<textarea name="text">\n\n一行目\n&lt;/textarea&gt;</textarea>' in after
    assert '<input type="checkbox" name="a">' in after
    assert '<input type="checkbox" name="b" checked>' in after
    assert '<input type="radio" name="r" value="1">' in after
    assert '<option value="y" selected>' in after
    assert '<option value="x">' in after
    assert "秘密" not in after
    assert 'name="csrf" value="t"' in after


def test_a_folded_form_is_opened() -> None:
    page = filled(PAGE, "/x", {"id": ["2"], "title": ["新"]})

    assert page.count("<details open>") == 1
    assert "<details open><summary>二つ目" in page


@pytest.mark.parametrize("path", ["/y", "/x/1"])
def test_without_a_form_for_the_address_the_page_stays(path: str) -> None:
    assert filled(PAGE, path, {"id": ["2"], "title": ["新"]}) == PAGE


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_no_text_leaves_its_field(text: str) -> None:
    page = filled('<form action="/x"><input name="t"><p>end</p></form>', "/x", {"t": [text]})

    assert page.endswith("<p>end</p></form>")
    assert page.count("<") == 5
