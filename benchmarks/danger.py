"""`make benchmark-danger`: milliseconds of hearing danger by the rules, for 1,000 and 10,000 characters of several kinds."""

from __future__ import annotations

import random
import time

from bot.nlu import pattern_files
from bot.nlu.safety import Patterns

LENGTHS = (1_000, 10_000)


def texts(length: int) -> dict[str, str]:
    """Return texts of one length, from ordinary letters to what makes most patterns start in vain."""
    patterns = pattern_files.shared()
    anchors = sorted({a for g in patterns.groups for p in g.patterns for a in p.anchors})
    chance = random.Random(1)
    letter = "移住を考えています。家賃や雪のことが心配です。仕事は見つかりますか。"
    units = {
        "letter": letter,
        "one sentence": letter.replace("。", "、"),
        "lines": letter.replace("。", "\n"),
        "one word": "夫に",
        "tags": "<a",
        "letters": "a",
        "anchors": "の夜明け".join(chance.sample(anchors, len(anchors))),
        "anchors and people": "の夫".join(chance.sample(anchors, len(anchors))),
        "halves of anchors": "夫が".join(a[: max(1, len(a) - 1)] for a in anchors),
    }
    return {name: (unit * (length // len(unit) + 1))[:length] for name, unit in units.items()}


def main() -> None:
    """Print the smallest of five times for each kind."""
    patterns = pattern_files.shared()
    for length in LENGTHS:
        for name, text in texts(length).items():
            best = min(_milliseconds(patterns, text) for _ in range(5))
            print(f"{length:>6} {name:<20} {best:7.2f} ms")


def _milliseconds(patterns: Patterns, text: str) -> float:
    started = time.process_time()
    patterns.read(text)
    return (time.process_time() - started) * 1_000


if __name__ == "__main__":
    main()
