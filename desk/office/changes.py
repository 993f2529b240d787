"""Writes into the log what an act changed: the values of settings before and after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import Depends, Request

from desk.audit.store import CHANGED
from desk.office.session import Audited, Desk, Log


async def changes(request: Request, desk: Desk, log: Log) -> Callable[[Mapping[str, str], Mapping[str, str]], None]:
    """Return what writes down the values of settings before and after an act, where they differ: {name: value} of both."""

    def write(before: Mapping[str, str], after: Mapping[str, str]) -> None:
        entry: Audited | None = getattr(request.state, "audited", None)
        detail = "、".join(
            f"{name}：{before.get(name) or '（なし）'} → {after.get(name) or '（なし）'}"
            for name in {**before, **after}
            if before.get(name, "") != after.get(name, "")
        )
        if entry is not None and detail:
            entry.complete(log, CHANGED, detail, desk.clock.now())

    return write


Changes = Annotated[Callable[[Mapping[str, str], Mapping[str, str]], None], Depends(changes)]
