"""Sentence vectors kept between trainings: a changed question is encoded anew, the other 20,000 are not.

One file per version of the encoder; a process that fills it holds a lock, so that a training waits for vectors that
another process is computing already. A cache that cannot be read or written costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.nlu.file_lock import locked

Floats = npt.NDArray[np.float32]

# 2 KB each: 160 MB. The training questions, or the pieces of danger's rows, in two states, so that going back to an older one
# needs no encoding either.
LARGEST = 80_000
# Written in parts, so that an interrupted first training does not begin from nothing.
_PART = 16_000


class VectorCache:
    """A file of vectors by the hash of their text.

    Args:
        folder: Where the file lies; made if missing.
        version: Of everything that decides a vector; files of other versions are deleted.
    """

    def __init__(self, folder: Path, version: str) -> None:
        self._folder = folder
        self._file = folder / f"sentence-vectors-{version}.npz"

    def vectors(self, texts: Sequence[str], encode: Callable[[Sequence[str]], Floats]) -> Floats:
        """Return one row per text, (texts, dimensions); `encode` is called with texts that are not there."""
        with locked(self._folder / "sentence-vectors.lock"):
            known = self._read()
            missing = list({_key(text): text for text in texts if _key(text) not in known}.items())
            for start in range(0, len(missing), _PART):
                part = missing[start : start + _PART]
                rows = encode([text for _, text in part])
                known.update((key, row) for (key, _), row in zip(part, rows, strict=True))
                self._write(known, wanted=texts)
        return np.stack([known[_key(text)] for text in texts]) if len(texts) else encode([])

    def _read(self) -> dict[bytes, Floats]:
        try:
            with np.load(self._file, allow_pickle=False) as file:
                return {bytes(key): row for key, row in zip(file["keys"], file["rows"], strict=True)}
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):  # None yet, or a broken one.
            return {}

    def _write(self, known: dict[bytes, Floats], wanted: Sequence[str]) -> None:
        needed = {_key(text) for text in wanted}
        others = [key for key in known if key not in needed][: max(0, LARGEST - len(needed))]
        kept = [key for key in known if key in needed] + others
        written = self._file.with_suffix(f".{os.getpid()}.part")
        try:
            with written.open("wb") as file:
                keys = np.frombuffer(b"".join(kept), dtype=np.uint8).reshape(-1, _KEY_BYTES)
                np.savez(file, keys=keys, rows=np.stack([known[key] for key in kept]))
            written.replace(self._file)
            for path in self._folder.glob("sentence-vectors-*"):
                if path != self._file:
                    path.unlink()
        except OSError:
            with contextlib.suppress(OSError):
                written.unlink()


_KEY_BYTES = 16


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_KEY_BYTES).digest()
