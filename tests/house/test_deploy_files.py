"""What stands in `deploy/` names figures, settings, modules and files that exist."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
FIGURE = re.compile(r"\bhitohata_[a-z_]+")
# Prometheus's own endings of a histogram.
ENDINGS = ("_bucket", "_count", "_sum")


def code_figures() -> set[str]:
    """Return every name in quotes in the desk that looks like a figure."""
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "desk").glob("*/*.py"))
    return {name for text in sources for name in re.findall(r'"(hitohata_[a-z_]+)"', text)}


def without_ending(name: str) -> str:
    for ending in ENDINGS:
        name = name.removesuffix(ending)
    return name


@pytest.mark.parametrize("file", ["watch/alerts.yml", "watch/grafana-dashboard.json"])
def test_every_figure_of_the_rules_and_the_dashboard_is_counted(file: str) -> None:
    named = {without_ending(name) for name in FIGURE.findall((DEPLOY / file).read_text(encoding="utf-8"))}
    assert named
    assert named <= code_figures()


def test_every_alert_says_what_to_do() -> None:
    rules = yaml.safe_load((DEPLOY / "watch/alerts.yml").read_text(encoding="utf-8"))["groups"][0]["rules"]
    for rule in rules:
        assert rule["annotations"]["description"], rule["alert"]
        assert rule["labels"]["severity"] in {"page", "ticket"}


def test_the_dashboard_can_be_read() -> None:
    panels = json.loads((DEPLOY / "watch/grafana-dashboard.json").read_text(encoding="utf-8"))["panels"]
    assert all(target["expr"] for panel in panels for target in panel["targets"])


def test_units_and_images_start_modules_that_exist() -> None:
    texts = [
        path.read_text(encoding="utf-8") for path in DEPLOY.rglob("*") if path.is_file() and "json" not in path.suffix
    ]
    modules = {name for text in texts for name in re.findall(r'(?:-m |"-m", ")((?:desk|bot|actions)\.[a-z_.]+)', text)}
    assert modules >= {"desk.main", "bot.runtime.serve", "actions.serve"}
    for module in modules:
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module


def test_every_process_of_the_procfile_is_started_by_systemd_and_by_compose() -> None:
    processes = dict(re.findall(r"^(\w+): .*-m ([a-z_.]+)$", (ROOT / "Procfile").read_text(encoding="utf-8"), re.M))
    units = "".join(path.read_text(encoding="utf-8") for path in (DEPLOY / "systemd").glob("*.service"))
    services = {name.partition("-")[0] for name in yaml.safe_load((DEPLOY / "compose.yml").read_text())["services"]}
    target = (DEPLOY / "systemd/hitohata.target").read_text(encoding="utf-8")

    assert set(processes) == {"desk", "assistant", "actions", "trainer"}
    assert [name for name, module in processes.items() if f"-m {module}\n" not in units] == []
    assert set(processes) <= services
    # Desks are enabled by their ports.
    assert [name for name in set(processes) - {"desk"} if f"hitohata-{name}.service" not in target] == []


def test_the_door_refuses_what_is_for_the_inside() -> None:
    refused = re.search(r"@inside path (.+)\n\trespond @inside 404", (DEPLOY / "Caddyfile").read_text(encoding="utf-8"))

    assert refused is not None
    assert set(refused[1].split()) >= {"/metrics", "/internal/*"}


def test_the_door_lets_go_of_idle_connections_before_the_desk_does() -> None:
    kept = re.search(r"^KEPT_SECONDS = (\d+)$", (ROOT / "desk/main.py").read_text(encoding="utf-8"), re.M)
    door = re.search(r"^\t+keepalive (\d+)s$", (DEPLOY / "Caddyfile").read_text(encoding="utf-8"), re.M)

    assert kept is not None
    assert door is not None
    assert int(door[1]) + 10 <= int(kept[1])


def test_units_may_write_nowhere_but_to_their_data_and_gain_no_rights() -> None:
    for unit in (DEPLOY / "systemd").glob("*.service"):
        text = unit.read_text(encoding="utf-8")
        for wanted in (
            "User=hitohata",
            "ProtectSystem=strict",
            "NoNewPrivileges=yes",
            "ReadWritePaths=/var/lib/hitohata",
        ):
            assert wanted in text, f"{unit.name}: {wanted}"


def test_settings_of_the_examples_are_settings_of_the_project() -> None:
    known = set(re.findall(r"`(HITOHATA_[A-Z_]+)`", (ROOT / "README.md").read_text(encoding="utf-8")))
    for file in ("hitohata.env.example", "compose/hitohata.env"):
        named = set(re.findall(r"^#?(HITOHATA_[A-Z_]+)=", (DEPLOY / file).read_text(encoding="utf-8"), re.M))
        assert named
        assert named <= known, file


def test_compose_keeps_assistant_and_actions_on_loopback_and_secrets_in_files() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))
    for name in ("desk-1", "desk-2", "assistant", "actions", "trainer", "caddy"):
        service = compose["services"][name]
        assert service["network_mode"] == "service:pod", name
        assert "ports" not in service, name
    script = (DEPLOY / "secrets.sh").read_text(encoding="utf-8")
    others = re.search(r"^for name in (.+); do$", script, re.M)
    assert others is not None
    made = {*re.findall(r"^make_secret (\w+)", script, re.M), *others[1].split()}
    assert {Path(secret["file"]).name for secret in compose["secrets"].values()} == made
    settings = set(re.findall(r"`(HITOHATA_[A-Z_]+)`", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert {name.upper() for name in compose["secrets"] if name != "postgres_password"} <= settings


def test_who_runs_assistant_and_actions_has_no_key_of_the_desks() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))["services"]
    wanted = {"hitohata_assistant_token", "hitohata_handoff_secrets", "hitohata_tracker_url"}
    for name in ("assistant", "actions", "trainer"):
        assert set(services[name]["secrets"]) == wanted, name
    assert set(services["desk-1"]["secrets"]) > wanted


def with_secrets(folder: Path) -> subprocess.CompletedProcess[str]:
    """Print the environment of a process that is given the files of a folder."""
    script = (DEPLOY / "containers/with-secrets").read_text(encoding="utf-8").replace("/run/secrets", str(folder))
    return subprocess.run(["sh", "-c", script, "with-secrets", "env"], capture_output=True, text=True, check=False)


def test_an_empty_secret_is_no_setting(tmp_path: Path) -> None:
    (tmp_path / "hitohata_push_key").write_text("", encoding="utf-8")
    (tmp_path / "hitohata_smtp_url").write_text("smtps://mail.example.jp", encoding="utf-8")
    told = with_secrets(tmp_path).stdout

    assert "HITOHATA_SMTP_URL=smtps://mail.example.jp" in told.splitlines()
    assert "HITOHATA_PUSH_KEY" not in told


@pytest.mark.parametrize("file", ["install.sh", "containers/Containerfile"])
def test_what_services_may_not_write_is_compiled_beforehand(file: str) -> None:
    text = (DEPLOY / file).read_text(encoding="utf-8")

    assert "--compile-bytecode" in text or "UV_COMPILE_BYTECODE=1" in text
    assert "compileall -q bot actions" in text
    assert re.search(r"desk/\.venv/bin/python -m compileall -q .+ desk$", text, re.M)


@pytest.mark.parametrize("script", ["install.sh", "restart.sh", "secrets.sh", "consultant", "containers/with-secrets"])
def test_scripts_can_be_read_by_their_shells(script: str) -> None:
    path = DEPLOY / script
    shell = path.read_text(encoding="utf-8").splitlines()[0].split()[-1].rsplit("/", 1)[-1]
    assert subprocess.run([shell, "-n", str(path)], check=False).returncode == 0
    assert path.stat().st_mode & 0o111


def test_a_process_without_secrets_starts(tmp_path: Path) -> None:
    assert with_secrets(tmp_path).returncode == 0


@pytest.mark.parametrize("kind", ["folder", "gone"])
def test_a_secret_that_cannot_be_read_ends_the_start(tmp_path: Path, kind: str) -> None:
    """Without the address of its database a desk would begin an empty one."""
    secret = tmp_path / "hitohata_database_url"
    secret.mkdir() if kind == "folder" else secret.symlink_to(tmp_path / "nothing")

    ended = with_secrets(tmp_path)

    assert ended.returncode == 1
    assert f"{secret}: expected a file that user" in ended.stderr
    assert ended.stdout == ""
