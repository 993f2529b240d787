"""Encodes the training questions into the cache, in a process of its own beside the training's first half."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.runtime import blas, parent_watch


def main() -> int:
    """Encode the plain lines of the folder that is given; returns the exit status."""
    parent_watch.end_with_parent()
    blas.choose_kernels()
    from bot.nlu import sentence_encoder
    from bot.runtime import questions

    texts = []
    for file in questions.files(Path(sys.argv[1])):
        texts += [text for _, text in questions.plain(file) or [] if text]
    sentence_encoder.encode_known(list(dict.fromkeys(texts)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
