"""Copies of the database for a public key (age): whoever has the copies reads nothing without the key, which lies elsewhere."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Sequence
from pathlib import Path

import pyrage
from pyrage import DecryptError, IdentityError, RecipientError
from pyrage.x25519 import Identity, Recipient

ENDING = ".age"
# As `make backup` names its folders; nothing else is ever deleted.
_STAMP = re.compile(r"[0-9]{8}T[0-9]{6}Z")


class BadKey(ValueError):
    """A file of keys has none, or one that cannot be read; the message repeats no key."""


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadKey(f"expected a file of keys at {path} ({type(error).__name__})") from error
    found = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    if not found:
        raise BadKey(f"{path} has no key")
    return found


def recipients(path: Path) -> list[Recipient]:
    """Read a file of public keys, one a line (`age1…`), `#` for remarks.

    Raises:
        BadKey: See there.
    """
    try:
        return [Recipient.from_str(line) for line in _lines(path)]
    except RecipientError as error:
        raise BadKey(f"{path}: expected public keys that begin with age1, one a line") from error


def identities(path: Path) -> list[Identity]:
    """Read a file of secret keys as `age-keygen` writes it.

    Raises:
        BadKey: See there.
    """
    try:
        return [Identity.from_str(line) for line in _lines(path)]
    except IdentityError as error:
        raise BadKey(f"{path}: expected secret keys that begin with AGE-SECRET-KEY-1, one a line") from error


def seal(folder: Path, keys: Sequence[Recipient]) -> list[Path]:
    """Encrypt every file of a folder and remove what can be read; returns the sealed files."""
    made = []
    for path in sorted(one for one in folder.iterdir() if one.is_file() and one.suffix != ENDING):
        target = path.with_name(path.name + ENDING)
        pyrage.encrypt_file(str(path), str(target), list(keys))
        target.chmod(0o600)
        path.unlink()
        made.append(target)
    return made


def open_into(folder: Path, target: Path, keys: Sequence[Identity], names: Collection[str]) -> list[Path]:
    """Decrypt the sealed files of these names into another folder; returns what can be read now, nothing where one cannot.

    Raises:
        BadKey: No key fits, a file is damaged, or it cannot be written.
    """
    made: list[Path] = []
    for name in names:
        path, plain = folder / f"{name}{ENDING}", target / name
        if not path.is_file():
            continue
        made.append(plain)
        try:
            pyrage.decrypt_file(str(path), str(plain), list(keys))
        # The head is checked first; a damaged block further on is an OSError, as a full disk is.
        except (DecryptError, OSError) as error:
            for one in made:
                one.unlink(missing_ok=True)
            raise BadKey(
                f"{path} cannot be opened: the key does not fit, the file is damaged, or the disk is full"
            ) from error
        plain.chmod(0o600)
    return made


def keep_newest(backups: Path, count: int) -> list[Path]:
    """Delete all but the newest copies of a folder of copies; returns what went."""
    copies = sorted(one for one in backups.iterdir() if one.is_dir() and _STAMP.fullmatch(one.name))
    gone = copies[:-count] if count > 0 else []
    for one in gone:
        shutil.rmtree(one)
    return gone
