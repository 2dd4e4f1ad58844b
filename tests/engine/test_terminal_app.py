"""The terminal app on a real engine: what it builds, keeps and leaves behind."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.engine.tiny_course import tiny_app, tiny_course
from tests.tui.reading import Reader, read, screen_text, seen, to_step
from walkthrough.course.load import load_course
from walkthrough.course.metric import parse_metric
from walkthrough.course.model import Choice, Course, Prediction, Promise
from walkthrough.engine.engine import Engine
from walkthrough.engine.images import remove_own_image
from walkthrough.engine.model import BaseUsed
from walkthrough.learn.progress import open_progress
from walkthrough.report.numbers import seconds, size
from walkthrough.tui.measured import MeasuredServices

QUESTION = Prediction(
    id="cold",
    variant="plain",
    metric="cold.wall_s",
    question="How long does it take?",
    choices=(Choice("under a tenth", below=0.1), Choice("longer", at_least=0.1)),
    why="It sleeps for three tenths of a second.",
)
LESS = """FROM alpine:3.22 AS builder
WORKDIR /app
COPY . .
RUN wc -c main.txt > /size.txt

FROM alpine:3.22
COPY --from=builder /size.txt /
"""
COLD = parse_metric("cold.wall_s")
BUILT = {"plain": 2, "ignored": 2, "less": 1}
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
    monkeypatch.setattr("walkthrough.measure.runner.disturbance", lambda *_: "")
    alpine = next(base for base in bases if base.reference.startswith("alpine"))
    tiny = tiny_course(next(b for b in load_course().bases if b.reference == alpine.reference))
    lesson = msgspec.structs.replace(
        tiny.lessons[0],
        steps=PAGES,
        scenarios=("cold", "docs-edit"),
        comparisons=(Promise("docs-edit.cached_steps", "plain", "ignored"),),
    )
    yield msgspec.structs.replace(tiny, lessons=(lesson,))
    for name in (*lesson.variants, "less"):
        remove_own_image(engine.client, f"walkthrough.local/{name}:latest")


def services(course: Course) -> MeasuredServices:
    return MeasuredServices(course, open_progress(course.title))


def in_two_lessons(course: Course) -> Course:
    """A lesson that asks about its first variant, and one that leaves the sources out."""
    first = msgspec.structs.replace(course.lessons[0], predictions=(QUESTION,))
    less = msgspec.structs.replace(
        course.variants["plain"], id="less", dockerfile=LESS, title="Less"
    )
    second = msgspec.structs.replace(
        course.lessons[0],
        id="second",
        number=2,
        title="Less of it",
        variants=("plain", "less"),
        scenarios=("cold",),
        comparisons=(Promise("cold.wall_s", "plain", "less"),),
    )
    return msgspec.structs.replace(
        course, lessons=(first, second), variants={**course.variants, "less": less}
    )


def shown(words: str) -> str:
    """The words as the screen has them."""
    return words.replace("\u00a0", " ")


def test_from_a_prediction_over_builds_into_the_image_to_the_next_lesson_and_back(
    course: Course,
) -> None:
    two = in_two_lessons(course)
    asked = services(two)

    async def first_visit(pilot: Reader) -> None:
        await seen(pilot, "start lesson 1", "Engine ready")
        await pilot.press("enter")
        await to_step(pilot, "Predict")
        await seen(pilot, "How long does it take?", "under a tenth")
        await pilot.press("1", "enter")
        await seen(pilot, "● Build", "0 of 4")
        await pilot.press("enter")
        await seen(pilot, "next: compare", "4 of 4", "RUN sleep 0.3")
        plain = asked.results()["plain"]
        cold, image = plain.spread(COLD), plain.image
        assert cold is not None and cold.median > 0.3 and image is not None
        assert shown(seconds(cold.median)) in screen_text(pilot)
        await pilot.press("enter")
        await seen(pilot, "Steps from the cache after a docs edit", "3.0× more", "predicted")
        assert "not measured yet" not in screen_text(pilot)
        await pilot.press("4")
        await seen(pilot, "Layers of ignored", "▸ app/", "size.txt", "1 file  documentation")
        await pilot.press("down", "down", "down", "right")
        await seen(pilot, "▾ app/", "main.txt", shown(size(image.unpacked_bytes)))
        await pilot.press("3", "enter")
        await seen(pilot, "● Recap", "lesson 2: Less of it")
        await pilot.press("enter")
        await seen(pilot, "2  Less of it", "First page")
        await to_step(pilot, "Build")
        await seen(pilot, "1 of 2")
        await pilot.press("enter")
        await seen(pilot, "next: compare", "2 of 2")
        await pilot.press("enter")
        await seen(pilot, "● Compare", "Cold build", "less")
        await pilot.press("q")

    async def comes_back(pilot: Reader) -> None:
        await seen(pilot, "1 of 2 lessons", "go on: lesson 2", "Engine ready")
        await pilot.press("enter")
        await seen(pilot, "● Compare", "Cold build", "less")
        await pilot.press("p")
        await seen(pilot, "● Build", "2 of 2")
        await pilot.press("escape", "up", "enter")
        await seen(pilot, "1  Tiny")
        await to_step(pilot, "Predict")
        cold = asked.results()["plain"].spread(COLD)
        assert cold is not None
        await seen(pilot, "How long does it take?", shown(seconds(cold.median)))

    read(asked, first_visit)
    answers = open_progress(two.title).answers("tiny")
    assert [one.choice for one in answers.values()] == [0]
    taken = {name: one.samples for name, one in asked.results().items() if name in BUILT}
    assert {name: sum(map(len, one.values())) for name, one in taken.items()} == BUILT
    read(services(two), comes_back)


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
