"""Long messages of one person cost the desk little: taken in by LINE's webhook, opened as a case, found by the search."""

from __future__ import annotations

import time

import pytest

from tests.desk.line.conftest import Line, line  # noqa: F401 - the fixture
from tests.desk.line.phone import text
from tests.desk.line.steps import hand_over

# What they cost before each letter was a new beginning: six seconds to take in, ten to open.
MOST_SECONDS = 2.0


@pytest.mark.parametrize("unit", ["a", "漢", "1", "👍"])
def test_five_long_messages_hold_nobody_up(line: Line, unit: str) -> None:  # noqa: F811
    line.api.account()
    sato = line.api.log_in()
    line.post(text("こんにちは"))
    case_id = hand_over(line)
    began = time.process_time()

    for number in range(5):
        assert line.post(text(unit * (9_999 - number))).status_code == 200
    assert sato.post(f"/api/console/cases/{case_id}/claim").status_code == 200
    opened = sato.get(f"/api/console/cases/{case_id}")
    listed = sato.get("/api/console/cases")

    assert time.process_time() - began < MOST_SECONDS
    assert opened.status_code == listed.status_code == 200
    assert len(line.words()) == 6
