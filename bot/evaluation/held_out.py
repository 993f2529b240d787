"""A classifier that has not seen some of the training questions, to measure what follows it on these."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource

from bot.evaluation.folds import Questions
from bot.nlu.bare_word import WordUse
from bot.nlu.followed import Followed
from bot.nlu.ground import Ground
from bot.nlu.label_classifier import LabelClassifier
from bot.nlu.label_model import LabelModel
from bot.nlu.neighbours import Neighbours
from bot.nlu.reading_model import ReadingModel

Classifier = TypeVar("Classifier", bound=LabelClassifier)


def loaded(folder: Path) -> LabelClassifier:
    """Return a classifier with the default options from the folder that its training wrote."""
    return _loaded(folder, LabelClassifier)


def _loaded(folder: Path, kind: type[Classifier]) -> Classifier:
    storage, resource = LocalModelStorage(folder), Resource(LabelClassifier.__name__)
    classifier = kind(LabelClassifier.get_default_config(), storage, resource)
    classifier.read_from(folder)
    return classifier


def without(questions: Questions, left_out: npt.NDArray[np.bool_], followed: Followed | None = None) -> LabelClassifier:
    """Return a classifier that has learnt all questions but those that are left out, (questions,), and lines that followed answers."""
    return kind_without(LabelClassifier, questions, left_out, followed)


def kind_without(
    kind: type[Classifier], questions: Questions, left_out: npt.NDArray[np.bool_], followed: Followed | None = None
) -> Classifier:
    """Return such a classifier of a kind of its own."""
    options = LabelClassifier.get_default_config()
    seen = np.where(~left_out)[0]
    labels, dense = [questions.labels[i] for i in seen], questions.dense[seen]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        LabelModel.fit(dense, labels, options["strength"], options["sharpness"]).save(folder)
        ReadingModel.fit([questions.readings[i] for i in seen], labels, options["reading_strength"]).save(folder)
        Neighbours.fit(dense, labels).save(folder)
        Ground.fit(dense, labels).save(folder)
        WordUse.of([questions.texts[i] for i in seen], labels).save(folder)
        (followed or Followed.none()).save(folder)
        return _loaded(folder, kind)
