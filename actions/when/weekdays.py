"""Weekdays in a text: 火曜, 月水金, 土日, 平日; pure."""

from __future__ import annotations

import re

from actions.when.windows import WEEKDAYS

_WEEKDAY = re.compile(
    r"(?P<row>[月火水木金土日](?:[・、,/か][月火水木金土日])+)(?:曜日?)?(?!\d)|(?P<one>[月火水木金土日])(?:曜日?|よう)|[(（](?P<mark>[月火水木金土日])[)）]"
)
_PLAIN_ROW = re.compile(r"(?<![一-龠ぁ-ん])(?P<row>[月火水木金]{2,5})(?![一-龠])")


def named_weekdays(text: str) -> tuple[int, ...]:
    """Return the weekdays that a text allows, Monday 0, in order; none where it names none."""
    found: set[int] = set()
    if re.search(r"土日|週末|土・日|土曜日曜|どにち", text):
        found |= {5, 6}
    if "平日" in text:
        found |= {0, 1, 2, 3, 4}
    for match in _WEEKDAY.finditer(text):
        for name in match["row"] or match["one"] or match["mark"] or "":
            if name in WEEKDAYS:
                found.add(WEEKDAYS.index(name))
    for match in _PLAIN_ROW.finditer(text):
        found |= {WEEKDAYS.index(name) for name in match["row"]}
    return tuple(sorted(found))
