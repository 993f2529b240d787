"""How a command of `make` ends where its settings or its database cannot be used: a line for each reason, and no traceback."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import NoReturn

from pydantic import ValidationError

from desk.db.migrate import DatabaseUnusable
from desk.settings_check import UnsafeSettings, unreadable
from desk.text.city_file import CityBroken

_UNUSABLE = 2


def run(main: Callable[[], int]) -> NoReturn:
    """Run a command and end the process with its exit status; 2 where it could not begin."""
    try:
        status = main()
    except ValidationError as error:
        print(*unreadable(error), sep="\n", file=sys.stderr)
        status = _UNUSABLE
    except (UnsafeSettings, CityBroken, DatabaseUnusable) as error:
        print(error, file=sys.stderr)
        status = _UNUSABLE
    sys.exit(status)
