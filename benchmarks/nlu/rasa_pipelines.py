"""Whole Rasa pipelines, the default one among them, on the same questions: what DIET costs and what it gives.

Each learns on the first `--examples` questions of every label and is asked the evaluation set. Every pipeline runs in a process of its
own, so that its memory can be told.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from benchmarks.nlu import tables
from bot.evaluation import lines, metrics
from bot.evaluation.lines import Question
from bot.evaluation.results import Result
from bot.runtime.settings import PROJECT

CONFIGS = Path(__file__).with_name("configs")
QUESTIONS = PROJECT / "benchmarks" / "evaluation" / "questions.jsonl"
# Rasa takes what follows a slash for a response key, which only the default pipeline learns.
PLAIN = "__"
ROWS = ("stock_rasa", "ginza_diet", "sudachi_diet", "default")


def training_file(folder: Path, examples: int, mark: str) -> Path:
    """Write the first questions of every label; `mark` stands between topic and label."""
    blocks = []
    for path in sorted((PROJECT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            if "/" in block["intent"]:
                kept = block["examples"].splitlines()[:examples]
                blocks.append({"intent": block["intent"].replace("/", mark), "examples": "\n".join(kept)})
    file = folder / "nlu.yml"
    file.write_text(yaml.safe_dump({"version": "3.1", "nlu": blocks}, allow_unicode=True), "utf-8")
    return file


def config_of(name: str, folder: Path, epochs: int) -> Path:
    """Return a pipeline's configuration, its epochs set; the default one is that of the project without its gate."""
    path = PROJECT / "config.yml" if name == "default" else CONFIGS / f"{name}.yml"
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    config["policies"] = []
    config["assistant_id"] = "benchmark"
    config["pipeline"] = [c for c in config["pipeline"] if not c["name"].endswith("Gate")]
    for component in config["pipeline"]:
        if "epochs" in component:
            component["epochs"] = epochs
    file = folder / f"{name}.yml"
    file.write_text(yaml.safe_dump(config), encoding="utf-8")
    return file


def measure(name: str, examples: int, epochs: int) -> dict[str, Any]:
    """Train one pipeline in this process and ask it the evaluation set."""
    os.environ.update(TQDM_DISABLE="1", RASA_TELEMETRY_ENABLED="false", TF_CPP_MIN_LOG_LEVEL="3")
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import UserMessage
    from rasa.model_training import train_nlu

    from bot.runtime import logs

    logs.configure()
    questions = lines.read(QUESTIONS)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        data = training_file(folder, examples, "/" if name == "default" else PLAIN)
        started = time.perf_counter()
        model = train_nlu(str(config_of(name, folder, epochs)), str(data), temporary)
        trained = time.perf_counter() - started
        agent = Agent.load(model)

    async def ask() -> list[Result]:
        await agent.parse_message("家を借りたい")
        results = []
        for question in questions:
            before = time.perf_counter()
            parsed = await agent.processor.parse_message(UserMessage(question.text))
            elapsed = (time.perf_counter() - before) * 1_000
            results.append(result_of(question, parsed, elapsed))
        return results

    results = asyncio.run(ask())
    return {
        "right": [result.is_right for result in results],
        "macro_f1": metrics.macro_f1(results),
        "p50": statistics.median(r.milliseconds for r in results),
        "train": trained,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024,
    }


def result_of(question: Question, parsed: dict[str, Any], milliseconds: float) -> Result:
    """Read the label from Rasa's intent, or from the response selector's output."""
    intent = parsed["intent"]
    label = label_of_selector(parsed) or str(intent["name"]).replace(PLAIN, "/")
    return Result(question, label, float(intent["confidence"]), "answer", (), milliseconds)


def label_of_selector(parsed: dict[str, Any]) -> str | None:
    """Return the label that the default pipeline puts where Rasa's response selector does."""
    selector = parsed.get("response_selector", {}).get(parsed["intent"]["name"] or "", {})
    return selector.get("response", {}).get("intent_response_key")


def main(arguments: list[str] | None = None) -> int:
    """Print the table, one process per row; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=25, help="questions learnt per label")
    parser.add_argument("--epochs", type=int, default=60, help="of DIET")
    parser.add_argument("--only", choices=ROWS)
    parser.add_argument("--rows", choices=ROWS, nargs="+", default=ROWS)
    given = parser.parse_args(arguments)
    if given.only:
        print(json.dumps(measure(given.only, given.examples, given.epochs)))
        return 0
    print("| pipeline | accuracy (95 %) | beyond stock (95 %) | macro F1 | p50 ms | train s | MB |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    stock: npt.NDArray[np.bool_] | None = None
    for name in given.rows:
        options = ["--only", name, "--examples", str(given.examples), "--epochs", str(given.epochs)]
        command = [sys.executable, "-W", "ignore", "-m", __spec__.name, *options]
        done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=PROJECT)
        if done.returncode:
            print(f"{name}: {done.stderr[-2_000:]}", file=sys.stderr)
            return 1
        row = json.loads(done.stdout.strip().splitlines()[-1])
        right = np.array(row["right"], dtype=bool)
        stock = right if stock is None else stock
        print(
            f"| {name} | {tables.accuracy(right)} | {tables.lead(right, stock)} | {row['macro_f1']:.3f} | {row['p50']:.1f} "
            f"| {row['train']:.0f} | {row['memory']:.0f} |",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
