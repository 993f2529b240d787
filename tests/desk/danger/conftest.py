"""A desk whose reader is worked by hand."""

from __future__ import annotations

import pytest

from tests.desk.api import Api
from tests.desk.danger.people import Watch


@pytest.fixture
def watch(api: Api) -> Watch:
    return Watch(api)
