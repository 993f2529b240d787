"""Reads the rows of `data/danger/training` and fits the detector to them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlu import kept, logistic, romaji
from bot.nlu.danger_first import FirstPass
from bot.nlu.danger_model import KINDS, DangerModel, pieces
from bot.nlu.danger_texts import Texts
from bot.nlu.morphology import Morpheme

Floats = npt.NDArray[np.float32]
# A letter of more pieces than this teaches by its loudest piece only: its whole is about something else.
_FEW_PIECES = 6
# Relative decrease of the loss at which the first pass, which finds the loudest pieces, and the second, which goes on
# from it, stop: later steps change nothing that is measured.
_ENOUGH = (1e-3, 1e-4)
# Of these there are many, and none was written to sound like a cry.
EVERYDAY = {"question", "statement"}


class RowBroken(ValueError):
    """A row cannot be used; the message names file, line and field."""


@dataclasses.dataclass(frozen=True)
class Row:
    """One text: `kind` is distress, emergency or None; `style` says who wrote it how, `question` for ordinary questions."""

    text: str
    kind: str | None
    subject: str | None
    style: str


def files(folder: Path) -> list[Path]:
    """Return the files of rows in a fixed order."""
    return sorted(folder.glob("*.jsonl"))


def read(folder: Path) -> list[Row]:
    """Return all rows of a folder, as a message is read: romaji as kana (`bot.channels.reading`).

    Raises:
        RowBroken: The first row that cannot be used.
    """
    return [row for path in files(folder) for row in read_file(path)]


def read_file(path: Path) -> list[Row]:
    """Return the rows of one file.

    Raises:
        RowBroken: See `read`.
    """
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        fields = json.loads(line)
        text, kind = fields.get("text"), fields.get("danger")
        if not isinstance(text, str) or not text.strip() or kind not in {None, *KINDS[1:]}:
            raise RowBroken(f"{path.name}:{number}: expected a text and a danger or null")
        rows.append(Row(romaji.read(text), kind, fields.get("subject"), str(fields.get("style") or "")))
    return rows


def fit(rows: Sequence[Row], vectors: Mapping[str, Floats], **options: float) -> DangerModel:
    """Learn; `vectors` are sentence vectors that are known, by their text, the others are made; options: see `Options`."""
    return learn(rows, texts_of(rows, vectors), **options)


def texts_of(
    rows: Sequence[Row], vectors: Mapping[str, Floats], words: Mapping[str, Sequence[Morpheme]] | None = None
) -> Texts:
    """Return all pieces of rows; `vectors` and `words` are those that are known, by their text."""
    return Texts.of([piece for row in rows for piece in pieces(row.text)], vectors, words)


@dataclasses.dataclass(frozen=True)
class Options:
    """C of the two models, how much the dense one counts, and the weight of ordinary rows written to sound like cries."""

    dense_strength: float
    spelt_strength: float
    share: float
    alike_weight: float


def parted(rows: Sequence[Row]) -> tuple[list[Row], list[str]]:
    """Return the rows that teach in any case, and the texts of ordinary questions, which teach where they are loud.

    Without any other rows all teach.
    """
    taught = [row for row in rows if row.kind or row.style != "question"]
    if not taught:
        return list(rows), []
    return taught, list(dict.fromkeys(row.text for row in rows if not row.kind and row.style == "question"))


def learn(rows: Sequence[Row], texts: Texts, **options: float) -> DangerModel:
    """Learn from rows whose pieces are among the texts; options: see `Options`."""
    chosen, (taught, questions) = Options(**options), parted(rows)
    first = begin(taught, texts, chosen).having_read(questions, texts)
    return finish([*taught, *asked(first, questions)], texts, first, chosen)


def asked(first: FirstPass, questions: Sequence[str]) -> list[Row]:
    """Return the rows of the questions that teach, in an order of their own: where they stood changes no sum."""
    return [Row(text, None, None, "question") for text in sorted(first.loud(questions))]


def begin(rows: Sequence[Row], texts: Texts, options: Options) -> FirstPass:
    """Learn from rows without their loudest pieces, which only this can find."""
    (dense, bias), spelt = _fitted(rows, texts, options, None, _ENOUGH[0])
    return FirstPass(np.hstack([dense, bias[:, None]]), np.hstack([spelt[0], spelt[1][:, None]]), options.share)


def finish(rows: Sequence[Row], texts: Texts, first: FirstPass, options: Options) -> DangerModel:
    """Go on from the first pass; a row of several sentences teaches by its loudest piece."""
    dense, spelt = _fitted(rows, texts, options, first, _ENOUGH[1])
    return DangerModel(
        dense=_of_all_kinds(dense),
        spelt=kept.halved(_of_all_kinds(spelt)),
        share=options.share,
        **_about(rows, texts, options.dense_strength),
    )


def _fitted(
    rows: Sequence[Row], texts: Texts, options: Options, first: FirstPass | None, enough: float
) -> tuple[logistic.Weights, logistic.Weights]:
    """Return the weights over vectors and over runs of characters."""
    danger = first.danger(texts) if first is not None else None
    examples = [
        _Examples(row, [texts.numbers[text] for text in pieces(row.text)], options.alike_weight) for row in rows
    ]
    chosen = [one for example in examples for one in example.of(danger)]
    numbers, kinds = (np.array([one[i] for one in chosen], dtype=np.intp) for i in (0, 1))
    counts = np.array([one[2] for one in chosen], dtype=np.float32)
    before = first.weights if first is not None else (None, None)
    # Neither needs the other, and products of dense rows leave Python's lock: the second core is used.
    with ThreadPoolExecutor(max_workers=1) as other:
        dense = other.submit(
            logistic.fit, texts.dense[numbers], kinds, options.dense_strength, counts, enough, before[0]
        )
        spelt = logistic.fit_sparse(texts.spelt[numbers], kinds, options.spelt_strength, counts, before[1], enough)
        return dense.result(), spelt


@dataclasses.dataclass(frozen=True)
class _Examples:
    """What one row teaches; `numbers` are those of its pieces."""

    row: Row
    numbers: list[int]
    alike_weight: float

    def of(self, danger: Floats | None) -> list[tuple[int, int, float]]:
        """Return (number of the text, class, weight) of the pieces that teach, by how loud each text is (texts, kinds)."""
        first, *rest = self.numbers
        if self.row.kind is None:
            weight = 1.0 if self.row.style in EVERYDAY else self.alike_weight
            return [(first, 0, weight), *((number, 0, weight / 2) for number in rest)]
        kind = KINDS.index(self.row.kind)
        found = [(first, kind, 1.0)] if len(self.numbers) <= _FEW_PIECES else []
        if danger is not None and rest and kind < danger.shape[1]:
            found.append((rest[int(np.argmax(danger[rest, kind]))], kind, 1.0))
        return found


def _about(rows: Sequence[Row], texts: Texts, strength: float) -> dict[str, Any]:
    """Learn which subject a cry has."""
    told = [row for row in rows if row.kind and row.subject and row.text in texts.numbers]
    subjects = sorted({str(row.subject) for row in told}) or ["other"]
    if len(subjects) < 2:
        return {"subjects": subjects, "about": np.zeros((1, texts.dense.shape[1] + 1), dtype=np.float32)}
    named = np.array([subjects.index(str(row.subject)) for row in told])
    weights, bias = logistic.fit(texts.dense[[texts.numbers[row.text] for row in told]], named, strength)
    return {"subjects": subjects, "about": np.hstack([weights, bias[:, None]])}


def _of_all_kinds(learnt: logistic.Weights) -> Floats:
    """Return one row per kind with its bias last; a kind without examples is never chosen."""
    weights, bias = learnt
    rows = np.zeros((len(KINDS), weights.shape[1] + 1), dtype=np.float32)
    rows[:, -1] = -20.0
    rows[: len(weights)] = np.hstack([weights, bias[:, None]])
    return rows
