from __future__ import annotations

import pytest

from desk.text import readings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("予約《よやく》を やめる", [("予約", "よやく"), ("を やめる", "")]),
        ("ここに 書《か》く", [("ここに ", ""), ("書", "か"), ("く", "")]),
        ("はい", [("はい", "")]),
        ("", []),
    ],
)
def test_readings_stand_beside_their_words(text: str, expected: list[tuple[str, str]]) -> None:
    assert readings.pairs(text) == expected
