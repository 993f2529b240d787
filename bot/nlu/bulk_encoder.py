"""The sentence encoder for thousands of texts at once: the package's sums, each done once for all places that share it.

The package reads every token of every text through two convolutions. What the first makes of a token depends on it and two
neighbours on each side, what the second makes of it on four. The texts of a training have many such runs in common, and the
pieces of a letter (its sentences, each two neighbours, its whole) nearly all. So each distinct token and each distinct run of
three, five and nine tokens is computed once, and a text's vector is a weighted sum over its runs. The vectors stay the same up
to rounding (a test compares the two).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlu import encoder_layers
from bot.nlu.encoder_layers import BEGINS, LETTERS, PROJECTED, WIDTH, WINDOWS

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]

# Tokens of the texts that share their runs: the more, the more is shared; these take some 400 MB.
MOST_TOKENS = 96_000
# Rows of a product: what it reads stays in the processor's cache.
_BLOCK = 512
# Rows of nothing around each text, so that no run of nine reaches into a neighbour.
_MARGIN = 4


def encode(model: Any, tokens: Sequence[Sequence[int]]) -> Floats:
    """Return the unit-length vectors of texts, (texts, 512), by their tokens and the package's `NumpyBackend`."""
    parts, size, first = [], 0, 0
    for number, one in enumerate(tokens):
        if size and size + len(one) > MOST_TOKENS:
            parts.append(_encoded(model, tokens[first:number]))
            size, first = 0, number
        size += len(one)
    return np.vstack([*parts, _encoded(model, tokens[first:])])


@dataclasses.dataclass(frozen=True)
class _Runs:
    """The distinct runs of an odd number of tokens.

    Attributes:
        numbers: Of the run around each place.
        count: How many there are.
        rows: The same of runs around a token only, from 1; 0 where no token is in the middle.
        places: A place of the run of each row, from row 1 on.
    """

    numbers: Numbers
    count: int
    rows: Numbers
    places: Numbers

    @classmethod
    def of(cls, keys: Numbers, layout: Numbers) -> _Runs:
        """Return the runs by a number at each place that is the same for the same run only."""
        _, places, numbers = np.unique(keys, return_index=True, return_inverse=True)
        has_token = layout[places] > 0
        rows = np.where(has_token, np.cumsum(has_token), 0)
        return cls(numbers, len(places), rows[numbers], places[has_token])

    def wider(self, step: int, layout: Numbers) -> _Runs:
        """Return the runs that two of these make, the one around `step` places before and the one as far behind."""
        before, behind = np.zeros_like(self.numbers), np.zeros_like(self.numbers)
        before[step:], behind[:-step] = self.numbers[:-step], self.numbers[step:]
        return _Runs.of(before * self.count + behind, layout)


def _encoded(model: Any, tokens: Sequence[Sequence[int]]) -> Floats:
    lengths = np.array([len(one) for one in tokens])
    distinct, own = np.unique(np.concatenate([np.asarray(one) for one in tokens]), return_inverse=True)
    inside = np.arange(len(own)) + np.repeat(np.arange(1, len(lengths) + 1) * _MARGIN, lengths)
    # Which row of tokens lies at each place; row 0 is no token.
    layout = np.zeros(len(own) + (len(lengths) + 1) * _MARGIN, dtype=np.int64)
    layout[inside] = own + 1
    rows = np.zeros((len(distinct) + 1, encoder_layers.ROW), dtype=np.float32)
    encoder_layers.of_tokens(model, distinct, np.matmul, rows[1:])

    singles = _Runs.of(layout, layout)
    three = _Runs.of((np.roll(layout, 1) * len(rows) + layout) * len(rows) + np.roll(layout, -1), layout)
    five = three.wider(1, layout)
    nine = five.wider(2, layout)
    blocks = [(rows[:, :LETTERS], singles.rows)]
    for number, (near, far) in enumerate(((three, five), (three, five), (five, nine))):
        first = _first(model, number, rows, layout, near.places)
        blocks.append((_second(model, number, first, near.rows, far.places), far.rows))
    sums = _summed(model, [(block, at[inside]) for block, at in blocks], lengths)
    return encoder_layers.of_sums(model, sums, lengths.astype(np.float32)[:, None], np.matmul)


def _first(model: Any, number: int, rows: Floats, layout: Numbers, places: Numbers) -> Floats:
    """Return what a first convolution makes of the tokens at some places, from row 1 on."""
    (size, left), own = WINDOWS[number], slice(LETTERS + number * WIDTH, LETTERS + (number + 1) * WIDTH)
    made = np.zeros((len(places) + 1, WIDTH), dtype=np.float32)
    for start in range(0, len(places), _BLOCK):
        at, total = places[start : start + _BLOCK], made[start + 1 : start + 1 + _BLOCK]
        for slot in range(size):
            begin = BEGINS[number] + slot * WIDTH
            total += rows[layout[at + slot - left], begin : begin + WIDTH]
        total += model.b1[number]
        np.maximum(total, 0.0, out=total)
        total += rows[layout[at], own]
    return made


def _second(model: Any, number: int, first: Floats, at: Numbers, places: Numbers) -> Floats:
    """Return what a second convolution makes of the tokens at some places, from row 1 on; `at`: the row of `first` at each."""
    size, left = WINDOWS[number]
    memory = np.empty((_BLOCK, size, WIDTH), dtype=np.float32)
    made = np.zeros((len(places) + 1, WIDTH), dtype=np.float32)
    for start in range(0, len(places), _BLOCK):
        window = at[places[start : start + _BLOCK, None] + np.arange(-left, size - left)]
        # Into the same memory again: a new piece of this size would have to be cleared by the system each time.
        seen = np.take(first, window, axis=0, out=memory[: len(window)], mode="clip")
        total = made[start + 1 : start + 1 + _BLOCK]
        np.matmul(seen.reshape(len(window), size * WIDTH), model.w2[number], out=total)
        total += model.b2[number]
        np.maximum(total, 0.0, out=total)
        total += seen[:, left]
    return made


def _summed(model: Any, blocks: Sequence[tuple[Floats, Numbers]], lengths: Numbers) -> Floats:
    """Return the sums over each text's tokens of their features, each token's made even (mean 0, variance 1) before.

    Args:
        model: See `encode`.
        blocks: Parts of the features, and which row is each token's.
        lengths: Tokens of each text.
    """
    from scipy import sparse

    width = LETTERS + PROJECTED
    mean = sum(block.sum(axis=1).astype(np.float64)[rows] for block, rows in blocks) / width
    square = sum(np.einsum("ij,ij->i", block, block).astype(np.float64)[rows] for block, rows in blocks) / width
    weights = (1.0 / np.sqrt(square - mean * mean + model.eps)).astype(np.float32)
    ends = np.append(0, np.cumsum(lengths))
    sums = [
        sparse.csr_matrix((weights, rows, ends), shape=(len(lengths), len(block))) @ block for block, rows in blocks
    ]
    middles = np.add.reduceat(weights * mean, ends[:-1]).astype(np.float32)
    even: Floats = (np.hstack(sums) - middles[:, None]) * model.ln_g
    return even + lengths.astype(np.float32)[:, None] * model.ln_b
