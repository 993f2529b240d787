"""Reads YAML in C where the library has it: thirty times as fast, and a pack is two megabytes."""

from __future__ import annotations

from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(text: str) -> Any:
    """Return what a YAML text says; plain values only.

    Raises:
        yaml.YAMLError: It is none.
    """
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader
