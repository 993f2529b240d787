"""The words of the training questions kept between trainings: Sudachi takes as long for 20,000 of them as learning their labels.

One file per dictionary and mode. A file that cannot be read or written costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.nlu import morphology
from bot.nlu.file_lock import locked
from bot.nlu.morphology import Mode, Morpheme

CACHE = Path(__file__).resolve().parents[2] / ".cache"
# Texts of a file, 4 MB: the questions of two states or two packs.
LARGEST = 50_000
# Files of a mode: packs with dictionaries of their own take turns.
_KEPT = 3
_KEY_BYTES = 16
# Share of the texts that is not worth writing the file anew.
_FEW = 0.01

Words = tuple[Morpheme, ...]


def analyse(texts: Sequence[str], mode: Mode, folder: Path | None = None) -> dict[str, Words]:
    """Return what `morphology.analyse` returns for each text."""
    version = hashlib.sha256(f"{morphology.fingerprint()}-{Path(__file__).read_text()}".encode()).hexdigest()[:16]
    file = (folder or CACHE) / f"words-{mode}-{version}.npz"
    with locked(file.parent / f"words-{mode}.lock"):
        return _known(texts, mode, file)


def _known(texts: Sequence[str], mode: Mode, file: Path) -> dict[str, Words]:
    known = _read(file)
    keys = {text: _key(text) for text in texts}
    missing = [text for text, key in keys.items() if key not in known]
    if missing:
        # What is asked for now lies last: the oldest go first.
        wanted = set(keys.values())
        others = {key: words for key, words in known.items() if key not in wanted}
        spare = max(0, LARGEST - len(keys))
        kept = dict(list(others.items())[-spare:]) if spare else {}
        for text, key in keys.items():
            kept[key] = known[key] if key in known else tuple(morphology.analyse(text, mode))
        # To write all takes longer than to find the words of a few again.
        if len(missing) > _FEW * len(keys):
            _write(file, kept)
        known = kept
    return {text: known[key] for text, key in keys.items()}


def _read(file: Path) -> dict[bytes, Words]:
    try:
        with np.load(file, allow_pickle=False) as opened:
            keys, lengths, places, begins = (opened[name] for name in ("keys", "lengths", "places", "begins"))
            if int(lengths.sum()) != len(places):
                return {}
            entries = json.loads(opened["entries"].tobytes())
        told = [(s, n, d, (first, second), r, tuple(synonyms)) for s, n, d, first, second, r, synonyms in entries]
        words = (
            Morpheme(surface, begin, begin + len(surface), *others)
            for (surface, *others), begin in zip((told[place] for place in places), begins.tolist(), strict=True)
        )
        return {bytes(key): tuple(itertools.islice(words, n)) for key, n in zip(keys, lengths, strict=True)}
    except (OSError, ValueError, KeyError, IndexError, EOFError, zipfile.BadZipFile):  # None yet, or a broken one.
        return {}


def _write(file: Path, known: dict[bytes, Words]) -> None:
    entries: dict[tuple[object, ...], int] = {}
    told = [
        (w.surface, w.normalized, w.dictionary_form, *w.part_of_speech, w.reading, w.synonyms)
        for words in known.values()
        for w in words
    ]
    places = [entries.setdefault(one, len(entries)) for one in told]
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "keys": np.frombuffer(b"".join(known), dtype=np.uint8).reshape(-1, _KEY_BYTES),
        "lengths": np.array([len(words) for words in known.values()], dtype=np.int32),
        "places": np.array(places, dtype=np.int32),
        "begins": np.array([w.begin for words in known.values() for w in words], dtype=np.int32),
        "entries": np.frombuffer(json.dumps(list(entries)).encode(), dtype=np.uint8),
    }
    written = file.with_suffix(f".{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with written.open("wb") as opened:
            np.savez(opened, **arrays)
        written.replace(file)
        same = file.parent.glob(f"{file.name[: len('words-A-')]}*.npz")
        for old in sorted(same, key=lambda path: path.stat().st_mtime, reverse=True)[_KEPT:]:
            old.unlink()
    except OSError:
        with contextlib.suppress(OSError):
            written.unlink()


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_KEY_BYTES).digest()
