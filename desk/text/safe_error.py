"""What a log may say of a failure: its kind, its cause and its place in our code, never its message, which may hold a person's words."""

from __future__ import annotations

import errno
import traceback
from pathlib import Path

_HOUSE = Path(__file__).resolve().parents[1]


def failure(error: BaseException, of: str = "") -> str:
    """Return such as `StatementError from TypeError at mail/outbox.py:142 of 17`; the place is the innermost of the desk's own.

    Where a system or a database says by a code what is wrong, that as well: `OperationalError (SQLITE_FULL)`.
    `of` is the id of what failed, such as a message's or a letter's.
    """
    whose = f" of {of}" if of else ""
    cause = error.__cause__ or error.__context__
    words = type(error).__name__ + (f" from {type(cause).__name__}" if cause is not None else "") + _code(error)
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        place = Path(frame.filename)
        if place.is_relative_to(_HOUSE) and "site-packages" not in place.parts:
            return f"{words} at {place.relative_to(_HOUSE).as_posix()}:{frame.lineno}{whose}"
    return f"{words}{whose}"


def _code(error: BaseException) -> str:
    """Return the code that an error of the system or of a database has; codes quote nothing."""
    original = getattr(error, "orig", None) or error
    code = getattr(original, "sqlite_errorname", None) or getattr(original, "sqlstate", None)
    if code is None and isinstance(original, OSError):
        code = errno.errorcode.get(original.errno or 0)
    return f" ({code})" if isinstance(code, str) else ""
