"""What the process of the actions says at its start."""

from __future__ import annotations

import subprocess
import sys
import warnings

from actions import serve


def test_the_start_says_nothing_of_version_classes_and_keeps_other_warnings() -> None:
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        serve.quiet()
        warnings.warn("distutils Version classes are deprecated. Use packaging.version instead.", DeprecationWarning, 1)
        warnings.warn("something else", DeprecationWarning, 1)

    assert [str(one.message) for one in heard] == ["something else"]


def test_a_whole_start_says_nothing() -> None:
    """The libraries set filters of their own when they are imported."""
    start = "from actions import serve; serve.quiet(); import rasa_sdk.endpoint, sanic_cors"
    done = subprocess.run([sys.executable, "-c", start], cwd=serve.PROJECT, capture_output=True, text=True, check=True)

    assert done.stderr == ""
