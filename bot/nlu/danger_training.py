"""Reads the rows of `data/danger/training` and fits the detector to them."""

from __future__ import annotations

import dataclasses
import json
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlu import danger_model, sentence_encoder
from bot.nlu.danger_model import BUCKETS, KINDS, DangerModel, pieces, runs

Floats = npt.NDArray[np.float32]
# A letter of more pieces than this teaches by its loudest piece only: its whole is about something else.
_FEW_PIECES = 6
# Steps of the first pass, which finds the loudest pieces, and of the second, which goes on from it.
_STEPS = (60, 150)


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
    """Return all rows of a folder.

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
            rows.append(Row(text, kind, fields.get("subject"), str(fields.get("style") or "")))
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
    """Learn; sentence vectors that are not given are made.

    A row of several sentences teaches by its loudest piece, found by a first pass over the short rows.
    """
    cut = [pieces(row.text) for row in rows]
    known = _encoded([text for texts in cut for text in texts], vectors)
    examples = [_Examples(row, texts, alike_weight) for row, texts in zip(rows, cut, strict=True)]
    model: DangerModel | None = None
    for steps in _STEPS:
        chosen = [one for example in examples for one in example.of(model, known)]
        model = _fit_once(chosen, known, (dense_strength, spelt_strength), share, rows, model, steps)
    assert model is not None
    return model


@dataclasses.dataclass(frozen=True)
class _Examples:
    """What one row teaches."""

    row: Row
    texts: list[str]
    alike_weight: float

    def of(self, model: DangerModel | None, known: Mapping[str, Floats]) -> list[tuple[str, int, float]]:
        """Return (text, class, weight) of the pieces that teach."""
        if self.row.kind is None:
            weight = 1.0 if self.row.style == "question" else self.alike_weight
            rest = [(text, 0, weight / 2) for text in self.texts[1:]]
            return [(self.texts[0], 0, weight), *rest]
        kind = KINDS.index(self.row.kind)
        found = [(self.texts[0], kind, 1.0)] if len(self.texts) <= _FEW_PIECES else []
        if model is not None and len(self.texts) > 1:
            rest_texts = self.texts[1:]
            dense = np.stack([known[text] for text in rest_texts])
            logits = model.share * (dense @ model.dense[:, :-1].T + model.dense[:, -1])
            logits += (1.0 - model.share) * model.spelt_logits(rest_texts)
            loudest = int(np.argmax(logits[:, kind] - logits[:, 0]))
            found.append((rest_texts[loudest], kind, 1.0))
        return found


def _fit_once(
    examples: Sequence[tuple[str, int, float]],
    known: Mapping[str, Floats],
    strengths: tuple[float, float],
    share: float,
    rows: Sequence[Row],
    before: DangerModel | None,
    steps: int,
) -> DangerModel:
    dense_strength, spelt_strength = strengths
    kinds = np.array([kind for _, kind, _ in examples])
    weights = np.array([weight for _, _, weight in examples], dtype=np.float32)
    dense = np.stack([known[text] for text, _, _ in examples])
    told = [row for row in rows if row.kind and row.subject and row.text in known]
    subjects = sorted({str(row.subject) for row in told}) or ["other"]
    about = np.zeros((len(subjects), dense.shape[1] + 1), dtype=np.float32)
    if len(subjects) > 1:
        named = np.array([subjects.index(str(row.subject)) for row in told])
        vectors = np.stack([known[row.text] for row in told])
        about = _linear(vectors, named, None, dense_strength, None, steps)
    return DangerModel(
        dense=_linear(dense, kinds, weights, dense_strength, before.dense if before else None, steps),
        spelt=danger_model.as_saved(
            _linear(
                _matrix([text for text, _, _ in examples]),
                kinds,
                weights,
                spelt_strength,
                before.spelt if before else None,
                steps,
            )
        ),
        share=share,
        subjects=subjects,
        about=about,
    )


def _linear(features: Any, classes: Any, weights: Any, strength: float, before: Floats | None, steps: int) -> Floats:
    """Fit a multinomial logistic regression, from the weights of an earlier fit where there is one.

    Returns (classes, features + 1) with the bias last.
    """
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=strength, max_iter=steps, multi_class="multinomial", warm_start=before is not None)
    if before is not None:
        model.coef_, model.intercept_ = before[:, :-1].copy(), before[:, -1].copy()
    with warnings.catch_warnings():
        # Stopped early on purpose: the last steps change nothing that is measured.
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(features, classes, weights)
    coefficients, bias = model.coef_, model.intercept_
    if len(coefficients) == 1:  # scikit-learn keeps one row for two classes
        coefficients, bias = np.vstack([-coefficients, coefficients]) / 2, np.r_[-bias, bias] / 2
    rows = np.zeros((max(classes) + 1, coefficients.shape[1] + 1), dtype=np.float32)
    rows[:, -1] = -20.0  # a class without examples
    rows[model.classes_] = np.hstack([coefficients, bias[:, None]])
    return rows


def _matrix(texts: Sequence[str]) -> Any:
    from scipy import sparse

    found = [runs(text) for text in texts]
    columns = np.concatenate([np.asarray(buckets, dtype=np.int32) for buckets in found])
    values = np.concatenate([np.full(len(b), 1.0 / np.sqrt(max(1, len(b))), dtype=np.float32) for b in found])
    ends = np.cumsum([0, *(len(buckets) for buckets in found)])
    return sparse.csr_matrix((values, columns, ends), shape=(len(texts), BUCKETS))


def _encoded(texts: Sequence[str], vectors: Mapping[str, Floats]) -> dict[str, Floats]:
    known = dict(vectors)
    missing = [text for text in dict.fromkeys(texts) if text not in known]
    # Texts of like length beside each other: the encoder pads a batch to its longest.
    missing.sort(key=len)
    known.update(zip(missing, sentence_encoder.encode_known(missing), strict=True))
    return known
