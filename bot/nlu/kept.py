"""A learnt model as files in a folder: arrays in one npz file, the rest in it as well or as JSON beside it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Self

import numpy as np
import numpy.typing as npt


@dataclasses.dataclass(frozen=True)
class Kept:
    """Base of the dataclasses whose fields are what was learnt.

    Attributes:
        FILE: Name of the npz file; each field is in it under its own name.
        ABOUT: Name of the JSON file of the fields that are no arrays; empty where they are in the npz file as well.
        HALVED: Fields that a file holds in half of float32's size. Who learns rounds them alike (`halved`), so that a fresh
            model and a loaded one say the same.
    """

    FILE: ClassVar[str]
    ABOUT: ClassVar[str] = ""
    HALVED: ClassVar[frozenset[str]] = frozenset()

    def save(self, folder: Path) -> None:
        """Write the model into a folder."""
        fields = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        arrays = {name: value for name, value in fields.items() if not self.ABOUT or isinstance(value, np.ndarray)}
        if self.ABOUT:
            about = {name: value for name, value in fields.items() if name not in arrays}
            (folder / self.ABOUT).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
        for name in self.HALVED:
            arrays[name] = arrays[name].astype(np.float16)
        np.savez(folder / self.FILE, **arrays)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        about = json.loads((folder / cls.ABOUT).read_text(encoding="utf-8")) if cls.ABOUT else {}
        return cls.read(folder / cls.FILE, about)

    @classmethod
    def read(cls, written: Path | BinaryIO, about: Mapping[str, Any] | None = None) -> Self:
        """Read the npz file; what is missing in it has its default, or is a KeyError."""
        values = dict(about or {})
        with np.load(written, allow_pickle=False) as file:
            for field in dataclasses.fields(cls):
                if field.name in file.files or (field.name not in values and field.default is dataclasses.MISSING):
                    found = file[field.name]
                    found = found.astype(np.float32) if field.name in cls.HALVED else found
                    # Text and single numbers were arrays only on their way.
                    values[field.name] = found.tolist() if found.ndim == 0 or found.dtype.kind == "U" else found
        return cls(**values)


def halved(numbers: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Round numbers to what a file holds of them."""
    return numbers.astype(np.float16).astype(np.float32)
