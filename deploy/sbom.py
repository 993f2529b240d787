"""`make sbom`: what the three lock files bring, as CycloneDX files with licences, and the licences as a list.

uv and npm write the components from the lock files; uv names no licences, so those of Python come from the installed packages.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

_CLASSIFIER = "License :: OSI Approved :: "
UNKNOWN = "unknown"
# The names of a licence in use, or words of its text, and what it is called in the list (SPDX's names where one is meant).
_TEXTS = (
    ("Apache License", "Apache-2.0"),
    ("Apache Software License", "Apache-2.0"),
    ("Apache 2", "Apache-2.0"),
    ("MIT License", "MIT"),
    ("Permission is hereby granted, free of charge", "MIT"),
    ("Redistribution and use in source and binary forms", "BSD-3-Clause"),
    ("BSD License", "BSD-3-Clause"),
    ("3-Clause BSD", "BSD-3-Clause"),
    ("Mozilla Public License 2", "MPL-2.0"),
    ("Lesser General Public License", "LGPL-3.0-or-later"),
    ("Python Software Foundation", "PSF-2.0"),
    ("Unlicense", "Unlicense"),
)
# Whoever hands the system on must do something about these.
COPYLEFT = re.compile(r"\b[AL]?GPL|General Public|\bMPL|\bEPL|\bOFL|Mozilla", re.IGNORECASE)


def normal(name: str) -> str:
    """Return a Python package's name as the index spells it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def licence(package: Distribution) -> str:
    """Return the licence that an installed package names: its expression, its classifiers, else what its words or its files say."""
    head = package.metadata
    if expression := head.get("License-Expression"):
        return str(expression)
    classified = {
        spdx(one.removeprefix(_CLASSIFIER)) for one in head.get_all("Classifier") or () if one.startswith(_CLASSIFIER)
    }
    if classified:
        return " OR ".join(sorted(classified))
    words = str(head.get("License") or "")
    if found := spdx(words, words if 0 < len(words) <= 40 and "\n" not in words and words != "UNKNOWN" else ""):
        return found
    for name in head.get_all("License-File") or ():
        text = package.read_text(f"licenses/{name}") or package.read_text(name) or ""
        if found := spdx(text, ""):
            return found
    return UNKNOWN


def spdx(words: str, otherwise: str | None = None) -> str:
    """Return the name of the licence that words tell of; `otherwise` (the words) where none is known."""
    return next((name for text, name in _TEXTS if text in words), words if otherwise is None else otherwise)


def installed(environment: Path) -> dict[str, str]:
    """Return {package: licence} of a virtual environment."""
    folders = [str(one) for one in environment.glob("lib/python*/site-packages")]
    return {normal(one.metadata["Name"]): licence(one) for one in distributions(path=folders)}


def with_licences(bom: dict[str, Any], known: dict[str, str]) -> dict[str, Any]:
    """Return a bill of materials whose components name their licence where it is known."""
    for one in bom["components"]:
        found = known.get(normal(one["name"]))
        if found and found != UNKNOWN and "licenses" not in one:
            one["licenses"] = [{"license": {"name": found}}]
    return bom


def named(component: dict[str, Any]) -> str:
    """Return a component's licence as one line."""
    found = [
        one.get("expression") or one["license"].get("id") or one["license"].get("name") or UNKNOWN
        for one in component.get("licenses", ())
    ]
    return " AND ".join(found) or UNKNOWN


def lines(boms: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield the list for people: how many of each licence, then by name what copies itself on or is not known."""
    counts = Counter(named(one) for bom in boms.values() for one in bom["components"])
    yield from (f"{count:5}  {name}" for name, count in counts.most_common())
    noted: dict[str, list[str]] = defaultdict(list)
    for where, bom in boms.items():
        for one in bom["components"]:
            name = named(one)
            if name == UNKNOWN or COPYLEFT.search(name):
                noted[name].append(f"{one['name']} {one['version']} ({where})")
    for name, packages in sorted(noted.items()):
        yield f"{name}: {', '.join(packages)}"


def main(arguments: list[str] | None = None) -> int:
    """Complete the files of a folder and print the licences; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args(arguments).folder
    environments = {"assistant": Path(".venv"), "desk": Path("desk/.venv")}
    boms = {}
    for name in ("assistant", "desk", "web"):
        path = folder / f"{name}.cdx.json"
        bom = json.loads(path.read_text(encoding="utf-8"))
        boms[name] = with_licences(bom, installed(environments[name]) if name in environments else {})
        path.write_text(json.dumps(bom, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(f"{path}: {len(bom['components'])} components")
    print(*lines(boms), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
