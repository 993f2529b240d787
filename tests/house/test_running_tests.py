"""How tests are run: every part runs, the closing line counts them all, patience follows the machine."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests import patience, run
from tests.run import Outcome, Part, Runner


def saying(words: str, status: int = 0) -> tuple[str, ...]:
    return (sys.executable, "-c", f"print({words!r}); raise SystemExit({status})")


@pytest.mark.parametrize(
    ("output", "counts"),
    [
        ("....\n39 passed, 7 warnings in 295.40s (0:04:55)\n", {"passed": 39}),
        ("==== 1 failed, 2 passed, 1 error in 0.10s ====", {"failed": 1, "passed": 2, "errors": 1}),
        (" Test Files  18 passed (18)\n      Tests  229 passed (229)\n   Start at  03:20\n", {"passed": 229}),
        ("\x1b[32m      Tests  1 failed | 3 passed (4)\x1b[0m\n", {"failed": 1, "passed": 3}),
        ("Segmentation fault\n", {}),
    ],
)
def test_closing_lines_of_pytest_and_vitest_are_read(output: str, counts: dict[str, int]) -> None:
    assert dict(run.counts_in(output)) == counts


@pytest.mark.parametrize(("folder", "some", "others"), [("faults", "ring", "faults"), ("e2e", "screens", "browser")])
def test_every_file_is_in_one_part(folder: str, some: str, others: str) -> None:
    """Some by name, the others by what is left out."""
    chosen = {part.name: part for part in run.parts("npm")}
    named = {word for word in chosen[some].command if word.startswith(f"tests/{folder}/")}
    left_out = {word.removeprefix("--ignore=") for word in chosen[others].command if word.startswith("--ignore=")}

    assert named == left_out
    assert all((run.PROJECT / file).is_file() for file in named)
    assert f"tests/{folder}" in chosen[others].command


def test_what_needs_a_model_waits_for_it() -> None:
    waits = {part.name for part in run.parts("npm") if part.after == ("training",)}

    assert waits == {"browser", "ring", "assistant"}


def test_a_failing_part_hides_none_after_it(tmp_path: Path) -> None:
    chosen = [
        Part("first", saying("1 failed, 2 passed in 1s", 1)),
        Part("second", saying("3 passed in 1s"), after=("first",)),
        Part("gone", ("no-such-command-anywhere",)),
    ]

    outcomes = Runner(chosen, tmp_path).run()

    assert {name: outcome.succeeded for name, outcome in outcomes.items()} == {
        "first": False,
        "second": True,
        "gone": False,
    }
    assert run.closing_line(outcomes, 61).startswith("===== 1 failed, 5 passed, 1 errors in 61.00s (0:01:01)")


PYTEST_OUTPUT = f"""\
..F
------------------------------ Captured log call -------------------------------
ERROR    desk.mail:sender.py:12 refused
=========================== short test summary info ============================
FAILED tests/desk/test_a.py::test_b[sqlite] - AssertionError: {"x" * 300}
ERROR tests/desk/test_c.py::test_d
\x1b[31m1 failed, 2 passed, 1 error in 0.10s\x1b[0m
"""
VITEST_OUTPUT = """\
 ❯ tests/widget/x.test.ts (3 tests | 1 failed) 169ms
 FAIL  tests/widget/x.test.ts > a form > says so
AssertionError: expected 1 to be 2
 FAIL  tests/widget/x.test.ts > a form > says so
 Test Files  1 failed (1)
      Tests  1 failed | 2 passed (3)
"""


def test_failed_tests_are_named_once_and_short() -> None:
    first, second = run.failures_in(PYTEST_OUTPUT)

    assert first.startswith("FAILED tests/desk/test_a.py::test_b[sqlite] - AssertionError")
    assert len(first) == 200
    assert second == "ERROR tests/desk/test_c.py::test_d"
    assert run.failures_in(VITEST_OUTPUT) == ["FAIL  tests/widget/x.test.ts > a form > says so"]
    assert run.failures_in("12 passed in 0.10s\n") == []


def test_pytest_itself_names_them_so(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("def test_wrong():\n    print('ERROR no name')\n    assert 1 == 2\n", "utf-8")
    command = (
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(tmp_path),
        str(tmp_path),
    )

    Runner([Part("own", command)], tmp_path).run()

    [line] = run.failures(["own"], tmp_path)
    assert "own: FAILED" in line
    assert "test_it.py::test_wrong" in line


def test_the_names_of_all_parts_stand_right_before_the_closing_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = [
        Part("desk", saying(PYTEST_OUTPUT, 1)),
        Part("training", saying("no such file", 1), has_tests=False),
        Part("web", saying("3 passed in 1s")),
    ]
    monkeypatch.setattr(run, "parts", lambda _: chosen)
    monkeypatch.setattr(run, "REPORTS", tmp_path)
    monkeypatch.setattr(run, "CLOSING_LINE", tmp_path / "closing-line")
    monkeypatch.setattr(sys, "argv", ["run.py"])

    assert run.main() == 1

    *_, summary, first, second, third, closing = capsys.readouterr().out.splitlines()
    assert summary.startswith("failed: ")
    assert sorted((first, second, third))[0].startswith("  desk: ERROR tests/desk/test_c.py::test_d")
    assert f"  training: no test is named, see {tmp_path / 'training.log'}" in (first, second, third)
    assert closing.startswith("===== 1 failed, 5 passed, 2 errors in ")


def test_a_flood_of_failures_stays_short(tmp_path: Path) -> None:
    names = "".join(f"FAILED tests/test_a.py::test_{number}\n" for number in range(70))
    (tmp_path / "desk.log").write_text(f"==== short test summary info ====\n{names}", "utf-8")

    lines = run.failures(["desk"], tmp_path)

    assert len(lines) == 51
    assert lines[-1] == "  and 20 more"


def test_a_part_that_tested_nothing_has_failed(tmp_path: Path) -> None:
    outcomes = Runner([Part("empty", saying("nothing"))], tmp_path).run()

    assert not outcomes["empty"].succeeded
    assert "1 errors" in run.closing_line(outcomes, 1)


def test_what_a_part_costs_is_told_with_all_that_it_started(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    busy = "import time\nwhile time.process_time() < 0.3: pass"
    starts = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}]); print('1 passed in 0s')"

    outcomes = Runner([Part("busy", (sys.executable, "-c", starts))], tmp_path).run()

    assert outcomes["busy"].cpu_seconds >= 0.3
    assert f"{outcomes['busy'].cpu_seconds:.0f} s CPU" in capsys.readouterr().out


def test_a_part_waits_for_those_before_it(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    writes = (sys.executable, "-c", f"import pathlib; pathlib.Path({str(mark)!r}).touch()")
    reads = f"import os; print('1 passed in 0s' if os.path.exists({str(mark)!r}) else '1 failed in 0s')"
    chosen = [
        Part("reads", (sys.executable, "-c", reads), after=("writes",)),
        Part("writes", writes, has_tests=False),
    ]

    assert Runner(chosen, tmp_path).run()["reads"].counts == {"passed": 1}


def test_all_went_well_is_pytests_own_line() -> None:
    assert run.closing_line({"a": Outcome({"passed": 2}, True, 1.0)}, 1.5) == "===== 2 passed in 1.50s (0:00:02) ====="


@pytest.mark.parametrize(
    ("start", "load", "factor"), [(0.01, 0.0, 1.0), (0.06, 0.0, 2.0), (0.03, 8.0, 4.0), (9.0, 80.0, 20.0)]
)
def test_patience_grows_with_slowness_and_load(start: float, load: float, factor: float) -> None:
    assert patience.slowness(start, load, cores=2) == pytest.approx(factor)


def test_waiting_ends_when_it_happened_and_says_when_it_did_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "factor", lambda: 1.0)
    looks = iter([False, False, True])

    assert patience.until(lambda: next(looks), 5, pause=0.0)
    assert not patience.until(lambda: False, 0.01, pause=0.0)
