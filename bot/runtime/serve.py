"""Serves the assistant on loopback: trains first if needed, then runs Rasa with the desk's channel."""

from __future__ import annotations

import asyncio
import functools
import os
import socket
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any, NoReturn

from bot.runtime import blas, content_fetch, logs, model_file, model_watch, settings
from bot.runtime.desk_client import DeskAway, DeskClient
from bot.runtime.settings import PROJECT, SettingBroken, Settings
from bot.runtime.train import code, wanted_model

# Which model was trained because its file did not load: once is enough.
_RETRAINED = "HITOHATA_RETRAINED_MODEL"


def main() -> int:
    """Run until stopped; returns the exit status."""
    blas.choose_kernels()
    try:
        chosen = settings.read()
    except SettingBroken as broken:
        print(broken, file=sys.stderr)
        return 2
    # Started anew by itself it may still hold the door.
    if _RETRAINED not in os.environ and (reason := _cannot_listen(chosen.assistant_port)):
        print(reason, file=sys.stderr)
        return 2
    chosen.data_dir.mkdir(parents=True, exist_ok=True)
    model = wanted_model(chosen.models)
    if not model.exists():
        # In a process of its own: training imports TensorFlow, serving does without.
        trained = subprocess.run([sys.executable, "-m", "bot.runtime.train"], cwd=PROJECT, check=False)
        if trained.returncode:
            return trained.returncode
    # After the training, which multiplies large ones.
    blas.one_thread()
    # What was published and learnt before this start serves at once.
    last = None if chosen.stock_rasa else model_watch.at_start(chosen.content / "models", chosen.token, code())
    _serve(chosen, last or model, model)
    return 0


def _cannot_listen(port: int) -> str:
    """Return why Rasa could not listen, before a training or Rasa's start is spent on it; empty where it can."""
    with socket.socket() as door:
        # As the server itself does: what a process that has ended left behind is no hindrance.
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
        except OSError as error:
            return (
                f"assistant: HITOHATA_ASSISTANT_PORT: cannot listen on 127.0.0.1:{port}: {error.strerror}. "
                "Stop the program there, or choose another"
            )
    return ""


def _serve(chosen: Settings, model: Path, shipped: Path) -> None:
    os.environ["HITOHATA_TRACKER_URL"] = chosen.tracker_url
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ["HITOHATA_ACTIONS_PORT"] = str(chosen.actions_port)
    # Rasa's libraries of 2022 warn about the future at every start, and reset the filters that would hide it.
    warnings.showwarning = lambda *_, **__: None
    if not chosen.stock_rasa:
        from bot.runtime import slim

        slim.register()
    import rasa.core.run
    from rasa.core.utils import AvailableEndpoints

    if not chosen.stock_rasa:
        from bot.runtime import patches

        patches.apply()
    logs.configure()
    endpoints = AvailableEndpoints.read_endpoints(str(PROJECT / "endpoints.yml"))
    if chosen.stock_rasa:
        endpoints.tracker_store = _stock_tracker_store(chosen.tracker_url)
    if chosen.redis_url:
        endpoints.lock_store = _redis_locks(chosen.redis_url)
    rasa.core.run.serve_application(
        model_path=str(model),
        interface="127.0.0.1",
        port=chosen.assistant_port,
        credentials=str(PROJECT / "credentials.yml"),
        enable_api=False,
        endpoints=endpoints,
        server_listeners=[
            (functools.partial(_prepare, model=model), "after_server_start"),
            *(
                []
                if chosen.stock_rasa
                else [
                    (functools.partial(_watch, chosen=chosen, shipped=shipped), "after_server_start"),
                    (_close, "after_server_stop"),
                ]
            ),
        ],
    )


async def _prepare(app: Any, loop: Any, model: Path) -> None:
    """Make failures visible and the first answer fast.

    Rasa wraps the tracker store so that an error of the database silently continues in memory: turns would be
    lost. Without the wrapping the turn fails, and the desk asks again or apologises.
    """
    agent = app.ctx.agent
    if not agent.is_ready():
        _start_anew(model)
    store = getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)
    agent.tracker_store = agent.processor.tracker_store = store
    # Dictionary and encoder load on first use; the first person need not wait for them.
    await agent.parse_message("家を借りたい。仕事も探しています")


async def _watch(app: Any, loop: Any, chosen: Settings, shipped: Path) -> None:
    """Begin to take the models that the desk lets serve."""
    folder = chosen.content / "models"
    watch = model_watch.ModelWatch(app.ctx.agent, shipped, folder, chosen.desk_url, chosen.token, code())
    app.ctx.model_watch = asyncio.create_task(watch.run())
    app.ctx.content_watch = asyncio.create_task(_bring_content(chosen))


async def _close(app: Any, loop: Any) -> None:
    """Close what stays open between turns."""
    from bot.runtime import action_calls

    await action_calls.close_connections()


async def _bring_content(chosen: Settings) -> None:
    """Bring what the desk publishes, where it is on another machine, until cancelled."""
    fetch = content_fetch.ContentFetch(chosen.content, DeskClient(chosen.desk_url, chosen.token))
    while True:
        try:
            await asyncio.to_thread(fetch.look)
        except DeskAway:
            # Starting, or stopped for an update: the last publication is answered from.
            pass
        except OSError as error:
            print(f"assistant: a publication was not written ({type(error).__name__})", flush=True)
        await asyncio.sleep(content_fetch.LOOK_SECONDS)


def _start_anew(model: Path) -> NoReturn:
    """Set a model aside that Rasa could not load, and start this process again, which trains first.

    A crash at every start would need a person who knows which file to delete.
    """
    if os.environ.get(_RETRAINED) == str(model):
        print(f"assistant: {model.name} does not load although it was just trained", file=sys.stderr, flush=True)
        os._exit(1)
    aside = model_file.set_aside(model)
    print(f"assistant: {model.name} does not load; kept as {aside.name}, training anew", flush=True)
    os.environ[_RETRAINED] = str(model)
    os.execv(sys.executable, [sys.executable, "-m", "bot.runtime.serve"])  # noqa: S606 - this very program


def _stock_tracker_store(url: str) -> object:
    """Return the endpoint of Rasa's own store: for measuring against; it cannot erase a conversation."""
    from rasa.utils.endpoints import EndpointConfig

    return EndpointConfig(type="sql", url=url)


def _redis_locks(url: str) -> object:
    """Return the lock store's endpoint for several Rasa processes."""
    from urllib.parse import urlsplit

    from rasa.utils.endpoints import EndpointConfig

    parts = urlsplit(url)
    return EndpointConfig(
        type="redis",
        url=parts.hostname,
        port=parts.port or 6379,
        db=int(parts.path.strip("/") or 0),
        password=parts.password,
    )


if __name__ == "__main__":
    sys.exit(main())
