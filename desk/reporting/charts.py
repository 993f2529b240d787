"""Charts as SVG text: no script, no host, readable aloud; each stands beside the table of its numbers. Pure.

Colours are attributes and not styles, since the pages' policy forbids inline styles; series differ by lightness and are
named, so that nothing depends on colour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from desk.text.times import WEEKDAYS

WIDTH = 720
_INK, _FAINT = "#1a1a1c", "#d8d8db"
_SERIES = ("#0017c1", "#7096f8", "#197a4b", "#a8c5a0")
_LABEL_EVERY_PX = 52
# The name of the last column is wider than the column.
_RIGHT = 12


def columns(title: str, names: Sequence[str], series: Mapping[str, Sequence[int]]) -> str:
    """Return stacked columns, one for each name."""
    height, left, top, bottom = 220, 40, 12 + (22 if len(series) > 1 else 0), 26
    totals = [sum(values[i] for values in series.values()) for i in range(len(names))]
    most = _round_up(max(totals, default=0))
    step = (WIDTH - left - _RIGHT) / max(len(names), 1)
    inner = height - top - bottom
    pieces = _grid(most, left, top, inner)
    for i in range(len(names)):
        floor = float(top + inner)
        for number, values in enumerate(series.values()):
            size = inner * values[i] / most
            floor -= size
            pieces.append(
                f'<rect x="{left + i * step + step * 0.12:.1f}" y="{floor:.1f}" width="{step * 0.76:.1f}" height="{size:.1f}" fill="{_SERIES[number % 4]}"/>'
            )
    every = max(1, round(_LABEL_EVERY_PX / step))
    pieces += [
        f'<text x="{left + (i + 0.5) * step:.1f}" y="{height - 8}" text-anchor="middle">{escape(name)}</text>'
        for i, name in enumerate(names)
        if i % every == 0
    ]
    if len(series) > 1:
        pieces.append(_legend(list(series), left))
    busiest = max(range(len(names)), key=lambda i: totals[i], default=None)
    told = f"合計 {sum(totals)}。" + (
        f"いちばん多いのは {names[busiest]} の {totals[busiest]}。" if busiest is not None else ""
    )
    return _svg(title, told, height, pieces)


def bars(title: str, counts: Mapping[str, int]) -> str:
    """Return horizontal bars, as given."""
    row, left = 28, 170
    most = max([1, *counts.values()])
    pieces = []
    for i, (name, count) in enumerate(counts.items()):
        y, size = i * row + 4, (WIDTH - left - 60) * count / most
        pieces.append(
            f'<text x="{left - 8}" y="{y + 15}" text-anchor="end">{escape(name)}</text>'
            f'<rect x="{left}" y="{y}" width="{size:.1f}" height="20" fill="{_SERIES[0]}"/>'
            f'<text x="{left + size + 6:.1f}" y="{y + 15}">{count}</text>'
        )
    return _svg(title, f"合計 {sum(counts.values())}。", len(counts) * row + 8, pieces)


def heat(title: str, grid: Sequence[Sequence[int]], is_office: Sequence[Sequence[bool]]) -> str:
    """Return 7 weekdays by 24 hours; the hours of the office are outlined."""
    cell, left, top = 28, 28, 22
    most = max([1, *(count for row in grid for count in row)])
    pieces = [
        f'<text x="{left + hour * cell + cell / 2}" y="15" text-anchor="middle">{hour}</text>' for hour in range(24)
    ]
    for day, counts in enumerate(grid):
        y = top + day * cell
        pieces.append(f'<text x="{left - 8}" y="{y + 19}" text-anchor="end">{WEEKDAYS[day]}</text>')
        for hour, count in enumerate(counts):
            share = count / most
            ink = "#ffffff" if share > 0.5 else _INK
            shade = f' fill="{_SERIES[0]}" fill-opacity="{share:.2f}"' if count else ' fill="#ffffff"'
            number = f'<tspan fill="{ink}">{count}</tspan>' if count else ""
            pieces.append(
                f'<rect x="{left + hour * cell}" y="{y}" width="{cell}" height="{cell}"{shade} stroke="{_FAINT}"/>'
                f'<text x="{left + hour * cell + cell / 2}" y="{y + 19}" text-anchor="middle">{number}</text>'
            )
    for day in range(7):
        for begin, end in _stretches(is_office[day]):
            pieces.append(
                f'<rect x="{left + begin * cell + 1}" y="{top + day * cell + 1}" width="{(end - begin) * cell - 2}" height="{cell - 2}" fill="none" stroke="#b35c00" stroke-width="2"/>'
            )
    told = f"合計 {sum(map(sum, grid))}。枠で囲んだところが受付時間です。"
    return _svg(title, told, top + 7 * cell + 6, pieces)


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


def _grid(most: int, left: int, top: int, inner: int) -> list[str]:
    found = []
    for quarter in range(5):
        y = top + inner - inner * quarter / 4
        found.append(
            f'<line x1="{left}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}" stroke="{_FAINT}"/>'
            f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{most * quarter // 4}</text>'
        )
    return found


def _legend(names: Sequence[str], left: int) -> str:
    return "".join(
        f'<rect x="{left + i * 110}" y="2" width="14" height="14" fill="{_SERIES[i % 4]}"/>'
        f'<text x="{left + i * 110 + 20}" y="14">{escape(name)}</text>'
        for i, name in enumerate(names)
    )


def _svg(title: str, told: str, height: float, pieces: Sequence[str]) -> str:
    words = f"{title}。{told} 同じ数が下の表にあります。"
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(words)}">'
        f"<title>{escape(title)}</title><desc>{escape(told)}</desc>{''.join(pieces)}</svg>"
    )
