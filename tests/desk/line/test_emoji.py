"""LINE's own emoji stand in a text as (love): the assistant gets the words without them, the record keeps the text."""

from __future__ import annotations

import pytest

from desk.channels.line.events import parse
from tests.desk.line.conftest import Line
from tests.desk.line.phone import text


def emoji(words: str, *names: str) -> dict:
    """The event of a text in which these names are emoji, with the ranges that LINE gives."""
    event = text(words)
    ranges, start = [], 0
    for name in names:
        at = words.index(name, start)
        start = at + len(name)
        index = len(words[:at].encode("utf-16-le")) // 2
        ranges.append({"index": index, "length": len(name), "productId": "5ac1", "emojiId": "001"})
    event["message"]["emojis"] = ranges
    return event


@pytest.mark.parametrize(
    ("words", "names", "said"),
    [
        ("家賃は(love)いくらですか(moon wink)", ["(love)", "(moon wink)"], "家賃はいくらですか"),
        # Outside the basic plane a character counts two.
        ("🏠𠮷野(love)です", ["(love)"], "🏠𠮷野です"),
        ("(moon wink)", ["(moon wink)"], "😊"),
        ("(cony crying) (cony crying)", ["(cony crying)", "(cony crying)"], "😢"),
        ("家賃は(笑)", [], None),
    ],
)
def test_the_words_without_the_emoji(words: str, names: list[str], said: str | None) -> None:
    (event,) = parse({"events": [emoji(words, *names)]})

    assert (event.text, event.said) == (words, said)


@pytest.mark.parametrize(
    "ranges",
    [None, "x", [None], [{}], [{"index": -1, "length": 3}], [{"index": True, "length": 1}], [{"index": 0}]],
)
def test_ranges_that_are_none_change_nothing(ranges: object) -> None:
    event = text("(love)家")
    event["message"]["emojis"] = ranges

    assert parse({"events": [event]})[0].said is None


def test_a_range_beyond_the_end_is_cut() -> None:
    event = text("家(love)")
    event["message"]["emojis"] = [{"index": 1, "length": 9_000}]

    assert parse({"events": [event]})[0].said == "家"


def test_the_assistant_gets_the_words_and_the_record_keeps_the_text(line: Line) -> None:
    line.post(emoji("家賃は(love)いくらですか", "(love)"))

    turn, _ = line.turn_queue.lease(line.clock.now())
    assert turn.text == "家賃はいくらですか"
    assert line.words() == ["家賃は(love)いくらですか"]
