"""Every screen in its states, at both sizes and in both themes, as files to be read.

`pytest tests/tui/test_snapshots.py --snapshot-update` writes them anew.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.tui.build_stories import Held, begun, failing, finished, open_build, said
from tests.tui.looked_into import LookedInto
from tests.tui.reading import (
    Reader,
    Scripted,
    WithoutEngine,
    keep_built,
    read,
    recorded,
    seen,
    to_step,
)
from tests.tui.screen_snapshot import Camera, TextFile, stop_clocks
from tests.tui.snapshot_places import HalfRead, Looking, Measured, Practising
from tests.tui.test_compare_runs import measured
from walkthrough.errors import NoUsableEngineError
from walkthrough.learn.progress import Place
from walkthrough.tui.engine_state import OpenLesson
from walkthrough.tui.services import Services

Take = Callable[..., Awaitable[None]]
Tell = Callable[[Services, Callable[[Reader, Take], Awaitable[None]]], None]
CACHES = Place("cache-mounts", "Compare")


@pytest.fixture(params=[(80, 24), (120, 36)], ids=lambda size: f"{size[0]}x{size[1]}")
def tell(
    request: pytest.FixtureRequest,
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    no_editor: None,
) -> Tell:
    """Tells a story at one size; what it takes is compared at its end."""
    stop_clocks(monkeypatch)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setattr("walkthrough.learn.practice.default_folder", Path)
    size: tuple[int, int] = request.param
    as_files = snapshot.use_extension(TextFile)

    def told(services: Services, story: Callable[[Reader, Take], Awaitable[None]]) -> None:
        camera = Camera()

        async def play(pilot: Reader) -> None:
            async def take(name: str, *words: str) -> None:
                await camera.take(pilot, name, *words)

            await story(pilot, take)

        read(services, play, size)
        for name, written in camera.taken.items():
            assert written == as_files(name=name)

    return told


def test_course(tell: Tell) -> None:
    looking = Looking()

    async def looks(pilot: Reader, take: Take) -> None:
        await take("looking for an engine", "looking")
        looking.let_go.set()

    async def begins(pilot: Reader, take: Take) -> None:
        await take("recorded, first start", "start lesson 1", "recorded")

    async def lacks(pilot: Reader, take: Take) -> None:
        await take("no engine", "No engine answers.")

    async def goes_on(pilot: Reader, take: Take) -> None:
        await take("under way", "go on: lesson 5", "19× faster")

    async def has_done(pilot: Reader, take: Take) -> None:
        await take("all done", "7 of 7 lessons", "19× faster")

    tell(looking, looks)
    tell(recorded(), begins)
    tell(WithoutEngine(), lacks)
    tell(Measured(CACHES, 4), goes_on)
    tell(Measured(Place("final", "Recap"), 7), has_done)


def test_lesson_before_it_is_built(tell: Tell) -> None:
    async def story(pilot: Reader, take: Take) -> None:
        await pilot.press("enter")
        await take("read", "You have a Go program")
        await to_step(pilot, "Predict")
        await take("predict", "n skip")
        await pilot.press("1")
        await take("predict, chosen", "keep my answer")
        await to_step(pilot, "Build")
        await take("build", "replay 6 builds")
        await pilot.press("3")
        await take("compare", "The bars appear here")
        await pilot.press("4")
        await take("inside", "not built yet")

    tell(recorded(), story)


def test_lesson_once_it_is_built(tell: Tell) -> None:
    services = recorded()
    keep_built(services.progress, "multi-stage")

    async def story(pilot: Reader, take: Take) -> None:
        pilot.app.post_message(OpenLesson(Place("multi-stage", "Compare")))
        await take("compare", "26× smaller")
        await pilot.press("1")
        await take("dockerfile", "20.0 s")
        await pilot.press("down")
        await take("dockerfile, a line explained", "esc")
        await pilot.press("escape", "4")
        await take("inside, recorded", "Layers of multi-stage")
        pilot.app.post_message(OpenLesson(Place("multi-stage", "Recap")))
        await take("recap", "lesson 3: ")

    tell(services, story)


def test_build(tell: Tell) -> None:
    running = Held(lambda: iter((*begun(), said("go: downloading example.org/one v1"))))
    done = Scripted(lambda: iter((*begun(), said("# product-catalog"), *finished())))

    async def runs(pilot: Reader, take: Take) -> None:
        await open_build(pilot)
        await take("running", "downloading example.org", "compare, when done")
        await pilot.press("q")
        await take("running, quitting", "A recorded build is being replayed.", "stop it and quit")
        await pilot.press("escape", "escape")
        await take("stopped", "Stopped.")

    async def ends(pilot: Reader, take: Take) -> None:
        await open_build(pilot)
        await take("done", "10.6 s", "# product-catalog")

    async def fails(pilot: Reader, take: Take) -> None:
        await open_build(pilot)
        await take("failed", "undefined: stor", "Mend what the compiler names.")

    async def lacks(pilot: Reader, take: Take) -> None:
        pilot.app.post_message(OpenLesson(Place("multi-stage", "Build")))
        await take("no engine", "set up engine and bases", "Builds of this lesson")

    tell(running, runs)
    tell(done, ends)
    tell(Scripted(failing), fails)
    tell(WithoutEngine(), lacks)


def test_compare(tell: Tell) -> None:
    more = measured()

    async def repeats(pilot: Reader, take: Take) -> None:
        await pilot.press("enter")
        await take("one run each", "19× faster", "One run each")
        await pilot.press("r")
        await take("more runs offered", "measure 9 builds")
        await pilot.press("r")
        more.may_end.release(2)
        await take("more runs under way", "Build 3 of 9")
        await pilot.press("escape")
        await seen(pilot, "19× faster", "next: exercise")

    async def compares(pilot: Reader, take: Take) -> None:
        await pilot.press("enter")
        await take("three runs each", "19× faster")
        await pilot.press("m")
        await take("one metric", "esc all metrics")
        await pilot.press("escape", "a")
        await take("journey", "All variants")
        await pilot.press("right")
        await take("journey, next metric", "All variants")

    async def has_nothing(pilot: Reader, take: Take) -> None:
        await pilot.press("a")
        await take("journey, nothing built", "not built yet")

    tell(more, repeats)
    tell(Measured(CACHES, 4), compares)
    tell(recorded(), has_nothing)


def test_inside(tell: Tell) -> None:
    reading, full, refused = LookedInto(), LookedInto(), LookedInto()
    half = HalfRead()
    reading.images = half
    refused.fake_images.problem = NoUsableEngineError(
        "The image is not on the engine any more.", "It was removed.", "Build the lesson again."
    )
    place = OpenLesson(Place("multi-stage", "Compare"))

    async def look(pilot: Reader) -> None:
        pilot.app.post_message(place)
        await seen(pilot, "Compare")
        await pilot.press("4")

    async def reads(pilot: Reader, take: Take) -> None:
        await look(pilot)
        await take("reading", "of about 1.6 MB, 0 s")
        half.let_go_of_it.set()

    async def lists(pilot: Reader, take: Take) -> None:
        await look(pilot)
        await seen(pilot, "in simple")
        await take("layers and files", "Files that a container sees")
        await pilot.press("x")
        await take("left out", "What multi-stage leaves out of simple")
        await pilot.press("escape", *"vvvv")
        await seen(pilot, "Layers of simple", "multi-stage")
        await pilot.press("tab", "down", "down", "down", "tab")
        await take("files of a layer", "large.txt")
        await pilot.press("down", "down", "down", "o")
        await take("a file", "API_KEY=made-up-4f7c", "esc close file")

    async def refuses(pilot: Reader, take: Take) -> None:
        await look(pilot)
        await take("refused", "The image is not on the engine any more.")

    tell(reading, reads)
    tell(full, lists)
    tell(refused, refuses)


def test_exercise(tell: Tell) -> None:
    async def story(pilot: Reader, take: Take) -> None:
        await pilot.press("enter")
        await take("before", "start the exercise")
        await pilot.press("enter")
        await take("files", "ENTRYPOINT ./product-catalog", "save and check")
        await pilot.press("escape", "enter")
        await take("failed", "1 of 2 checks pass", "edit your files")
        await pilot.press("h")
        await take("hint", "Hint 1 of 3")
        Path("simple-build", "Dockerfile").write_text('ENTRYPOINT ["./product-catalog"]\n')
        await pilot.press("1")
        await take("passed", "2 of 2 checks pass", "next: recap")
        await pilot.press("4")
        await take("solution", "One right answer")

    tell(Practising(), story)


def test_engine(tell: Tell) -> None:
    absent, there = WithoutEngine(set_up_fails=True), WithoutEngine()
    there.care.there = True
    absent.care.held = True

    async def sets_up(pilot: Reader, take: Take) -> None:
        await pilot.press("e")
        await take("missing", "No engine answers.", "Free disk")
        await pilot.press("enter")
        await take("setting up", "6 of 60 MB", "esc stops it")
        absent.care.let_go.set()
        await take("set-up failed", "Not installed: dockerd.")

    async def looks_after(pilot: Reader, take: Take) -> None:
        await pilot.press("e")
        await take("ready", "Everything is there to measure.", "3 checks")
        await pilot.press("c")
        await take("clean up", "Remove all this?")
        there.care.held = True
        await pilot.press("enter")
        await take("cleaning up", "esc stops it")
        await pilot.press("q")
        await take("cleaning up, quitting", "stop it and quit")
        await pilot.press("escape")
        there.care.let_go.set()
        await take("cleaned up", "Done, but for the above.")

    async def needs_none(pilot: Reader, take: Take) -> None:
        await pilot.press("e")
        await take("recorded", "Recorded runs need no engine")

    tell(absent, sets_up)
    tell(there, looks_after)
    tell(recorded(), needs_none)


def test_keys_and_commands(tell: Tell) -> None:
    async def story(pilot: Reader, take: Take) -> None:
        await pilot.press("question_mark")
        await take("keys of the course", "Keys")
        await pilot.press("escape", "enter")
        await seen(pilot, "You have a Go program")
        await pilot.press("question_mark")
        await take("keys of a lesson", "Keys")
        await pilot.press("escape", "ctrl+p")
        await take("commands", "Build")
        await pilot.press(*"light")
        await take("commands, searched", "Light or dark")

    tell(recorded(), story)
