"""Labels made of a few phrasings, and the nearest questions: `bot.nlu.overlay`, `bot.nlu.neighbours`."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.nlu import overlay_file
from bot.nlu.ground import Ground
from bot.nlu.label_classifier import SCORES
from bot.nlu.label_model import Scores
from bot.nlu.neighbours import Neighbours
from bot.nlu.overlay import FEATURES, Learnt, Overlay, Phrasing, Text
from bot.nlu.overlay_file import OverlayBroken, OverlayFile
from bot.nlu.reading_model import ReadingModel
from bot.nlu.understanding_gate import UNDERSTANDING

PUBLICATION = Path(__file__).parents[2] / "wire" / "publication"
LABELS = ["a/1"] * 200 + ["b/2"] * 200


def rows(seed=0):
    """Two heaps of 200 in four dimensions, far apart in the first two."""
    noise = np.random.default_rng(seed).normal(0, 0.1, (400, 4))
    noise[:200, 0] += 1.0
    noise[200:, 1] += 1.0
    return noise.astype(np.float32)


def test_nearest_question_of_the_right_label_is_nearest():
    found = Neighbours.fit(rows(), LABELS).nearest(np.array([1, 0, 0, 0], dtype=np.float32))

    assert found[0] > 0.9 > found[1]


def test_neighbours_and_ground_survive_their_files(tmp_path):
    known, ground = Neighbours.fit(rows(), LABELS), Ground.fit(rows(), LABELS)
    known.save(tmp_path)
    ground.save(tmp_path)
    text = rows(1)[0]

    assert np.array_equal(Neighbours.load(tmp_path).nearest(text), known.nearest(text))
    assert np.array_equal(Ground.load(tmp_path).questions, ground.questions)


@pytest.fixture(scope="module")
def learnt():
    spoken = ["いえをかりたい", "しごとをさがす"]
    readings = ReadingModel.fit([spoken[label == "b/2"] for label in LABELS], LABELS, 0.5)
    return Learnt(Ground.fit(rows(), LABELS), Neighbours.fit(rows(), LABELS), readings)


def third(text):
    """A heap of its own: far from both labels, and read like none of them."""
    return Text(np.array([0, 0, 1, float(text) / 10], dtype=np.float32), "いぬとねる")


def scores(made, learnt, text, trained):
    return made.scores(text, trained, learnt.neighbours.nearest(text.dense))


UNSURE, SURE = Scores([("a/1", 0.4), ("b/2", 0.1)], 0.5), Scores([("a/1", 0.97), ("b/2", 0.01)], 0.5)


def test_three_phrasings_make_a_label_that_leaves_nearly_all_others_alone(learnt):
    made = Overlay.of(learnt, [Phrasing("c/3", text) for text in ("1", "2", "3")], third)

    asked = Text(np.array([0, 0, 0.9, 0.15], dtype=np.float32), "いぬとねる")
    assert scores(made, learnt, asked, UNSURE).label == "c/3"
    present = [Text(row, "") for row in rows(2)]
    assert sum(scores(made, learnt, text, SURE).label == "c/3" for text in present) == 0


def test_what_is_hardly_thinkable_changes_nothing(learnt):
    made = Overlay.of(learnt, [Phrasing("c/3", text) for text in ("1", "2", "3")], third)
    text = Text(rows(2)[0], "いえをかりたい")

    found = scores(made, learnt, text, SURE)
    # Every ranking has the same labels: what a message rejects is compared with what it keeps.
    assert found == Scores([*SURE.ranking, ("c/3", 0.0)], SURE.nearness)


def test_between_two_labels_the_new_one_stands_beside_the_present_one(learnt):
    made = Overlay.of(learnt, [Phrasing("c/3", text) for text in ("1", "2", "3")], third)
    halfway = [Text(np.array([1 - share, 0, share, 0], dtype=np.float32), "") for share in np.linspace(0, 1, 201)]
    chances = [made.chances(text, UNSURE, learnt.neighbours.nearest(text.dense))[0] for text in halfway]

    assert chances == sorted(chances)
    between = next(text for text, chance in zip(halfway, chances, strict=True) if 0.15 <= chance < 0.25)
    assert [label for label, _ in scores(made, learnt, between, UNSURE).ranking[:2]] == ["a/1", "c/3"]


def test_a_sure_present_answer_a_nearer_question_and_another_sound_speak_against_a_new_label(learnt):
    made = Overlay.of(learnt, [Phrasing("c/3", text) for text in ("1", "2", "3")], third)
    dense = np.array([0.3, 0, 0.8, 0.1], dtype=np.float32)
    near, far = np.array([0.9, 0.1], dtype=np.float32), np.array([0.1, 0.1], dtype=np.float32)
    alike, other = Text(dense, "いぬとねる"), Text(dense, "しごとをさがす")
    [usual] = made.chances(alike, UNSURE, far)

    assert made.chances(alike, SURE, far)[0] < usual
    assert made.chances(alike, UNSURE, near)[0] < usual
    assert made.features(alike, UNSURE, far).shape == (1, len(FEATURES))
    assert Overlay.of(learnt, [Phrasing("c/3", "1")], lambda _: alike).features(other, UNSURE, far)[0, 1] < 0.5


def test_more_phrasings_of_a_trained_label_do_not_compete_with_it(learnt):
    made = Overlay.of(learnt, [Phrasing("b/2", "1"), Phrasing("b/2", "2")], third)
    nearest = np.array([0.1, 0.9], dtype=np.float32)
    own, other = Scores([("b/2", 0.9), ("a/1", 0.1)], 0.5), Scores([("a/1", 0.9), ("b/2", 0.1)], 0.5)

    lead, odds = made.features(third("1"), own, nearest)[0, [2, 3]]
    assert lead == pytest.approx(1.0 - 0.1, abs=0.05)
    assert odds < made.features(third("1"), other, nearest)[0, 3]
    assert scores(made, learnt, third("1"), other).label == "b/2"


def test_a_phrasing_itself_is_its_label(learnt):
    made = Overlay.of(learnt, [Phrasing("b/2", "1")], third)

    assert scores(made, learnt, third("1"), SURE).label == "b/2"


def test_new_labels_share_what_is_certain(learnt):
    given = [Phrasing(label, text) for label in ("c/3", "d/4") for text in ("1", "2", "3")]
    made = Overlay.of(learnt, given, third)

    found = dict(scores(made, learnt, third("2"), UNSURE).ranking)
    assert found["c/3"] == found["d/4"] == pytest.approx(0.5)
    assert sum(found.values()) == pytest.approx(1.0)


def test_what_the_office_publishes_is_read_where_the_desk_puts_it(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "current").symlink_to(PUBLICATION, target_is_directory=True)
    path = overlay_file.published({"HITOHATA_DATA_DIR": str(tmp_path)})

    found = overlay_file.parse(json.loads(path.read_text(encoding="utf-8")))

    assert {one.label for one in found} == {"town/bus", "town/snow", "town/tiny"}
    assert overlay_file.published({"HITOHATA_PHRASINGS": "/elsewhere.json"}) == Path("/elsewhere.json")


def test_no_phrasings_make_no_overlay(learnt):
    assert Overlay.of(learnt, [], third) is None


@pytest.mark.parametrize("content", [{}, [1], [{"label": "a", "text": "x"}], [{"label": "a/1", "text": " "}]])
def test_broken_list_is_refused(content):
    with pytest.raises(OverlayBroken):
        overlay_file.parse(content)


def test_file_is_read_again_when_it_changes_and_a_broken_one_changes_nothing(tmp_path, learnt):
    path = tmp_path / "phrasings.json"
    file = OverlayFile(path)
    assert file.overlay(learnt, third) is None

    path.write_text(json.dumps([dataclasses.asdict(Phrasing("c/3", "1"))]), encoding="utf-8")
    assert file.overlay(learnt, third).labels == ["c/3"]

    path.write_text("[{", encoding="utf-8")
    assert file.overlay(learnt, third).labels == ["c/3"]
    assert "phrasings.json" in file.problem

    path.unlink()
    assert file.overlay(learnt, third) is None


@pytest.fixture
def taught(tmp_path, monkeypatch, assistant):
    """The small assistant, which three phrasings have told of pets."""
    path = tmp_path / "phrasings.json"
    texts = ("ペットと住める部屋", "犬を飼えるアパートはありますか", "猫と暮らせる家")
    path.write_text(json.dumps([{"label": "housing/pets", "text": text} for text in texts]), encoding="utf-8")
    monkeypatch.setattr(assistant.components["LabelClassifier"], "_phrasings", OverlayFile(path))
    return assistant


def test_new_label_is_understood_without_training(taught):
    assert taught.read("犬を飼えるアパートはありますか！", until="LabelClassifier").get(SCORES).label == "housing/pets"
    message: Message = taught.read("タイミーで一日だけ働きたい", until="LabelClassifier")
    assert message.get(SCORES).label == "jobs/spot_work"


@pytest.mark.parametrize("typed", ["うさぎを飼ってもいい部屋", "犬がいるのですが一緒に住めますか"])
def test_whoever_asks_for_it_otherwise_gets_it_or_may_choose_it(taught, typed):
    understood = taught.read(typed).get(UNDERSTANDING)

    given = [understood["label"]] if understood["outcome"] == "answer" else understood["offer"]
    assert "housing/pets" in given


def test_what_is_rejected_is_weighed_with_new_labels_too(taught):
    message = taught.read("タイミーではなくて犬を飼えるアパートはありますか", until="LabelClassifier")

    assert message.get(SCORES).label == "housing/pets"


def test_a_reading_model_says_of_a_reading_what_its_logits_are_made_of(learnt):
    rows, values = learnt.readings.vector("いえをかりたい")

    assert np.linalg.norm(values) == pytest.approx(1.0)
    assert len(rows) == len(values) > 0
    assert learnt.readings.vector("ＸＹＺ") == ([], pytest.approx([]))
