"""Publications on a machine that does not share the desk's folder: brought whole, never over what the desk wrote itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.runtime import content_fetch
from bot.runtime.content_fetch import ContentFetch
from bot.runtime.desk_client import DeskAway


class Desk:
    """Publishes."""

    def __init__(self) -> None:
        self.name = "p000001-00000001"
        self.files: Any = {"answers/town/bus.md": "240円", "publication.json": '{"number": 1}'}

    def publish(self, number: int) -> None:
        self.name = f"p{number:06d}-{number:08d}"
        self.files = {"answers/town/bus.md": f"{number}円", "publication.json": json.dumps({"number": number})}

    def content(self, known: str) -> Any:
        return None if known == self.name else {"name": self.name, "files": self.files}


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def fetch(tmp_path: Path, desk: Desk) -> ContentFetch:
    return ContentFetch(tmp_path, desk)


def test_the_newest_publication_is_brought_once(tmp_path: Path, fetch: ContentFetch, desk: Desk) -> None:
    assert content_fetch.number(tmp_path) == 0
    assert [fetch.look(), fetch.look()] == [True, False]
    assert (tmp_path / "current" / "answers" / "town" / "bus.md").read_text("utf-8") == "240円"

    desk.publish(2)

    assert [fetch.look(), fetch.look()] == [True, False]
    assert content_fetch.number(tmp_path) == 2


def test_a_late_one_catches_up_and_goes_back_with_the_desk(tmp_path: Path, fetch: ContentFetch, desk: Desk) -> None:
    for number in (2, 9, 2):
        desk.publish(number)
        assert fetch.look()
        assert content_fetch.number(tmp_path) == number


def test_three_are_kept(tmp_path: Path, fetch: ContentFetch, desk: Desk) -> None:
    for number in range(1, 8):
        desk.publish(number)
        fetch.look()

    assert len(list(tmp_path.glob("p*"))) == content_fetch._KEPT
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_where_the_desk_writes_itself_nothing_is_touched(tmp_path: Path, fetch: ContentFetch, desk: Desk) -> None:
    """Between the desk's answer and its receipt the desk may have published again: its own link must not be led back."""
    for number in (1, 2):
        desk.publish(number)
        (tmp_path / desk.name).mkdir()
        (tmp_path / desk.name / "publication.json").write_text(json.dumps({"number": number}))
    (tmp_path / "current").symlink_to(desk.name)
    desk.publish(1)

    assert not fetch.look()

    assert content_fetch.number(tmp_path) == 2


@pytest.mark.parametrize(
    "files",
    [{"../../etc/passwd": "x"}, {"/etc/passwd": "x"}, {"answers/../x": "x"}, {".hidden": "x"}, {"a": 1}, None, []],
)
def test_what_is_no_publication_is_not_written(tmp_path: Path, fetch: ContentFetch, desk: Desk, files: Any) -> None:
    desk.files = files

    with pytest.raises(DeskAway):
        fetch.look()

    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_leaves_the_last_publication(
    tmp_path: Path, fetch: ContentFetch, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch.look()
    desk.publish(2)

    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_text", full)
        with pytest.raises(OSError, match="No space"):
            fetch.look()
    assert content_fetch.number(tmp_path) == 1
    assert [path.name for path in tmp_path.glob(".*")] == []

    assert fetch.look()
    assert content_fetch.number(tmp_path) == 2
