"""The list of packages: licences are read where packages name them, and what hands itself on is said by name."""

from __future__ import annotations

import importlib.util
import json
from importlib.metadata import PathDistribution
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
_SPEC = importlib.util.spec_from_file_location("sbom", ROOT / "deploy" / "sbom.py")
assert _SPEC
assert _SPEC.loader
sbom = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(sbom)


def package(folder: Path, head: str, licence_file: str = "") -> PathDistribution:
    info = folder / "lib" / "python3.11" / "site-packages" / "a_b-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: A.b\nVersion: 1.0\n{head}")
    if licence_file:
        (info / "licenses").mkdir()
        (info / "licenses" / "COPYING").write_text(licence_file)
    return PathDistribution(info)


@pytest.mark.parametrize(
    ("head", "file", "expected"),
    [
        ("License-Expression: MIT OR Apache-2.0\nLicense: other\n", "", "MIT OR Apache-2.0"),
        ("License: x\nClassifier: License :: OSI Approved :: MIT License\n", "", "MIT"),
        ("License: BSD\n", "", "BSD"),
        ("License: UNKNOWN\n", "", "unknown"),
        ("License-File: COPYING\n", "Copyright\nRedistribution and use in source and binary forms, …", "BSD-3-Clause"),
        ("License: GNU Lesser General Public License v3 or later (LGPLv3+)\n", "", "LGPL-3.0-or-later"),
        ("", "", "unknown"),
    ],
)
def test_a_licence_is_read_wherever_a_package_names_it(tmp_path: Path, head: str, file: str, expected: str) -> None:
    found = package(tmp_path, head, file)

    assert sbom.licence(found) == expected
    assert sbom.installed(tmp_path) == {"a-b": expected}


def component(name: str, licence: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "version": "1.0"}
    return found | ({"licenses": [{"license": {"id": licence}}]} if licence else {})


def test_what_hands_itself_on_or_names_no_licence_is_said_by_name() -> None:
    bom = {"components": [component("A_b"), component("c", "MIT"), component("d")]}

    sbom.with_licences(bom, {"a-b": "LGPL-3.0-only", "c": "Apache-2.0", "d": "unknown"})

    # What npm names itself stays.
    assert [sbom.named(one) for one in bom["components"]] == ["LGPL-3.0-only", "MIT", "unknown"]
    told = list(sbom.lines({"desk": bom}))
    assert "LGPL-3.0-only: A_b 1.0 (desk)" in told
    assert "unknown: d 1.0 (desk)" in told
    assert not any("c 1.0" in line for line in told)


def test_the_command_completes_the_files_and_prints_the_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sbom, "installed", lambda _: {"a-b": "MPL-2.0"})
    for name in ("assistant", "desk", "web"):
        (tmp_path / f"{name}.cdx.json").write_text(json.dumps({"components": [component("a.b")]}))

    assert sbom.main([str(tmp_path)]) == 0

    told = capsys.readouterr().out
    assert "MPL-2.0: a.b 1.0 (assistant), a.b 1.0 (desk)" in told
    # Packages of the screens are not those of Python.
    assert "unknown: a.b 1.0 (web)" in told
    completed = json.loads((tmp_path / "desk.cdx.json").read_text())["components"]
    assert completed[0]["licenses"] == [{"license": {"name": "MPL-2.0"}}]


def test_every_package_that_the_document_speaks_of_is_locked_at_that_version() -> None:
    import tomllib

    locked = {one["name"]: one["version"] for one in tomllib.loads((ROOT / "uv.lock").read_text())["package"]}
    text = (ROOT / "docs" / "supply-chain.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:3] for line in text.splitlines() if line.startswith("| `")]
    named = {name.strip().strip("`"): version.strip() for name, version in rows}

    assert named
    assert {name: locked.get(name) for name in named} == named
