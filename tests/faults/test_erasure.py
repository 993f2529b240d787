"""An erasure on the whole system with real processes: afterwards no byte of any file tells of the person."""

from __future__ import annotations

from contextlib import closing
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


def places_of(folder: Path) -> list[str]:
    return [
        f"{path.relative_to(folder)}: {word}"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for word in (NAME, PHONE, MAIL)
        if any(spelling in path.read_bytes() for spelling in spellings(word))
    ]


def test_after_an_erasure_no_file_holds_the_person(system: System) -> None:  # noqa: F811 - the fixture
    folder = Path(system.desk.log).parent
    with closing(Widget(system.base)) as widget:
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
