"""What Rasa trains on: the same data as its own importers give, read once and copied never.

Rasa reads the files three times and copies all messages four times on the way, for a quarter of a minute.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import rasa.shared.utils.common
from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers import importer, utils
from rasa.shared.importers.importer import E2EImporter, ResponsesSyncImporter, TrainingDataImporter
from rasa.shared.nlu.training_data import loading
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import read_model_configuration

from bot import pack
from bot.runtime import questions

# A pack may bring topics that domain.yml does not name: they are intents, each answered by the same rule.
_RULE = "  - rule: Answer a question of {0}\n    steps: [{{intent: {0}}}, {{action: action_answer}}]\n"


class ProjectImporter(E2EImporter):
    """The project's configuration, domain, rules (data/rules, data/stories) and questions (data/nlu, or `asked`)."""

    def __init__(self, project: Path, asked: Path | None = None) -> None:
        self._files = _Files(project, asked or project / "data" / "nlu")
        super().__init__(ResponsesSyncImporter(self._files))

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Return the questions with what Rasa adds to them from default actions and rules."""
        # Read once: Rasa's own cache takes "no language", the default and the configured one for three different questions.
        return self._nlu_data

    @functools.cached_property
    def _nlu_data(self) -> TrainingData:
        if self._files.get_domain().retrieval_intent_responses:
            return super().get_nlu_data()
        read = self._files.get_nlu_data()
        default = importer._additional_training_data_from_default_actions()
        stories = self._additional_training_data_from_stories()
        known = set(default.training_examples)
        added = [message for message in stories.training_examples if message not in known]
        return _of_distinct(
            [*default.training_examples, *read.training_examples, *added],
            read.entity_synonyms,
            read.regex_features,
            read.lookup_tables,
            read.responses,
        )


def _of_distinct(messages: list[Message], *others: Any) -> TrainingData:
    """Return what TrainingData makes of messages that are distinct: it would ask each for its fingerprint, .05 ms."""
    data = TrainingData(None, *others)
    data.training_examples = messages
    return data


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
        domain = Domain.load(str(self._project / "domain.yml"))
        new = self._new_topics(domain)
        return domain.merge(Domain.from_dict({"intents": new})) if new else domain

    @rasa.shared.utils.common.cached_method
    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:
        """See base class."""
        folders = (self._project / "data" / name for name in ("rules", "stories"))
        paths = [str(path) for folder in folders for path in sorted(folder.glob("**/*.yml"))]
        graph = utils.story_graph_from_paths(paths, self.get_domain(), exclusion_percentage)
        new = self._new_topics(Domain.load(str(self._project / "domain.yml")))
        if not new:
            return graph
        rules = "version: '3.1'\nrules:\n" + "".join(_RULE.format(topic) for topic in new)
        steps = YAMLStoryReader(self.get_domain()).read_from_string(rules)
        return graph.merge(StoryGraph(steps))

    def _new_topics(self, domain: Domain) -> list[str]:
        if self._asked == self._project / "data" / "nlu":
            return []  # domain.yml names them
        return [topic for topic in pack.topics(self._asked) if topic not in domain.intents]

    def get_conversation_tests(self) -> StoryGraph:
        """See base class."""
        return StoryGraph([])

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """See base class; the language changes nothing in files of Rasa's YAML."""
        return self._nlu_data

    @functools.cached_property
    def _nlu_data(self) -> TrainingData:
        pairs: dict[tuple[str, str], None] = {}
        others: list[TrainingData] = []
        files = questions.files(self._asked)
        own = self._asked / pack.COMMANDS.name
        if self._asked != self._project / "data" / "nlu" and not own.exists():
            # What people tap is the same everywhere; a pack need not bring it.
            files += [file for file in [self._project / "data" / "nlu" / pack.COMMANDS.name] if file.exists()]
        for file in files:
            lines = questions.plain(file)
            if lines is None:
                others.append(loading.load_data(str(file)))
            else:
                pairs |= dict.fromkeys((intent.strip(), text) for intent, text in lines)
        read = _of_distinct([Message.build(text, intent) for intent, text in pairs])
        return read.merge(*others) if others else read
