"""`walkthrough doctor` says what this engine is and what it lacks, and leaves nothing behind."""

import json
from collections.abc import Iterator
from pathlib import Path

import docker
import msgspec
import pytest

from tests.engine.command_line import finished
from tests.engine.registry import running_registry
from tests.engine.small_images import import_image
from tests.engine.throwaway import remove_image
from walkthrough.course.model import BaseImage
from walkthrough.engine.build_cache import cache_records
from walkthrough.engine.doctor import examine, free_disk_bytes
from walkthrough.engine.doctor_network import hub_answers, module_proxy
from walkthrough.engine.engine import Engine
from walkthrough.engine.model import BaseUsed

MISSING = BaseImage("walkthrough-has-no-such/golang:1", "golang", 1)


@pytest.fixture
def golang(client: docker.APIClient) -> Iterator[str]:
    """The name of a base whose `go` does what the test writes into its name."""
    name = "walkthrough.local/test-doctor-go:latest"
    yield name
    remove_image(client, name)


def make_go(client: docker.APIClient, script: str) -> None:
    import_image(client, "doctor-go", {"bin/go": f"#!/bin/sh\n{script}\n"}, '["go"]')


@pytest.mark.parametrize(
    ("script", "outcome"),
    [
        ("exit 0", "reached"),
        ("echo 'x509: certificate signed by unknown authority'; exit 1", "certificate"),
        ("echo 'dial tcp: lookup h on 192.0.2.1:53: no such host'; exit 1", "name"),
        ("echo 'dial tcp 192.0.2.1:443: connect: connection refused' >&2; exit 1", "refused"),
        ("echo '403 Forbidden'; exit 1", "failed"),
        ("kill -TERM $$", "too slow"),
    ],
)
def test_what_go_says_in_a_build_is_understood(
    client: docker.APIClient, golang: str, script: str, outcome: str
) -> None:
    make_go(client, script)
    assert module_proxy(client, golang, "example.com/m@v1.0.0") == (outcome, "")


def test_a_base_that_cannot_run_is_told_from_a_network_that_fails(
    client: docker.APIClient,
) -> None:
    reach, said = module_proxy(client, "walkthrough.local/no-such-image:1", "example.com/m@v1")
    assert reach == "no build"
    assert "no-such-image" in said


def test_asking_from_a_build_leaves_neither_image_nor_cache(
    client: docker.APIClient, golang: str
) -> None:
    make_go(client, "exit 0")
    module_proxy(client, golang, "example.com/m@v1.0.0")
    described = [record.description for record in cache_records(client).values()]
    assert not [text for text in described if "example.com/m@v1.0.0" in text]
    assert not client.images(filters={"label": "walkthrough.session=doctor"})


def test_a_registry_that_answers_is_reached(client: docker.APIClient, tmp_path: Path) -> None:
    with running_registry(tmp_path) as registry:
        assert hub_answers(client, f"{registry.host}/alpine:3") is True


def test_a_registry_that_is_not_there_is_not_reached(client: docker.APIClient) -> None:
    assert hub_answers(client, "127.0.0.1:1/alpine:3") is False


def test_a_missing_base_is_a_problem_and_the_build_waits_for_it(engine: Engine) -> None:
    found = {finding.check.id: finding.check for finding in examine((MISSING,))}
    assert found[f"base:{MISSING.reference}"].state == "problem"
    assert "prepare" in found[f"base:{MISSING.reference}"].next_step
    assert found["module-proxy"].found.startswith("not checked")
    assert found["buildkit"].state == "ok"
    assert found["clock"].state == "ok"


def test_free_disk_is_told_for_a_folder_on_this_machine_only(engine: Engine) -> None:
    facts = engine.facts()
    elsewhere = msgspec.structs.replace(facts, name="docker-desktop")
    assert free_disk_bytes(engine, elsewhere) is None


def test_with_bases_and_a_network_the_report_ends_with_0(
    bases: tuple[BaseUsed, ...], tmp_path: Path
) -> None:
    ended = finished(tmp_path, "doctor", "--json")
    report = json.loads(ended.stdout)
    problems = [check for check in report["checks"] if check["state"] == "problem"]
    assert (problems, report["ok"], ended.returncode) == ([], True, 0)
    assert report["schema"] == 1
    assert report["engine"]["buildkit"] is True
    identities = [check["id"] for check in report["checks"]]
    assert identities[:3] == ["engine", "context", "buildkit"]
    assert identities[-2:] == ["docker-hub", "module-proxy"]
    assert {f"base:{base.reference}" for base in bases} <= set(identities)
    plain = finished(tmp_path, "doctor").stdout
    assert plain.splitlines()[0].startswith("ok       Engine          Docker Engine")
