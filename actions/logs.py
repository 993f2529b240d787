"""Logging of the actions' process: what failed and where, never what people said.

rasa_sdk logs the text of an exception with its traceback, and an exception of a library may quote what it was given.
"""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType

_FORMAT = "%(levelname)s %(name)s %(message)s"
_HOUSE = Path(__file__).resolve().parent


class QuietFormatter(logging.Formatter):
    """Writes exceptions without their texts, and records of libraries without what they were given."""

    def format(self, record: logging.LogRecord) -> str:
        """See base class."""
        record = logging.makeLogRecord(record.__dict__)
        record.exc_text = record.stack_info = None
        if record.name.partition(".")[0] not in {"actions", "__main__"}:
            template = str(record.msg).splitlines()[0][:120] if record.args else "(left out)"
            record.msg, record.args = template, None
        return super().format(record).replace("\n", " ")

    def formatException(  # noqa: N802 - the base class's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """Return the kinds of the exceptions and the innermost place in our own code."""
        kinds: list[str] = []
        error = ei[1]
        while error is not None and len(kinds) < 5:
            kinds.append(type(error).__name__)
            error = error.__cause__ or error.__context__
        ours = [f for f in traceback.extract_tb(ei[2]) if Path(f.filename).is_relative_to(_HOUSE)]
        place = f" at actions/{Path(ours[-1].filename).relative_to(_HOUSE)}:{ours[-1].lineno}" if ours else ""
        return f"{' from '.join(kinds)}{place}"


def configure() -> None:
    """Send warnings and worse to standard output, without people's words."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(QuietFormatter(_FORMAT))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
