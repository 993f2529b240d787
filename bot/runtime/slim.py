"""Rasa without what it imports and nothing here uses: TensorFlow, scikit-learn, other people's channels and databases, plots.

TensorFlow is about 400 MB and 6 s of every Rasa 3.6 process, scikit-learn another second, only because the default recipe
imports DIET, TED, UnexpecTED, ResponseSelector and the like. The libraries of Telegram, Slack, Webex and others, DynamoDB's
and matplotlib are one more. Here empty stand-ins take their modules' places before Rasa is imported, in serving and in
training; a pipeline that names a component that is left out is trained by the full Rasa (`suits`) and must be served with
`HITOHATA_STOCK_RASA=1`, as must a channel of Rasa's in credentials.yml, which is refused as unknown otherwise.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

# Modules of Rasa that import TensorFlow or scikit-learn and that nothing in config.yml needs.
_LEARNING = (
    "rasa.core.policies.ted_policy",
    "rasa.core.policies.unexpected_intent_policy",
    "rasa.nlu.classifiers.diet_classifier",
    "rasa.nlu.classifiers.logistic_regression_classifier",
    "rasa.nlu.extractors.crf_entity_extractor",
    "rasa.nlu.featurizers.dense_featurizer.convert_featurizer",
    "rasa.nlu.featurizers.dense_featurizer.lm_featurizer",
    "rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer",
    "rasa.nlu.selectors.response_selector",
    "rasa.utils.tensorflow",
    "rasa.utils.tensorflow.callback",
    "rasa.utils.tensorflow.constants",
    "rasa.utils.tensorflow.environment",
    "rasa.utils.tensorflow.model_data",
    "rasa.utils.tensorflow.models",
    "rasa.utils.train_utils",
)
# What else Rasa imports at every start: channels that credentials.yml does not name, conditions of a tracker store that
# endpoints.yml does not name, and the plots of `rasa test`.
_UNUSED = (
    *(
        f"rasa.core.channels.{name}"
        for name in (
            "botframework",
            "console",
            "facebook",
            "hangouts",
            "mattermost",
            "rocketchat",
            "slack",
            "socketio",
            "telegram",
            "twilio",
            "twilio_voice",
            "webexteams",
        )
    ),
    "boto3.dynamodb.conditions",
    "rasa.utils.plotting",
)

# The components that are in them.
_COMPONENTS = (
    "CRFEntityExtractor",
    "ConveRTFeaturizer",
    "CountVectorsFeaturizer",
    "DIETClassifier",
    "LanguageModelFeaturizer",
    "LogisticRegressionClassifier",
    "ResponseSelector",
    "TEDPolicy",
    "UnexpecTEDIntentPolicy",
)


def suits(config: Path) -> bool:
    """Return whether a configuration names none of the components that are left out."""
    text = config.read_text(encoding="utf-8")
    lines = [line.partition("#")[0] for line in text.splitlines()]
    return not any(name in line for line in lines for name in _COMPONENTS)


class _StandIn(ModuleType):
    """A module in which every name is an empty class."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        # A package as well: some of them are imported from.
        self.__path__ = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        # Rasa lists its channels by the name that each gives itself.
        made = type(name, (), {"__module__": self.__name__, "name": classmethod(lambda cls: cls.__name__)})
        setattr(self, name, made)
        return made


def register() -> None:
    """Put the stand-ins in place, once; called before Rasa is imported.

    Raises:
        RuntimeError: Rasa is imported already, without them.
    """
    if isinstance(sys.modules.get(_LEARNING[0]), _StandIn):
        return
    if "rasa.core.agent" in sys.modules:
        raise RuntimeError("slim.register must be called before Rasa is imported")
    for name in (*_LEARNING, *_UNUSED):
        sys.modules[name] = _StandIn(name)


def leave_out(project: Path) -> None:
    """Do both, `register` and `hide_tensorflow`, where the project's pipeline suits and Rasa is not imported yet."""
    if suits(project / "config.yml") and "rasa.core.agent" not in sys.modules:
        register()
        hide_tensorflow()


def hide_tensorflow() -> None:
    """Let `import tensorflow` fail as if it were not installed: spaCy imports it where it can, and never uses it."""
    if "tensorflow" not in sys.modules:
        sys.modules["tensorflow"] = None  # type: ignore[assignment]
