"""A flood of cases is told in few letters: beyond a handful the new notices of a reader become one."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from desk.notices import words
from desk.notices.store import Told

# So many letters of their own in this time; forty cases at once would fill three mailboxes with a hundred and twenty.
LATELY = timedelta(minutes=10)
MOST_ALONE = 5
# Beyond them a merged letter at most so often; what is new meanwhile waits for it.
MERGED_EVERY = timedelta(minutes=2)


def merged(
    notices: Sequence[Told], lately: Mapping[str, tuple[int, datetime]], now: datetime, base_url: str
) -> list[Told]:
    """Return what is written now.

    Args:
        notices: What is due and not told; words of danger stay letters of their own, whatever the number.
        lately: {reader: (notices told within `LATELY`, when the last)}.
        now: Aware UTC time.
        base_url: Where the console is.

    Returns:
        Those written now; one whose `text` is empty is told by another's letter. Those that wait are left out and due again.
    """
    written = [one for one in notices if one.is_urgent]
    of_reader: dict[str, list[Told]] = {}
    for one in notices:
        if not one.is_urgent:
            of_reader.setdefault(one.reader, []).append(one)
    for reader, mine in of_reader.items():
        count, last = lately.get(reader, (0, now - LATELY))
        room = max(0, MOST_ALONE - count)
        rest = mine[room:]
        written += mine[:room]
        if not (room or now - last >= MERGED_EVERY):
            continue
        if len(rest) < 2:
            written += rest
        else:
            subject, text = words.of_many(len(rest), base_url)
            written.append(dataclasses.replace(rest[0], subject=subject, text=text, case_id=None))
            written += [dataclasses.replace(one, subject="", text="") for one in rest[1:]]
    order = {(one.key, one.reader): place for place, one in enumerate(notices)}
    return sorted(written, key=lambda one: order[one.key, one.reader])
