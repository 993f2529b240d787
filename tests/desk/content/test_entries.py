"""The desk's reader of answer files, on the cases it shares with the assistant."""

import json
from datetime import date
from pathlib import Path

import pytest

from desk.content import entries, facts, preview
from desk.text import pack
from desk.text.markdown import plain_markdown, tight

SHARED = json.loads((Path(__file__).parents[2] / "wire" / "entries" / "cases.json").read_text())
CASES = SHARED["cases"]
BOLD = json.loads((Path(__file__).parents[2] / "wire" / "bold.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    path = tmp_path_factory.mktemp("content") / "facts.yml"
    path.write_text(SHARED["facts"], encoding="utf-8")
    return facts.read(path)


@pytest.mark.parametrize("case", [c for c in CASES if "entry" in c], ids=lambda c: c["name"])
def test_an_entry_is_read_as_the_assistant_reads_it(case, known):
    entry = entries.read("town/fares", case["file"], known)

    expected = dict(case["entry"])
    until = date.fromisoformat(expected.pop("shown_as_current_until"))
    assert entry.checked.isoformat() == expected.pop("checked")
    assert entry.review_by == until
    assert {name: getattr(entry, name) for name in expected} == expected


@pytest.mark.parametrize("case", [c for c in CASES if "refused" in c], ids=lambda c: c["name"])
def test_what_the_assistant_refuses_is_refused(case, known):
    with pytest.raises(facts.Broken):
        entries.read("town/fares", case["file"], known)


def test_a_broken_file_is_left_out_and_the_others_are_read(tmp_path):
    folder = tmp_path / "answers" / "town"
    folder.mkdir(parents=True)
    (tmp_path / "facts.yml").write_text(SHARED["facts"], encoding="utf-8")
    (folder / "good.md").write_text(CASES[1]["file"], encoding="utf-8")
    (folder / "bad.md").write_text("{{ nothing }}", encoding="utf-8")

    assert list(entries.read_all(tmp_path / "answers")) == ["town/good"]


def test_every_answer_of_the_project_is_read():
    paths = list((pack.folder() / "answers").glob("*/*.md"))

    assert len(entries.library()) == len(paths)
    assert not [e.label for e in entries.library().values() if "{{" in e.whole + (e.easy or "")]


@pytest.mark.parametrize("case", BOLD["cases"], ids=lambda case: ascii(case["written"][:20]))
def test_there_are_no_blanks_around_bold_beside_japanese(case):
    assert tight(case["written"]) == case["shown"]
    assert preview.blocks(case["written"]) == preview.blocks(case["shown"])
    assert plain_markdown(case["written"]) == plain_markdown(case["shown"])


def test_a_table_becomes_lines():
    table = "前。\n\n| 間取り | 家賃 |\n| --- | :-: |\n| 1K | **3万円** |\n\n[市](https://example.jp/)"

    assert plain_markdown(table) == "前。\n\n間取り：家賃\n・1K：3万円\n\n市（https://example.jp/）"


def test_the_cells_of_a_row_that_has_more_than_two_are_named():
    table = "| 公庫 | 返済 | 据置 |\n| --- | --- | --- |\n| 設備資金 | 20年以内 | 5年以内 |\n| その他 | | 2年 |"

    assert plain_markdown(table) == "公庫\n・設備資金：返済は20年以内、据置は5年以内\n・その他：据置は2年"
