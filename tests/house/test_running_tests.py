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


def test_a_part_that_tested_nothing_has_failed(tmp_path: Path) -> None:
    outcomes = Runner([Part("empty", saying("nothing"))], tmp_path).run()

    assert not outcomes["empty"].succeeded
    assert "1 errors" in run.closing_line(outcomes, 1)


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
