"""Charts as shapes to draw: no script, no host, readable aloud; each stands beside the table of its numbers. Pure.

`reporting/macros.html` draws them as SVG. Series differ by lightness and are named, so that nothing depends on colour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desk.text.times import WEEKDAYS

WIDTH = 720
_INK, _PAPER, _FAINT, _MARK = "#1a1a1c", "#ffffff", "#d8d8db", "#b35c00"
_SERIES = ("#0017c1", "#7096f8", "#197a4b", "#a8c5a0")
_LABEL_EVERY_PX = 52
# The name of the last column is wider than the column.
_RIGHT = 12


@dataclass(frozen=True)
class Line:
    """A horizontal line, in the pixels of the chart, as everything below."""

    left: float
    right: float
    y: float
    stroke: str = _FAINT


@dataclass(frozen=True)
class Box:
    """A rectangle; without a stroke it has no edge."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    opacity: float = 1
    stroke: str = ""
    stroke_width: int = 1


@dataclass(frozen=True)
class Words:
    """Text on its line; the anchor is SVG's `start`, `middle` or `end`. Without a fill it has the page's colour."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    fill: str = ""


@dataclass
class Chart:
    """What is drawn: lines first, then boxes, words above both; `told` says in words what is to be seen."""

    title: str
    told: str
    height: int
    width: int = WIDTH
    lines: list[Line] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)


def columns(title: str, names: Sequence[str], series: Mapping[str, Sequence[int]]) -> Chart:
    """Return stacked columns, one for each name."""
    height, left, top, bottom = 220, 40, 12 + (22 if len(series) > 1 else 0), 26
    totals = [sum(values[i] for values in series.values()) for i in range(len(names))]
    told = f"合計 {sum(totals)}。"
    if names:
        busiest = max(range(len(names)), key=lambda i: totals[i])
        told += f"いちばん多いのは {names[busiest]} の {totals[busiest]}。"
    drawn = Chart(title, told, height)
    most = _round_up(max(totals, default=0))
    step = (WIDTH - left - _RIGHT) / max(len(names), 1)
    inner = height - top - bottom
    _scale(drawn, most, left, top, inner)
    for i in range(len(names)):
        floor = float(top + inner)
        for number, values in enumerate(series.values()):
            size = inner * values[i] / most
            floor -= size
            drawn.boxes.append(Box(left + i * step + step * 0.12, floor, step * 0.76, size, _SERIES[number % 4]))
    every = max(1, round(_LABEL_EVERY_PX / step))
    drawn.words += [
        Words(left + (i + 0.5) * step, height - 8, name, "middle") for i, name in enumerate(names) if i % every == 0
    ]
    if len(series) > 1:
        for i, name in enumerate(series):
            drawn.boxes.append(Box(left + i * 110, 2, 14, 14, _SERIES[i % 4]))
            drawn.words.append(Words(left + i * 110 + 20, 14, name))
    return drawn


def bars(title: str, counts: Mapping[str, int]) -> Chart:
    """Return horizontal bars, as given."""
    row, left = 28, 170
    most = max([1, *counts.values()])
    drawn = Chart(title, f"合計 {sum(counts.values())}。", len(counts) * row + 8)
    for i, (name, count) in enumerate(counts.items()):
        y, size = i * row + 4, (WIDTH - left - 60) * count / most
        drawn.boxes.append(Box(left, y, size, 20, _SERIES[0]))
        drawn.words += [Words(left - 8, y + 15, name, "end"), Words(left + size + 6, y + 15, str(count))]
    return drawn


def heat(title: str, grid: Sequence[Sequence[int]], is_office: Sequence[Sequence[bool]]) -> Chart:
    """Return 7 weekdays by 24 hours; the hours of the office are outlined."""
    cell, left, top = 28, 28, 22
    most = max([1, *(count for row in grid for count in row)])
    told = f"合計 {sum(map(sum, grid))}。枠で囲んだところが受付時間です。"
    drawn = Chart(title, told, top + 7 * cell + 6)
    drawn.words += [Words(left + hour * cell + cell / 2, 15, str(hour), "middle") for hour in range(24)]
    for day, counts in enumerate(grid):
        y = top + day * cell
        drawn.words.append(Words(left - 8, y + 19, WEEKDAYS[day], "end"))
        for hour, count in enumerate(counts):
            x, share = left + hour * cell, count / most
            fill, opacity = (_SERIES[0], share) if count else (_PAPER, 1)
            drawn.boxes.append(Box(x, y, cell, cell, fill, opacity, _FAINT))
            if count:
                ink = _PAPER if share > 0.5 else _INK
                drawn.words.append(Words(x + cell / 2, y + 19, str(count), "middle", ink))
    for day in range(7):
        for begin, end in _stretches(is_office[day]):
            x, y, width = left + begin * cell + 1, top + day * cell + 1, (end - begin) * cell - 2
            drawn.boxes.append(Box(x, y, width, cell - 2, "none", stroke=_MARK, stroke_width=2))
    return drawn


def _stretches(flags: Sequence[bool]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for hour, is_on in enumerate(flags):
        if is_on and found and found[-1][1] == hour:
            found[-1] = (found[-1][0], hour + 1)
        elif is_on:
            found.append((hour, hour + 1))
    return found


def _round_up(most: int) -> int:
    """Return the top of the scale: four equal steps that are easy to read."""
    power = 1
    while True:
        for step in (
            (1, 2, 5) if power == 1 else (1 * power, power * 3 // 2, 2 * power, power * 5 // 2, 4 * power, 5 * power)
        ):
            if 4 * step >= most:
                return 4 * step
        power *= 10


def _scale(drawn: Chart, most: int, left: int, top: int, inner: int) -> None:
    for quarter in range(5):
        y = top + inner - inner * quarter / 4
        drawn.lines.append(Line(left, WIDTH, y))
        drawn.words.append(Words(left - 6, y + 4, str(most * quarter // 4), "end"))
