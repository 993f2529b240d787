"""The process's log: what failed and where. By its construction no record can hold a person's words.

Our own records say what they say by `safe_error.failure`, ids and counts. Records of libraries keep their template and lose
what they put into it; an exception's text never gets here, whoever logs it: a database quotes the row that it refuses.
"""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType
from typing import TextIO

from desk.text.safe_error import failure

_FORMAT = "%(levelname)s %(name)s %(message)s"
_OURS = ("desk", "__main__")
_LONGEST_TEMPLATE = 120
# Name a library's module and state of the process, never what came in.
_HARMLESS = frozenset({"uvicorn.error"})
logger = logging.getLogger(__name__)


class SafeFormatter(logging.Formatter):
    """Writes exceptions without their texts, and records of libraries without their arguments."""

    def format(self, record: logging.LogRecord) -> str:
        """See base class."""
        # Others may have kept the traceback's text already.
        record.exc_text = None
        if record.name.partition(".")[0] not in _OURS:
            record = logging.makeLogRecord(record.__dict__)
            record.msg, record.args = _template(record), None
        record.stack_info = None
        return super().format(record).replace("\n", " ")

    def formatException(  # noqa: N802 - the base class's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """Return the kind of the exception, its cause and the place."""
        return failure(ei[1]) if ei[1] is not None else ""


def _template(record: logging.LogRecord) -> str:
    if isinstance(record.msg, str) and (record.args or record.name in _HARMLESS):
        # A finished text may hold anything; a template holds what the library's author wrote.
        return record.msg.splitlines()[0][:_LONGEST_TEMPLATE] if record.msg else ""
    return "(left out)"


def configure(stream: TextIO | None = None) -> None:
    """Send everything that is logged, and what nobody caught, through the one formatter."""
    handler = logging.StreamHandler(stream or sys.stdout)
    handler.setFormatter(SafeFormatter(_FORMAT))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name in ("httpx", "alembic", "uvicorn", "apprise"):
        logging.getLogger(name).setLevel(logging.WARNING)
    sys.excepthook = _uncaught
    threading.excepthook = lambda args: _uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def _uncaught(kind: type[BaseException], error: BaseException | None, _: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logger.critical("process.uncaught %s", failure(error) if error is not None else kind.__name__)
