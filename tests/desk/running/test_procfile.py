"""The Procfile is read in order and refused with the number of the broken line."""

import pytest

from desk.running import procfile
from desk.settings import PROJECT


def test_commands_keep_the_order_of_the_file() -> None:
    text = "# comment\n\ndesk: python -m desk.main\nassistant:  rasa run --port 5005\n"

    commands = procfile.parse(text)

    assert list(commands.items()) == [
        ("desk", "python -m desk.main"),
        ("assistant", "rasa run --port 5005"),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("desk python", "line 1"),
        ("desk: a\ndesk: b", "line 2"),
        ("desk:", "line 1"),
    ],
)
def test_a_broken_line_is_named(text: str, reason: str) -> None:
    with pytest.raises(procfile.ProcfileBroken, match=reason):
        procfile.parse(text)


def test_what_answers_gives_way_to_what_takes_messages_in() -> None:
    commands = procfile.load(PROJECT / "Procfile")

    assert {name: command.split()[0] for name, command in commands.items()} == {
        "desk": "uv",
        "assistant": "nice",
        "actions": "nice",
        # It gives way by itself, by a setting.
        "trainer": "uv",
    }
