"""`make attacks`: the table of attacks as bounded tests on this machine, with what each cost, written into docs/security.md.

Every test of the table runs in `make test` as well, beside what it attacks. Here they run alone, are counted by attack, and
the milliseconds of all readers of foreign text are printed. Standard library only.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PAGE = PROJECT / "docs" / "security.md"
_BLOCK = re.compile(r"(<!-- attacks:begin[^>]*-->\n).*?(<!-- attacks:end -->)", re.DOTALL)
_ASSISTANT = ("uv", "run", "--no-sync")
_DESK = ("uv", "run", "--project", "desk", "--no-sync")
_DESK_PYTEST = (*_DESK, "pytest", "-c", "desk/pyproject.toml", "--rootdir", ".")


@dataclass(frozen=True)
class Attack:
    """What is tried, what must hold, and the tests of it: files, or `file::name` where only some tests of a file count."""

    words: str
    holds: str
    tests: tuple[str, ...]


ATTACKS: tuple[Attack, ...] = (
    Attack(
        "words of the longest accepted length, made to be slow to read (letters, kanji, digits, marks, combining, emoji, right to left), at every function that reads them",
        "twice the text costs three times the CPU at most",
        ("tests/desk/security/test_time_budget.py", "tests/bot/test_time_budget.py"),
    ),
    Attack(
        "five LINE messages of 10,000 characters, then the case is opened",
        "two seconds of CPU at most",
        ("tests/desk/security/test_long_messages.py",),
    ),
    Attack(
        "10,000 letters of which each becomes eighteen",
        "read to the end, the turn is answered",
        ("tests/bot/nlu/test_morphology.py::test_a_row_of_letters_that_grow_when_made_normal_is_read_to_its_end",),
    ),
    Attack(
        "one item that no worker can read, in front of good ones",
        "set aside and told; the others go on",
        ("tests/desk/test_set_aside.py",),
    ),
    Attack(
        "a photo with a broken EXIF, a damaged or a huge one",
        "shown, or refused once",
        ("tests/desk/attachments/test_screening.py",),
    ),
    Attack(
        "the database file moved away, replaced or damaged while the desk runs",
        "503, nothing lost; readiness says so",
        ("tests/desk/storage/test_soundness.py",),
    ),
    Attack(
        "a backup of a database that is elsewhere, gone, on PostgreSQL or behind a wrong password; a restore beside a foreign log or while the desk runs",
        "the configured one is copied and comes back row by row, or it fails loudly and changes nothing",
        ("tests/desk/storage/test_backup.py",),
    ),
    Attack(
        "a clock that is minutes or a year behind LINE's",
        "no word is lost; readiness and the console name the clock",
        (
            "tests/desk/line/test_line_channel.py::TestReceiving::test_words_are_kept_and_answered_however_far_behind_the_desks_clock_is",
            "tests/desk/line/test_line_channel.py::TestReceiving::test_the_clock_is_no_trouble_any_more_once_a_time_is_right",
        ),
    ),
    Attack(
        "a truncated model file",
        "named, set aside and trained anew",
        ("tests/bot/runtime/test_training.py::TestModelFile",),
    ),
    Attack(
        "a process that prints a line without an end, or cannot start",
        "supervision goes on",
        ("tests/desk/running/test_supervisor.py",),
    ),
)


@dataclass
class Count:
    """How many tests of an attack passed and failed, and the seconds they took."""

    passed: int = 0
    failed: int = 0
    seconds: float = 0.0


def run(tests: Sequence[str], command: Sequence[str], report: Path) -> None:
    """Run tests in their environment, each bounded by its own limits; the outcome is in the report."""
    subprocess.run([*command, "-q", f"--junitxml={report}", *tests], cwd=PROJECT, check=False)


def counted(tests: Sequence[str], report: Path) -> dict[str, Count]:
    """Return the counts of each of the tests as they were named; a report that is missing counts as failed."""
    found = {test: Count() for test in tests}
    cases = ElementTree.parse(report).iter("testcase") if report.exists() else ()  # noqa: S314 - our own file
    for case in cases:
        where = f"{case.get('classname', '')}.{case.get('name', '')}"
        for test, count in found.items():
            if where.startswith(_dotted(test)):
                count.seconds += float(case.get("time") or 0)
                is_bad = case.find("failure") is not None or case.find("error") is not None
                count.failed += is_bad
                count.passed += not is_bad
    for count in found.values():
        if not count.passed and not count.failed:
            count.failed = 1
    return found


def table(counts: dict[str, Count], day: date) -> str:
    """Return the attacks with their counts as Markdown."""
    rows = []
    for attack in ATTACKS:
        of_it = [counts[test] for test in attack.tests]
        passed, failed = sum(c.passed for c in of_it), sum(c.failed for c in of_it)
        files = ", ".join(dict.fromkeys(f"`{test.partition('::')[0]}`" for test in attack.tests))
        held = f"{passed}" if not failed else f"{passed}, **{failed} did not hold**"
        rows.append(f"| {attack.words} | {attack.holds} | {files} | {held} |")
    head = f"`make attacks` of {day.isoformat()}:"
    return "\n".join(
        [head, "", "| Attack | Must hold | Test | Tries that held |", "| --- | --- | --- | --- |", *rows, ""]
    )


def written(page: str, found: str) -> str:
    """Return the page with the table between its marks.

    Raises:
        ValueError: The page has no marks.
    """
    if not _BLOCK.search(page):
        raise ValueError("expected <!-- attacks:begin --> and <!-- attacks:end --> in the page")
    return _BLOCK.sub(lambda block: f"{block[1]}{found}{block[2]}", page)


def _dotted(test: str) -> str:
    file, *names = test.split("::")
    return ".".join([file.removesuffix(".py").replace("/", "."), *names])


def main() -> int:
    """Run all, print the milliseconds, write the table; returns the exit status."""
    tests = list(dict.fromkeys(test for attack in ATTACKS for test in attack.tests))
    of_desk = [test for test in tests if test.startswith("tests/desk/")]
    of_assistant = [test for test in tests if test not in of_desk]
    counts: dict[str, Count] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, chosen, command in (
            ("desk", of_desk, _DESK_PYTEST),
            ("assistant", of_assistant, (*_ASSISTANT, "pytest")),
        ):
            report = Path(folder) / f"{name}.xml"
            run(chosen, command, report)
            counts |= counted(chosen, report)
    for module, command in (("tests.desk.security.reading", _DESK), ("tests.bot.reading", _ASSISTANT)):
        subprocess.run([*command, "python", "-m", "tests.growth", module], cwd=PROJECT, check=False)
    PAGE.write_text(written(PAGE.read_text("utf-8"), table(counts, date.today())), encoding="utf-8")  # noqa: DTZ011 - this machine's day
    print(f"The counts are in {PAGE.relative_to(PROJECT)}.")
    return 1 if any(count.failed for count in counts.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
