"""`walkthrough engine`: a private engine starts, survives, stops and leaves no trace."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.daemon.private_room import Room, private_room
from tests.engine.small_images import import_image
from walkthrough.engine.engine import Engine, connect
from walkthrough.engine.model import Endpoint
from walkthrough.engine.naming import CONTAINER_LABEL

pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture
def room() -> Iterator[Room]:
    with private_room() as made:
        yield made


def private_engine(room: Room) -> Engine:
    return connect(Endpoint(f"unix://{room.home}/engine/docker.sock", "private"))


def pid(room: Room) -> int:
    return int((room.home / "engine" / "docker.pid").read_text())


def start_container(room: Room) -> int:
    """Start a container and wait until it sleeps; returns its process id."""
    engine = private_engine(room)
    daemon: Any = engine.client
    import_image(engine.client, "sleeper", {}, '["sleep", "500"]')
    made = daemon.create_container(
        "walkthrough.local/test-sleeper",
        labels={CONTAINER_LABEL: "test"},
        stop_signal="SIGKILL",
        host_config=daemon.create_host_config(network_mode="none"),
    )
    daemon.start(made["Id"])
    process = int(daemon.inspect_container(made["Id"])["State"]["Pid"])
    engine.close()
    deadline = time.monotonic() + 10
    while b"500" not in Path(f"/proc/{process}/cmdline").read_bytes():
        assert time.monotonic() < deadline, "the container's program does not begin"
        time.sleep(0.02)
    return process


def wait_until_it_has_a_socket(process: int) -> None:
    """Wait until a process speaks, or tries to speak, with somebody."""
    deadline = time.monotonic() + 30
    while not has_socket(process):
        assert time.monotonic() < deadline, "it speaks with nobody"
        time.sleep(0.02)


def has_socket(process: int) -> bool:
    """Whether a process has a socket open; False when one of its files closes meanwhile."""
    files = Path(f"/proc/{process}/fd")
    try:
        return any(str(one.readlink()).startswith("socket:") for one in files.iterdir())
    except OSError:
        return False


def is_running(process: int) -> bool:
    """Whether a process runs; one that ended but is not reaped yet has no command line."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes() != b""
    except OSError:
        return False


def test_it_starts_runs_on_and_stops(room: Room) -> None:
    assert room.walkthrough("engine", "status").stdout.startswith("absent")
    started = room.walkthrough("engine", "start")
    assert started.returncode == 0, started.stderr
    assert f"unix://{room.home}/engine/docker.sock (private)" in started.stdout
    assert room.walkthrough("engine", "status").stdout.startswith(f"running: process {pid(room)}")
    engine = private_engine(room)
    assert engine.facts().root_directory == str(room.home / "engine" / "data")
    engine.close()
    found = room.walkthrough("doctor", "--json")
    assert "docker.sock (private)" in found.stdout
    stopped = room.walkthrough("engine", "stop")
    assert (stopped.returncode, room.processes()) == (0, [])
    assert room.walkthrough("engine", "status").stdout.startswith("stopped")
    assert (room.home / "engine" / "data").is_dir()


def test_a_second_start_finds_it_running(room: Room) -> None:
    room.walkthrough("engine", "start")
    first = pid(room)
    again = room.walkthrough("engine", "start")
    assert (again.returncode, pid(room)) == (0, first)
    assert "runs already" in again.stderr


def test_ctrl_c_while_a_running_engine_is_slow_to_answer_leaves_it_running(room: Room) -> None:
    room.walkthrough("engine", "start")
    first = pid(room)
    os.kill(first, signal.SIGSTOP)
    try:
        waiting = room.start_walkthrough("engine", "start")
        wait_until_it_has_a_socket(waiting.pid)
        waiting.send_signal(signal.SIGINT)
        assert waiting.wait(30) == 130
    finally:
        os.kill(first, signal.SIGCONT)
    assert room.walkthrough("engine", "status").stdout.startswith(f"running: process {first}")


def test_delete_leaves_no_trace_and_nothing_foreign_is_touched(room: Room) -> None:
    room.run("sh", "-c", "iptables -N MINE; iptables -A FORWARD -s 192.0.2.9 -j MINE")
    before = room.traces()
    assert "MINE" in before["rules"]
    room.walkthrough("engine", "start")
    start_container(room)
    during = room.traces()
    assert "DOCKER" in during["rules"] and "docker" in during["interfaces"]
    assert during["ip_forward"] == "1\n"
    deleted = room.walkthrough("engine", "stop", "--delete")
    assert deleted.returncode == 0, deleted.stderr
    assert room.traces() == before
    assert room.processes() == []
    assert not room.home.exists()


def test_rules_that_the_user_made_for_the_engines_bridge_stay(room: Room) -> None:
    before = room.traces()
    room.walkthrough("engine", "start")
    room.run("iptables", "-A", "INPUT", "-i", "docker0", "-s", "192.0.2.7", "-j", "ACCEPT")
    room.walkthrough("engine", "stop")
    room.walkthrough("engine", "start")
    assert room.walkthrough("engine", "stop", "--delete").returncode == 0
    after = room.traces()
    rule = "-A INPUT -s 192.0.2.7/32 -i docker0 -j ACCEPT"
    assert after["rules"].replace(f"{rule}\n", "").removesuffix(rule).strip() == before["rules"]
    assert rule in after["rules"]
    assert (after["interfaces"], after["ip_forward"]) == ("", "0\n")


def test_forwarding_stays_on_for_a_tunnel_that_came_after_the_engine(room: Room) -> None:
    room.walkthrough("engine", "start")
    room.run("iptables", "-A", "FORWARD", "-i", "tunnel0", "-j", "ACCEPT")
    assert room.walkthrough("engine", "stop", "--delete").returncode == 0
    after = room.traces()
    assert "DOCKER" not in after["rules"]
    assert "-A FORWARD -i tunnel0 -j ACCEPT" in after["rules"]
    assert after["ip_forward"] == "1\n"


def test_an_engine_that_was_killed_starts_again_and_its_containers_end(room: Room) -> None:
    before = room.traces()
    room.walkthrough("engine", "start")
    sleeper = start_container(room)
    os.kill(pid(room), 9)
    assert is_running(sleeper)
    assert room.walkthrough("engine", "status").stdout.startswith("stopped")
    again = room.walkthrough("engine", "start")
    assert again.returncode == 0, again.stderr
    assert not is_running(sleeper)
    sleeper = start_container(room)
    os.kill(pid(room), 9)
    room.walkthrough("engine", "stop", "--delete")
    assert not is_running(sleeper)
    assert (room.traces(), room.processes()) == (before, [])


def test_a_stale_pid_file_harms_nobody(room: Room) -> None:
    (room.home / "engine").mkdir()
    (room.home / "engine" / "docker.pid").write_text(str(room.keeper))
    assert "does not run" in room.walkthrough("engine", "stop").stdout
    (room.home / "engine" / "docker.pid").write_text(str(room.keeper))
    assert room.walkthrough("engine", "start").returncode == 0
    assert pid(room) != room.keeper
    assert room.run("true").returncode == 0


def test_a_start_that_was_killed_half_way_can_be_repeated(room: Room) -> None:
    first = room.start_walkthrough("engine", "start")
    deadline = time.monotonic() + 20
    while not (room.home / "engine" / "docker.pid").exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    first.kill()
    first.wait()
    again = room.walkthrough("engine", "start")
    assert again.returncode == 0, again.stderr
    assert len([line for line in room.processes() if "dockerd" in line.split(" ")[0]]) == 1


def test_it_is_not_started_beside_another_engine(room: Room) -> None:
    room.walkthrough("engine", "start")
    other = room.home / "other"
    hidden = room.walkthrough("engine", "start", home=other)
    assert hidden.returncode == 2
    assert f"Another dockerd runs (process {pid(room)})" in hidden.stderr
    host = f"DOCKER_HOST=unix://{room.home}/engine/docker.sock"
    program = (sys.executable, "-m", "walkthrough", "engine", "start")
    chosen = room.run("env", host, *program, home=other)
    assert chosen.returncode == 2
    assert "No private engine is needed" in chosen.stderr
    assert not (other / "engine").exists()


def test_a_path_too_long_for_sockets_is_refused(room: Room) -> None:
    refused = room.walkthrough("engine", "start", home=room.home / ("x" * 80))
    assert refused.returncode == 2
    assert "too long" in refused.stderr and "bytes shorter" in refused.stderr
    assert room.processes() == []


def test_an_engine_that_does_not_come_up_shows_the_end_of_its_log(room: Room) -> None:
    (room.home / "engine").mkdir()
    (room.home / "engine" / "data").write_text("a file where a folder has to be")
    failed = room.walkthrough("engine", "start")
    assert failed.returncode == 3
    assert "The end of its log" in failed.stderr
    assert "canonical path" in failed.stderr or "not a directory" in failed.stderr
    assert (room.processes(), room.walkthrough("engine", "status").returncode) == ([], 0)
