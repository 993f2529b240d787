"""Days that a text names, as every reader of them returns them; pure."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable

from actions.when.windows import Days

IsHoliday = Callable[[datetime.date], bool]
DAY = datetime.timedelta(days=1)
# As far as one can book, and a little: what lies beyond is said to be too far by the desk.
HORIZON_DAYS = 120


@dataclasses.dataclass(frozen=True)
class Named:
    """Days named in a text; `is_past` where they are over, `rest` the text without what was read."""

    days: tuple[Days, ...] = ()
    is_past: bool = False
    rest: str = ""
