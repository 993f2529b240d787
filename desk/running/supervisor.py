"""One process of the Procfile, kept running: prefixed output, restart with back-off, clean stop."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

# A crash loop must not eat the machine, yet a single crash should be mended within a second.
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
# Having run this long, a process counts as healthy and its next crash as a first one.
HEALTHY_AFTER_SECONDS = 60.0
# Longer lines are said in pieces, so that what a process prints can neither fill the memory nor end its supervision.
LONGEST_LINE_BYTES = 8 * 1024
# Uvicorn and Sanic drain within a few seconds; after this the process is killed.
STOP_PATIENCE_SECONDS = 10.0

Say = Callable[[str, str], None]


def next_pause(pause: float, *, ran_for: float) -> float:
    """Return the seconds to wait before the next start, given the last pause and the run's length."""
    if ran_for >= HEALTHY_AFTER_SECONDS or pause == 0:
        return FIRST_PAUSE_SECONDS
    return min(pause * 2, LONGEST_PAUSE_SECONDS)


@dataclass
class Supervised:
    """A process that is started again whenever it ends, until `stop` is called.

    Each process gets its own group, so that what it starts itself (uv, workers) ends with it.
    """

    name: str
    command: str
    env: dict[str, str]
    say: Say
    _process: asyncio.subprocess.Process | None = field(default=None, init=False)
    _stopping: bool = field(default=False, init=False)

    async def keep_running(self) -> None:
        """Run the command again and again; returns after `stop`."""
        pause = 0.0
        while not self._stopping:
            started = time.monotonic()
            try:
                ended = f"stopped with {describe(await self._run_once())}"
            except Exception as error:  # noqa: BLE001 - a command that cannot start now may start in a while
                self._kill()
                ended = f"cannot be supervised ({type(error).__name__})"
            if self._stopping:
                return
            pause = next_pause(pause, ran_for=time.monotonic() - started)
            self.say(self.name, f"{ended}; starting again in {pause:g} s")
            await asyncio.sleep(pause)

    async def _run_once(self) -> int:
        self._process = await asyncio.create_subprocess_exec(
            *shlex.split(self.command),
            env=self.env,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            # No session of its own: Linux weighs `nice` only between processes of one session.
            process_group=0,
        )
        assert self._process.stdout is not None
        async for line in lines(self._process.stdout):
            self.say(self.name, line)
        return await self._process.wait()

    def _kill(self) -> None:
        if self._process is not None and self._process.returncode is None:
            _signal_group(self._process.pid, signal.SIGKILL)

    async def stop(self) -> None:
        """Ask the whole process group to end; kill it if it does not within the patience."""
        self._stopping = True
        process = self._process
        if process is None or process.returncode is not None:
            return
        _signal_group(process.pid, signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), STOP_PATIENCE_SECONDS)
        except TimeoutError:
            self.say(self.name, "did not stop in time; killing it")
        # What the process itself started may outlive it: the group goes in any case.
        _signal_group(process.pid, signal.SIGKILL)


async def lines(stream: asyncio.StreamReader) -> AsyncIterator[str]:
    """Yield what a process prints, line by line; a line that does not end soon comes in pieces."""
    kept = b""
    while chunk := await stream.read(LONGEST_LINE_BYTES):
        *whole, kept = (kept + chunk).split(b"\n")
        for line in whole:
            yield line.decode("utf-8", "replace").rstrip()
        if len(kept) >= LONGEST_LINE_BYTES:
            yield kept.decode("utf-8", "replace")
            kept = b""
    if kept:
        yield kept.decode("utf-8", "replace").rstrip()


def describe(status: int) -> str:
    """Say how a process ended: "exit status 1", or "signal SIGKILL" for negative statuses."""
    if status >= 0:
        return f"exit status {status}"
    return f"signal {signal.Signals(-status).name}"


def _signal_group(pid: int, number: signal.Signals) -> None:
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        return
