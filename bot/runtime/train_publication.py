"""Trains a model on what the desk has published: `--content` is a publication's folder, `--out` the model file."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from bot.runtime import blas, parent_watch, questions
from bot.runtime.settings import PROJECT
from bot.runtime.train import COMMANDS, train_on


def prepare(content: Path, target: Path, project: Path = PROJECT) -> None:
    """Write the questions of a publication as the training reads them: without the labels that are too young for it.

    Raises:
        OSError, ValueError, KeyError: The publication cannot be read.
    """
    untrained = set(json.loads((content / "publication.json").read_text(encoding="utf-8"))["untrained"])
    shutil.copy(project / "data" / "nlu" / COMMANDS, target / COMMANDS)
    for file in questions.files(content / "nlu"):
        lines = questions.plain(file)
        if lines is None:
            raise ValueError(f"{file.name}: expected plain lines")
        (target / file.name).write_text(_text(line for line in lines if line[0] not in untrained), encoding="utf-8")


def _text(lines: Iterable[tuple[str, str]]) -> str:
    by_label: dict[str, list[str]] = {}
    for label, line in lines:
        by_label.setdefault(label, []).append(f"      - {line}\n")
    blocks = [f"  - intent: {label}\n    examples: |\n{''.join(found)}" for label, found in by_label.items()]
    return 'version: "3.1"\n\nnlu:\n' + "\n".join(blocks)


def main(arguments: list[str] | None = None) -> int:
    """Train; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--content", required=True, type=Path)
    parser.add_argument("--out", required=True, type=Path)
    given = parser.parse_args(arguments)
    parent_watch.end_with_parent()
    blas.choose_kernels()
    with tempfile.TemporaryDirectory() as folder:
        prepare(given.content, Path(folder))
        train_on(given.out, Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
