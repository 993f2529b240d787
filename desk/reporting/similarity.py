"""Groups short Japanese texts by what they mean, as the assistant's sketches tell; else by weighted kanji and pairs of letters.

Pure, the same every time.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from desk.assistant.service import SKETCH_BITS
from desk.text import folding

# Measured on 500 questions of 25 labels of data/nlu: at 0.25 45 of 100 find company, and 78 of 100 of those stand with
# their own label; at 0.3 it is 35 and 79, at 0.2 65 and 67. Comparing with the nearest or with the mean of a group
# instead of its first text was no better.
ALIKE = 0.25
# Signs in which the sketches of texts that mean the same differ, at most: a cosine of 0.28. Figures: docs/living-answers.md.
APART = 420
# Endings and particles (ですか, のは) say little about what was asked.
_WEIGHT_OF_HIRAGANA = 0.1

Vector = dict[str, float]
_RUN = re.compile(r"[\w々ー]+")
_HIRAGANA = re.compile(r"[ぁ-んー]+")
_KANJI = re.compile(r"[一-鿿々]")
# Who writes (masked) and how to reach them says nothing about the question.
_PERSONAL = re.compile(
    r"(?:電話|メール|名前|番号)?[はが]?【[^【】]{0,20}】(?:と申します|といいます|と言います|です|さん|様)?"
)


def grams(text: str) -> dict[str, float]:
    """Return the pairs of letters and the kanji of a text with how often they occur, hiragana for less."""
    found: dict[str, float] = defaultdict(float)
    plain = unicodedata.normalize("NFKC", bare(text)).lower()
    for run in _RUN.findall(plain):
        for pair in (run[i : i + 2] for i in range(max(1, len(run) - 1))):
            found[pair] += _WEIGHT_OF_HIRAGANA if _HIRAGANA.fullmatch(pair) else 1
        for kanji in _KANJI.findall(run):
            found[kanji] += 1
    return found


def bare(text: str) -> str:
    """Return a text without who writes and how to reach them."""
    return _PERSONAL.sub("", text).strip()


def grouped(seeds: Sequence[str], texts: Sequence[str], sketches: Mapping[str, int] | None = None) -> list[int]:
    """Return the group of each text: 0…len(seeds)-1 for the seeds' groups, higher numbers for new ones.

    A text goes to the group whose first text it is most like, or begins a group of its own. Earlier texts come first, so
    that a group keeps its first text when later ones arrive.

    Args:
        seeds: First texts of groups that there are.
        texts: What is to be grouped.
        sketches: Signs of what the `bare` texts mean; two texts of which one has none are compared by their letters.
    """
    counted = [grams(text) for text in (*seeds, *texts)]
    spread = Counter(gram for found in counted for gram in found)
    vectors = [_vector(found, spread, len(counted)) for found in counted]
    signs = [(sketches or {}).get(bare(text)) for text in (*seeds, *texts)]
    groups = _Groups()
    found_groups: list[int] = []
    for position, (vector, sketch) in enumerate(zip(vectors, signs, strict=True)):
        best = None if position < len(seeds) else groups.nearest(vector, sketch)
        found_groups.append(groups.begin(vector, sketch) if best is None else best)
    return found_groups[len(seeds) :]


class _Groups:
    """The first texts of the groups so far."""

    def __init__(self) -> None:
        self._posting: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._sketches: list[int | None] = []

    def begin(self, vector: Vector, sketch: int | None) -> int:
        """Begin a group; returns its number."""
        number = len(self._sketches)
        self._sketches.append(sketch)
        for gram, weight in vector.items():
            self._posting[gram].append((number, weight))
        return number

    def nearest(self, vector: Vector, sketch: int | None) -> int | None:
        """Return the group that a text belongs to, None for none; each likeness counts by how far it is above its bound."""
        found: list[tuple[float, int]] = []
        if sketch is not None:
            apart = ((number, (sketch ^ other).bit_count()) for number, other in self._meant())
            found = [(_cosine(bits) / _cosine(APART), number) for number, bits in apart if bits <= APART]
        likeness: dict[int, float] = defaultdict(float)
        for gram, weight in vector.items():
            for group, other in self._posting.get(gram, ()):
                if sketch is None or self._sketches[group] is None:
                    likeness[group] += weight * other
        found += [(alike / ALIKE, number) for number, alike in likeness.items() if alike >= ALIKE]
        return max(found, key=lambda one: (one[0], -one[1]))[1] if found else None

    def _meant(self) -> Iterator[tuple[int, int]]:
        return ((number, sketch) for number, sketch in enumerate(self._sketches) if sketch is not None)


def _cosine(apart: int) -> float:
    """Return the cosine of two texts whose sketches differ in so many signs."""
    return math.cos(math.pi * apart / SKETCH_BITS)


def _vector(found: dict[str, float], spread: Counter[str], total: int) -> Vector:
    weights = {gram: count * math.log(1 + total / spread[gram]) for gram, count in found.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {gram: weight / length for gram, weight in weights.items()} if length else {}


def distinct(texts: Iterable[str]) -> list[str]:
    """Return texts that differ by more than their typing and who wrote them, in order."""
    seen: dict[str, str] = {}
    for text in texts:
        seen.setdefault(folding.fold(bare(text)).strip("。、. ") or folding.fold(text), text)
    return list(seen.values())
