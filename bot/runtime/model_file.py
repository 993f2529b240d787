"""A trained model as a file: written whole or not at all, looked through, set aside when it is broken."""

from __future__ import annotations

import gzip
import hashlib
import os
import tarfile
import zlib
from pathlib import Path

# Rasa packs with 9: eight times as long for 3 % less.
_COMPRESSION = 1


def write(folder: Path, target: Path) -> None:
    """Pack a folder into the model file; nobody ever sees a half-written one under its name.

    Raises:
        OSError: The disk is full or the folder cannot be written; nothing of the file stays.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    written = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with tarfile.open(written, "w:gz", compresslevel=_COMPRESSION) as archive:
            archive.add(folder, arcname="")
        with written.open("rb+") as file:
            os.fsync(file.fileno())
        written.replace(target)
    finally:
        written.unlink(missing_ok=True)


def is_whole(model: Path) -> bool:
    """Return whether the file can be read to its end: not truncated, its checksum right (a second for 60 MB)."""
    try:
        with gzip.open(model) as unpacked:
            with tarfile.open(fileobj=unpacked, mode="r|") as archive:
                names = {member.name.removeprefix("./") for member in archive}
            # The archive's own end comes before that of the file, where the checksum is.
            while unpacked.read(1 << 20):
                pass
        return "metadata.json" in names
    except (OSError, EOFError, tarfile.TarError, zlib.error):
        return False


def set_aside(model: Path) -> Path:
    """Rename a file that does not load, so that it is trained anew; returns the new path."""
    aside = model.with_name(f"{model.name}.broken")
    model.replace(aside)
    return aside


def sha256(model: Path) -> str:
    """Return the hash of a file (a tenth of a second for 60 MB)."""
    with model.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
