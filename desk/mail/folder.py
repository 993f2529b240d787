"""Writes letters as .eml files into a folder: the way without a mail server, for trying out and for tests."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from desk.mail.compose import message
from desk.mail.errors import PutOff
from desk.mail.message import Letter
from desk.text.pack import city

SENDER = "iju-soudan@example.jp"


class FolderTransport:
    """See `desk.mail.sender.Transport`."""

    def __init__(self, folder: Path) -> None:
        """Write into this folder."""
        self._folder = folder

    async def send(self, letter: Letter) -> None:
        """Write one file; a repeated attempt writes the same file again.

        Raises:
            PutOff: The folder cannot be written.
        """
        try:
            await asyncio.to_thread(self._write, letter)
        except OSError as error:
            raise PutOff(f"folder {type(error).__name__}") from error

    def _write(self, letter: Letter) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / f"{letter.created_at:%Y%m%d-%H%M%S}-{letter.key[:12]}.eml"
        half = path.with_suffix(".half")
        content = message(letter, SENDER, city().names.service, is_readable=True).as_bytes()
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
        half.replace(path)
