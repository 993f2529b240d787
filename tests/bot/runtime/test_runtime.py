"""The changes made to Rasa at run time: each does what it is for, and stock Rasa decides the same."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import dask
import jsonschema
import pytest
import rasa
import rasa.engine.runner.dask
from rasa.core.actions.action import RemoteAction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses
from rasa.utils.endpoints import EndpointConfig

from bot.runtime import action_calls, blas, patches, settings, train
from bot.runtime.settings import SettingBroken
from bot.runtime.tracker_store import RECENT_TURNS, ErasableTrackerStore

PROJECT = Path(__file__).resolve().parents[3]
GOOD = {"events": [{"event": "slot", "name": "x", "value": 1, "timestamp": None}], "responses": []}
BAD = {"events": [{"event": "slot"}], "responses": []}


class TestPatches:
    def test_another_rasa_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rasa, "__version__", "3.7.0")

        with pytest.raises(patches.WrongRasaVersion, match=r"3\.7\.0"):
            patches.apply()

    def test_answers_of_actions_are_checked_as_before(self) -> None:
        patches.apply()
        action = RemoteAction("action_x", None)
        schema = RemoteAction.action_response_format_spec()

        assert action._validate_action_result(GOOD) is True
        jsonschema.validate(GOOD, schema)
        with pytest.raises(jsonschema.ValidationError):
            action._validate_action_result(BAD)
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(BAD, schema)

    @pytest.mark.parametrize(
        "answer",
        [
            {},
            {"events": []},
            {"events": [], "responses": ["words"]},
            {"events": {}, "responses": []},
            {"events": [{"event": "unheard_of"}], "responses": []},
            {"events": [{"event": "slot", "name": "x", "timestamp": "now"}], "responses": []},
            {"events": [{"event": "slot", "name": "x"}, {"event": "form"}, {"event": "followup"}], "responses": [{}]},
            {"events": [{"event": ["slot"], "name": "x"}], "responses": []},
            {"events": [{"name": "x"}], "responses": []},
            [],
        ],
    )
    def test_an_answer_passes_where_the_whole_schema_lets_it(self, answer: object) -> None:
        patches.apply()
        is_good = jsonschema.Draft202012Validator(RemoteAction.action_response_format_spec()).is_valid(answer)

        if is_good:
            assert RemoteAction("action_x", None)._validate_action_result(answer) is True
        else:
            with pytest.raises(jsonschema.ValidationError):
                RemoteAction("action_x", None)._validate_action_result(answer)

    async def test_calls_of_actions_share_a_connection(self) -> None:
        patches.apply()
        connections: list[object] = []
        asked: list[bytes] = []

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connections.append(writer)
            while head := await reader.readuntil(b"\r\n\r\n"):
                length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
                asked.append(await reader.readexactly(length))
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}")

        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        endpoint = EndpointConfig(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        answers = [await endpoint.request(json={"text": f"家{n}\ud800"}) for n in range(3)]
        await action_calls.close_connections()
        server.close()

        assert answers == [{}, {}, {}]
        assert len(connections) == 1
        assert asked[2].decode() == '{"text": "家2?"}'

    def test_rules_are_read_as_before(self) -> None:
        patches.apply()

        assert RulePolicy._rule_key_to_state('[{"user": {"intent": "x"}}]') == [{"user": {"intent": "x"}}]

    def test_a_domain_is_empty_as_before(self) -> None:
        patches.apply()

        assert Domain.empty().is_empty()
        assert not Domain.load(str(PROJECT / "domain.yml")).is_empty()

    def test_events_are_resolved_as_before(self) -> None:
        patches.apply()

        for event in all_subclasses(Event):
            assert Event.resolve_by_type(event.type_name).type_name == event.type_name
        assert Event.resolve_by_type("unheard_of", BotUttered) is BotUttered

    def test_the_graph_runs_as_before(self) -> None:
        patches.apply()
        graph = {
            "given": ("given", 2),
            "doubled": (lambda pair: (pair[0], pair[1] * 2), "given"),
            "sum": (lambda *pairs: ("sum", sum(value for _, value in pairs)), "given", "doubled"),
        }

        run = rasa.engine.runner.dask.dask.get

        assert run(graph, ["sum", "doubled"]) == dask.get(graph, ["sum", "doubled"])
        with pytest.raises(ZeroDivisionError):
            run({"fails": (lambda: 1 // 0,)}, ["fails"])


def test_serving_multiplies_in_one_thread_unless_told_otherwise() -> None:
    quiet: dict[str, str] = {}
    chosen = {"OPENBLAS_NUM_THREADS": "4"}
    blas.one_thread(quiet)
    blas.one_thread(chosen)

    assert quiet == {"OPENBLAS_NUM_THREADS": "1"}
    assert chosen == {"OPENBLAS_NUM_THREADS": "4"}


@pytest.mark.slow
def test_serving_imports_no_learning_library_and_nobody_elses_channels_and_databases() -> None:
    code = (
        "import sys; from bot.runtime import slim; slim.register(); import rasa.core.run, rasa.core.tracker_store;"
        "import rasa.engine.recipes.default_components;"
        "print(*{'tensorflow', 'sklearn', 'aiogram', 'slack_sdk', 'boto3', 'matplotlib'} & set(sys.modules));"
        # What a start does besides importing needs none of them either.
        "rasa.core.tracker_store.TrackerStore.create(None);"
        "from rasa.core import run; run.create_http_input_channels('telegram', None)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], cwd=PROJECT, check=False, capture_output=True, text=True
    )

    assert done.stdout.strip() == ""
    # A channel of Rasa's is no silent nothing.
    assert done.returncode != 0
    assert "Unknown input channel" in done.stderr


class TestTrackerStore:
    @pytest.fixture
    def store(self, tmp_path: Path) -> ErasableTrackerStore:
        domain = Domain.load(str(PROJECT / "domain.yml"))
        return ErasableTrackerStore(domain=domain, host=f"sqlite:///{tmp_path / 'tracker.db'}")

    async def _talk(self, store: ErasableTrackerStore, turns: int) -> None:
        for number in range(turns):
            tracker = await store.retrieve("c_1") or DialogueStateTracker("c_1", store.domain.slots)
            tracker.update(UserUttered(f"質問{number}"))
            if number == 0:
                tracker.update(SlotSet("consultant_summary", "最初に覚えたこと"))
            tracker.update(SlotSet("last_label", f"label/{number}"))
            tracker.update(BotUttered(f"答え{number}"))
            tracker.update(ActionExecuted("action_listen"))
            await store.save(tracker)

    async def test_a_long_talk_is_stored_whole_and_read_from_its_end(self, store: ErasableTrackerStore) -> None:
        await self._talk(store, 30)

        recent = await store.retrieve("c_1")
        whole = await store.retrieve_full_tracker("c_1")

        asked = [event.text for event in recent.events if isinstance(event, UserUttered)]
        assert asked == [f"質問{n}" for n in range(30 - RECENT_TURNS, 30)]
        assert [e.text for e in whole.events if isinstance(e, UserUttered)] == [f"質問{n}" for n in range(30)]

    async def test_slots_set_long_ago_are_remembered(self, store: ErasableTrackerStore) -> None:
        await self._talk(store, 30)

        tracker = await store.retrieve("c_1")

        assert tracker.get_slot("consultant_summary") == "最初に覚えたこと"
        assert tracker.get_slot("last_label") == "label/29"

    async def test_a_deleted_conversation_is_gone(self, store: ErasableTrackerStore) -> None:
        await self._talk(store, 2)
        await store.delete("c_1")

        assert await store.retrieve("c_1") is None

    async def test_words_of_a_deleted_conversation_are_in_no_file(
        self, store: ErasableTrackerStore, tmp_path: Path
    ) -> None:
        await self._talk(store, 2)
        # Rasa writes Japanese as \\uXXXX.
        words = json.dumps("質問1")[1:-1].encode()
        assert any(words in file.read_bytes() for file in tmp_path.iterdir())

        await store.delete("c_1")

        assert not any(words in file.read_bytes() for file in tmp_path.iterdir())

    async def test_another_process_sees_a_turn_at_once(self, store: ErasableTrackerStore) -> None:
        await self._talk(store, 1)
        other = ErasableTrackerStore(domain=store.domain, host=str(store.engine.url))

        assert await other.retrieve("c_1") is not None


class TestTraining:
    def test_the_fingerprint_follows_what_a_model_is_made_of(self, tmp_path: Path) -> None:
        (tmp_path / "data" / "nlu").mkdir(parents=True)
        (tmp_path / "config.yml").write_text("a")
        (tmp_path / "data" / "nlu" / "x.yml").write_text("b")
        before = train.fingerprint(train.sources(tmp_path), tmp_path)

        (tmp_path / "data" / "nlu" / "x.yml").write_text("c")

        assert train.fingerprint(train.sources(tmp_path), tmp_path) != before

    def test_a_model_is_made_of_the_lines_of_its_own_pack(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        def lines() -> set[Path]:
            return {
                path.parent for path in train.sources() if path.suffix == ".jsonl" and path.parent.name == "follow_ups"
            }

        assert lines() == {train.PROJECT / "data" / "follow_ups"}
        (tmp_path / "follow_ups").mkdir()
        (tmp_path / "follow_ups" / "one.jsonl").write_text("")
        monkeypatch.setenv("HITOHATA_PACK", str(tmp_path))
        assert lines() == {tmp_path / "follow_ups"}

    def test_towns_that_share_a_machine_keep_each_others_models(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("HITOHATA_PACK", "tests/packs/mihon")
        newest = train.wanted_model(tmp_path)
        assert newest.name.startswith("pack-sanryo-")
        kept = ["hitohata-a.tar.gz", "hitohata-b.tar.gz", "hitohata-c.tar.gz", "pack-other-a.tar.gz", newest.name]
        for name in [*kept, "pack-sanryo-a.tar.gz", "pack-sanryo-b.tar.gz"]:
            (tmp_path / name).write_bytes(b"")

        train._forget_old(tmp_path, newest)

        left = {path.name for path in tmp_path.iterdir()}
        assert set(kept) <= left
        assert len(left) == len(kept) + train.KEPT_MODELS - 1

    def test_answers_do_not_make_a_new_model(self) -> None:
        assert not [path for path in train.sources() if path.suffix == ".md"]


class TestSettings:
    def test_defaults(self) -> None:
        read = settings.read({})

        assert (read.assistant_port, read.actions_port) == (5005, 5055)
        assert read.tracker_url.endswith("var/tracker.db")

    @pytest.mark.parametrize("value", ["-1", "20", "low"])
    def test_how_far_a_training_gives_way_is_within_what_there_is(self, value: str) -> None:
        assert settings.read({"HITOHATA_TRAINER_NICE": "7"}).trainer_nice == 7
        with pytest.raises(SettingBroken, match="HITOHATA_TRAINER_NICE"):
            settings.read({"HITOHATA_TRAINER_NICE": value})

    @pytest.mark.parametrize("value", ["abc", "0", "70000", "-1"])
    def test_a_port_that_is_none_is_named(self, value: str) -> None:
        with pytest.raises(SettingBroken, match="HITOHATA_ASSISTANT_PORT"):
            settings.read({"HITOHATA_ASSISTANT_PORT": value})

    @pytest.mark.parametrize("value", ["geheim", "mysql://a:geheim@db/x", "sqlite://file.db"])
    def test_another_database_is_named_and_not_repeated(self, value: str) -> None:
        with pytest.raises(SettingBroken, match="HITOHATA_TRACKER_URL: expected postgresql://") as refused:
            settings.read({"HITOHATA_TRACKER_URL": value})
        assert value not in str(refused.value)

    @pytest.mark.parametrize("value", ["sqlite:////tmp/x.db", "postgresql+psycopg2://a@db/x", "postgresql://a@db/x"])
    def test_a_database_is_taken_as_it_is(self, value: str) -> None:
        assert settings.read({"HITOHATA_TRACKER_URL": value}).tracker_url == value

    def test_a_pack_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(SettingBroken, match=f"HITOHATA_PACK: .* got {tmp_path}"):
            settings.read({"HITOHATA_PACK": str(tmp_path)})
        settings.read({"HITOHATA_PACK": "data"})
