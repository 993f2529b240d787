"""`make run`: check the ports, start every process of the Procfile, print the addresses, stop on Ctrl-C."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import httpx
from dotenv import dotenv_values

from desk.http import listening
from desk.running import procfile
from desk.running.supervisor import Supervised

# Name of the setting that moves the port -> its default (the same defaults as in desk/settings.py).
PORTS = {"HITOHATA_PORT": 8000, "HITOHATA_ASSISTANT_PORT": 5005, "HITOHATA_ACTIONS_PORT": 5055}
_COLOURS = {"desk": "36", "assistant": "35", "actions": "33", "run": "32"}


def environment() -> dict[str, str]:
    """Return what the processes get: `.env` where there is one, overruled by the real environment."""
    from_file = {key: value for key, value in dotenv_values(".env").items() if value is not None}
    ports = {key: str(value) for key, value in PORTS.items()}
    # Libraries of 2022 warn about the future in every process; their advice is not for those who run this.
    quiet = {
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
        "PYTHONWARNINGS": "ignore",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }
    # `uv run` names the desk's packages there, and would warn each process that has others.
    given = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
    return {**ports, **quiet, **from_file, **given}


def busy_ports(env: dict[str, str]) -> list[str]:
    """Return one sentence for each port that another program holds already."""
    problems = []
    for setting in PORTS:
        host = env.get("HITOHATA_HOST", "127.0.0.1") if setting == "HITOHATA_PORT" else "127.0.0.1"
        if not env[setting].isdecimal() or not 0 < int(env[setting]) <= 65_535:
            problems.append(f"{setting} must be a port number, got {env[setting]!r}")
        elif reason := listening.refusal(host, int(env[setting])):
            problems.append(
                f"Port {env[setting]} ({setting}) of {host} cannot be used: {reason}. Stop the program that uses it, "
                f"or choose another: {setting}={int(env[setting]) + 10} make run"
            )
    return problems


def say(name: str, line: str) -> None:
    """Print one line of a process with its name before it."""
    label = f"{name:<9}|"
    if sys.stdout.isatty():
        label = f"\033[{_COLOURS.get(name, '37')}m{label}\033[0m"
    print(label, line, flush=True)


async def announce(base: str) -> None:
    """Print the addresses once the desk answers, and say when the assistant is ready as well."""
    async with httpx.AsyncClient(timeout=2) as client:
        desk_up = False
        while True:
            try:
                ready = (await client.get(f"{base}/health/ready")).json()
            except (httpx.HTTPError, ValueError):
                await asyncio.sleep(0.3)
                continue
            if not desk_up:
                desk_up = True
                say("run", f"The desk is up:  {base}/  (sample page)   {base}/chat   {base}/console")
                say("run", 'Make a first account for the console: make consultant NAME="…" EMAIL=…')
            if ready.get("assistant", {}).get("status") == "ok":
                say("run", f"The assistant is ready. Open {base}/ and ask. Ctrl-C stops everything.")
                return
            await asyncio.sleep(1)


async def run() -> int:
    """Run everything until a signal comes; returns the exit status."""
    env = environment()
    if problems := busy_ports(env):
        print(*problems, sep="\n", file=sys.stderr)
        return 1
    processes = [
        Supervised(name=name, command=command, env=env, say=say)
        for name, command in procfile.load(Path("Procfile")).items()
    ]
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stopped.set)
    host = env.get("HITOHATA_HOST", "127.0.0.1")
    reachable = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
    background = [asyncio.create_task(process.keep_running()) for process in processes]
    background.append(asyncio.create_task(announce(f"http://{reachable}:{env['HITOHATA_PORT']}")))
    await stopped.wait()
    say("run", "stopping …")
    await asyncio.gather(*(process.stop() for process in processes))
    for task in background:
        task.cancel()
    await asyncio.gather(*background, return_exceptions=True)
    say("run", "stopped")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(run()))
