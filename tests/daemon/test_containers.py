"""Built images run for real: they answer, they stop, and nothing of them is left."""

from collections.abc import Iterator
from typing import Any

import docker
import pytest

from tests.engine.one_life import one_life
from tests.engine.small_images import import_image
from walkthrough.engine.containers import (
    probe,
    run_once,
    start_service,
    stop,
    user_ids,
)
from walkthrough.engine.naming import CONTAINER_LABEL, SESSION_LABEL
from walkthrough.errors import BadInputError, BuildError, NoUsableEngineError

SESSION = "test-containers"
PRODUCTS = '[{"id":"desk-lamp"}]'
SERVE = "busybox httpd -f -p 8088 -h /site"


@pytest.fixture(scope="module")
def image(client: docker.APIClient) -> Iterator[str]:
    """An image that runs the shell with what it is given."""
    image_id = import_image(
        client, "shell", {"site/products": PRODUCTS}, '["/bin/busybox", "sh", "-c"]'
    )
    yield image_id
    daemon: Any = client
    daemon.remove_image(image_id, force=True)


@pytest.fixture(scope="module")
def service_image(client: docker.APIClient) -> Iterator[str]:
    """An image that serves /products on 8088 and ends at SIGTERM."""
    serve = f"#!/bin/sh\ntrap 'exit 0' TERM\n{SERVE} &\nwait\n"
    image_id = import_image(
        client, "service", {"serve": serve, "site/products": PRODUCTS}, '["/serve"]'
    )
    yield image_id
    daemon: Any = client
    daemon.remove_image(image_id, force=True)


@pytest.fixture(autouse=True)
def _nothing_is_left(client: docker.APIClient) -> Iterator[None]:
    yield
    daemon: Any = client
    assert daemon.containers(all=True, filters={"label": f"{SESSION_LABEL}={SESSION}"}) == []


def test_a_service_answers_and_stops_within_a_second(
    client: docker.APIClient, image: str, service_image: str
) -> None:
    life = one_life(client, service_image, image, SESSION)
    assert (life.answer.status, life.answer.body) == (200, PRODUCTS.encode())
    assert (life.stop.exit_code, life.stop.killed) == (0, False)
    assert life.stop.seconds < 1


def test_a_page_that_is_not_there_is_an_answer(
    client: docker.APIClient, image: str, service_image: str
) -> None:
    with start_service(client, service_image, SESSION) as service:
        answer = probe(service, "/nowhere", 8088, image, SESSION)
    assert (answer.status, answer.body) == (404, b"")


def test_a_service_that_is_slow_to_start_is_waited_for(
    client: docker.APIClient, image: str
) -> None:
    with start_service(client, image, SESSION, [f"sleep 1; exec {SERVE}"]) as service:
        assert probe(service, "/products", 8088, image, SESSION).status == 200


def test_a_service_that_ignores_sigterm_is_killed_when_its_time_is_up(
    client: docker.APIClient, image: str
) -> None:
    ignores = f"trap '' TERM; {SERVE} & while :; do sleep 1; done"
    with start_service(client, image, SESSION, [ignores]) as service:
        assert probe(service, "/products", 8088, image, SESSION).status == 200
        stopped = stop(service, timeout_s=1)
    assert stopped.killed
    assert stopped.exit_code == 137
    assert 1 <= stopped.seconds < 5


def test_a_service_that_ends_at_once_is_told_with_what_it_wrote(
    client: docker.APIClient, image: str
) -> None:
    ends = "echo 'no such directory: products' >&2; exit 3"
    with (
        start_service(client, image, SESSION, [ends]) as service,
        pytest.raises(BuildError) as caught,
    ):
        probe(service, "/products", 8088, image, SESSION)
    assert "does not keep running" in caught.value.what
    assert "exit code 3" in caught.value.why
    assert "no such directory: products" in caught.value.why


def test_a_service_that_ends_while_it_is_asked_is_told_before_the_time_is_up(
    client: docker.APIClient, image: str
) -> None:
    with (
        start_service(client, image, SESSION, ["sleep 2; echo gone"]) as service,
        pytest.raises(BuildError, match="does not keep running") as caught,
    ):
        probe(service, "/products", 8088, image, SESSION, limit_s=60)
    assert "gone" in caught.value.why


def test_a_service_that_listens_elsewhere_is_given_up_after_the_limit(
    client: docker.APIClient, image: str
) -> None:
    with (
        start_service(client, image, SESSION, [f"echo listening; exec {SERVE}"]) as service,
        pytest.raises(BuildError, match="does not answer on port 9999") as caught,
    ):
        probe(service, "/products", 9999, image, SESSION, limit_s=1)
    assert "in 1 s" in caught.value.why
    assert "listening" in caught.value.why


def test_a_service_that_takes_the_request_and_says_nothing_is_given_up(
    client: docker.APIClient, image: str
) -> None:
    silent = "exec busybox nc -ll -p 8088 -e /bin/sleep 60"
    with (
        start_service(client, image, SESSION, [silent]) as service,
        pytest.raises(BuildError, match="does not answer on port 8088") as caught,
    ):
        probe(service, "/products", 8088, image, SESSION, limit_s=1)
    assert "It wrote nothing." in caught.value.why


def test_a_program_is_run_to_its_end(client: docker.APIClient, image: str) -> None:
    result = run_once(client, image, SESSION, ["echo out; sleep 0.5; echo err >&2; exit 7"])
    assert sorted(result.output.split()) == ["err", "out"]
    assert result.exit_code == 7
    assert 0.4 < result.seconds < 30


def test_a_program_that_does_not_end_is_given_up_and_removed(
    client: docker.APIClient, image: str
) -> None:
    with pytest.raises(BuildError, match="does not end"):
        run_once(client, image, SESSION, ["sleep 60"], limit_s=0.5)


def test_a_program_is_ended_when_nobody_waits_for_it_any_more(
    client: docker.APIClient, image: str
) -> None:
    class EnoughError(Exception):
        pass

    def stop() -> None:
        raise EnoughError

    with pytest.raises(EnoughError):
        run_once(client, image, SESSION, ["sleep 600"], limit_s=600, go_on=stop)


def test_a_program_has_no_network_no_capabilities_and_no_port(
    client: docker.APIClient, image: str
) -> None:
    daemon: Any = client
    shown = "cat /proc/net/dev /proc/self/status"
    output = run_once(client, image, SESSION, [shown]).output
    interfaces = [line.split(":")[0].strip() for line in output.splitlines() if ":" in line]
    assert "lo" in interfaces
    assert "eth0" not in interfaces
    status = dict(line.split(":\t", 1) for line in output.splitlines() if ":\t" in line)
    assert int(status["CapBnd"], 16) == 0
    assert status["NoNewPrivs"] == "1"
    with start_service(client, image, SESSION, ["sleep 60"]) as service:
        found = daemon.inspect_container(service.container_id)
    assert not found["NetworkSettings"]["Ports"]
    assert found["HostConfig"]["Memory"] == 256 << 20
    assert found["HostConfig"]["PidsLimit"] == 256
    assert CONTAINER_LABEL in found["Config"]["Labels"]


def test_a_service_may_hand_over_from_root_to_another_user(
    client: docker.APIClient, image: str
) -> None:
    as_nobody = f"echo nobody:x:65534:65534::/:/bin/sh >>/etc/passwd; exec su nobody -c '{SERVE}'"
    with start_service(client, image, SESSION, [as_nobody]) as service:
        assert probe(service, "/products", 8088, image, SESSION).status == 200
        assert user_ids(service, image, SESSION) == (65534,)


def test_an_image_that_is_not_there_is_named(client: docker.APIClient) -> None:
    with pytest.raises(BadInputError, match="no image"):
        run_once(client, "walkthrough.local/test-none", SESSION)


def test_an_image_whose_program_is_missing_is_explained(
    client: docker.APIClient,
) -> None:
    image_id = import_image(client, "missing", {}, '["/no-such-program"]')
    daemon: Any = client
    try:
        with pytest.raises(BuildError, match="cannot be run") as caught:
            run_once(client, image_id, SESSION)
        assert "no-such-program" in caught.value.why
    finally:
        daemon.remove_image(image_id, force=True)


def test_an_engine_that_fails_meanwhile_is_told(client: docker.APIClient, image: str) -> None:
    daemon: Any = client
    with (
        pytest.raises(NoUsableEngineError, match="failed while it ran"),
        start_service(client, image, SESSION, ["sleep 60"]) as service,
    ):
        daemon.remove_container(service.container_id, force=True)
        stop(service)
