"""Training what the desk has published: what is learnt, what is compared, who holds the lease, what may be loaded."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import hmac
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.runtime import model_watch, questions, settings, train_publication, trainer
from bot.runtime.desk_client import DeskAway, LeaseLost
from bot.runtime.model_watch import ModelWatch, Signed
from bot.runtime.trainer import Trainer, TrainingFailed

SAMPLE = Path(__file__).parents[2] / "wire" / "publication"
CODE, TOKEN = "c0de" * 3, "token"
TRIALS = [{"text": "バスはいくら？", "expected": "town/bus"}]


def test_a_young_label_is_left_to_its_phrasings_and_commands_come_along(tmp_path: Path) -> None:
    train_publication.prepare(SAMPLE, tmp_path)

    learnt = {label for label, _ in questions.plain(tmp_path / "town.yml") or []}
    assert learnt == {"town/bus"}
    assert "バスって高い？" in (tmp_path / "town.yml").read_text(encoding="utf-8")
    assert (tmp_path / "commands.yml").exists()


def test_a_training_on_the_shipped_questions_sees_the_same_lines(tmp_path: Path) -> None:
    """What the office exports and the repository ships differ in form at most."""
    shipped = settings.PROJECT / "data" / "nlu"
    (tmp_path / "publication" / "nlu").mkdir(parents=True)
    for file in questions.files(shipped):
        if file.name != "commands.yml":
            shutil.copy(file, tmp_path / "publication" / "nlu")
    (tmp_path / "publication" / "publication.json").write_text('{"untrained": []}')
    (tmp_path / "out").mkdir()

    train_publication.prepare(tmp_path / "publication", tmp_path / "out")

    for file in questions.files(shipped):
        assert sorted(questions.plain(tmp_path / "out" / file.name) or []) == sorted(questions.plain(file) or [])


class Desk:
    """Gives one job, and remembers what it was told."""

    def __init__(self, *, lost: bool = False, away: bool = False) -> None:
        self.lost, self.away = lost, away
        self.told: list[Any] = []

    def lease(self, code: str) -> dict[str, Any]:
        if self.away:
            raise DeskAway("status 503")
        teaching = json.loads((SAMPLE / "publication.json").read_text())["teaching"]
        return {"id": 7, "lease": "l", "publication": 5, "teaching": teaching, "serving": None, "trials": TRIALS} | {
            "replay": {"r1": "雪は多い？"}
        }

    def renew(self, job: dict[str, Any]) -> None:
        self.told.append("renew")
        if self.lost:
            raise LeaseLost("7/renew")

    def done(self, job: dict[str, Any], file: str, sha256: str, figures: dict[str, Any]) -> str:
        self.told.append((file, sha256, figures))
        return "serving"

    def failed(self, job: dict[str, Any], problem: str) -> None:
        self.told.append(problem)


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> settings.Settings:
    shutil.copytree(SAMPLE, tmp_path / "content" / "p000005-1")
    (tmp_path / "content" / "models").mkdir()
    shipped = tmp_path / "shipped.tar.gz"
    shipped.write_bytes(b"shipped")
    monkeypatch.setattr(trainer, "wanted_model", lambda models: shipped)
    monkeypatch.setattr(trainer, "RENEW_SECONDS", 0.0)
    return settings.read({"HITOHATA_DATA_DIR": str(tmp_path)})


def works(made: Trainer, monkeypatch: pytest.MonkeyPatch, steps: list[str], fails: str = "") -> None:
    """Let the steps write what they would write, without Rasa; the real process is started by the last test of this file."""

    def run(job: dict[str, Any], module: list[str]) -> None:
        steps.append(module[0])
        made._renew(job)
        if module[0] == fails:
            raise TrainingFailed(f"{fails} ended with 1")
        out = Path(module[module.index("--out") + 1])
        out.write_text(json.dumps({"figures": module[0]}))

    monkeypatch.setattr(made, "_run", run)


def test_a_training_is_compared_and_handed_in(chosen: settings.Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, steps = Desk(), []
    made = Trainer(chosen, desk)
    works(made, monkeypatch, steps)

    assert made.look() == "serving"

    assert steps == ["bot.runtime.train_publication", "bot.evaluation.gate_figures"]
    file, sha256, figures = desk.told[-1]
    assert hashlib.sha256((chosen.content / "models" / file).read_bytes()).hexdigest() == sha256
    assert figures == {"figures": "bot.evaluation.gate_figures"}


@pytest.mark.parametrize("step", ["bot.runtime.train_publication", "bot.evaluation.gate_figures"])
def test_a_step_that_fails_is_told_and_leaves_no_file(
    step: str, chosen: settings.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk()
    made = Trainer(chosen, desk)
    works(made, monkeypatch, [], fails=step)

    assert made.look() == "failed"

    assert desk.told[-1] == f"TrainingFailed: {step} ended with 1"
    assert list((chosen.content / "models").iterdir()) == []


def test_a_lease_that_was_taken_over_ends_the_work(chosen: settings.Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, steps = Desk(lost=True), []
    made = Trainer(chosen, desk)
    works(made, monkeypatch, steps)

    assert made.look() is None

    assert steps == ["bot.runtime.train_publication"]
    assert desk.told == ["renew"]


def test_a_desk_that_is_away_is_asked_again_later(chosen: settings.Settings) -> None:
    with pytest.raises(DeskAway):
        Trainer(chosen, Desk(away=True)).look()


def test_a_step_is_a_process_whose_last_words_are_told(chosen: settings.Settings) -> None:
    made = Trainer(chosen, Desk())

    with pytest.raises(TrainingFailed, match="ended with 2") as failed:
        made._run(Desk().lease(CODE), ["bot.runtime.train_publication", "--nonsense"])

    assert "--content" in str(failed.value)


def sign(sha256: str, code: str = CODE, token: str = TOKEN) -> str:
    return hmac.new(token.encode(), f"{sha256} {code}".encode(), hashlib.sha256).hexdigest()


class TestTheWatch:
    """The assistant's side: a desk that is a real server, models that are files, loading that is faked."""

    @pytest.fixture
    def loaded(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        found: list[str] = []

        def load(agent: Any, path: Path) -> Any:
            if path.read_bytes() == b"broken":
                raise ValueError("no model")
            found.append(path.name)
            return SimpleNamespace(model_path=path, domain=f"domain of {path.name}", tracker_store=SimpleNamespace())

        monkeypatch.setattr(model_watch, "_load", load)
        return found

    @pytest.fixture
    def shipped(self, tmp_path: Path) -> Iterator[Path]:
        path = tmp_path / "shipped.tar.gz"
        path.write_bytes(b"shipped")
        return path

    def looked(self, folder: Path, shipped: Path, told: list[dict[str, Any]], times: int = 1) -> tuple[Any, list[bool]]:
        """Look once per answer of the desk; returns the agent and what each look said."""
        agent = SimpleNamespace(processor=SimpleNamespace(model_path=shipped, tracker_store=None), domain="old")

        async def served(request: web.Request) -> web.Response:
            now = told[0]
            if now["bytes"] is None:
                return web.Response(status=204)
            headers = {
                "etag": f'"{now["sha256"]}"',
                "x-model-file": now["file"],
                "x-model-code": now.get("code", CODE),
                "x-model-signature": now["signature"],
            }
            return web.Response(body=now["bytes"], headers=headers)

        async def run() -> list[bool]:
            app = web.Application()
            app.router.add_get("/internal/model", served)
            runner = web.AppRunner(app)
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            port = site._server.sockets[0].getsockname()[1]
            watch = ModelWatch(agent, shipped, folder, f"http://127.0.0.1:{port}", TOKEN, CODE)
            said = []
            async with aiohttp.ClientSession() as session:
                while told:
                    said += [await watch.look(session) for _ in range(times)]
                    told.pop(0)
            await runner.cleanup()
            return said

        return agent, asyncio.run(run())

    def model(self, content: bytes, name: str = "m1.tar.gz", **change: Any) -> dict[str, Any]:
        sha256 = hashlib.sha256(content).hexdigest()
        return {"bytes": content, "file": name, "sha256": sha256, "signature": sign(sha256), **change}

    def test_the_signed_model_is_fetched_loaded_once_and_remembered(self, tmp_path, shipped, loaded) -> None:
        agent, said = self.looked(tmp_path / "models", shipped, [self.model(b"new")], times=3)

        assert (said, loaded) == ([True, False, False], ["m1.tar.gz"])
        assert (agent.domain, agent.processor.domain) == ("domain of m1.tar.gz", "domain of m1.tar.gz")
        assert model_watch.at_start(tmp_path / "models", TOKEN, CODE) == tmp_path / "models" / "m1.tar.gz"
        assert model_watch.at_start(tmp_path / "models", "other", CODE) is None
        assert model_watch.at_start(tmp_path / "models", TOKEN, "0ther") is None

    def test_going_back_to_the_shipped_model(self, tmp_path, shipped, loaded) -> None:
        agent, said = self.looked(tmp_path / "models", shipped, [self.model(b"new"), {"bytes": None}])

        assert said == [True, True]
        assert agent.processor.model_path == shipped
        assert model_watch.at_start(tmp_path / "models", TOKEN, CODE) is None

    @pytest.mark.parametrize(
        "change",
        [
            {"signature": "0" * 64},
            {"signature": sign(hashlib.sha256(b"new").hexdigest(), token="stolen")},
            {"code": "0ther"},
            {"file": "../m1.tar.gz"},
            {"bytes": b"changed on the way"},
        ],
    )
    def test_what_the_desk_has_not_signed_is_never_loaded(self, tmp_path, shipped, loaded, change) -> None:
        agent, said = self.looked(tmp_path / "models", shipped, [self.model(b"new", **change)], times=2)

        assert (said, loaded, agent.domain) == ([False, False], [], "old")

    def test_a_model_that_does_not_load_leaves_the_old_one_and_is_not_tried_again(
        self, tmp_path, shipped, loaded
    ) -> None:
        agent, said = self.looked(tmp_path / "models", shipped, [self.model(b"broken")], times=2)

        assert (said, agent.domain) == ([False, False], "old")

    def test_a_disk_that_is_full_leaves_the_old_model_and_no_half_of_the_new_one(
        self, tmp_path, shipped, loaded, monkeypatch
    ) -> None:
        opened = Path.open

        class Full:
            def __init__(self, path: Path) -> None:
                self.file = opened(path, "wb")

            def __enter__(self) -> Full:
                return self

            def __exit__(self, *of: object) -> None:
                self.file.close()

            def write(self, piece: bytes) -> None:
                self.file.write(piece[:1])
                raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(
                Path, "open", lambda path, mode="r", *a: Full(path) if mode == "wb" else opened(path, mode, *a)
            )
            with pytest.raises(OSError, match="No space"):
                self.looked(tmp_path / "models", shipped, [self.model(b"new")])
        assert loaded == []
        assert list((tmp_path / "models").iterdir()) == []

        _, said = self.looked(tmp_path / "models", shipped, [self.model(b"new")])

        assert (said, loaded) == ([True], ["m1.tar.gz"])

    def test_what_a_killed_fetch_left_behind_goes(self, tmp_path, shipped, loaded) -> None:
        (tmp_path / "models").mkdir()
        (tmp_path / "models" / ".m0.tar.gz.fetched").write_bytes(b"hal")
        (tmp_path / "models" / ".m2.tar.gz.17.part").write_bytes(b"of the trainer beside it")

        self.looked(tmp_path / "models", shipped, [self.model(b"new")])

        assert sorted(path.name for path in (tmp_path / "models").iterdir()) == [
            ".m2.tar.gz.17.part",
            "m1.tar.gz",
            "serving.json",
        ]

    def test_a_file_that_changed_since_is_not_loaded_at_the_start(self, tmp_path, shipped, loaded) -> None:
        self.looked(tmp_path / "models", shipped, [self.model(b"new")])
        (tmp_path / "models" / "m1.tar.gz").write_bytes(b"pickle of a stranger")

        assert model_watch.at_start(tmp_path / "models", TOKEN, CODE) is None


def test_the_desks_signature_is_of_hash_and_code() -> None:
    assert Signed("m.tar.gz", "ab", CODE, sign("ab")).is_ours(TOKEN, CODE)
    assert not Signed("m.tar.gz", "ac", CODE, sign("ab")).is_ours(TOKEN, CODE)
