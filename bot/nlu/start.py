"""Where a learner begins: at the weights that it learnt last, kept in a folder that the training names.

Without a folder it begins from nothing: so do the folds of an evaluation, whose questions the last training has seen.

What is learnt is the lowest point of a convex loss, and there is one: the beginning decides how soon it is found, and not where
it lies. After a change of one question it lies next to the last one. A file that cannot be read or written costs time and
nothing else.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import tempfile
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot import pack
from bot.nlu.kept import Kept

Floats = npt.NDArray[np.float32]

_folder: list[Path] = []


@dataclasses.dataclass(frozen=True)
class Start(Kept):
    """Weights by names, for what is learnt may have other labels and other columns by now.

    Attributes:
        labels: Names.
        columns: Names.
        weights: (columns, labels), in the precision that is worth keeping.
        bias: float32 (labels,).
    """

    FILE = "start.npz"

    labels: list[str]
    columns: list[str]
    weights: npt.NDArray[np.float32] | npt.NDArray[np.float16]
    bias: Floats

    def of(self, labels: Sequence[str], columns: Sequence[str], bias: float = 0.0) -> tuple[Floats, Floats]:
        """Return weights (labels, columns) and bias (labels,): zeros, and `bias`, for what was not there."""
        across, down = _places(self.labels, labels), _places(self.columns, columns)
        wide = np.zeros((len(self.columns) + 1, len(self.labels) + 1), dtype=np.float32)
        wide[:-1, :-1] = self.weights
        return wide[down][:, across].T, np.append(self.bias, bias).astype(np.float32)[across]

    def is_sound(self) -> bool:
        """Return whether all parts have sizes that fit, and are numbers."""
        sizes = len(self.columns), len(self.labels)
        fits = self.weights.shape == sizes and self.bias.shape == sizes[1:]
        return fits and all(np.isfinite(part).all() for part in (self.weights, self.bias))


def keep_in(folder: Path) -> None:
    """Let this process begin from what lies in a folder, and keep there what it learns."""
    _folder[:] = [folder]


def read(name: str) -> Start | None:
    """Return the start of a learner, None where there is none or it is broken."""
    if not _folder:
        return None
    try:
        found = Start.read(_file(name))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
        return None
    return found if found.is_sound() else None


def write(name: str, start: Start) -> None:
    """Keep the start of a learner; a folder that cannot be written costs time and nothing else."""
    if not _folder:
        return
    file = _file(name)
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=f"{os.getpid()}-") as made:
            start.save(Path(made))
            (Path(made) / start.FILE).replace(file)


def _file(name: str) -> Path:
    return _folder[0] / f"start-{name}-{pack.town()}.npz"


def _places(known: Sequence[str], wanted: Sequence[str]) -> npt.NDArray[np.intp]:
    """Return the place of each wanted name among the known, -1 for one that is not there."""
    at = {name: place for place, name in enumerate(known)}
    return np.array([at.get(name, -1) for name in wanted], dtype=np.intp)
