"""What a process holds and uses, looked at from outside."""

from __future__ import annotations

import asyncio
import os
import statistics
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Sample:
    """What a process holds at a moment: resident memory in MB, open files, write-ahead log in MB."""

    seconds: float
    memory: float
    files: int
    log: float


def sample(pid: int, folder: Path, begun: float) -> Sample:
    """Look at the desk from outside."""
    status = Path(f"/proc/{pid}/status").read_text()
    log = folder / "desk.db-wal"
    return Sample(
        time.perf_counter() - begun,
        int(status.split("VmRSS:")[1].split()[0]) / 1024,
        len(list(Path(f"/proc/{pid}/fd").iterdir())),
        log.stat().st_size / 2**20 if log.exists() else 0.0,
    )


def cpu_seconds(pid: int) -> float:
    """Return the CPU that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def watching(pid: int, folder: Path, samples: list[Sample], every_seconds: float) -> None:
    """Take samples until cancelled."""
    begun = time.perf_counter()
    while True:
        samples.append(sample(pid, folder, begun))
        await asyncio.sleep(every_seconds)


def growth(samples: list[Sample]) -> float:
    """Return by how many percent an hour the memory grows, over the second half of the samples."""
    half = samples[len(samples) // 2 :]
    if len(half) < 3:
        return float("nan")
    slope, _ = statistics.linear_regression([s.seconds for s in half], [s.memory for s in half])
    return slope * 3_600 / half[0].memory * 100
