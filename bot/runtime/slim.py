"""Serving without TensorFlow: Rasa imports it with components that config.yml does not use.

TensorFlow is about 400 MB and 6 s of every Rasa 3.6 process, only because the default recipe imports DIET, TED,
UnexpecTED and ResponseSelector. Here empty stand-ins take their modules' places before Rasa is imported; a
pipeline that names one of them must be served with `HITOHATA_STOCK_RASA=1`. Training always uses the full Rasa.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

# Modules of Rasa that import TensorFlow and that nothing in config.yml needs.
_LEFT_OUT = (
    "rasa.core.policies.ted_policy",
    "rasa.core.policies.unexpected_intent_policy",
    "rasa.nlu.classifiers.diet_classifier",
    "rasa.nlu.selectors.response_selector",
    "rasa.utils.tensorflow",
    "rasa.utils.tensorflow.callback",
    "rasa.utils.tensorflow.constants",
    "rasa.utils.tensorflow.environment",
    "rasa.utils.tensorflow.model_data",
    "rasa.utils.tensorflow.models",
    "rasa.utils.train_utils",
)


class _StandIn(ModuleType):
    """A module in which every name is an empty class."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        # A package as well: some of them are imported from.
        self.__path__ = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = type(name, (), {"__module__": self.__name__})
        setattr(self, name, made)
        return made


def register() -> None:
    """Put the stand-ins in place; called before Rasa is imported.

    Raises:
        RuntimeError: Rasa is imported already.
    """
    if "rasa.core.agent" in sys.modules:
        raise RuntimeError("slim.register must be called before Rasa is imported")
    for name in _LEFT_OUT:
        sys.modules[name] = _StandIn(name)
