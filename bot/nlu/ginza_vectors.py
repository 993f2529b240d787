"""The table of word vectors made of GiNZA's (chiVe, Apache-2.0, inside `ja-ginza`), through spaCy, once and at training time."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bot.nlu import word_vectors
from bot.nlu.morphology import MissingPackage, installed_version
from bot.nlu.word_vectors import WordVectors

SIF_A = 1e-3
CACHE = Path(__file__).resolve().parents[2] / ".cache"


def known(package: str = "ja_ginza", folder: Path = CACHE) -> WordVectors:
    """Return what `from_spacy_package` builds; a table that was built once is read from the project's cache.

    Raises:
        MissingPackage: As `from_spacy_package`.
    """
    digest = hashlib.sha256(Path(__file__).read_bytes())
    digest.update(Path(word_vectors.__file__).read_bytes())
    source = digest.hexdigest()[:16]
    versions = "-".join(installed_version(name) for name in (package.replace("_", "-"), "wordfreq"))
    file = folder / f"word-vectors-{package}-{versions}-{source}.npz"
    try:
        return WordVectors.load(file)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):  # None yet, or a broken one.
        table = from_spacy_package(package)
    # A cache that cannot be written costs time and nothing else.
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"word-vectors-{package}-*"):
            old.unlink()
        written = folder / f"{os.getpid()}.part.npz"
        table.save(written)
        written.replace(file)
    return table


def from_spacy_package(package: str = "ja_ginza") -> WordVectors:
    """Build the table from an installed spaCy model package.

    Raises:
        MissingPackage: The model package is not installed.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise MissingPackage(f"The package {package.replace('_', '-')} is not installed; run `uv sync`.")
    with _no_tensorflow():
        from spacy.strings import StringStore
        from spacy.vectors import Vectors
    from wordfreq import get_frequency_dict

    vocab = next(Path(spec.origin).parent.glob("*/vocab"))
    table = Vectors()
    table.from_disk(vocab)
    words = json.loads((vocab / "strings.json").read_text(encoding="utf-8"))
    ids = StringStore(words)
    frequencies = get_frequency_dict("ja")
    found: dict[int, tuple[int, float]] = {}
    for word in words:
        row = table.key2row.get(ids[word])
        if row is not None:
            found[int(word_vectors.hashed(word))] = (
                row,
                SIF_A / (SIF_A + frequencies.get(word.lower(), 0.0)),
            )
    keys = np.array(sorted(found), dtype=np.uint64)
    pairs = [found[int(key)] for key in keys]
    return WordVectors(
        keys,
        np.array([row for row, _ in pairs], dtype=np.int32),
        np.array([weight for _, weight in pairs], dtype=np.float16),
        np.asarray(table.data, dtype=np.float16),
    )


@contextlib.contextmanager
def _no_tensorflow() -> Iterator[None]:
    """Hide TensorFlow: spaCy imports it where it is installed, for 10 seconds and a page of notes, and never uses it."""
    if "tensorflow" in sys.modules:
        yield
        return
    # Python's own way to say that a module is not there.
    sys.modules["tensorflow"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["tensorflow"]
