"""Brings the desk's publications to a machine that does not share the desk's folder.

Where the desk writes into the same folder there is nothing to bring. A desk that is away stops nobody: the last publication stays.
"""

from __future__ import annotations

import json
import re
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.runtime.desk_client import DeskAway, DeskClient

LOOK_SECONDS = 2.0
CURRENT = "current"
# A folder with this file was brought; any other is the desk's own, which is never touched.
BROUGHT = "fetched"
_KEPT = 3
_NAME = re.compile(r"p\d{6,}-[0-9a-f]{8}")
_FILE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*){0,3}")


class ContentFetch:
    """Keeps a content folder like the desk's."""

    def __init__(self, folder: Path, desk: DeskClient) -> None:
        """Keep this folder."""
        self._folder, self._desk = folder, desk

    def look(self) -> bool:
        """Bring the newest publication if it is another one; whether it was.

        Raises:
            DeskAway: It was not reached, or what came is no publication.
            OSError: It could not be written; the last one stays.
        """
        link = self._folder / CURRENT
        found = self._desk.content(link.resolve().name if link.exists() else "")
        if found is None:
            return False
        name, files = _checked(found)
        target = self._folder / name
        if target.exists() and not (target / BROUGHT).exists():
            # The desk writes here itself, and is about to lead the link to it.
            return False
        if not target.exists():
            self._write(target, files)
        unfinished = self._folder / f".{CURRENT}.{uuid.uuid4().hex[:8]}"
        unfinished.symlink_to(name)
        unfinished.replace(link)
        self._forget(target)
        return True

    def _write(self, target: Path, files: Mapping[str, str]) -> None:
        """Write a folder; nobody sees half of it."""
        unfinished = self._folder / f".{target.name}.{uuid.uuid4().hex[:8]}"
        try:
            for path, text in {**files, BROUGHT: ""}.items():
                file = unfinished / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
            unfinished.replace(target)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)

    def _forget(self, kept: Path) -> None:
        brought = [path.parent for path in self._folder.glob(f"p*-*/{BROUGHT}")]
        for old in sorted(brought, key=lambda path: path.stat().st_mtime, reverse=True)[_KEPT:]:
            if old != kept:
                shutil.rmtree(old, ignore_errors=True)


def number(folder: Path) -> int:
    """Return the number of the publication that is in a content folder, 0 where there is none."""
    try:
        return int(json.loads((folder / CURRENT / "publication.json").read_text(encoding="utf-8"))["number"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def _checked(found: Any) -> tuple[str, Mapping[str, str]]:
    try:
        name, files = found["name"], found["files"]
        if (
            _NAME.fullmatch(name)
            and isinstance(files, dict)
            and all(_FILE.fullmatch(path) and isinstance(files[path], str) for path in files)
        ):
            return name, files
    except (KeyError, TypeError):
        pass
    raise DeskAway("no publication came")
