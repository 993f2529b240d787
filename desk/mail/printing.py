"""Makes the PDFs that letters wait for: one at a time, in a process of its own, after all that people wait for.

A PDF of a long conversation is seconds of work. In the desk's own process it would take turns with every request; a child of
lower priority takes what is left over, is ended when it takes too long, and gives its memory back.
"""

from __future__ import annotations

import asyncio
import functools
import json
import logging
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from desk.conversation.ports import Clock
from desk.mail.print_queue import PrintQueue, Unprinted
from desk.mail.to_migrants import WITH_PDF
from desk.mail.transcript import entries, newest
from desk.set_aside.kinds import is_of_everything
from desk.settings import PROJECT
from desk.text import pack
from desk.text.safe_error import failure
from desk.work_loop import every

logger = logging.getLogger(__name__)
EVERY_SECONDS = 1.0
# The longest that is printed takes five on one core.
MOST_CPU_SECONDS = 60
_MOST_SECONDS = 240.0
_PRIORITY = 10
_WITHOUT_PDF = "PDFは作れなかったため、添えていません。"
Draw = Callable[[Sequence[Mapping[str, Any]], datetime], bytes]


class NotPrinted(RuntimeError):
    """The child ended without a PDF."""


def in_a_child(messages: Sequence[Mapping[str, Any]], made_at: datetime) -> bytes:
    """Return the PDF of a conversation, made by a child.

    Raises:
        NotPrinted: It failed or took too long.
    """
    # The child's settings may be others than this process was made with.
    told = {"messages": list(messages), "made_at": made_at.isoformat(), "pack": str(pack.folder())}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "desk.mail.printing"],
            input=json.dumps(told).encode(),
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            # Its traceback could quote words.
            stderr=subprocess.DEVNULL,
            timeout=_MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotPrinted("too slow") from None
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise NotPrinted(f"status {done.returncode}")
    return done.stdout


class Printer:
    """One for each desk; what two make at once is put to its letter once or twice, and is the same."""

    def __init__(self, store: PrintQueue, clock: Clock, draw: Draw = in_a_child) -> None:
        """Take the ports."""
        self._store, self._clock, self._draw = store, clock, draw

    async def run(self) -> None:
        """Look until cancelled."""
        await every(EVERY_SECONDS, functools.partial(asyncio.to_thread, self.look), logger, "printing.failed")

    def look(self) -> None:
        """Make what is due, one after the other."""
        for waiting in self._store.unprinted():
            self._print(waiting)

    def _print(self, waiting: Unprinted) -> None:
        try:
            made = self._draw(self._store.seen_then(waiting), waiting.written_at)
        except Exception as error:
            if is_of_everything(error):
                raise
            logger.error("printing.failed %s", failure(error))
            self._store.without_pdf(waiting, WITH_PDF, _WITHOUT_PDF, self._clock.now())
            return
        self._store.printed(waiting, made, self._clock.now())


def main() -> None:
    """Read {messages, made_at, pack} and write the PDF."""
    # What draws is read by the child alone: it was a tenth of what each start of a desk takes.
    from desk.mail.transcript_pdf import pdf

    os.nice(_PRIORITY)
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS))
    asked = json.load(sys.stdin.buffer)
    pack.use(Path(asked["pack"]))
    sys.stdout.buffer.write(pdf(newest(entries(asked["messages"])), datetime.fromisoformat(asked["made_at"])))


if __name__ == "__main__":
    main()
