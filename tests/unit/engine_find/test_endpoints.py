"""The endpoint is the one that the docker command would use, and its words name why."""

import hashlib
import json
from pathlib import Path

import pytest

from walkthrough.engine import find
from walkthrough.engine.find import endpoints
from walkthrough.engine.model import Endpoint
from walkthrough.errors import NoUsableEngineError


@pytest.fixture
def configuration(tmp_path: Path) -> Path:
    folder = tmp_path / "docker"
    folder.mkdir()
    return folder


def environment(configuration: Path, **more: str) -> dict[str, str]:
    return {"DOCKER_CONFIG": str(configuration), **more}


def find_endpoint(variables: dict[str, str]) -> Endpoint:
    """The endpoint that is tried first."""
    return endpoints(variables)[0]


def make_context(configuration: Path, name: str, host: str, *, skip_verify: bool = False) -> Path:
    """What `docker context create NAME --docker host=HOST` writes. Returns its TLS folder."""
    identity = hashlib.sha256(name.encode()).hexdigest()
    folder = configuration / "contexts" / "meta" / identity
    folder.mkdir(parents=True)
    docker = {"Host": host, "SkipTLSVerify": skip_verify}
    meta = {"Name": name, "Metadata": {}, "Endpoints": {"docker": docker}}
    (folder / "meta.json").write_text(json.dumps(meta))
    return configuration / "contexts" / "tls" / identity / "docker"


def test_docker_host_wins_over_every_context(configuration: Path) -> None:
    make_context(configuration, "away", "tcp://192.0.2.1:2375")
    found = find_endpoint(
        environment(configuration, DOCKER_HOST="unix:///run/my.sock", DOCKER_CONTEXT="away")
    )
    assert found.words == "unix:///run/my.sock (DOCKER_HOST)"


def test_docker_context_wins_over_the_current_context(configuration: Path) -> None:
    make_context(configuration, "away", "ssh://me@192.0.2.1")
    make_context(configuration, "here", "unix:///run/here.sock")
    (configuration / "config.json").write_text('{"currentContext": "here"}')
    chosen = find_endpoint(environment(configuration, DOCKER_CONTEXT="away"))
    current = find_endpoint(environment(configuration))
    assert chosen.words == "ssh://me@192.0.2.1 (DOCKER_CONTEXT away)"
    assert current.words == "unix:///run/here.sock (context here)"


def test_a_context_is_found_without_a_config_file(configuration: Path) -> None:
    make_context(configuration, "away", "tcp://192.0.2.1:2375")
    found = find_endpoint(environment(configuration, DOCKER_CONTEXT="away"))
    assert found.host == "tcp://192.0.2.1:2375"


def test_the_default_context_is_the_default_socket(
    configuration: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    (configuration / "config.json").write_text('{"currentContext": "here"}')
    first = endpoints(environment(configuration, DOCKER_CONTEXT="default"))[0]
    assert first.words == "unix:///var/run/docker.sock (default socket)"


def test_windows_has_a_pipe(configuration: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    found = find_endpoint(environment(configuration))
    assert found.words == "npipe:////./pipe/docker_engine (default socket)"


def test_rootless_and_private_sockets_count_only_after_the_default_one(
    configuration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(find, "DEFAULT_SOCKET", "/run/default.sock")
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path))
    found = endpoints(environment(configuration, XDG_RUNTIME_DIR="/run/user/1000"))
    assert [endpoint.words for endpoint in found] == [
        "unix:///run/default.sock (default socket)",
        "unix:///run/user/1000/docker.sock (default socket)",
        f"unix://{tmp_path}/engine/docker.sock (private)",
    ]


@pytest.mark.parametrize(
    ("more", "secured", "verified"),
    [
        ({}, False, False),
        ({"DOCKER_TLS_VERIFY": ""}, False, False),
        ({"DOCKER_TLS_VERIFY": "1"}, True, True),
        ({"DOCKER_TLS": "1"}, True, False),
    ],
)
def test_tls_is_used_when_the_docker_command_would(
    configuration: Path, more: dict[str, str], secured: bool, verified: bool
) -> None:
    found = find_endpoint(
        environment(
            configuration, DOCKER_HOST="tcp://192.0.2.1:2376", DOCKER_CERT_PATH="/certs", **more
        )
    )
    assert (found.tls_directory, found.tls_verify) == ("/certs" if secured else "", verified)


def test_a_context_brings_its_own_certificates(configuration: Path) -> None:
    make_context(configuration, "safe", "tcp://192.0.2.1:2376").mkdir(parents=True)
    make_context(configuration, "lax", "tcp://192.0.2.1:2376", skip_verify=True)
    safe = find_endpoint(environment(configuration, DOCKER_CONTEXT="safe"))
    lax = find_endpoint(environment(configuration, DOCKER_CONTEXT="lax"))
    assert (Path(safe.tls_directory).is_dir(), safe.tls_verify) == (True, True)
    assert (bool(lax.tls_directory), lax.tls_verify) == (True, False)


def test_an_unknown_context_is_named_with_who_chose_it(configuration: Path) -> None:
    with pytest.raises(NoUsableEngineError) as chosen:
        find_endpoint(environment(configuration, DOCKER_CONTEXT="nowhere"))
    assert "'nowhere'" in chosen.value.what
    assert "DOCKER_CONTEXT" in chosen.value.why
    (configuration / "config.json").write_text('{"currentContext": "gone"}')
    with pytest.raises(NoUsableEngineError) as current:
        find_endpoint(environment(configuration))
    assert "'gone'" in current.value.what
    assert "config.json" in current.value.why


@pytest.mark.parametrize("text", ["{", "[]", '{"currentContext": 3}', ""])
def test_a_broken_config_file_is_named(configuration: Path, text: str) -> None:
    (configuration / "config.json").write_text(text)
    with pytest.raises(NoUsableEngineError) as failure:
        find_endpoint(environment(configuration))
    assert str(configuration / "config.json") in failure.value.what


def test_a_broken_context_is_named(configuration: Path) -> None:
    make_context(configuration, "broken", "tcp://192.0.2.1:2375")
    meta = next((configuration / "contexts" / "meta").glob("*/meta.json"))
    meta.write_text("{")
    with pytest.raises(NoUsableEngineError, match="'broken' cannot be read"):
        find_endpoint(environment(configuration, DOCKER_CONTEXT="broken"))
    meta.write_text('{"Name": "broken", "Endpoints": {}}')
    with pytest.raises(NoUsableEngineError, match="has no engine"):
        find_endpoint(environment(configuration, DOCKER_CONTEXT="broken"))
