"""What a message of ours becomes on LINE: pieces, labels and choices within LINE's limits."""

from __future__ import annotations

import pytest

from desk.channels.line import measure, render
from desk.conversation.models import Author, Message
from tests.desk.conftest import START


class TestRendering:
    @pytest.mark.parametrize(
        "words",
        ["あ" * 4_999, "あ" * 5_000, "あ" * 5_001, "😀" * 2_501, "が" * 3_000, "文です。" * 2_000],
    )
    def test_texts_are_cut_within_the_limit_and_nothing_is_lost(self, words: str) -> None:
        pieces = measure.split(words)

        assert "".join(pieces) == words
        assert all(measure.units(piece) <= 5_000 for piece in pieces)
        assert not any(piece.startswith(("\u3099", "\ufe0f")) for piece in pieces)

    def test_labels_count_as_people_do(self) -> None:
        family = "👨‍👩‍👧‍👦"

        assert measure.label(family * 20) == family * 20
        assert measure.label("あ" * 21) == "あ" * 19 + "…"

    def test_choices_are_on_the_last_message_only(self) -> None:
        choices = {
            "type": "choices",
            "purpose": "related",
            "choices": [{"id": f"c{n}", "label": "選ぶ"} for n in range(20)],
        }
        message = Message("c", 1, Author.BOT, "自動応答", START, [{"type": "text", "text": "あ" * 9_000}, choices])

        objects = render.messages(message)

        assert ["quickReply" in o for o in objects] == [False, True]
        assert len(objects[-1]["quickReply"]["items"]) == 13
