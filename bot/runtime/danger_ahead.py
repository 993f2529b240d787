"""Learns the danger detector into the cache where it is not there yet, in a process of its own beside the training."""

from __future__ import annotations

import os
import sys
from typing import Any

import yaml

from bot.runtime import blas, parent_watch
from bot.runtime.settings import PROJECT


def options(component: str) -> dict[str, Any] | None:
    """Return what config.yml says of a component of the pipeline, None where it is not there."""
    config = yaml.safe_load((PROJECT / "config.yml").read_text(encoding="utf-8"))
    return next((one for one in config["pipeline"] if one["name"].rpartition(".")[2] == component), None)


def main() -> int:
    """Learn; returns the exit status."""
    parent_watch.end_with_parent()
    blas.choose_kernels()
    # The other core is the training's.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    detector, words = options("DangerDetector"), options("WordVectorFeaturizer")
    if detector is None or words is None:
        return 0
    from bot.nlu import danger_cache, ginza_vectors, word_vectors

    word_vectors.share(ginza_vectors.known(words.get("package", "ja_ginza")))
    danger_cache.known(danger_cache.Sources.of(detector))
    return 0


if __name__ == "__main__":
    sys.exit(main())
