"""The terminal app on a real engine: what it builds, keeps and leaves behind."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.engine.tiny_course import tiny_app, tiny_course
from tests.tui.reading import Reader, read, screen_text, seen, to_step
from walkthrough.course.load import load_course
from walkthrough.course.model import Course, Promise
from walkthrough.engine.engine import Engine
from walkthrough.engine.images import remove_own_image
from walkthrough.engine.model import BaseUsed
from walkthrough.learn.progress import open_progress
from walkthrough.tui.measured import MeasuredServices

PAGES = ("# First page\n\nText.", "## Figures\n\n{{ plain: cold.wall_s }}", "## Recap\n\nDone.")


@pytest.fixture
def course(
    engine: Engine,
    bases: tuple[BaseUsed, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Course]:
    """The tiny course as the one that the app opens, in a data folder of its own."""
    app = tiny_app(tmp_path)
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("walkthrough.app_context.sample_app", lambda: app)
    alpine = next(base for base in bases if base.reference.startswith("alpine"))
    tiny = tiny_course(next(b for b in load_course().bases if b.reference == alpine.reference))
    lesson = msgspec.structs.replace(
        tiny.lessons[0],
        steps=PAGES,
        scenarios=("cold", "docs-edit"),
        comparisons=(Promise("docs-edit.cached_steps", "plain", "ignored"),),
    )
    yield msgspec.structs.replace(tiny, lessons=(lesson,))
    for name in lesson.variants:
        remove_own_image(engine.client, f"walkthrough.local/{name}:latest")


def services(course: Course) -> MeasuredServices:
    return MeasuredServices(course, open_progress(course.title))


def test_a_lesson_is_built_measured_and_found_again(course: Course) -> None:
    async def builds(pilot: Reader) -> None:
        await seen(pilot, "start lesson 1", "Engine ready")
        await pilot.press("enter")
        await to_step(pilot, "Build")
        await pilot.press("enter")
        await seen(pilot, "next: compare", "4 of 4", "RUN sleep 0.3")
        await pilot.press("enter")
        text = await seen(pilot, "Docs edit, cached steps", "ignored", "next: recap")
        assert "not measured yet" not in text
        await pilot.press("q")

    async def comes_back(pilot: Reader) -> None:
        await seen(pilot, "go on: lesson 1, step 3 of 4")
        await pilot.press("enter", "p")
        await seen(pilot, "4 of 4", "next: compare")

    read(services(course), builds)
    read(services(course), comes_back)


def test_esc_stops_a_real_build_and_nothing_of_it_is_kept(course: Course) -> None:
    slow = msgspec.structs.replace(course.lessons[0], variants=("slow",), comparisons=())
    only_slow = msgspec.structs.replace(course, lessons=(slow,))

    async def stops(pilot: Reader) -> None:
        await seen(pilot, "Engine ready")
        await pilot.press("enter", "b")
        await seen(pilot, "RUN sleep 60", "running")
        await pilot.press("escape")
        await seen(pilot, "Stopped.", "stopped")
        assert "0 of 2" in screen_text(pilot)

    asked = services(only_slow)
    read(asked, stops)
    assert not any(asked.results()["slow"].samples.values())
