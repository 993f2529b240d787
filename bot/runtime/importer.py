"""What Rasa trains on: the same data as its own importers give, read once and copied never.

Rasa reads the files three times and copies all messages four times on the way, for a quarter of a minute.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import rasa.shared.utils.common
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers import importer, utils
from rasa.shared.importers.importer import E2EImporter, ResponsesSyncImporter, TrainingDataImporter
from rasa.shared.nlu.training_data import loading
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import read_model_configuration

from bot.runtime import questions


class ProjectImporter(E2EImporter):
    """The project's configuration, domain, rules (data/rules, data/stories) and questions (data/nlu, or `asked`)."""

    def __init__(self, project: Path, asked: Path | None = None) -> None:
        self._files = _Files(project, asked or project / "data" / "nlu")
        super().__init__(ResponsesSyncImporter(self._files))

    @rasa.shared.utils.common.cached_method
    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Return the questions with what Rasa adds to them from default actions and rules."""
        if self._files.get_domain().retrieval_intent_responses:
            return super().get_nlu_data(language)
        read = self._files.get_nlu_data(language)
        default = importer._additional_training_data_from_default_actions()
        stories = self._additional_training_data_from_stories()
        return TrainingData(
            [*default.training_examples, *read.training_examples, *stories.training_examples],
            read.entity_synonyms,
            read.regex_features,
            read.lookup_tables,
            read.responses,
        )


class _Files(TrainingDataImporter):
    """Reads each file once; the base of Rasa's importers."""

    def __init__(self, project: Path, asked: Path) -> None:
        self._project, self._asked = project, asked

    def get_config(self) -> dict[str, Any]:
        """See base class."""
        config: dict[str, Any] = read_model_configuration(self._project / "config.yml")
        return config

    def get_config_file_for_auto_config(self) -> str | None:
        """See base class."""
        return str(self._project / "config.yml")

    @rasa.shared.utils.common.cached_method
    def get_domain(self) -> Domain:
        """See base class."""
        return Domain.load(str(self._project / "domain.yml"))

    @rasa.shared.utils.common.cached_method
    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """See base class."""
        folders = (self._project / "data" / name for name in ("rules", "stories"))
        paths = [str(path) for folder in folders for path in sorted(folder.glob("**/*.yml"))]
        return utils.story_graph_from_paths(paths, self.get_domain(), exclusion_percentage)

    def get_conversation_tests(self) -> StoryGraph:
        """See base class."""
        return StoryGraph([])

    @rasa.shared.utils.common.cached_method
    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """See base class."""
        messages: list[Message] = []
        others: list[TrainingData] = []
        for file in questions.files(self._asked):
            lines = questions.plain(file)
            if lines is None:
                others.append(loading.load_data(str(file), language))
            else:
                messages += [Message.build(text, intent) for intent, text in lines]
        read = TrainingData(messages)
        return read.merge(*others) if others else read
