"""Messages in other languages: held-out lines by fold, and the evaluation set, without a trained Rasa model.

`make benchmark-languages` prints, for each language, how many are answered, answered wrong, and get the right answer or the
right choice among those offered. Romaji needs the trained model: `make evaluate FILE=benchmarks/evaluation/languages.jsonl`.
"""

from __future__ import annotations

import collections
import dataclasses
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np

from bot.nlu import decision, foreign_decision, foreign_lines, language, sentence_encoder
from bot.nlu.foreign_model import Floats, ForeignModel
from bot.nlu.known_labels import DANGERS
from bot.nlu.vector_cache import VectorCache
from bot.runtime import questions

SET = Path(__file__).parent / "evaluation" / "languages.jsonl"
DATA = Path(__file__).resolve().parents[1] / "data" / "nlu"
FOLDS = 4


@dataclasses.dataclass
class Count:
    """What became of the messages of one language."""

    all: int = 0
    first: int = 0
    answered: int = 0
    wrong: int = 0
    right: int = 0
    offered: int = 0

    def row(self, name: str) -> str:
        """Return a row of the table."""
        shares = (self.first, self.answered, self.wrong, self.right, self.right + self.offered)
        return f"| {name} | {self.all} | " + " | ".join(f"{share / self.all:.2f}" for share in shares) + " |"


def count(
    asked: Iterable[tuple[str, str, str]], model: ForeignModel, encode: Callable[[str], Floats]
) -> dict[str, Count]:
    """Return the counts by language of (language, text, label)."""
    found: dict[str, Count] = {}
    for name, text, label in asked:
        made = foreign_decision.decide(text, language.detect(text), model, encode, None)
        of = found.setdefault(name, Count())
        of.all += 1
        of.first += made.label == label
        if made.outcome in {"answer", "handoff"}:
            of.answered += 1
            of.right += made.label == label
            of.wrong += made.label != label
        elif made.outcome == "clarify":
            of.offered += label in decision.clarifying_labels(made)
    return found


def japanese() -> dict[str, Floats]:
    """Return the vectors of each label's Japanese questions; encoded once, then from the cache."""
    pairs = [pair for file in questions.files(DATA) for pair in questions.plain(file) or [] if "/" in pair[0]]
    vectors = sentence_encoder.encode_known([text for _, text in pairs])
    rows: dict[str, list[Floats]] = {}
    for (label, _), vector in zip(pairs, vectors, strict=True):
        if label not in DANGERS:
            rows.setdefault(label, []).append(vector)
    return {label: np.stack(of) for label, of in rows.items()}


def held_out(lines: foreign_lines.Lines, vectors: Floats, questions_of: dict[str, Floats]) -> dict[str, Count]:
    """Return the counts of lines that the model has not seen; the n-th lines of a label in all languages go together."""
    numbers: collections.Counter[tuple[str, str]] = collections.Counter()
    folds, titles = [], {title for of in lines.titles.values() for title in of.values()}
    for text, label in lines.pairs:
        kind = "title" if text in titles else language.detect(text)[:2]
        folds.append(-1 if kind == "title" else numbers[(label, kind)] % FOLDS)
        numbers[(label, kind)] += 1
    by_text = {text: vector for (text, _), vector in zip(lines.pairs, vectors, strict=True)}
    total: dict[str, Count] = {}
    for fold in range(FOLDS):
        kept = [number for number, of in enumerate(folds) if of != fold]
        model = ForeignModel.fit([lines.pairs[n] for n in kept], vectors[kept], questions_of, lines.titles)
        out = [lines.pairs[number] for number, of in enumerate(folds) if of == fold]
        part = count(((language.detect(text)[:2], text, label) for text, label in out), model, by_text.__getitem__)
        for name, of in part.items():
            so_far = total.setdefault(name, Count())
            for field in dataclasses.fields(Count):
                setattr(so_far, field.name, getattr(so_far, field.name) + getattr(of, field.name))
    return {name: total[name] for name in ("en", "zh", "ko")}


def evaluation() -> Iterator[tuple[str, str, str]]:
    """Yield (language, text, label) of the evaluation set, as far as the matcher answers it."""
    for line in SET.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["language"] not in {"romaji", "other"}:
            yield row["language"], row["text"], row["label"]


def main() -> int:
    """Print both tables."""
    lines, questions_of = foreign_lines.read(), japanese()
    cache = VectorCache(sentence_encoder.CACHE / "languages", sentence_encoder.version())
    vectors = cache.vectors([text for text, _ in lines.pairs], sentence_encoder.encode_all)
    model = ForeignModel.fit(lines.pairs, vectors, questions_of, lines.titles)
    for name, found in (
        ("held-out lines", held_out(lines, vectors, questions_of)),
        ("evaluation set", count(evaluation(), model, sentence_encoder.encode)),
    ):
        print(f"\n{name}\n\n| language | n | first right | answered | wrong | answered right | or offered |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        print("\n".join(of.row(language_name) for language_name, of in found.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
