"""`make attacks [ONLY=floods|rows]`: attacks as bounded tests on this machine, with what each cost, written into docs/security.md.

Every test of the table runs in `make test` as well, beside what it attacks. Here they run alone, are counted by attack, and
the milliseconds of all readers of foreign text are printed. Standard library only.
"""

from __future__ import annotations

import os
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
_BLOCKS = {
    name: re.compile(rf"(<!-- {name}:begin[^>]*-->\n).*?(<!-- {name}:end -->)", re.DOTALL)
    for name in ("attacks", "floods")
}
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
        "words in a row that an expression could cut in two ways (知りたいです知りたいです…, 想要想要…), which doubles its time with each",
        "no expression of desk, assistant or actions repeats such words",
        ("tests/desk/security/test_regex_loops.py", "tests/bot/test_regex_loops.py"),
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
        (
            "tests/desk/set_aside/test_files.py",
            "tests/desk/set_aside/test_line.py",
            "tests/desk/set_aside/test_mail_and_notices.py",
            "tests/desk/set_aside/test_search_and_appointments.py",
            "tests/desk/set_aside/test_turns_and_sweeper.py",
        ),
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
        "10 GB declared, pieces without an end, a little too much sent before the answer is read",
        "413 is read, the connection ends, 50 MB of memory at most, others are served",
        ("tests/desk/security/test_large_bodies.py", "tests/desk/test_body_limit.py"),
    ),
    Attack(
        "a NUL, or a day at the end of the calendar, in addresses, forms and JSON on SQLite and PostgreSQL",
        "refused with a 4xx, nothing stored",
        ("tests/desk/security/test_refused_values.py",),
    ),
    Attack(
        "transcripts by mail of hundreds of the longest messages, confirmed twenty times",
        "answered at once, one PDF",
        (
            "tests/desk/notify/test_to_migrants.py::test_whoever_asks_for_a_pdf_keeps_nobody_waiting",
            "tests/desk/notify/test_to_migrants.py::test_a_code_that_is_confirmed_twenty_times_makes_one_pdf",
            "tests/desk/notify/test_transcript.py::test_a_talk_without_end_is_cut_at_its_beginning_and_says_so",
            "tests/desk/notify/test_transcript.py::test_three_hundred_messages_of_the_longest_are_printed_in_little_time",
        ),
    ),
    Attack(
        "one client who books everything, moves to and fro, fills a stranger's mailbox",
        "ends at the limits below",
        ("tests/desk/booking/test_fairness.py",),
    ),
    Attack(
        "forty hand-overs at once",
        "beyond five notices one letter",
        ("tests/desk/notify/test_notices.py",),
    ),
    Attack(
        "forty logins at once, guessing to lock an owner out, an IPv6 /64, a screen that stands open",
        "two hashes at a time; the owner gets in; the password again for what opens an account",
        ("tests/desk/accounts/test_login_limits.py",),
    ),
    Attack(
        "budgets of networks, contacts and conversations, with and without Redis, on two desks",
        "a flood ends at its limit; forty people of one address, danger and strangers do not",
        ("tests/desk/security/test_limits.py",),
    ),
    Attack(
        "database errors that quote rows, NULs, broken JSON, crashing workers: what the logs hold",
        "no word of a person",
        ("tests/desk/security/test_logs.py", "tests/actions/test_logs.py", "tests/bot/runtime/test_logs.py"),
    ),
    Attack(
        "weak, public or misplaced secrets and addresses in production",
        "refused by name",
        ("tests/desk/test_settings.py",),
    ),
    Attack(
        "event streams of several addresses where the system allows 256 open files",
        "others are served",
        ("tests/faults/test_floods.py::test_streams_of_some_addresses_leave_files_for_the_others",),
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
    Attack(
        "requests made from the OpenAPI description, right and wrong ones",
        "no answer is a 5xx, on SQLite and PostgreSQL",
        ("tests/desk/security/test_schema.py",),
    ),
)
# Played on a desk of its own by a process of its own while five others write and read.
FLOODS = "tests/faults/test_floods.py::test_a_flood_of_one_address_harms_nobody_else"
FLOOD_SECONDS = 4
# Requests of each kind to each route, made from the OpenAPI description.
EXAMPLES = 12


@dataclass
class Count:
    """How many tests of an attack passed and failed, and the seconds they took."""

    passed: int = 0
    failed: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class Figure:
    """What others noticed of a flood: its name, what was measured, whether it held."""

    flood: str
    measured: str
    has_held: bool


def run(tests: Sequence[str], command: Sequence[str], report: Path, **settings: str) -> None:
    """Run tests in their environment, each bounded by its own limits; the outcome is in the report."""
    # The older form of the report has the figures.
    form = ("-o", "junit_family=xunit1")
    subprocess.run(
        [*command, "-q", *form, f"--junitxml={report}", *tests],
        cwd=PROJECT,
        env={**os.environ, **settings},
        check=False,
    )


def cases_of(report: Path) -> list[ElementTree.Element]:
    """Return what the report tells of each test; nothing where it is missing."""
    return list(ElementTree.parse(report).iter("testcase")) if report.exists() else []  # noqa: S314 - our own file


def _is_bad(case: ElementTree.Element) -> bool:
    return case.find("failure") is not None or case.find("error") is not None


def figures(report: Path) -> list[Figure]:
    """Return what the floods' tests measured."""
    return [
        Figure(case.get("name", "").partition("[")[2].removesuffix("]"), told.get("value", ""), not _is_bad(case))
        for case in cases_of(report)
        for told in case.iter("property")
        if told.get("name") == "figures"
    ]


def counted(tests: Sequence[str], report: Path) -> dict[str, Count]:
    """Return the counts of each of the tests as they were named; a report that is missing counts as failed."""
    found = {test: Count() for test in tests}
    for case in cases_of(report):
        where = f"{case.get('classname', '')}.{case.get('name', '')}"
        for test, count in found.items():
            # Whole names: `test_a` is not `test_ab`.
            if re.match(rf"{re.escape(_dotted(test))}(?![\w-])", where):
                count.seconds += float(case.get("time") or 0)
                count.failed += _is_bad(case)
                count.passed += not _is_bad(case)
    for count in found.values():
        if not count.passed and not count.failed:
            count.failed = 1
    return found


def table(counts: dict[str, Count], day: date, load: str = "") -> str:
    """Return the attacks with their counts as Markdown."""
    rows = []
    for attack in ATTACKS:
        of_it = [counts[test] for test in attack.tests]
        passed, failed = sum(c.passed for c in of_it), sum(c.failed for c in of_it)
        files = ", ".join(dict.fromkeys(f"`{test.partition('::')[0]}`" for test in attack.tests))
        held = f"{passed}" if not failed else f"{passed}, **{failed} did not hold**"
        seconds = f"{sum(c.seconds for c in of_it):.1f}"
        rows.append(f"| {attack.words} | {attack.holds} | {files} | {held} | {seconds} |")
    head = "| Attack | Must hold | Test | Tries that held | Seconds |"
    return "\n".join(
        [f"`make attacks` of {day.isoformat()}{load}:", "", head, "| --- | --- | --- | --- | --- |", *rows, ""]
    )


def table_of_floods(floods: Sequence[Figure], day: date, load: str = "") -> str:
    """Return the floods with what others noticed as Markdown."""
    rows = [f"| {one.flood} | {one.measured} | {'yes' if one.has_held else '**no**'} |" for one in floods]
    return "\n".join(
        [
            f"`make attacks` of {day.isoformat()}{load}: {FLOOD_SECONDS} s of each.",
            "",
            "| Flood | What was sent; the median answer to others without and with it (times); most memory of the desk | Held |",
            "| --- | --- | --- |",
            *(rows or ["| none played | | **no** |"]),
            "",
        ]
    )


def written(page: str, name: str, found: str) -> str:
    """Return the page with a table between the marks of its name.

    Raises:
        ValueError: The page has no marks.
    """
    if not _BLOCKS[name].search(page):
        raise ValueError(f"expected <!-- {name}:begin --> and <!-- {name}:end --> in the page")
    return _BLOCKS[name].sub(lambda block: f"{block[1]}{found}{block[2]}", page)


def _dotted(test: str) -> str:
    file, *names = test.split("::")
    return ".".join([file.removesuffix(".py").replace("/", "."), *names])


def _load() -> str:
    """Return what else this machine does, where times suffer from it."""
    waiting, cores = os.getloadavg()[0], os.cpu_count() or 1
    return (
        f" (beside other work: {waiting:.0f} processes wanted {cores} cores, so that times are longer)"
        if waiting > 2 * cores
        else ""
    )


def _write(name: str, found: str) -> None:
    PAGE.write_text(written(PAGE.read_text("utf-8"), name, found), encoding="utf-8")


def play_floods() -> bool:
    """Play the floods, alone since they measure, and write what others noticed; returns whether all held."""
    load = _load()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "floods.xml"
        run([FLOODS], _DESK_PYTEST, report, ATTACK_SECONDS=str(FLOOD_SECONDS))
        found = figures(report)
    _write("floods", table_of_floods(found, date.today(), load))  # noqa: DTZ011 - this machine's day
    return bool(found) and all(one.has_held for one in found)


def try_rows() -> bool:
    """Try the table's rows, print the milliseconds of reading, and write the counts; returns whether all held."""
    load = _load()
    tests = list(dict.fromkeys(test for attack in ATTACKS for test in attack.tests))
    of_desk = [test for test in tests if test.startswith(("tests/desk/", "tests/faults/"))]
    of_assistant = [test for test in tests if test not in of_desk]
    counts: dict[str, Count] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, chosen, command in (
            ("desk", of_desk, (*_DESK_PYTEST, "-n", "auto")),
            ("assistant", of_assistant, (*_ASSISTANT, "pytest")),
        ):
            report = Path(folder) / f"{name}.xml"
            run(chosen, command, report, ATTACK_EXAMPLES=str(EXAMPLES))
            counts |= counted(chosen, report)
    for module, command in (("tests.desk.security.reading", _DESK), ("tests.bot.reading", _ASSISTANT)):
        subprocess.run([*command, "python", "-m", "tests.growth", module], cwd=PROJECT, check=False)
    _write("attacks", table(counts, date.today(), load))  # noqa: DTZ011 - this machine's day
    return not any(count.failed for count in counts.values())


def main(only: str = "") -> int:
    """Play and try all, or only one of both; returns the exit status."""
    parts = {"floods": play_floods, "rows": try_rows}
    if only and only not in parts:
        print("attacks: ONLY is floods or rows", file=sys.stderr)
        return 2
    have_held = [part() for name, part in parts.items() if only in {"", name}]
    print(f"The counts are in {PAGE.relative_to(PROJECT)}.")
    return 0 if all(have_held) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
