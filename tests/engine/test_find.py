"""The engine that runs here is found by every way that leads to it, and described."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from tests.engine.command_line import finished
from walkthrough.engine.engine import Engine, find_engine, require_buildkit


@pytest.fixture
def socket_host(engine: Engine) -> str:
    return engine.endpoint.host


def test_this_engine_is_a_docker_engine_with_buildkit(engine: Engine) -> None:
    facts = engine.facts()
    require_buildkit(facts)
    assert facts.flavour == "docker"
    assert re.match(r"\d+\.\d+", facts.version)
    assert facts.cpus >= 1 and facts.memory_bytes > 100_000_000
    assert facts.root_directory.startswith("/")


def test_it_is_found_by_docker_host_and_by_a_context(socket_host: str, tmp_path: Path) -> None:
    identity = hashlib.sha256(b"here").hexdigest()
    folder = tmp_path / "contexts" / "meta" / identity
    folder.mkdir(parents=True)
    endpoints = {"docker": {"Host": socket_host}}
    (folder / "meta.json").write_text(json.dumps({"Name": "here", "Endpoints": endpoints}))
    ways = {
        "DOCKER_HOST": {"DOCKER_HOST": socket_host},
        "DOCKER_CONTEXT here": {"DOCKER_CONTEXT": "here", "DOCKER_CONFIG": str(tmp_path)},
    }
    for words, environment in ways.items():
        found = find_engine(environment)
        assert found.endpoint.words == f"{socket_host} ({words})"
        assert found.client.ping()
        found.close()


@pytest.mark.parametrize("command", ["run", "prepare", "doctor"])
def test_without_an_engine_a_command_ends_with_3_and_the_next_step(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/nothing.sock")
    ended = finished(tmp_path / "home", command)
    assert ended.returncode == 3
    said = ended.stdout + ended.stderr
    assert f"No Docker engine answers at unix://{tmp_path}/nothing.sock (DOCKER_HOST)" in said
    assert "next:" in said
    assert "Traceback" not in said
