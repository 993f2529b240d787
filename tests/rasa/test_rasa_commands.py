"""Rasa's own checks of the project: `rasa data validate` without a warning, `rasa test core` without a failure."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests import patience

PROJECT = Path(__file__).resolve().parents[2]


def _rasa(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONWARNINGS": "ignore",
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "HITOHATA_ACTIONS_PORT": "5055",
        "HITOHATA_TRACKER_URL": "sqlite://",
    }
    command = [sys.executable, "-m", "rasa", *arguments]
    return subprocess.run(
        command,
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=patience.seconds(200),
        check=False,
    )


def test_the_training_data_are_valid_without_a_warning() -> None:
    done = _rasa("data", "validate", "--fail-on-warnings", "--domain", "domain.yml", "--data", "data")

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_stories_pass(tmp_path: Path) -> None:
    models = sorted((PROJECT / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)

    done = _rasa(
        "test",
        "core",
        "--stories",
        "tests/rasa/test_stories.yml",
        "--model",
        str(models[-1]),
        "--out",
        str(tmp_path),
        "--fail-on-prediction-errors",
        "--no-plot",
    )

    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((tmp_path / "story_report.json").read_text())
    assert report["accuracy"] == 1.0
