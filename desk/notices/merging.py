"""One mail to each reader in five minutes: what is due meanwhile waits, and is told in one letter."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from datetime import timedelta

from desk.notices import words
from desk.notices.store import Told

EVERY = timedelta(minutes=5)


def merged(notices: Sequence[Told], lately: Collection[str], base_url: str) -> list[Told]:
    """Return what is written now.

    Args:
        notices: What is due and not told; words of danger stay letters of their own, at once, whatever the number.
        lately: Readers that were told something within `EVERY`.
        base_url: Where the console is.

    Returns:
        Those written now; one whose `text` is empty is told by another's letter. Those that wait are left out and due again.
    """
    written = [one for one in notices if one.is_urgent]
    of_reader: dict[str, list[Told]] = {}
    for one in notices:
        if not one.is_urgent and one.reader not in lately:
            of_reader.setdefault(one.reader, []).append(one)
    for mine in of_reader.values():
        if len(mine) == 1:
            written += mine
            continue
        subject, text = words.of_many([(one.subject, one.case_id) for one in mine], base_url)
        written.append(dataclasses.replace(mine[0], subject=subject, text=text, case_id=None))
        written += [dataclasses.replace(one, subject="", text="") for one in mine[1:]]
    order = {(one.key, one.reader): place for place, one in enumerate(notices)}
    return sorted(written, key=lambda one: order[one.key, one.reader])
