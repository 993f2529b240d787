"""A turn that another desk takes over, after the first one died with it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from desk.assistant.turn_runner import TurnRunner
from desk.conversation.models import Author
from desk.conversation.turns import Reply
from desk.conversation_sql.turn_queue import LEASE, SqlTurnQueue
from tests.desk.api import Api
from tests.desk.conftest import FakeClock


class Slow:
    """An assistant that needs most of a second, as one that has not met the conversation does."""

    is_away = False

    async def take_turn(self, turn, situation, returned):
        await asyncio.sleep(0.8)
        return Reply([[{"type": "text", "text": "答え"}]], {})


async def test_its_assistant_gets_a_fair_chance(api: Api) -> None:
    services = api.app.state.services
    visitor, turn_queue, clock = api.visitor(), SqlTurnQueue(services.database), FakeClock(services.clock.now())
    visitor.post("/api/web/messages", json={"client_id": "m1", "text": "家を借りたい"})
    clock.moment = services.clock.now()
    assert turn_queue.lease(clock.now()) is not None
    clock.pass_by(seconds=(LEASE + timedelta(seconds=1)).total_seconds())

    runner = TurnRunner(services.store, turn_queue, Slow(), services.hours, clock, services.signal)
    taken = turn_queue.lease(clock.now())
    assert taken is not None
    await runner._take(*taken, services.hours.situation())

    with services.store.read() as tx:
        last = tx.messages(visitor.conversation_id)[-1]
    assert (last.author, last.text) == (Author.BOT, "答え")
