"""Prints the OpenAPI schemas of what the screens send and get: `python -m desk.openapi`; `make types` makes TypeScript of them."""

from __future__ import annotations

import json
import sys
from typing import Any

from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from desk.routes import ROUTERS

_OF_SCREENS = "/api/"


def of_screens() -> list[APIRoute]:
    """Return the routes that widget and console call."""
    routes = (route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute))
    return [route for route in routes if route.path.startswith(_OF_SCREENS) and route.include_in_schema]


def schemas() -> dict[str, Any]:
    """Return the description without its paths, made without a desk."""
    found = get_openapi(title="Hitohata desk", version="1", routes=of_screens(), separate_input_output_schemas=False)
    return {
        "openapi": found["openapi"],
        "info": found["info"],
        "paths": {},
        "components": _untitled(found["components"]),
    }


def _untitled(value: Any) -> Any:
    """Drop the titles that Pydantic makes of names: comments that repeat the line below."""
    if isinstance(value, list):
        return [_untitled(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: _untitled(item) for key, item in value.items() if key != "title" or not isinstance(item, str)}


if __name__ == "__main__":
    json.dump(schemas(), sys.stdout, ensure_ascii=False, indent=1)
