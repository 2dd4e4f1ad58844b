"""What happens at the endpoint: which engine answers, or why none does."""

import socket
import time
from pathlib import Path

import pytest

from tests.unit.engine_find.fake_engine import (
    DOCKER,
    OLD,
    PODMAN,
    WINDOWS,
    Answers,
    fake_engine,
    fake_tls_engine,
)
from walkthrough.engine import engine as engine_module
from walkthrough.engine import find
from walkthrough.engine.engine import connect, find_engine, require_buildkit
from walkthrough.engine.model import Endpoint, EngineFacts
from walkthrough.engine.unreachable import unreachable
from walkthrough.errors import NoUsableEngineError

CERTIFICATES = Path(__file__).parent / "certificates"


def facts_of(socket_file: Path, answers: Answers) -> EngineFacts:
    with fake_engine(socket_file, answers) as host:
        engine = connect(Endpoint(host, "DOCKER_HOST"))
        try:
            return engine.facts()
        finally:
            engine.close()


def failure_at(host: str, **more: str) -> NoUsableEngineError:
    with pytest.raises(NoUsableEngineError) as failure:
        find_engine({"DOCKER_HOST": host, **more})
    return failure.value


def test_an_engine_with_the_containerd_store_is_described(tmp_path: Path) -> None:
    facts = facts_of(tmp_path / "s", DOCKER)
    assert (facts.flavour, facts.version, facts.buildkit) == ("docker", "28.5.2", True)
    assert (facts.image_store, facts.storage_driver) == ("containerd", "overlayfs")
    assert (facts.cpus, facts.memory_bytes, facts.architecture) == (4, 8_000_000_000, "arm64")
    require_buildkit(facts)


def test_podman_is_recognised_and_explained(tmp_path: Path) -> None:
    facts = facts_of(tmp_path / "s", PODMAN)
    assert (facts.flavour, facts.buildkit) == ("podman", False)
    with pytest.raises(NoUsableEngineError, match=r"This is Podman 4\.3\.1"):
        require_buildkit(facts)


def test_an_engine_before_buildkit_is_recognised_and_explained(tmp_path: Path) -> None:
    facts = facts_of(tmp_path / "s", OLD)
    assert facts.buildkit is False
    with pytest.raises(NoUsableEngineError, match="has no BuildKit") as failure:
        require_buildkit(facts)
    assert "1.27" in failure.value.why


def test_windows_containers_are_recognised_and_explained(tmp_path: Path) -> None:
    with pytest.raises(NoUsableEngineError, match="runs Windows containers"):
        require_buildkit(facts_of(tmp_path / "s", WINDOWS))


@pytest.mark.parametrize(
    ("newest", "oldest", "agreed"),
    [("1.41", "1.12", "1.41"), ("1.51", "1.24", "1.45"), ("1.60", "1.52", "1.52")],
)
def test_the_api_version_is_one_that_both_sides_know(
    tmp_path: Path, newest: str, oldest: str, agreed: str
) -> None:
    version = {**DOCKER["version"], "ApiVersion": newest, "MinAPIVersion": oldest}
    with fake_engine(tmp_path / "s", {**DOCKER, "version": version}) as host:
        engine = connect(Endpoint(host, "DOCKER_HOST"))
        assert engine.client.api_version == agreed
        engine.close()


def test_an_engine_with_buildkit_wins_over_podman_on_the_default_socket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    default, private = tmp_path / "default.sock", tmp_path / "engine" / "docker.sock"
    private.parent.mkdir()
    monkeypatch.setattr(find, "DEFAULT_SOCKET", str(default))
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path))
    nothing_chosen = {"DOCKER_CONFIG": str(tmp_path)}
    with fake_engine(default, PODMAN):
        alone = find_engine(nothing_chosen)
        with fake_engine(private, DOCKER):
            both = find_engine(nothing_chosen)
            assert alone.facts().flavour == "podman"
            assert (both.facts().flavour, both.endpoint.source) == ("docker", "private")
            alone.close()
            both.close()


def test_a_missing_socket_is_told_with_the_way_to_start_an_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "DEFAULT_SOCKET", str(tmp_path / "none.sock"))
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path))
    with pytest.raises(NoUsableEngineError) as failure:
        find_engine({"DOCKER_CONFIG": str(tmp_path)})
    assert "none.sock (default socket)" in failure.value.what
    assert "no engine runs there" in failure.value.why
    assert "docker" in failure.value.next_step.lower()
    assert failure.value.exit_code == 3


def test_a_socket_that_nobody_serves_any_more_is_told(tmp_path: Path) -> None:
    stale = tmp_path / "stale.sock"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(stale))
    assert "refused" in failure_at(f"unix://{stale}").why


def test_a_port_that_nobody_serves_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        failure = failure_at(f"tcp://127.0.0.1:{taken.getsockname()[1]}")
    assert "refused" in failure.why
    assert "DOCKER_HOST" in failure.next_step


def test_an_engine_that_says_nothing_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "CONNECT_SECONDS", 1)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "silent.sock"))
        silent.listen()
        started = time.monotonic()
        failure = failure_at(f"unix://{tmp_path}/silent.sock")
    assert "within 1 seconds" in failure.why
    assert time.monotonic() - started < 4


def test_something_that_is_no_engine_is_told(tmp_path: Path) -> None:
    with fake_engine(tmp_path / "s", {"version": {"hello": "world"}}) as host:
        assert host in failure_at(host).what
    with fake_engine(tmp_path / "list", {"version": ["hello"]}) as host:
        assert host in failure_at(host).what


def test_a_host_that_makes_no_sense_is_told() -> None:
    assert "nonsense://x" in failure_at("nonsense://x").what


def test_a_socket_of_somebody_else_is_told_with_the_group_to_join(tmp_path: Path) -> None:
    refusal = PermissionError(13, "Permission denied")
    failure = unreachable(Endpoint("unix:///run/x", "default socket"), refusal, 5)
    assert "may not open" in failure.why
    assert "usermod -aG docker" in failure.next_step


def test_ssh_without_its_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("docker.api.client.SSHHTTPAdapter", raising=False)
    failure = failure_at("ssh://me@127.0.0.1")
    assert "docker[ssh]" in failure.next_step


def test_tls_with_the_right_certificates_connects() -> None:
    with fake_tls_engine(CERTIFICATES, DOCKER) as host:
        variables = {"DOCKER_TLS_VERIFY": "1", "DOCKER_CERT_PATH": str(CERTIFICATES)}
        engine = find_engine({"DOCKER_HOST": host, **variables})
        assert engine.facts().version == "28.5.2"
        engine.close()


def test_tls_with_an_unknown_authority_is_told(tmp_path: Path) -> None:
    with fake_tls_engine(CERTIFICATES, DOCKER) as host:
        failure = failure_at(host, DOCKER_TLS_VERIFY="1", DOCKER_CERT_PATH=str(tmp_path))
    assert "TLS" in failure.why
    assert str(tmp_path) in failure.next_step


def test_a_certificate_without_its_key_is_told(tmp_path: Path) -> None:
    (tmp_path / "cert.pem").write_bytes((CERTIFICATES / "cert.pem").read_bytes())
    failure = failure_at("tcp://127.0.0.1:1", DOCKER_TLS_VERIFY="1", DOCKER_CERT_PATH=str(tmp_path))
    assert "key" in failure.why
