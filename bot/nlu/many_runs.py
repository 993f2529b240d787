"""`danger_model.runs` of many texts at once: the same checksums, by columns of bytes instead of one run after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlu import danger_model
from bot.nlu.danger_language import fold

_LONGEST_LETTER = 4
Numbers = npt.NDArray[np.int64]
_States = npt.NDArray[np.uint32]


def _table() -> _States:
    states = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        states = np.where(states & 1, (states >> 1) ^ np.uint32(0xEDB88320), states >> 1)
    return states


# What a byte makes of a checksum: zlib's CRC-32.
_TABLE = _table()


def matrix(texts: Sequence[str], sound: Callable[[str], str] = danger_model.sound) -> Any:
    """Return the runs of texts as a scipy CSR matrix of float32, (texts, BUCKETS), rows of unit length.

    Args:
        texts: Pieces of messages.
        sound: Gives how a piece is said.
    """
    from scipy import sparse

    found = _buckets(texts, sound)
    lengths = np.bincount(found // danger_model.BUCKETS, minlength=len(texts))
    values = np.repeat(1.0 / np.sqrt(np.maximum(1, lengths)), lengths).astype(np.float32)
    ends = np.append(0, np.cumsum(lengths))
    columns = (found % danger_model.BUCKETS).astype(np.int32)
    return sparse.csr_matrix((values, columns, ends), shape=(len(texts), danger_model.BUCKETS))


def _buckets(texts: Sequence[str], sound: Callable[[str], str]) -> Numbers:
    """Return all runs' buckets, each text's ascending and once, plus its number in `texts` times BUCKETS."""
    typed = _checksums([fold(text) for text in texts], 0)
    said = _checksums([sound(text) for text in texts], danger_model.SOUND)
    return np.unique(np.concatenate([typed, said]))


def _checksums(texts: Sequence[str], beginning: int) -> Numbers:
    marked = [danger_model.marked(text) for text in texts]
    lengths = [len(text) for text in marked]
    owners = np.repeat(np.arange(len(texts)), lengths)
    read = np.frombuffer("".join(marked).encode("utf-8", "replace"), dtype=np.uint8)
    # In UTF-8 only the first byte of a letter does not begin with the bits 10.
    starts = np.flatnonzero(read & 0xC0 != 0x80)
    sizes = np.diff(np.append(starts, len(read)))
    states = np.full(len(starts), ~np.uint32(beginning))
    found = []
    for further in range(danger_model.LONGEST_RUN):
        count = max(0, len(starts) - further)
        # Of the runs that are one letter longer now, those that end in the text in which they begin.
        states, own = states[:count], slice(further, None)
        for byte in range(_LONGEST_LETTER):
            has = sizes[own] > byte
            at = starts[own][has] + byte
            states[has] = _TABLE[(states[has] ^ read[at]) & 0xFF] ^ (states[has] >> 8)
        inside = owners[:count] == owners[own]
        checksums = (~states[inside]).astype(np.int64)
        found.append(owners[:count][inside] * danger_model.BUCKETS + checksums % danger_model.BUCKETS)
    return np.concatenate(found)
