"""An erasure on the whole system with real processes: afterwards no byte of any file tells of the person."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from tests import patience
from tests.faults.test_ring_kills import System, system  # noqa: F401 - the fixture
from tests.faults.widget import Widget

NAME, PHONE, MAIL = "架空山太郎", "0134-00-4649", "kaku-yama@example.jp"
PATIENCE_SECONDS = 30
# The assistant is told again and again for a minute (`desk.operations.maintenance.FORGET_FOR`); the first time is soon.
FORGOTTEN_WITHIN_SECONDS = 60


def spellings(word: str) -> list[bytes]:
    """Every way in which a word may stand in a file."""
    escaped = word.encode("unicode_escape")
    return [word.encode(), word.encode("utf-16-le"), escaped, escaped.replace(b"\\", b"\\\\")]


def contents_of(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every file below the folder with its bytes.

    The system works on meanwhile: a publication's folder is renamed, a journal ends. What goes while it is looked for
    is passed over, since a file that is gone holds nothing. (`Path.rglob` raises there.)
    """
    for inside, _, names in os.walk(folder):
        for name in names:
            path = Path(inside) / name
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                if path.is_file():
                    yield path, path.read_bytes()


def places_of(folder: Path) -> list[str]:
    return sorted(
        f"{path.relative_to(folder)}: {word}"
        for path, held in contents_of(folder)
        for word in (NAME, PHONE, MAIL)
        if any(spelling in held for spelling in spellings(word))
    )


def test_a_file_that_goes_while_it_is_looked_for_is_passed_over(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "words").write_text(NAME, "utf-8")
    found = contents_of(tmp_path)
    first, _ = next(found)
    other = tmp_path / ("b" if first.parent.name == "a" else "a")
    other.rename(tmp_path / "published")

    rest = [path for path, _ in found]

    assert other / "words" not in rest
    assert places_of(tmp_path) == sorted(f"{name}/words: {NAME}" for name in (first.parent.name, "published"))


def test_after_an_erasure_no_file_holds_the_person(system: System) -> None:  # noqa: F811 - the fixture
    folder = Path(system.desk.log).parent
    with contextlib.closing(Widget(system.base)) as widget:
        must_be_forgotten(widget, folder)


def must_be_forgotten(widget: Widget, folder: Path) -> None:
    widget.send(f"{NAME}と申します。除雪が心配です。{PHONE} か {MAIL} に連絡をください")
    widget.wait_for_answers(1, PATIENCE_SECONDS)
    widget.leave_message(question=f"{NAME}です。空き家を見たいです", contact_kind="email", contact=MAIL, name=NAME)
    held_by = {place.split(":")[0].removesuffix("-wal") for place in places_of(folder)}
    assert {"desk.db", "tracker.db"} <= held_by, "the markers were never there"
    assert not any(place.endswith(".log") for place in held_by)

    widget.erase()

    patience.until(lambda: not places_of(folder), FORGOTTEN_WITHIN_SECONDS, pause=0.5)
    assert places_of(folder) == []
