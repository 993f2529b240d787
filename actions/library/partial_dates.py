"""Days, months and years as people say them; pure."""

from __future__ import annotations

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def english_date(partial: str) -> str:
    """Return 2024, April 2024 or 9 April 2024 of a partial date."""
    year, *rest = partial.split("-")
    month = [_MONTHS[int(rest[0]) - 1]] if rest else []
    day = [str(int(rest[1]))] if len(rest) > 1 else []
    return " ".join([*day, *month, year])


def japanese_date(partial: str, *, easy: bool = False) -> str:
    """Return 2024年, 2024年4月 or 2024年4月9日 of a partial date; `easy` adds readings and leaves the day out."""
    units = ("年《ねん》", "月《がつ》") if easy else ("年", "月", "日")
    pairs = zip(partial.split("-"), units, strict=False)
    return "".join(f"{int(number)}{unit}" for number, unit in pairs)
