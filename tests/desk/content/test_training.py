"""One training at a time, leases that lapse, the gate, going back."""

import hashlib
import resource
import signal
import threading

import pytest

from desk.content import errors, gate, models, pack
from desk.content.learnt_models import LearntModels
from desk.content.models import Kind
from desk.content.replay import Replay
from desk.content.service import Content
from desk.content.training import LEASE, Trainings
from desk.content.training_rows import LeaseLost, ModelUnusable
from desk.content.trials_store import Trials
from desk.settings import DEVELOPMENT_TOKEN
from tests.desk.content.conftest import BUS, CHIEF, PACK, WRITER

CODE = "c0de" * 4
GOOD = {"cries": 50, "accuracy": 0.9, "answered_wrong": 0.02}
FIGURES = {
    "old": GOOD,
    "new": GOOD,
    "missed": [],
    "changes": [],
    "trials": {"asked": 0, "failed": []},
    "replay": {"asked": 0, "changes": []},
}


@pytest.fixture
def trainings(office, database) -> Trainings:
    replay = Replay(database, "key")
    return Trainings(office.store, office.folder / "models", office.content._clock, office.log, replay)


@pytest.fixture
def learnt(office, database) -> LearntModels:
    replay = Replay(database, "key")
    return LearntModels(office.store, office.folder / "models", office.content._clock, office.log, "key", replay)


def taught(office, text: str = "雪かきは大変？") -> None:
    office.content.add_phrasings(CHIEF, "town/snow", [text])


def trained(trainings: Trainings, job: dict, name: str = "a.tar.gz", **figures: object) -> models.Version:
    trainings.folder.mkdir(exist_ok=True)
    (trainings.folder / name).write_bytes(name.encode())
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    return trainings.done(job["id"], job["lease"], name, sha256, {**FIGURES, **figures})


def states(learnt: LearntModels) -> list[str]:
    return [model.state for model in learnt.models()]


def test_the_shipped_model_knows_the_shipped_pack(office, trainings):
    assert trainings.lease(CODE) is None
    office.approved(office.handed_in("town/snow", body="新しい文。"))

    # Words of an answer need no training.
    assert trainings.lease(CODE) is None


def test_a_few_phrasings_of_a_new_entry_need_no_training_and_fifty_do(office, trainings):
    asked = [f"小さな家の質問その{number}" for number in range(50)]
    made = office.content.create_entry(WRITER, "town", BUS, slug="tiny", phrasings=asked[:49])
    office.approved(office.content.submit(WRITER, Kind.ENTRY, made.key, made.number))
    assert trainings.lease(CODE) is None
    office.content.add_phrasings(CHIEF, "town/tiny", asked[49:])

    assert trainings.lease(CODE)["publication"] == 3


def test_a_model_that_passes_serves_by_itself(office, trainings, learnt):
    taught(office)
    job = trainings.lease(CODE)
    assert trainings.lease(CODE) is None

    done = trained(trainings, job)

    assert (done.state, learnt.serving().id) == ("serving", job["id"])
    assert trainings.lease(CODE) is None
    assert len(learnt.signature(done)) == 64


def test_one_at_a_time_whatever_the_number_of_trainers(office, trainings):
    taught(office)
    begun, found = threading.Barrier(4), []

    def ask() -> None:
        begun.wait()
        found.append(trainings.lease(CODE))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len([job for job in found if job]) == 1


def test_the_newest_publication_wins(office, trainings, learnt):
    taught(office)
    old = trainings.lease(CODE)
    taught(office, "もう一つの言い方")
    assert trainings.lease(CODE) is None
    trained(trainings, old)

    newer = trainings.lease(CODE)
    trained(trainings, newer, "b.tar.gz")

    assert newer["publication"] == 3
    assert (newer["serving"], states(learnt)) == ("a.tar.gz", ["serving", "kept"])


def test_a_dead_trainers_work_is_taken_over_and_its_late_figures_are_refused(office, trainings, clock):
    taught(office)
    dead = trainings.lease(CODE)
    clock.pass_by(seconds=LEASE.total_seconds() + 1)

    second = trainings.lease(CODE)

    assert (second["id"], second["lease"] != dead["lease"]) == (dead["id"], True)
    with pytest.raises(LeaseLost):
        trained(trainings, dead)
    with pytest.raises(LeaseLost):
        trainings.renew(dead["id"], dead["lease"])
    assert trained(trainings, second, "b.tar.gz").state == "serving"
    with pytest.raises(LeaseLost):
        trained(trainings, second, "b.tar.gz")


def test_a_renewed_lease_is_not_taken_over(office, trainings, clock):
    taught(office)
    job = trainings.lease(CODE)
    for _ in range(5):
        clock.pass_by(seconds=LEASE.total_seconds() - 1)
        trainings.renew(job["id"], job["lease"])

    assert trainings.lease(CODE) is None


def test_a_dead_trainers_older_publication_is_given_up(office, trainings, clock, learnt):
    taught(office)
    trainings.lease(CODE)
    taught(office, "もう一つの言い方")
    clock.pass_by(seconds=LEASE.total_seconds() + 1)

    assert trainings.lease(CODE)["publication"] == 3
    assert states(learnt) == ["training", "failed"]


def test_a_training_that_fails_is_tried_three_times_and_the_old_model_serves_on(office, trainings, learnt):
    taught(office)
    trained(trainings, trainings.lease(CODE))
    taught(office, "もう一つの言い方")
    for _ in range(3):
        job = trainings.lease(CODE)
        trainings.failed(job["id"], job["lease"], "the disk is full")

    assert trainings.lease(CODE) is None
    assert learnt.models()[0].problem == "the disk is full"
    assert learnt.serving().file == "a.tar.gz"


@pytest.mark.parametrize(
    ("worse", "word"),
    [
        ({"new": GOOD | {"cries": 49}}, "助け"),
        ({"new": GOOD | {"accuracy": 0.89}}, "正答"),
        ({"new": GOOD | {"answered_wrong": 0.03}}, "まちがった"),
        ({"missed": ["雪かきは大変？"]}, "教えた言い方"),
        (
            {"trials": {"asked": 2, "failed": [{"text": "雪", "expected": "town/snow", "got": "clarify"}]}},
            "くり返し試す",
        ),
        ({"trials": {}}, "読み取れません"),
        ({"replay": {}}, "読み取れません"),
        (
            {"replay": {"asked": 100, "changes": [{"ref": "a", "old": "a/b", "new": "a/c", "meant": False}] * 3}},
            "100 件のうち 3 件",
        ),
        ({"changes": [{"text": "雪", "old": "town/snow", "new": "town/bus", "meant": False}]}, "1 件の答え"),
        ({"new": {}}, "読み取れません"),
        ({"new": GOOD | {"accuracy": float("nan")}}, "読み取れません"),
    ],
)
def test_a_model_that_does_not_pass_waits_for_a_person(office, trainings, worse, word, learnt):
    taught(office)
    waiting = trained(trainings, trainings.lease(CODE), **worse)
    assert (waiting.state, learnt.serving()) == ("waiting", None)
    assert word in waiting.problem
    with pytest.raises(errors.NotAllowed):
        learnt.decide(WRITER, waiting.id, "accept")

    accepted = learnt.decide(CHIEF, waiting.id, "accept")

    assert (accepted.state, accepted.decided_by) == ("serving", "高橋")


def test_half_a_point_is_within_the_noise():
    assert gate.reasons(FIGURES | {"new": GOOD | {"accuracy": 0.896, "answered_wrong": 0.024}}) == []
    assert gate.reasons(FIGURES | {"changes": [{"text": "雪", "old": "a/b", "new": "a/c", "meant": True}]}) == []


def test_a_refused_model_is_not_trained_again(office, trainings, learnt):
    taught(office)
    waiting = trained(trainings, trainings.lease(CODE), missed=["x"])
    learnt.decide(CHIEF, waiting.id, "refuse")

    assert trainings.lease(CODE) is None
    assert learnt.serving() is None


def test_going_back_is_one_step_and_starts_no_training(office, trainings, learnt):
    taught(office)
    first = trained(trainings, trainings.lease(CODE))
    taught(office, "もう一つの言い方")
    trained(trainings, trainings.lease(CODE), "b.tar.gz")

    learnt.decide(CHIEF, first.id, "serve")

    assert learnt.serving().file == "a.tar.gz"
    assert trainings.lease(CODE) is None
    learnt.serve_shipped(CHIEF)
    assert learnt.serving() is None


def test_what_was_taught_and_taken_back_leads_to_the_shipped_model(office, trainings, learnt):
    taught(office)
    trained(trainings, trainings.lease(CODE))
    [added] = [one for one in office.content.entry("town/snow").phrasings if one.text == "雪かきは大変？"]
    office.content.remove_phrasing(CHIEF, "town/snow", added.id)

    assert trainings.lease(CODE) is None
    assert learnt.serving() is None


def test_other_code_needs_a_model_of_its_own(office, trainings):
    taught(office)
    trained(trainings, trainings.lease(CODE))

    assert trainings.lease("0ther" * 3) is not None


@pytest.mark.parametrize("file", ["missing.tar.gz", "../secret.tar.gz", ""])
def test_a_file_that_is_not_there_never_serves(office, trainings, file):
    taught(office)
    job = trainings.lease(CODE)

    with pytest.raises(ModelUnusable):
        trainings.done(job["id"], job["lease"], file, "0" * 64, FIGURES)


def test_a_file_that_was_changed_never_serves(office, trainings, learnt):
    taught(office)
    waiting = trained(trainings, trainings.lease(CODE), missed=["x"])
    (trainings.folder / "a.tar.gz").write_bytes(b"other")

    with pytest.raises(ModelUnusable):
        learnt.decide(CHIEF, waiting.id, "accept")


def test_the_last_five_files_stay(office, trainings):
    for number in range(8):
        taught(office, f"言い方その{number}")
        trained(trainings, trainings.lease(CODE), f"{number}.tar.gz")

    assert sorted(path.name for path in trainings.folder.iterdir()) == [f"{n}.tar.gz" for n in (3, 4, 5, 6, 7)]


def test_a_backup_from_before_a_publication_leads_to_the_model_of_then(office, trainings, database, learnt):
    """Files of models that the restored database does not know serve nobody, and are in nobody's way."""
    taught(office)
    trained(trainings, trainings.lease(CODE))
    before = learnt.serving()
    taught(office, "もう一つの言い方")
    assert trained(trainings, trainings.lease(CODE), "b.tar.gz").id == 2
    with database.write() as connection:
        connection.exec_driver_sql("DELETE FROM content_models WHERE id = 2")
        connection.exec_driver_sql("UPDATE content_models SET state = 'serving'")
        connection.exec_driver_sql("DELETE FROM content_phrasings WHERE text = 'もう一つの言い方'")
        connection.exec_driver_sql("DELETE FROM content_publications WHERE number = 3")

    assert learnt.serving() == before
    assert trainings.lease(CODE) is None
    taught(office, "戻した後の言い方")

    assert trained(trainings, trainings.lease(CODE), "b.tar.gz").state == "serving"


def test_the_saved_trials_of_published_answers_are_given_to_the_trainer(office, trainings, database, clock):
    saved = Trials(database)
    saved.add("雪は降りますか", "town/snow", "佐藤", clock.now())
    saved.add("バスはいくら", "town/bus", "佐藤", clock.now())
    office.content.withdraw(CHIEF, Kind.ENTRY, "town/bus", "確かめています")
    taught(office)

    assert trainings.lease(CODE)["trials"] == [{"text": "雪は降りますか", "expected": "town/snow"}]


def test_a_trainer_on_another_machine_brings_its_file(api, tmp_path):
    pack.write(PACK, tmp_path / "pack")
    content = api.app.state.services.of(Content)
    content.import_pack(tmp_path / "pack")
    content.add_phrasings(CHIEF, "town/snow", ["雪かきは大変？"])
    token, model = {"authorization": f"Bearer {DEVELOPMENT_TOKEN}"}, b"m" * 300_000
    job = api.http.post("/internal/training/lease", headers=token, json={"code": CODE}).json()
    at = f"/internal/training/{job['id']}"
    body = {"lease": job["lease"], "file": "m.tar.gz", "sha256": hashlib.sha256(model).hexdigest(), "figures": FIGURES}
    missing = api.http.post(f"{at}/done", headers=token, json=body)
    assert (missing.status_code, missing.json()["error"]["code"]) == (409, "model_unusable")

    def bring(name: str, lease: str, headers: dict[str, str]) -> int:
        query = {"lease": lease, "name": name}
        return api.http.put(f"{at}/file", params=query, content=model, headers=headers).status_code

    assert bring("m.tar.gz", job["lease"], {}) == 401
    assert bring("m.tar.gz", "stolen", token) == 409
    assert {bring(name, job["lease"], token) for name in ("../m.tar.gz", ".m.tar.gz", "")} == {422}
    assert bring("m.tar.gz", job["lease"], token) == 204
    assert api.http.post(f"{at}/done", headers=token, json=body).json()["state"] == "serving"

    # A file that served is never written over, and nothing unfinished stays.
    content.add_phrasings(CHIEF, "town/snow", ["もう一つの言い方"])
    again = api.http.post("/internal/training/lease", headers=token, json={"code": CODE}).json()
    at = f"/internal/training/{again['id']}"
    assert bring("m.tar.gz", again["lease"], token) == 409
    folder = api.app.state.services.of(Trainings).folder
    assert [path.name for path in folder.iterdir()] == ["m.tar.gz"]


def test_a_disk_that_is_full_takes_no_half_of_a_model(api, tmp_path, monkeypatch):
    pack.write(PACK, tmp_path / "pack")
    services = api.app.state.services
    content, kept = services.of(Content), services.of(LearntModels)
    content.import_pack(tmp_path / "pack")
    content.add_phrasings(CHIEF, "town/snow", ["雪かきは大変？"])
    token = {"authorization": f"Bearer {DEVELOPMENT_TOKEN}"}
    job = api.http.post("/internal/training/lease", headers=token, json={"code": CODE}).json()

    def bring() -> int:
        query = {"lease": job["lease"], "name": "m.tar.gz"}
        at = f"/internal/training/{job['id']}/file"
        return api.http.put(at, params=query, content=b"m" * 300_000, headers=token).status_code

    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        assert bring() == 507
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert list(kept.folder.iterdir()) == []
    assert kept.serving() is None
    assert bring() == 204


def test_over_http_with_the_assistants_token_only(api, tmp_path):
    pack.write(PACK, tmp_path / "pack")
    content = api.app.state.services.of(Content)
    content.import_pack(tmp_path / "pack")
    content.add_phrasings(CHIEF, "town/snow", ["雪かきは大変？"])
    token = {"authorization": f"Bearer {DEVELOPMENT_TOKEN}"}
    paths = ("lease", "1/renew", "1/done", "1/failed")
    assert {api.http.post(f"/internal/training/{path}", json={}).status_code for path in paths} == {401}
    assert api.http.get("/internal/model").status_code == 401
    assert api.http.get("/internal/model", headers=token).status_code == 204

    job = api.http.post("/internal/training/lease", headers=token, json={"code": CODE}).json()
    at, held = f"/internal/training/{job['id']}", {"lease": job["lease"]}
    assert api.http.post("/internal/training/lease", headers=token, json={"code": CODE}).status_code == 204
    assert api.http.post(f"{at}/renew", headers=token, json=held).status_code == 204
    folder = api.app.state.services.of(Trainings).folder
    folder.mkdir(parents=True)
    (folder / "m.tar.gz").write_bytes(b"model")
    body = held | {"file": "m.tar.gz", "sha256": hashlib.sha256(b"model").hexdigest(), "figures": FIGURES}
    assert api.http.post(f"{at}/done", headers=token, json=body).json()["state"] == "serving"
    assert api.http.post(f"{at}/done", headers=token, json=body).status_code == 409

    got = api.http.get("/internal/model", headers=token)
    assert (got.content, got.headers["etag"]) == (b"model", f'"{body["sha256"]}"')
    held_already = token | {"if-none-match": got.headers["etag"]}
    assert api.http.get("/internal/model", headers=held_already).status_code == 304
    assert api.http.head("/internal/model", headers=token).headers["x-model-file"] == "m.tar.gz"
    api.account("高橋", "chief@example.jp", "supervisor")
    chief = api.log_in("chief@example.jp")
    assert [one["state"] for one in chief.get("/api/console/content/models").json()["models"]] == ["serving"]
    assert chief.post("/api/console/content/models/1/accept").status_code == 409
