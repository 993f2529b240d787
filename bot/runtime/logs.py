"""Logging of the assistant's process: what happened and where, never what people said.

Rasa logs messages, slots and the local variables of failing frames; here an event keeps its name and
level, and an exception its kinds and places.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

_FORMAT = "%(levelname)s %(name)s %(message)s"
_OURS = ("bot.", "desk_channel")


class QuietFormatter(logging.Formatter):
    """Writes exceptions without their messages, and foreign records without their arguments."""

    def format(self, record: logging.LogRecord) -> str:
        """See base class."""
        # Another handler may have kept the traceback's text.
        record.exc_text = record.stack_info = None
        if not record.name.startswith(_OURS):
            record = logging.makeLogRecord(record.__dict__)
            record.msg, record.args = (
                str(record.msg).splitlines()[0][:200] if record.args else "(left out)",
                None,
            )
        return super().format(record)

    def formatException(  # noqa: N802 - the base class's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """Return the kinds of the exceptions and where the last one was raised."""
        kinds: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            kinds.append(type(error).__name__)
            error = error.__cause__ or error.__context__
        frames = traceback.extract_tb(ei[2])
        place = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
        return f"{' <- '.join(kinds)}{place}"


def configure() -> None:
    """Send warnings and worse to standard output, without people's words."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(QuietFormatter(_FORMAT))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    structlog.configure(
        processors=[_keep_name, structlog.processors.KeyValueRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        cache_logger_on_first_use=True,
    )


def _keep_name(_: Any, level: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {"level": level, "event": str(event.get("event", ""))[:80]}
