"""The conversation with a real store and a clock that tests set: what a migrant, the bot and consultants do in it."""

from __future__ import annotations

from desk.accounts import tables as account_tables
from desk.conversation import answering, feed, handover, inbound, turns
from desk.conversation.models import Author
from desk.conversation.turns import Reply
from desk.conversation_sql.transaction import SqlStore
from desk.conversation_sql.turn_queue import SqlTurnQueue
from desk.danger import wiring as danger_wiring
from desk.text.pack import SHIPPED
from tests.desk.conftest import OPEN, SATO, FakeClock, handoff

ANSWER = Reply(
    [[{"type": "text", "text": "物件の探し方です"}]],
    {"outcome": "answer", "label": "housing/rental_search"},
)


class Desk:
    """The conversation's functions with this test's store and clock."""

    def __init__(self, store: SqlStore, clock: FakeClock, conversation_id: str) -> None:
        self.store, self.clock, self.id = store, clock, conversation_id
        self.turn_queue = SqlTurnQueue(store.database)
        self.danger = danger_wiring.build(SHIPPED, lambda: OPEN)

    def say(self, text: str, outside_id: str = "m1", choice: str | None = None, situation=OPEN) -> int:
        with self.store.write() as tx:
            return inbound.receive(
                tx,
                self.id,
                outside_id,
                text=None if choice else text,
                choice_id=choice,
                now=self.clock.now(),
                situation=lambda: situation,
            )

    def hand_over(self, webhook_id: str = "w1", body_hash: str = "h", situation=OPEN, **request):
        with self.store.write() as tx:
            return handover.take(tx, webhook_id, body_hash, handoff(self.id, **request), self.clock.now(), situation)[0]

    def do(self, work_function, *arguments, **options):
        with self.store.write() as tx:
            return work_function(tx, *arguments, self.clock.now(), **options)

    def reply(
        self,
        case_id: str,
        text: str = "こんにちは",
        who=SATO,
        client_id: str = "r1",
        seen=None,
        sure=False,
    ):
        with self.store.write() as tx:
            return answering.send(
                tx,
                case_id,
                who,
                text,
                client_id,
                self.clock.now(),
                seen_seq=seen,
                is_confirmed=sure,
            )

    def holder(self):
        with self.store.read() as tx:
            return tx.conversation(self.id).holder

    def messages(self, author: Author | None = None):
        with self.store.read() as tx:
            return [m for m in tx.messages(self.id) if author in {None, m.author}]

    def shown(self, after: int = 0):
        with self.store.read() as tx:
            return feed.visible(tx, self.id, after)

    def choice_id(self, label: str) -> str:
        for message in reversed(self.messages()):
            for part in message.parts:
                for choice in part.get("choices", []):
                    if choice["label"] == label:
                        return choice["id"]
        raise AssertionError(f"{label} was never offered")

    def finish(self, turn, outside_id: str, reply: Reply = ANSWER) -> bool:
        with self.store.write() as tx:
            return turns.record(tx, turn, reply, outside_id, self.clock.now(), self.danger.heed_reply)


def present(store: SqlStore, who=SATO, *, on_duty: bool = True, seen_at=None) -> None:
    """Put a consultant's account and presence into the database."""
    with store.database.write() as connection:
        connection.execute(
            account_tables.accounts.insert().values(
                id=who.id,
                email=f"{who.id}@example.jp",
                name=who.name,
                role="consultant",
                password_hash="x",
                is_active=True,
                on_duty=on_duty,
                seen_at=seen_at,
                created_at=seen_at,
            )
        )
