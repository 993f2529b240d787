"""The change signal of all desk processes that share a Redis; a hint only: what it misses, the next look finds."""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
from collections.abc import Callable

import redis

from desk.signals.change_signal import InProcessSignal
from desk.text.safe_error import failure

logger = logging.getLogger(__name__)
CHANNEL = "hitohata:signal"
_PAUSE_SECONDS = 2.0
_CALL_SECONDS = 1.0


class RedisSignal(InProcessSignal):
    """Sends here at once, and elsewhere by a message that holds the conversation's id and nothing else."""

    def __init__(self, url: str) -> None:
        """Prepare the client; connects on first use."""
        super().__init__()
        self._redis = redis.Redis.from_url(url, socket_connect_timeout=_CALL_SECONDS, health_check_interval=15)
        self._has_ended = threading.Event()
        self._ending = threading.Lock()
        self._at_work: list[threading.Thread] = []
        self._to_tell: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def start(self) -> None:
        """Tell and hear the other processes, each in a thread, until `close`."""
        self._at_work = [
            threading.Thread(target=self._run, args=(work,), name=f"redis-signal{work.__name__}", daemon=True)
            for work in (self._tell, self._hear)
        ]
        for thread in list(self._at_work):
            thread.start()

    def send(self, conversation_id: str) -> None:
        """See `desk.conversation.ports.ChangeSignal`; never waits for Redis."""
        super().send(conversation_id)
        self._to_tell.put(conversation_id)

    def close(self) -> None:
        """Stop both; they close their connections themselves, within a second or two."""
        self._has_ended.set()
        self._to_tell.put(None)

    def _run(self, work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            with self._ending:
                self._at_work.remove(threading.current_thread())
                # Not before both have ended: a connection that one gives back later would stay open.
                if not self._at_work:
                    with contextlib.suppress(redis.RedisError):
                        self._redis.close()

    def _tell(self) -> None:
        while (conversation_id := self._to_tell.get()) is not None:
            try:
                self._redis.publish(CHANNEL, conversation_id)
            except (redis.RedisError, OSError) as error:
                # The others find it at their next look.
                logger.warning("signal.publish.failed %s", failure(error))

    def _hear(self) -> None:
        tell = super().send
        while not self._has_ended.is_set():
            try:
                with self._redis.pubsub(ignore_subscribe_messages=True) as heard:  # type: ignore[no-untyped-call]
                    heard.subscribe(CHANNEL)
                    while not self._has_ended.is_set():
                        message = heard.get_message(timeout=1.0)
                        if message is not None:
                            tell(message["data"].decode("utf-8", "replace"))
            except (redis.RedisError, OSError, ValueError) as error:
                if not self._has_ended.is_set():
                    logger.warning("signal.listen.failed %s", failure(error))
                    self._has_ended.wait(_PAUSE_SECONDS)
