"""Several wishes in one short message: `bot.channels.several`."""

from __future__ import annotations

import pytest

from bot.channels import several


@pytest.mark.parametrize(
    ("text", "topics", "is_all"),
    [
        ("仕事と住まい", ("jobs", "housing"), True),
        ("住まいと仕事と保育園を知りたい", ("housing", "jobs", "family"), True),
        ("仕事、家、学校について教えてください", ("jobs", "housing", "family"), True),
        ("仕事と家賃", ("jobs",), False),
        ("雪かきと仕事のこと", (), False),
        ("除雪と仕事のこと", ("jobs",), False),
        ("仕事", (), False),
        ("家族と住む家を探しています", (), False),
        ("仕事を辞めて移住したい", (), False),
        ("", (), False),
        ("仕事と" * 50, (), False),
    ],
)
def test_a_list_of_topics_is_read(text: str, topics: tuple[str, ...], is_all: bool) -> None:
    found = several.topics(text)

    assert (found.topics, found.is_all) == (topics, is_all)


@pytest.mark.parametrize(
    ("text", "shown", "command"),
    [
        ("仕事と住まい", None, '/choose_topic{"topic": "jobs,housing"}'),
        ("仕事と家賃", None, None),
        (
            "来週の水曜じゃなくて木曜",
            "centre/centre_booking",
            '/request_booking{"wish": "来週の水曜じゃなくて木曜", "kind": "day"}',
        ),
        ("来週の水曜じゃなくて木曜", "housing/rent_cost", None),
        ("水曜じゃなくて家賃の話です", "centre/centre_booking", None),
        ("予約じゃなくて人と話したい", "centre/centre_booking", None),
    ],
)
def test_a_command_is_made_of_it(text: str, shown: str | None, command: str | None) -> None:
    assert several.command(text, shown) == command
