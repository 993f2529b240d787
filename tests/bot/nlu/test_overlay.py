"""Labels made of a few phrasings, and the nearest questions: `bot.nlu.overlay`, `bot.nlu.neighbours`."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.nlu import overlay
from bot.nlu.label_classifier import SCORES
from bot.nlu.label_model import Scores
from bot.nlu.neighbours import Neighbours
from bot.nlu.overlay import Ground, Overlay, OverlayBroken, OverlayFile, Phrasing

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


def third(text):
    return np.array([0, 0, 1, float(text) / 10], dtype=np.float32)


def test_three_phrasings_make_a_label_that_leaves_nearly_all_others_alone():
    ground = Ground.fit(rows(), LABELS)
    made = Overlay.of(ground, [Phrasing("c/3", text) for text in ("1", "2", "3")], third)
    trained = Scores([("a/1", 0.9), ("b/2", 0.1)], 0.5)

    assert made.scores(np.array([0, 0, 0.9, 0.15], dtype=np.float32), trained).label == "c/3"
    # 3 in 1,000 by the bound, which 400 rows set only roughly.
    assert sum(made.scores(row, trained).label == "c/3" for row in rows(2)) <= 8


def test_a_phrasing_itself_is_its_label():
    ground = Ground.fit(rows(), LABELS)
    made = Overlay.of(ground, [Phrasing("b/2", "1")], third)

    assert made.scores(third("1"), Scores([("a/1", 0.9), ("b/2", 0.1)], 0.5)).label == "b/2"


def test_what_the_office_publishes_is_read_where_the_desk_puts_it(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "current").symlink_to(PUBLICATION, target_is_directory=True)
    path = overlay.published({"HITOHATA_DATA_DIR": str(tmp_path)})

    found = overlay.parse(json.loads(path.read_text(encoding="utf-8")))

    assert {one.label for one in found} == {"town/bus", "town/snow", "town/tiny"}
    assert overlay.published({"HITOHATA_PHRASINGS": "/elsewhere.json"}) == Path("/elsewhere.json")


def test_no_phrasings_make_no_overlay():
    assert Overlay.of(Ground.fit(rows(), LABELS), [], third) is None


@pytest.mark.parametrize("content", [{}, [1], [{"label": "a", "text": "x"}], [{"label": "a/1", "text": " "}]])
def test_broken_list_is_refused(content):
    with pytest.raises(OverlayBroken):
        overlay.parse(content)


def test_file_is_read_again_when_it_changes_and_a_broken_one_changes_nothing(tmp_path):
    path, ground = tmp_path / "phrasings.json", Ground.fit(rows(), LABELS)
    file = OverlayFile(path)
    assert file.overlay(ground, third) is None

    path.write_text(json.dumps([dataclasses.asdict(Phrasing("c/3", "1"))]), encoding="utf-8")
    assert file.overlay(ground, third).labels == ["c/3"]

    path.write_text("[{", encoding="utf-8")
    assert file.overlay(ground, third).labels == ["c/3"]
    assert "phrasings.json" in file.problem

    path.unlink()
    assert file.overlay(ground, third) is None


def test_new_label_is_understood_without_training(tmp_path, monkeypatch, assistant):
    path = tmp_path / "phrasings.json"
    texts = ("ペットと住める部屋", "犬を飼えるアパートはありますか", "猫と暮らせる家")
    path.write_text(json.dumps([{"label": "housing/pets", "text": text} for text in texts]), encoding="utf-8")
    classifier = assistant.components["LabelClassifier"]
    monkeypatch.setattr(classifier, "_phrasings", OverlayFile(path))

    assert (
        assistant.read("犬を飼えるアパートはありますか！", until="LabelClassifier").get(SCORES).label == "housing/pets"
    )
    message: Message = assistant.read("タイミーで一日だけ働きたい", until="LabelClassifier")
    assert message.get(SCORES).label == "jobs/spot_work"
