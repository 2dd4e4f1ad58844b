"""What goes wrong around the terminal app on a real engine, and what its reader sees then."""

import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

import docker
import msgspec
import pytest

from tests.engine.cut_socket import CutSocket, cut_socket
from tests.engine.real_terminal import CTRL_C, ENTER, Terminal, terminal
from tests.engine.tiny_command import course_of
from tests.engine.tiny_course import tiny_app
from tests.engine.tiny_plain import with_pages
from tests.tui.reading import Reader, read, seen
from walkthrough.course.load import load_course
from walkthrough.course.model import Course
from walkthrough.engine.cache_mounts import remembered_cache_mounts, remove_namespace
from walkthrough.engine.engine import Engine
from walkthrough.engine.images import remove_own_image
from walkthrough.engine.model import BaseUsed
from walkthrough.engine.naming import SESSION_LABEL
from walkthrough.home import work_lock
from walkthrough.learn.predictions import Answer
from walkthrough.learn.progress import Place, open_progress
from walkthrough.store.database import STORE_FILE, open_database
from walkthrough.tui.exercises import practice_of
from walkthrough.tui.measured import MeasuredServices

VARIANTS = ("plain", "ignored")
LONG_BEFORE_THE_BUILD_ENDS_S = 20.0
OUTLIVES_SIGTERM = "FROM alpine:3.22\nENTRYPOINT httpd -p 8088 -h /etc; sleep 100\n"


@pytest.fixture
def own_home(
    client: docker.APIClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A data folder of its own; the caches that were made for it are removed."""
    made = tmp_path / "home"
    monkeypatch.setenv("WALKTHROUGH_HOME", str(made))
    yield made
    for namespace in remembered_cache_mounts(made, str(client.info()["ID"])):
        remove_namespace(client, namespace)


@pytest.fixture
def folder(
    client: docker.APIClient,
    bases: tuple[BaseUsed, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Path]:
    """A folder with the tiny app, and the data folder `home` of the apps that open it."""
    assert bases
    app = tiny_app(tmp_path)
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("walkthrough.app_context.sample_app", lambda: app)
    monkeypatch.setattr("walkthrough.measure.runner.disturbance", lambda *_: "")
    yield tmp_path
    for name in (*VARIANTS, "slow"):
        remove_own_image(client, f"walkthrough.local/{name}:latest")


@pytest.fixture
def way(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[CutSocket]:
    """The way to the engine that the apps of a test take."""
    assert engine.endpoint.host.startswith("unix://")
    with cut_socket(engine.endpoint.host.removeprefix("unix://")) as made:
        monkeypatch.setenv("DOCKER_HOST", f"unix://{made.path}")
        monkeypatch.setattr("walkthrough.tui.app.WATCH_SECONDS", 0.2)
        yield made


def course(*variants: str) -> Course:
    return with_pages(course_of(variants))


def services(*variants: str) -> MeasuredServices:
    made = course(*variants)
    return MeasuredServices(made, open_progress(made.title))


def samples(home: Path) -> int:
    """How many samples are on disk."""
    return rows(home, "samples")


def scenarios_measured(home: Path) -> int:
    """How many there are of a variant and a scenario; a cold build counts once, also where its
    image could not be weighed for want of room and it was built again."""
    return rows(home, "(SELECT DISTINCT variant_hash, scenario FROM samples)")


def rows(home: Path, table: str) -> int:
    """How many rows a table, or what is asked in its place, has on disk."""
    with closing(open_database(home / STORE_FILE)) as store:
        (count,) = store.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(count)


def place(home: Path) -> Place | None:
    """Where the reader is, as it is on disk."""
    if not (home / STORE_FILE).exists():
        return None
    with closing(open_database(home / STORE_FILE)) as store:
        row = store.execute("SELECT payload FROM progress WHERE kind = 'place'").fetchone()
    return None if row is None else msgspec.json.decode(row[0], type=Place)


def app_in_terminal(folder: Path, *variants: str) -> AbstractContextManager[Terminal]:
    program = (sys.executable, "-m", "tests.engine.tiny_terminal_app")
    return terminal(folder / "home", *program, str(folder), ",".join(variants))


def open_lesson(opened: Terminal, home: Path) -> None:
    """From the course into the lesson, once there is an engine."""
    opened.wait_for("Engine ready")
    opened.press_until(ENTER, lambda: place(home) is not None)


def running(client: docker.APIClient, home: Path) -> list[str]:
    """The containers of sessions with this data folder."""
    daemon: Any = client
    sessions = " ".join(one.read_text() for one in (home / "turns").glob("*.sessions"))
    return [
        str(one["Id"])
        for one in daemon.containers(all=True, filters={"label": SESSION_LABEL})
        if one["Labels"][SESSION_LABEL] in sessions.split()
    ]


def test_an_engine_that_stops_in_a_build_is_told_and_goes_on_when_it_is_back(
    folder: Path, way: CutSocket
) -> None:
    async def story(pilot: Reader) -> None:
        await seen(pilot, "Engine ready")
        await pilot.press("enter", "b")
        await seen(pilot, "RUN sleep 60", "running")
        way.cut()
        text = await seen(pilot, "why", "next", "failed", "the engine is gone")
        assert "Traceback" not in text
        way.mend()
        await seen(pilot, "● engine")
        await pilot.press("b")
        await seen(pilot, "RUN sleep 60", "running", "esc stop")
        await pilot.press("escape")
        await seen(pilot, "Stopped.")

    read(services("slow"), story)
    assert samples(folder / "home") == 0


def test_an_engine_that_is_away_at_the_start_is_found_when_it_comes(
    folder: Path, way: CutSocket
) -> None:
    way.cut()

    async def story(pilot: Reader) -> None:
        text = await seen(pilot, "No Docker engine answers", "There is no such socket")
        assert "Traceback" not in text
        way.mend()
        await pilot.press("e")
        await seen(pilot, "esc")
        await pilot.press("l")
        await seen(pilot, "● engine")

    read(services(*VARIANTS), story)


def test_a_kill_in_the_middle_of_a_build_loses_nothing(
    folder: Path, client: docker.APIClient
) -> None:
    home = folder / "home"
    with app_in_terminal(folder, *VARIANTS) as opened:
        open_lesson(opened, home)
        opened.press_until("b", lambda: place(home) == Place("tiny", "Build"))
        opened.wait(lambda: samples(home) >= 1)
        opened.kill()
    kept = samples(home)
    assert kept >= 1
    assert running(client, home) == []

    async def story(pilot: Reader) -> None:
        await seen(pilot, "go on: lesson 1, part", "Engine ready")
        await pilot.press("enter")
        await seen(pilot, "● Build")
        await pilot.press("b")
        await seen(pilot, "next: compare", "✓")

    asked = services(*VARIANTS)
    read(asked, story)
    assert samples(home) >= max(kept, 4)
    offered = {one.path for one in asked.upkeep.disk_use().leftovers.workspaces}
    locks = {Path(work_lock(one).lock_file) for one in offered}
    assert set((home / "workspaces").iterdir()) <= offered | locks


def test_a_kill_in_the_middle_of_an_attempt_loses_nothing_and_leaves_nothing_running(
    client: docker.APIClient, bases: tuple[BaseUsed, ...], own_home: Path
) -> None:
    assert bases
    real = load_course()
    lesson = real.lesson("simple-build")
    assert lesson is not None
    progress = open_progress(real.title)
    practice = practice_of(lesson, progress.attempts)
    assert practice is not None
    practice.begin(own_home / "mine")
    progress.keep_answer(lesson.id, "image-size", Answer(1, "2026-11-21T12:00:00"))
    progress.remember(Place(lesson.id, "Exercise"))
    dockerfile = own_home / "mine" / "Dockerfile"
    dockerfile.write_text(OUTLIVES_SIGTERM)

    with terminal(own_home, sys.executable, "-m", "walkthrough", "app") as opened:
        opened.wait_for("Engine ready")
        opened.press_until(ENTER, lambda: practice.tries > 0)
        opened.wait(lambda: running(client, own_home) != [])
        opened.kill()
    left = running(client, own_home)
    assert left != []
    assert dockerfile.read_text() == OUTLIVES_SIGTERM
    assert practice.tries == 1

    async def story(pilot: Reader) -> None:
        await seen(pilot, "go on: lesson 1, part 5 of 6", "Engine ready")
        await pilot.press("enter")
        await seen(pilot, "● Exercise", "check what is there")
        dockerfile.write_text(OUTLIVES_SIGTERM.replace("sleep 100", "exit 1"))
        await pilot.press("c")
        await seen(pilot, "checks pass", "to go", "attempt 2")

    read(MeasuredServices(real, open_progress(real.title)), story)
    assert progress.answers(lesson.id)["image-size"].choice == 1
    daemon: Any = client
    there = {one["Id"] for one in daemon.containers(all=True)}
    assert there.isdisjoint(left)


def test_a_second_copy_waits_for_its_turn_says_so_and_then_builds(folder: Path) -> None:
    home = folder / "home"
    with app_in_terminal(folder, "slow") as first:
        open_lesson(first, home)
        first.press_until("b", lambda: place(home) == Place("tiny", "Build"))
        first.wait_for("sleep 60")

        async def story(pilot: Reader) -> None:
            await seen(pilot, "Engine ready")
            await pilot.press("enter")
            await seen(pilot, "● ")
            await pilot.press("b")
            pid = f"process {first.process.pid}"
            await seen(pilot, "One build is measured at a time", pid)
            await pilot.press("3", "2")
            first.press("q")
            first.press_until(ENTER, lambda: first.process.poll() is not None)
            await seen(pilot, "next: compare", "✓")

        read(services(*VARIANTS), story)
        assert first.ended() == 0
    assert samples(home) == 4


def test_waiting_for_a_turn_can_be_ended(folder: Path) -> None:
    home = folder / "home"
    with app_in_terminal(folder, "slow") as first:
        open_lesson(first, home)
        first.press_until("b", lambda: place(home) == Place("tiny", "Build"))
        first.wait_for("sleep 60")

        async def story(pilot: Reader) -> None:
            await seen(pilot, "Engine ready")
            await pilot.press("enter")
            await seen(pilot, "● ")
            await pilot.press("b")
            await seen(pilot, "One build is measured at a time")
            await pilot.press("escape")
            await seen(pilot, "Stopped.")

        read(services(*VARIANTS), story)
        assert first.process.poll() is None


def full(connection: sqlite3.Connection) -> None:
    """Let the store grow no more, as on a full disk."""
    connection.execute("CREATE TABLE filling (payload BLOB)")
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")
    try:
        while True:
            connection.execute("INSERT INTO filling VALUES (zeroblob(3000))")
    except sqlite3.OperationalError as error:
        assert "full" in str(error)


def spoil(path: Path) -> bytes:
    """Damage the file's tables; what it holds then."""
    damaged = bytearray(path.read_bytes())
    damaged[4096:] = b"\x55" * (len(damaged) - 4096)
    path.write_bytes(damaged)
    return bytes(damaged)


def ends_in_three_lines(opened: Terminal, *words: str) -> None:
    assert opened.ended() == 2
    assert "Traceback" not in opened.text
    for word in ("why:", "next:", *words):
        assert word in " ".join(opened.text.split())


def test_a_file_that_is_no_store_ends_the_start_in_three_lines_and_stays(folder: Path) -> None:
    store = folder / "home" / STORE_FILE
    store.parent.mkdir()
    store.write_bytes(b"somebody's letters\n" * 300)
    before = store.read_bytes()
    with app_in_terminal(folder, *VARIANTS) as opened:
        ends_in_three_lines(opened, "cannot be used", "not a database", "stays as it is")
    assert store.read_bytes() == before


def test_a_store_that_another_program_holds_ends_the_start_in_three_lines(folder: Path) -> None:
    store = folder / "home" / STORE_FILE
    with closing(open_database(store)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with app_in_terminal(folder, *VARIANTS) as opened:
            ends_in_three_lines(opened, "locked", "End what else uses the store")


def test_a_damaged_store_is_told_and_the_course_can_be_read(folder: Path) -> None:
    home = folder / "home"
    with closing(open_database(home / STORE_FILE)) as store:
        store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    damaged = spoil(home / STORE_FILE)

    async def story(pilot: Reader) -> None:
        await seen(pilot, "Engine ready", "malformed")
        await pilot.press("enter")
        await seen(pilot, "First page")
        await pilot.press("b")
        await seen(pilot, "The store of samples", "stays as it is", "why", "next")
        await pilot.press("escape")
        await seen(pilot, "go on: lesson 1")

    read(services(*VARIANTS), story)
    assert (home / STORE_FILE).read_bytes() == damaged


@pytest.mark.parametrize(
    ("spoiled", "words"),
    [(full, ("disk is full", "Make room")), (None, ("locked", "End what else uses the store"))],
    ids=["full", "locked"],
)
def test_a_sample_that_cannot_be_kept_ends_the_run_in_three_lines_and_it_goes_on_later(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    spoiled: Callable[[sqlite3.Connection], None] | None,
    words: tuple[str, ...],
) -> None:
    home = folder / "home"
    connections: list[sqlite3.Connection] = []

    def opened(path: Path | None) -> sqlite3.Connection:
        connections.append(open_database(path))
        connections[-1].execute("PRAGMA busy_timeout = 100")
        return connections[-1]

    monkeypatch.setattr("walkthrough.app_context.open_database", opened)
    other = open_database(home / STORE_FILE)

    async def story(pilot: Reader) -> None:
        await seen(pilot, "Engine ready")
        await pilot.press("enter")
        await seen(pilot, "First page")
        if spoiled is None:
            other.execute("BEGIN IMMEDIATE")
        else:
            spoiled(connections[-1])
        await pilot.press("b")
        text = await seen(pilot, "The store of samples", "why", "next", *words)
        assert "Traceback" not in text
        if spoiled is None:
            other.execute("ROLLBACK")
        else:
            connections[-1].execute("PRAGMA max_page_count = 100000")
        await pilot.press("b")
        await seen(pilot, "next: compare", "✓")

    read(services(*VARIANTS), story)
    other.close()
    assert scenarios_measured(home) == 4
    assert list((home / "workspaces").iterdir()) == []


def test_ctrl_c_twice_ends_a_running_build_at_once_in_the_smallest_terminal(
    folder: Path, client: docker.APIClient
) -> None:
    home = folder / "home"
    with app_in_terminal(folder, "slow") as opened:
        open_lesson(opened, home)
        opened.press_until("b", lambda: "sleep 60" in opened.text and "running" in opened.text)
        opened.resize(20, 5)
        opened.press(CTRL_C)
        opened.wait_for("A build is")
        began = time.monotonic()
        opened.press(CTRL_C)
        assert opened.ended() == 0
        assert time.monotonic() - began < LONG_BEFORE_THE_BUILD_ENDS_S
    assert samples(home) == 0
    assert running(client, home) == []
    assert not list((home / "turns").glob("*.owner"))
