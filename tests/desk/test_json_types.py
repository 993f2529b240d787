"""Every JSON route says by type what it answers, and the screens' types are made of it."""

from __future__ import annotations

from typing import Any, get_args, get_origin, get_type_hints

import pytest
from fastapi.routing import APIRoute
from pydantic import TypeAdapter

from desk import openapi
from desk.cases.schemas import CasePage
from desk.routes import ROUTERS

ROUTES = [
    route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute) and route.include_in_schema
]
# LINE wants an empty object.
EMPTY = {"/webhooks/line"}


def untyped(answer: Any) -> bool:
    """Whether a type says nothing of what is in it: an object of anything."""
    if answer is Any or answer is object:
        return True
    is_object = answer is dict or (get_origin(answer) is dict)
    return is_object or any(untyped(inner) for inner in get_args(answer) if isinstance(inner, type) or get_args(inner))


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{sorted(route.methods)[0]} {route.path}")
def test_a_route_says_what_it_answers(route: APIRoute) -> None:
    answer = route.response_model
    is_bare = answer is None

    assert route.path in EMPTY or is_bare or not untyped(answer)


def test_only_files_streams_and_figures_are_no_json() -> None:
    bare = {route.path for route in ROUTES if route.response_model is None and route.status_code != 204}

    assert bare == {
        "/metrics",
        "/api/web/events",
        "/api/web/suggestions",
        "/api/console/events",
        "/api/console/attachments/{attachment_id}",
        "/internal/model",
    }


def test_the_description_has_all_that_the_screens_call() -> None:
    schemas = openapi.schemas()["components"]["schemas"]

    assert {"CasePage", "CaseList", "ShownMessage", "Standing", "ConsoleSession"} <= set(schemas)
    assert "title" not in schemas["CaseNote"]["properties"]["text"]


def test_what_was_stored_by_an_older_release_is_sent_as_it_is() -> None:
    messages = [{"seq": 1, "parts": [{"type": "odd", "more": 1}, {"type": "text"}]}]
    adapter = TypeAdapter(get_type_hints(CasePage, include_extras=True)["messages"])

    assert adapter.dump_python(adapter.validate_python(messages)) == messages
