"""What the conversation knows has a column each: a statement made once takes unknown names without a word."""

from __future__ import annotations

import dataclasses

import pytest

from desk.conversation.models import Message, Turn
from desk.conversation_sql import tables as t


@pytest.mark.parametrize(("kept", "table"), [(Message, t.messages), (Turn, t.turns)])
def test_every_field_has_a_column(kept, table) -> None:
    names = {field.name for field in dataclasses.fields(kept)}

    assert names <= set(table.columns.keys())
