"""Somebody without an engine reads what to type on their own kind of machine."""

from pathlib import Path

import pytest

from walkthrough.engine.install import ensure_engine
from walkthrough.engine.instructions import Family, Machine, family_of, how_to_get_an_engine
from walkthrough.errors import NoUsableEngineError


@pytest.mark.parametrize(
    ("family", "root", "has_dockerd", "expected"),
    [
        ("macos", False, False, "Docker Desktop (`open -a Docker`)"),
        ("windows", False, False, "Docker Desktop with Linux containers"),
        ("debian", True, False, "`apt-get update && apt-get install -y --no-install-recommends"),
        ("debian", False, False, "`sudo apt-get update && sudo apt-get install -y"),
        ("debian", False, True, "Start it: `sudo systemctl start docker`"),
        ("debian", True, True, "`walkthrough engine start`"),
        ("fedora", False, False, "`sudo dnf install -y moby-engine`"),
        ("arch", False, False, "`sudo pacman -S docker`"),
        ("alpine", False, False, "sudo rc-service docker start"),
        ("linux", False, False, "https://docs.docker.com/engine/install/"),
    ],
)
def test_each_machine_gets_its_own_commands(
    family: Family, root: bool, has_dockerd: bool, expected: str
) -> None:
    assert expected in how_to_get_an_engine(Machine(family, root, has_dockerd))


def test_who_has_docker_installed_is_not_told_to_install_it() -> None:
    assert "Install" not in how_to_get_an_engine(Machine("debian", False, True))


@pytest.mark.parametrize(
    ("identity", "like", "family"),
    [
        ("debian", "", "debian"),
        ("ubuntu", "debian", "debian"),
        ("linuxmint", "ubuntu debian", "debian"),
        ("rocky", "rhel centos fedora", "fedora"),
        ("manjaro", "arch", "arch"),
        ("opensuse-leap", "suse opensuse", "suse"),
        ("nixos", "", "linux"),
    ],
)
def test_a_distribution_is_known_by_its_relatives(identity: str, like: str, family: Family) -> None:
    assert family_of(identity, like) == family


def test_an_engine_that_was_chosen_is_not_replaced_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/nothing.sock")
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path / "home"))
    said: list[str] = []
    with pytest.raises(NoUsableEngineError, match=r"nothing\.sock"):
        ensure_engine(said.append)
    assert said == []
    assert not (tmp_path / "home").exists()
