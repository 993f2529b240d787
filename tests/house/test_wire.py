"""Every sample of tests/wire is read by a test on both sides of its border."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
WIRE = PROJECT / "tests" / "wire"
ASSISTANT, ACTIONS, DESK, WIDGET = ("tests/bot", "tests/rasa"), ("tests/actions",), ("tests/desk",), ("web/tests",)
# Beginning of a sample's name -> the sides whose tests read it.
SIDES = {
    "turn_": (ASSISTANT, DESK),
    "understand_": (ASSISTANT, DESK),
    "sketches_": (ASSISTANT, DESK),
    "danger": (ASSISTANT, DESK),
    "handoff_": (ACTIONS, DESK),
    "appointment_": (ACTIONS, DESK),
    "entries/": (ACTIONS, DESK),
    "city": (("tests/house",), DESK),
    "publication/": (ACTIONS, DESK),
    "topics": (("tests/house",), DESK),
    "withdrawals": (ASSISTANT, ACTIONS, DESK),
    "orders": (ASSISTANT, ACTIONS),
    "bold": (ACTIONS, DESK, WIDGET),
    "contacts": (ACTIONS, DESK, WIDGET),
    "web_": (DESK, WIDGET),
}
SAMPLES = sorted(path.relative_to(WIRE).with_suffix("").as_posix() for path in WIRE.rglob("*.json"))


def code_of(folders: tuple[str, ...]) -> str:
    """Return the code of the tests of a side; this file names no sample and does not count."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *folders],
        cwd=PROJECT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    code = [name for name in listed if re.search(r"\.(py|tsx?)$", name) and name != "tests/house/test_wire.py"]
    return "\n".join((PROJECT / name).read_text(encoding="utf-8") for name in code if (PROJECT / name).exists())


def reads(code: str, name: str) -> bool:
    """Return whether code names a sample in quotes, as a file or as what a helper of its test completes."""
    stem = name.removeprefix("entries/")
    short = stem.removeprefix("appointment_")
    if name.startswith("publication/"):
        # Read as a folder.
        return '"wire" / "publication"' in code
    return re.search(rf"[\"'/](?:{re.escape(stem)}(?:\.json)?|{re.escape(short)})[\"'`]", code) is not None


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_read_on_both_sides(name: str) -> None:
    sides = next((sides for begin, sides in SIDES.items() if name.startswith(begin)), None)

    assert sides is not None, "say in SIDES who writes and who reads it"
    assert [folders for folders in sides if not reads(code_of(folders), name)] == []


def test_a_name_in_a_longer_one_is_no_reading() -> None:
    assert reads('sample("turn_error")', "turn_error")
    assert not reads('sample("turn_error_more")', "turn_error")
    assert not reads("# turn_error", "turn_error")
