"""One small assistant for all tests of this folder: training it takes seconds."""

from __future__ import annotations

import pytest

from tests.bot.nlu.component_contract import Assistant


@pytest.fixture(scope="session")
def assistant(tmp_path_factory):
    return Assistant.trained(tmp_path_factory.mktemp("assistant"))


@pytest.fixture(scope="session")
def loaded_assistant(assistant):
    return assistant.loaded()
