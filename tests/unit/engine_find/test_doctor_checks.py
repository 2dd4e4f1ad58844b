"""What the doctor says about a finding, and whether it is a problem."""

import re
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from tests.unit.engine_find.fake_engine import DOCKER, PODMAN, Answers, fake_engine
from walkthrough.engine.doctor import examine
from walkthrough.engine.doctor_checks import (
    Check,
    State,
    api_check,
    base_check,
    clock_check,
    disk_check,
    engine_check,
    hub_check,
    machine_checks,
    proxy_check,
    storage_checks,
)
from walkthrough.engine.doctor_network import Reach, first_module
from walkthrough.engine.engine import engine_facts
from walkthrough.engine.model import BaseUsed, Endpoint, EngineFacts

FACTS = engine_facts(DOCKER["version"], DOCKER["info"])
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def facts(**changes: object) -> EngineFacts:
    return msgspec.structs.replace(FACTS, **changes)


def checks_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answers: Answers
) -> dict[str, Check]:
    with fake_engine(tmp_path / "s", answers) as host:
        monkeypatch.setenv("DOCKER_HOST", host)
        return {finding.check.id: finding.check for finding in examine(())}


def test_podman_ends_the_report_with_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = checks_of(tmp_path, monkeypatch, PODMAN)
    assert list(found) == ["engine", "context", "buildkit"]
    assert found["engine"].found.startswith("Podman 4.3.1")
    assert found["buildkit"].state == "problem"
    assert found["buildkit"].next_step


def test_without_an_engine_there_is_one_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/nothing.sock")
    findings = list(examine(()))
    assert [finding.check.id for finding in findings] == ["engine"]
    assert findings[0].check.state == "problem"
    assert findings[0].facts is None


def test_the_description_of_the_json_lists_every_check_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    described = Path(__file__).parents[3] / "docs" / "json-doctor.md"
    text = described.read_text(encoding="utf-8").partition("The ids:")[2].partition(". A check")[0]
    monkeypatch.setattr("walkthrough.engine.doctor.hub_answers", lambda client, reference: True)
    found = checks_of(tmp_path, monkeypatch, DOCKER)
    without_bases = [one for one in re.findall(r"`(.+?)`", text) if one != "base:REFERENCE"]
    assert without_bases == list(found)


@pytest.mark.parametrize(
    ("free", "state"),
    [(80_000_000_000, "ok"), (3_000_000_000, "warning"), (100_000_000, "problem")],
)
def test_free_disk_is_held_against_what_the_course_needs(free: int, state: State) -> None:
    check = disk_check(free, "/var/lib/docker")
    assert check.state == state
    assert bool(check.next_step) == (state != "ok")


def test_a_disk_on_another_machine_is_not_guessed() -> None:
    check = disk_check(None, "/var/lib/docker")
    assert check.state == "warning"
    assert check.found.startswith("not known")


@pytest.mark.parametrize(
    ("engine_time", "state"),
    [
        ("2026-01-02T03:04:06.123456789Z", "ok"),
        ("2026-01-02T04:04:05.5+01:00", "ok"),
        ("2026-01-02T02:04:05Z", "warning"),
        ("", "warning"),
        ("yesterday", "warning"),
    ],
)
def test_the_clocks_are_compared(engine_time: str, state: State) -> None:
    assert clock_check(engine_time, NOW).state == state


def test_a_stand_in_is_a_warning_and_a_missing_base_a_problem() -> None:
    real = base_check("alpine:3", BaseUsed("alpine:3", "real", "sha256:1"))
    stand_in = base_check("alpine:3", BaseUsed("alpine:3", "stand-in", "sha256:1", "x"))
    missing = base_check("alpine:3", None)
    assert [one.state for one in (real, stand_in, missing)] == ["ok", "warning", "problem"]


def test_docker_hub_out_of_reach_matters_only_while_a_base_is_missing() -> None:
    assert "Nothing" in hub_check(False, bases_are_missing=False).next_step
    assert "prepare" in hub_check(False, bases_are_missing=True).next_step
    assert hub_check(True, bases_are_missing=True).state == "ok"


@pytest.mark.parametrize(
    "reach", ["failed", "too slow", "certificate", "name", "refused", "no build", "no answer"]
)
def test_a_build_without_modules_is_a_problem_with_a_next_step(reach: Reach) -> None:
    check = proxy_check(reach, "what the engine said")
    assert check.state == "problem"
    assert check.next_step
    assert ("what the engine said" in check.found) == (reach in {"no build", "no answer"})


def test_an_old_api_slow_storage_and_little_memory_are_warnings() -> None:
    assert api_check(facts(api_version="1.40")).state == "warning"
    assert api_check(facts(api_version="1.41")).state == "ok"
    assert storage_checks(facts(storage_driver="vfs"))[1].state == "warning"
    assert machine_checks(facts(memory_bytes=500_000_000))[1].state == "warning"
    assert [check.state for check in machine_checks(FACTS)] == ["ok", "ok"]


def test_an_engine_that_nobody_knows_is_a_warning() -> None:
    endpoint = Endpoint("unix:///x", "DOCKER_HOST")
    assert engine_check(endpoint, facts(flavour="unknown")).state == "warning"
    assert engine_check(endpoint, FACTS).state == "ok"


def test_the_module_to_ask_for_comes_from_the_sample(tmp_path: Path) -> None:
    go_mod = tmp_path / "go.mod"
    go_mod.write_text(
        "module example.com/m\n\ngo 1.26.0\n\nrequire (\n\ta.example/b/v5 v5.1.0\n)\n"
    )
    assert first_module(go_mod) == "a.example/b/v5@v5.1.0"
    go_mod.write_text("module example.com/m\n\nrequire a.example/c v0.1.0 // indirect\n")
    assert first_module(go_mod) == "a.example/c@v0.1.0"
    go_mod.write_text("module example.com/m\n")
    with pytest.raises(ValueError, match="requires no module"):
        first_module(go_mod)
