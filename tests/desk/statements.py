"""What SQLAlchemy made of statements, and what it found out about a server at its first connection, kept for the next test.

Each test has its own engine, which would do both anew; a server's answers to five questions took as long as opening a desk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
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


def _asks_once(dialect: sa.Dialect, found_out: dict[str, dict[str, Any]]) -> None:
    ask = dialect.initialize

    def initialize(connection: sa.Connection) -> None:
        if dialect.name not in found_out:
            before = dict(vars(dialect))
            ask(connection)
            found_out[dialect.name] = {
                name: value for name, value in vars(dialect).items() if name not in before or before[name] != value
            }
        vars(dialect).update(found_out[dialect.name])

    dialect.initialize = initialize  # type: ignore[method-assign]


@contextmanager
def compiled_once() -> Iterator[None]:
    """Let all databases of this process share what was compiled and found out, by their kind: there is one server of each."""
    kept: defaultdict[str, _OfAnyEngine] = defaultdict(lambda: _OfAnyEngine(_MOST))
    found_out: dict[str, dict[str, Any]] = {}
    original = Database.__init__

    def made(self: Database, url: str) -> None:
        original(self, url)
        self.engine.update_execution_options(compiled_cache=kept[self.engine.name])
        _asks_once(self.engine.dialect, found_out)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "__init__", made)
        yield
