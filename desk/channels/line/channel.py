"""The LINE channel of a running desk, put together: the calls, the outbox's worker, and who is told what."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from desk.attachments.service import Attachments
from desk.channels.line import render
from desk.channels.line.access_token import ChannelToken
from desk.channels.line.attachment_fetcher import Fetcher
from desk.channels.line.client import LineApi
from desk.channels.line.content import LineContent
from desk.channels.line.outbox import Outbox
from desk.channels.line.sender import LineSender
from desk.channels.line.store import SqlLineStore
from desk.channels.line.troubles import Troubles
from desk.channels.worker import DeliveryWorker
from desk.conversation import links
from desk.conversation.models import Author, Message, Turn
from desk.conversation.ports import Clock
from desk.db.database import Database
from desk.settings import Settings, public_url
from desk.signals.change_signal import InProcessSignal
from desk.signals.typing import Typing

# Whoever wrote on our own page within this, and has it open, reads the reply there: LINE need not ring.
AT_THE_PAGE = timedelta(minutes=3)
# The card that leads to the page is not repeated within this; its link lives longer (`links.GRACE`).
CARD_AGAIN = timedelta(minutes=10)


@dataclass
class LineChannel:
    """Everything that speaks with LINE."""

    api: LineApi
    auth: ChannelToken
    store: SqlLineStore
    troubles: Troubles
    outbox: Outbox
    delivery: DeliveryWorker
    content: LineContent
    attachments: Attachments
    fetching: DeliveryWorker

    def tell_slow(self, turn: Turn) -> None:
        """Show on the phone that an answer is on its way."""
        user_id = self.store.user_of(turn.conversation_id) if turn.channel == "line" else None
        if user_id is not None:
            self.api.loading(user_id)

    def mark_as_read(self, conversation_id: str) -> None:
        """Tell LINE that a consultant has seen what was written, where LINE gave a token for it."""
        token = self.store.take_read_token(conversation_id)
        if token is not None:
            self.api.mark_as_read(token)

    @property
    def parts(self) -> tuple[object, ...]:
        """What a request may ask for."""
        return (self.store, self.api, self.troubles, self.attachments, self.outbox)

    def workers(self) -> list[Coroutine[Any, Any, None]]:
        """Return what runs in the background."""
        return [self.delivery.run(), self.fetching.run()]

    def close(self) -> None:
        """Close the connections."""
        self.api.close()
        self.content.close()
        self.auth.close()


def build(settings: Settings, database: Database, clock: Clock, signal: InProcessSignal, signs: Typing) -> LineChannel:
    """Return the channel; nothing is called before its worker runs."""
    auth = ChannelToken.of(settings)
    api, store = LineApi(settings.line_api_url, auth), SqlLineStore(database)
    base = public_url(settings)

    def page(conversation_id: str) -> str:
        with store.write() as tx:
            return links.make(tx, conversation_id, clock.now(), base)

    def has_page(conversation_id: str) -> bool:
        with store.read() as tx:
            return tx.was_linked(conversation_id, clock.now() - CARD_AGAIN)

    def is_reading(message: Message) -> bool:
        return (
            settings.line_by_link
            and message.author is Author.CONSULTANT
            and bool(signs.who("reading", message.conversation_id))
            and store.wrote_on_page(message.conversation_id, clock.now() - AT_THE_PAGE)
        )

    troubles, outbox = Troubles(database), Outbox(database)
    sender = LineSender(
        outbox,
        api,
        lambda found: render.pack(found, page, by_link=settings.line_by_link, has_page=has_page),
        clock,
        signal,
        troubles,
        is_reading,
    )
    content = LineContent(settings.line_data_api_url, auth)
    attachments = Attachments(database)
    fetcher = Fetcher(attachments, content, settings.data, clock, signal)
    return LineChannel(
        api,
        auth,
        store,
        troubles,
        outbox,
        DeliveryWorker(sender.send_next),
        content,
        attachments,
        DeliveryWorker(fetcher.fetch_next),
    )
