"""What a text costs grows with its length, and no faster: every function that reads foreign text, on texts made to be slow."""

from __future__ import annotations

import re

import pytest

from tests.desk.security.reading import READERS
from tests.growth import Reader, faults


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_twice_the_text_costs_three_times_the_time_at_most(reader):
    assert faults(reader) == []


def test_a_pattern_that_starts_anew_at_every_letter_is_found():
    # Two of them, one in the other: eight times the work for twice the text, which no noise of a machine hides.
    slow = re.compile(r"[A-Za-z0-9._]+[A-Za-z0-9._]+@")

    found = faults(Reader("slow", slow.search, 600, units={"letters": "a", "kanji": "漢"}))

    assert len(found) == 1
    assert found[0].startswith("letters: ")


def test_a_loop_over_the_letters_is_not_found():
    reader = Reader("quick", lambda text: sum(map(ord, text)), 500_000, units={"letters": "a"})

    assert faults(reader) == []
