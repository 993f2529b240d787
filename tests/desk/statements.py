"""What SQLAlchemy made of statements, kept for the next test: each test has its own engine, which would make it all anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy.util import LRUCache

from desk.db.database import Database

# More than all tests say; a desk keeps five hundred.
_MOST = 10_000


class _OfAnyEngine(LRUCache[Any, Any]):
    """Takes the engines of one kind of database for one: their dialects are equal, and only not the same object."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(key[1:], default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key[1:], value)


@contextmanager
def compiled_once() -> Iterator[None]:
    """Let all databases of this process share what was compiled, by their kind."""
    kept: defaultdict[str, _OfAnyEngine] = defaultdict(lambda: _OfAnyEngine(_MOST))
    original = Database.__init__

    def made(self: Database, url: str) -> None:
        original(self, url)
        self.engine.update_execution_options(compiled_cache=kept[self.engine.name])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "__init__", made)
        yield
