"""`walkthrough run` in a process of its own: stopped, killed, asked for nonsense."""

import signal
import time
from pathlib import Path

import docker
import pytest

from tests.engine.command_line import finished, read_until, started
from walkthrough.app_context import open_store, sample_app, variant_hashes
from walkthrough.course.load import load_course
from walkthrough.engine.model import BaseUsed
from walkthrough.engine.naming import SESSION_LABEL
from walkthrough.home import home_id

pytestmark = pytest.mark.usefixtures("bases")
HELLO = ("run", "simple-build", "--scenario", "cold", "--plain")


def of_builds(client: docker.APIClient, home: Path) -> set[str]:
    """The images of this folder's sessions and those without a name: other tests have theirs."""
    return {
        image["Id"]
        for image in client.images(all=True)
        if not image.get("RepoTags")
        or (image.get("Labels") or {}).get(SESSION_LABEL, "").startswith(home_id(home))
    }


def test_ctrl_c_ends_the_build_in_a_second_and_says_how_to_go_on(
    tmp_path: Path, client: docker.APIClient
) -> None:
    before = of_builds(client, tmp_path)
    with started(tmp_path, *HELLO) as process:
        read_until(process, "[1/2] hello, cold")
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        asked = time.monotonic()
        _out, errors = process.communicate(timeout=20)
        took = time.monotonic() - asked
    assert process.returncode == 130
    assert took < 2
    assert "Build again to go on where it stopped." in errors
    assert "Traceback" not in errors
    assert of_builds(client, tmp_path) <= before
    assert list((tmp_path / "workspaces").iterdir()) == []


def test_finished_samples_survive_a_kill_and_are_not_taken_again(tmp_path: Path) -> None:
    with started(tmp_path, *HELLO) as process:
        read_until(process, "[2/2] simple, cold")
        process.kill()
        process.communicate()
    hashes = variant_hashes(load_course(), sample_app()).values()
    counts = open_store(tmp_path).counts_by_conditions(hashes, ["cold"])
    assert list(counts.values()) == [1]
    with started(tmp_path, *HELLO) as process:
        assert "1 build to measure" in read_until(process, "to measure")
        process.send_signal(signal.SIGINT)
        process.communicate()


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("run", "no-such-lesson"), "There is no lesson 'no-such-lesson'."),
        (("run", "1", "--scenario", "nonsense"), "There is no scenario 'nonsense'."),
        (("show", "9"), "There is no lesson '9'."),
    ],
)
def test_bad_input_is_told_in_three_lines_and_exits_2(
    tmp_path: Path, arguments: tuple[str, ...], what: str
) -> None:
    ended = finished(tmp_path, *arguments)
    first, why, following = ended.stderr.splitlines()
    assert (ended.returncode, first) == (2, what)
    assert why.startswith("  why:  ")
    assert following.startswith("  next: ")


def test_a_run_without_an_engine_exits_3_and_says_how_to_get_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bases: tuple[BaseUsed, ...]
) -> None:
    assert bases
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/nobody.sock")
    ended = finished(tmp_path, "run", "1")
    assert ended.returncode == 3
    assert "next:" in ended.stderr
