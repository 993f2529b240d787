"""Lets the running assistant take the model that the desk lets serve: loaded in a thread, changed between two turns.

Rasa's own pull from a model server loads on the event loop, where turns stand still for seconds. Here the new model is loaded and
warmed beside the old one; a turn that has begun ends with the model it began with. A model holds pickles: only a file whose
hash the desk has signed is loaded, and only one that was made by this code.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp

from bot.runtime import model_file

if TYPE_CHECKING:
    from rasa.core.agent import Agent
    from rasa.core.processor import MessageProcessor

logger = logging.getLogger(__name__)
LOOK_SECONDS = 2.0
_TIMEOUT = aiohttp.ClientTimeout(total=300, sock_connect=5, sock_read=30)
# What served last, for the next start.
LAST = "serving.json"
# Of a trainer beside it are the names that end in .part.
_FETCHED = ".fetched"
_WARM = "家を借りたい。仕事も探しています"


@dataclass(frozen=True)
class Signed:
    """A model that the desk lets serve."""

    file: str
    sha256: str
    code: str
    signature: str

    def is_ours(self, token: str, code: str) -> bool:
        """Whether the desk has signed it, and this code has made it."""
        wanted = hmac.new(token.encode(), f"{self.sha256} {self.code}".encode(), hashlib.sha256).hexdigest()
        return hmac.compare_digest(wanted, self.signature) and self.code == code and Path(self.file).name == self.file


def at_start(folder: Path, token: str, code: str) -> Path | None:
    """Return the model that served last, None where there is none or it may not be loaded."""
    try:
        signed = Signed(**json.loads((folder / LAST).read_text(encoding="utf-8")))
        path = folder / signed.file
        return path if signed.is_ours(token, code) and model_file.sha256(path) == signed.sha256 else None
    except (OSError, ValueError, TypeError):
        return None


class ModelWatch:
    """Looks at the desk every two seconds."""

    def __init__(self, agent: Agent, shipped: Path, folder: Path, desk: str, token: str, code: str) -> None:
        """Change this agent's model.

        Args:
            agent: The running one.
            shipped: Model of the shipped questions, which serves where the desk names none.
            folder: Where the models of publications are, and where fetched ones are put.
            desk: The desk's address.
            token: Between desk and assistant.
            code: See `train.code`.
        """
        self._agent, self._shipped, self._folder = agent, shipped, folder
        self._desk, self._token, self._code = desk, token, code
        self._refused: set[str] = set()

    async def run(self) -> None:
        """Look until cancelled; while the desk is away, the model that serves serves on."""
        headers = {"authorization": f"Bearer {self._token}"}
        async with aiohttp.ClientSession(timeout=_TIMEOUT, headers=headers) as session:
            while True:
                try:
                    await self.look(session)
                except (aiohttp.ClientError, TimeoutError, OSError) as error:
                    logger.debug("model.watch.away %s", type(error).__name__)
                except Exception as error:  # noqa: BLE001 - a model that does not load must not end the watch
                    logger.error("model.watch.failed %s", type(error).__name__)
                await asyncio.sleep(LOOK_SECONDS)

    async def look(self, session: aiohttp.ClientSession) -> bool:
        """Take the desk's model if it is another one; whether it was changed."""
        async with session.head(f"{self._desk}/internal/model") as answer:
            status, told = answer.status, answer.headers
        if status == 204:
            return await self._take(self._shipped, None)
        signed = _signed(told) if status == 200 else None
        if signed is None or signed.sha256 in self._refused:
            return False
        if not signed.is_ours(self._token, self._code):
            self._refuse(signed, "not signed by the desk, or made by other code")
            return False
        path = self._folder / signed.file
        if self._serves(path):
            return False
        if not await asyncio.to_thread(_is, path, signed.sha256):
            await self._fetch(session, path)
            if not await asyncio.to_thread(_is, path, signed.sha256):
                self._refuse(signed, "its hash is another one")
                return False
        return await self._take(path, signed)

    def _serves(self, path: Path) -> bool:
        processor = self._agent.processor
        return processor is not None and Path(processor.model_path).name == path.name

    async def _take(self, path: Path, signed: Signed | None) -> bool:
        if self._serves(path) or not path.is_file() or str(path) in self._refused:
            return False
        try:
            processor = await asyncio.to_thread(_load, self._agent, path)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it, the old one serves on
            self._refused.add(signed.sha256 if signed else str(path))
            logger.error("model.load.failed %s %s", path.name, type(error).__name__)
            return False
        # No await between these: no turn sees one model's processor with the other's domain.
        self._agent.processor, self._agent.domain = processor, processor.domain
        processor.tracker_store.domain = processor.domain
        self._remember(signed)
        print(f"assistant: {path.name} serves", flush=True)
        return True

    async def _fetch(self, session: aiohttp.ClientSession, path: Path) -> None:
        """Bring the file from the desk, on another machine; nobody sees half of it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        # What a fetch that was killed left behind: its model may never be asked for again.
        for broken in path.parent.glob(f".*{_FETCHED}"):
            broken.unlink(missing_ok=True)
        unfinished = path.with_name(f".{path.name}{_FETCHED}")
        try:
            async with session.get(f"{self._desk}/internal/model") as answer:
                answer.raise_for_status()
                with unfinished.open("wb") as file:
                    async for piece in answer.content.iter_chunked(1 << 20):
                        await asyncio.to_thread(file.write, piece)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)

    def _refuse(self, signed: Signed, why: str) -> None:
        self._refused.add(signed.sha256)
        logger.error("model.refused %s: %s", signed.file, why)

    def _remember(self, signed: Signed | None) -> None:
        file = self._folder / LAST
        try:
            if signed is None:
                file.unlink(missing_ok=True)
                return
            unfinished = file.with_suffix(".part")
            unfinished.write_text(json.dumps(signed.__dict__), encoding="utf-8")
            unfinished.replace(file)
        except OSError as error:
            # The next start begins with the shipped model and takes this one two seconds later.
            logger.error("model.watch.not_remembered %s", type(error).__name__)


def _signed(headers: Mapping[str, str]) -> Signed | None:
    try:
        return Signed(
            headers["x-model-file"], headers["etag"].strip('"'), headers["x-model-code"], headers["x-model-signature"]
        )
    except KeyError:
        return None


def _is(path: Path, sha256: str) -> bool:
    return path.is_file() and model_file.sha256(path) == sha256


def _load(agent: Agent, path: Path) -> MessageProcessor:
    """Return a processor with another model and everything else of the agent's, its first question behind it."""
    from rasa.core.channels.channel import UserMessage
    from rasa.core.processor import MessageProcessor

    old: Any = agent.processor
    processor = MessageProcessor(
        model_path=path,
        tracker_store=old.tracker_store,
        lock_store=agent.lock_store,
        action_endpoint=agent.action_endpoint,
        generator=agent.nlg,
        http_interpreter=agent.http_interpreter,
    )
    asyncio.run(processor.parse_message(UserMessage(_WARM)))
    return processor
