"""A desk and its provider of single sign-on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.accounts.oidc import Provider
from tests.desk.accounts.signing_on import NOW, set_up
from tests.desk.api import Api


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider(lambda: NOW)
    yield made
    made.close()


@pytest.fixture
def desk(tmp_path: Path, database_url: str, provider: Provider) -> Iterator[Api]:
    opened = set_up(tmp_path, database_url, provider.issuer)
    opened.account()
    yield opened
    opened.app.state.services.database.close()
