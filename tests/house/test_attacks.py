"""`make attacks`: its table names tests that exist, and what did not run counts as not held."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests import attacks
from tests.attacks import ATTACKS, FLOODS, Count, Figure

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize("test", [FLOODS, *(test for attack in ATTACKS for test in attack.tests)])
def test_each_test_of_the_table_is_there(test: str) -> None:
    file, *names = test.split("::")

    source = (PROJECT / file).read_text("utf-8")
    assert all(f"def {name}" in source or f"class {name}" in source for name in names)


def test_what_has_no_report_did_not_hold(tmp_path: Path) -> None:
    counts = attacks.counted(["tests/desk/test_x.py"], tmp_path / "none.xml")

    assert counts["tests/desk/test_x.py"].failed == 1


def test_tests_are_counted_by_the_names_that_stand_in_the_table(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite><testcase classname="tests.desk.test_x.TestY" name="test_a[1]" time="0.5"/>'
        '<testcase classname="tests.desk.test_x.TestY" name="test_b" time="1"><failure/></testcase></testsuite></testsuites>'
    )

    counts = attacks.counted(["tests/desk/test_x.py", "tests/desk/test_x.py::TestY::test_a"], report)

    assert counts["tests/desk/test_x.py"] == Count(1, 1, 1.5)
    assert counts["tests/desk/test_x.py::TestY::test_a"] == Count(1, 0, 0.5)


def test_the_page_has_the_marks_and_keeps_what_stands_around_them() -> None:
    page = attacks.PAGE.read_text("utf-8")
    counts = {test: Count(2, 0, 1.0) for attack in ATTACKS for test in attack.tests}
    tables = {
        "attacks": attacks.table(counts, date(2026, 12, 1)),
        "floods": attacks.table_of_floods([Figure("messages", "5 → 6 ms", True)], date(2026, 12, 1)),
    }

    for name, found in tables.items():
        written = attacks.written(page, name, found)

        assert found in written
        assert written.partition(f"<!-- {name}:begin")[0] == page.partition(f"<!-- {name}:begin")[0]
        assert written.partition(f"<!-- {name}:end")[2] == page.partition(f"<!-- {name}:end")[2]
        with pytest.raises(ValueError, match=f"{name}:begin"):
            attacks.written("no marks", name, found)


def test_a_flood_that_harmed_others_or_was_not_played_shows() -> None:
    harmed = attacks.table_of_floods([Figure("messages", "5 → 60 ms", False)], date(2026, 12, 1))
    none = attacks.table_of_floods([], date(2026, 12, 1))

    assert "| messages | 5 → 60 ms | **no** |" in harmed
    assert "**no**" in none


def test_figures_are_read_from_the_report(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    told = '<properties><property name="figures" value="5 → 6 ms"/></properties>'
    report.write_text(
        f'<testsuite><testcase classname="tests.x" name="test_a[many logins]">{told}</testcase>'
        f'<testcase classname="tests.x" name="test_a[b]">{told}<failure/></testcase></testsuite>'
    )

    assert attacks.figures(report) == [Figure("many logins", "5 → 6 ms", True), Figure("b", "5 → 6 ms", False)]


def test_names_that_begin_alike_are_not_mixed_up(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuite><testcase classname="tests.desk.test_x" name="test_a"/>'
        '<testcase classname="tests.desk.test_x" name="test_ab"/></testsuite>'
    )

    counts = attacks.counted(["tests/desk/test_x.py::test_a"], report)

    assert counts["tests/desk/test_x.py::test_a"].passed == 1
