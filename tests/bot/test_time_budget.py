"""What a text costs grows with its length, and no faster: every function that reads foreign text, on texts made to be slow."""

from __future__ import annotations

import pytest

from tests.bot.reading import READERS
from tests.growth import faults


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_twice_the_text_costs_three_times_the_time_at_most(reader):
    assert faults(reader) == []
