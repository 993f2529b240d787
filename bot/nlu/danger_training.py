"""Reads the rows of `data/danger/training` and fits the detector to them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlu import danger_features, danger_model, logistic, romaji, sentence_encoder
from bot.nlu.danger_model import BUCKETS, KINDS, DangerModel, pieces, runs
from bot.nlu.vector_cache import VectorCache

Floats = npt.NDArray[np.float32]
# A letter of more pieces than this teaches by its loudest piece only: its whole is about something else.
_FEW_PIECES = 6
# Relative decrease of the loss at which the first pass, which finds the loudest pieces, and the second, which goes on
# from it, stop: later steps change nothing that is measured.
_ENOUGH = (1e-3, 1e-4)
# Of these there are many, and none was written to sound like a cry.
_EVERYDAY = {"question", "statement"}


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
    rows = []
    for path in files(folder):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip():
                continue
            fields = json.loads(line)
            text, kind = fields.get("text"), fields.get("danger")
            if not isinstance(text, str) or not text.strip() or kind not in {None, *KINDS[1:]}:
                raise RowBroken(f"{path.name}:{number}: expected a text and a danger or null")
            rows.append(Row(romaji.read(text), kind, fields.get("subject"), str(fields.get("style") or "")))
    return rows


def fit(
    rows: Sequence[Row],
    vectors: Mapping[str, Floats],
    *,
    dense_strength: float,
    spelt_strength: float,
    share: float,
    alike_weight: float,
) -> DangerModel:
    """Learn; `vectors` are sentence vectors that are known, by their text, the others are made.

    A row of several sentences teaches by its loudest piece, found by a first pass over the short rows.
    """
    cut = [pieces(row.text) for row in rows]
    texts = _Texts.of([text for found in cut for text in found], vectors)
    examples = [
        _Examples(row, [texts.numbers[text] for text in found], alike_weight)
        for row, found in zip(rows, cut, strict=True)
    ]
    danger: Floats | None = None
    before: logistic.Weights | None = None
    for enough in _ENOUGH:
        chosen = [one for example in examples for one in example.of(danger)]
        numbers, kinds = (np.array([one[i] for one in chosen], dtype=np.intp) for i in (0, 1))
        counts = np.array([one[2] for one in chosen], dtype=np.float32)
        dense = logistic.fit(texts.dense[numbers], kinds, dense_strength, counts, enough)
        before = logistic.fit_sparse(texts.spelt[numbers], kinds, spelt_strength, counts, before, enough)
        logits = share * (texts.dense @ dense[0].T + dense[1])
        logits += (1.0 - share) * (texts.spelt @ before[0].T + before[1])
        danger = logits - logits[:, :1]
    assert before is not None
    return DangerModel(
        dense=_of_all_kinds(dense),
        spelt=danger_model.as_saved(_of_all_kinds(before)),
        share=share,
        **_about(rows, texts, dense_strength),
    )


@dataclasses.dataclass(frozen=True)
class _Texts:
    """All pieces, each once: its number, its row of `danger_features`, its row of runs of characters."""

    numbers: dict[str, int]
    dense: Floats
    spelt: Any

    @classmethod
    def of(cls, texts: Sequence[str], vectors: Mapping[str, Floats]) -> _Texts:
        distinct = list(dict.fromkeys(texts))
        numbers = {text: number for number, text in enumerate(distinct)}
        worded, found = [], []
        for text in distinct:
            # Beside each other: the words of a text are found once for both.
            worded.append(danger_features.worded_of(text))
            found.append(runs(text))
        return cls(numbers, np.hstack([_encoded(distinct, vectors), np.stack(worded)]), _matrix(found))


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
            weight = 1.0 if self.row.style in _EVERYDAY else self.alike_weight
            return [(first, 0, weight), *((number, 0, weight / 2) for number in rest)]
        kind = KINDS.index(self.row.kind)
        found = [(first, kind, 1.0)] if len(self.numbers) <= _FEW_PIECES else []
        if danger is not None and rest and kind < danger.shape[1]:
            found.append((rest[int(np.argmax(danger[rest, kind]))], kind, 1.0))
        return found


def _about(rows: Sequence[Row], texts: _Texts, strength: float) -> dict[str, Any]:
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


def _matrix(found: Sequence[Sequence[int]]) -> Any:
    from scipy import sparse

    columns = np.concatenate([np.asarray(buckets, dtype=np.int32) for buckets in found])
    values = np.concatenate([np.full(len(b), 1.0 / np.sqrt(max(1, len(b))), dtype=np.float32) for b in found])
    ends = np.cumsum([0, *(len(buckets) for buckets in found)])
    return sparse.csr_matrix((values, columns, ends), shape=(len(found), BUCKETS))


def _encoded(texts: Sequence[str], vectors: Mapping[str, Floats]) -> Floats:
    missing = [text for text in texts if text not in vectors]
    # Texts of like length beside each other: the encoder pads a batch to its longest.
    missing.sort(key=len)
    # Apart from the questions' vectors: both are encoded at the same time, each by a process of its own.
    cache = VectorCache(sentence_encoder.CACHE / "danger", sentence_encoder.version())
    made = dict(zip(missing, cache.vectors(missing, sentence_encoder.encode_all), strict=True))
    return np.stack([vectors[text] if text in vectors else made[text] for text in texts])
