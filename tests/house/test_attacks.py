"""`make attacks`: its table names tests that exist, and what did not run counts as not held."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests import attacks
from tests.attacks import ATTACKS, Count

PROJECT = Path(__file__).parents[2]


@pytest.mark.parametrize("test", [test for attack in ATTACKS for test in attack.tests])
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
    found = attacks.table({test: Count(2, 0, 1.0) for attack in ATTACKS for test in attack.tests}, date(2026, 12, 1))

    written = attacks.written(page, found)

    assert found in written
    assert written.partition("<!-- attacks:begin")[0] == page.partition("<!-- attacks:begin")[0]
    with pytest.raises(ValueError, match="attacks:begin"):
        attacks.written("no marks", found)
