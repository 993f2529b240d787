"""What our components of Rasa's graph have in common: how they are made, kept inside a model and fingerprinted."""

from __future__ import annotations

import ast
import functools
import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, ClassVar, Self

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.training_data.training_data import TrainingData

_HOUSE = Path(__file__).resolve().parents[2]


def sources(module: str, files: Iterable[Path] = ()) -> str:
    """Return 16 hex digits over a module, all that it rests on in this house, and the bytes of files."""
    digest = hashlib.sha256()
    for path in [*sorted(_with_imports(_HOUSE / f"{module.replace('.', '/')}.py")), *files]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _with_imports(path: Path) -> set[Path]:
    found, left = set[Path](), {path}
    while left:
        found |= left
        left = {one for known in left for one in _imported(known.read_text(encoding="utf-8")) if one.exists()} - found
    return found


@functools.lru_cache(maxsize=256)
def _imported(source: str) -> frozenset[Path]:
    """Return the files that `from bot… import …` may mean; a name that is no module has none."""
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)]
    ours = [(node.module or "", node.names) for node in nodes]
    names = {name for module, found in ours for name in (module, *(f"{module}.{one.name}" for one in found))}
    return frozenset(_HOUSE / f"{name.replace('.', '/')}.py" for name in names if name.startswith("bot."))


class Component(GraphComponent):
    """A component that learns nothing.

    Attributes:
        DEFAULTS: Its options.
        NEEDS: What must come before it in the pipeline.
        PACKAGES: What must be installed, by the names of modules.
    """

    DEFAULTS: ClassVar[dict[str, Any]] = {}
    NEEDS: ClassVar[tuple[type, ...]] = (Tokenizer,)
    PACKAGES: ClassVar[tuple[str, ...]] = ()

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Self:
        """Create the component."""
        return cls._made(config, model_storage, resource)

    @classmethod
    def _made(cls, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> Self:
        return cls(config)

    @classmethod
    def get_default_config(cls) -> dict[str, Any]:
        """Return the defaults."""
        return dict(cls.DEFAULTS)

    @classmethod
    def required_components(cls) -> list[type]:
        """Name what must come before in the pipeline."""
        return list(cls.NEEDS)

    @classmethod
    def required_packages(cls) -> list[str]:
        """Name the packages that must be installed."""
        return list(cls.PACKAGES)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Cover what Rasa's own fingerprint, which reads the class alone, leaves out."""
        return sources(cls.__module__, cls._files(config))

    @classmethod
    def _files(cls, config: dict[str, Any]) -> Iterable[Path]:
        """Return files besides the training questions that change what it does."""
        return ()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the training questions as they are."""
        return training_data


class LearntComponent(Component):
    """A component that keeps what it learnt inside the model; `train` ends with `_keep`."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config)
        self._storage = storage
        self._resource = resource

    @classmethod
    def _made(cls, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> Self:
        return cls(config, storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Self:
        """Load the component from a trained model."""
        component = cls._made(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component.read_from(folder)
        return component

    def read_from(self, folder: Path) -> None:
        """Read what `train` kept."""
        raise NotImplementedError

    def _keep(self, *saves: Callable[[Path], None]) -> Resource:
        """Write what was learnt into the model; each writes its part into a folder."""
        with self._storage.write_to(self._resource) as folder:
            for save in saves:
                save(folder)
        return self._resource
