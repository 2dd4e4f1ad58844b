"""One cold build as a run of the course measures it, without a screen or with the app around it.

Both work on the course with a single lesson of a single variant, in a data folder of their own.
"""

import asyncio
import sys

import msgspec

from walkthrough.cli.measuring import run_measured
from walkthrough.course.load import load_course
from walkthrough.course.model import Course
from walkthrough.engine.engine import usable_engine
from walkthrough.learn.progress import Place, open_progress
from walkthrough.measure.results import CourseResult
from walkthrough.tui.app import WalkthroughApp
from walkthrough.tui.engine_state import OpenLesson
from walkthrough.tui.measured import MeasuredServices
from walkthrough.tui.panes.build import BuildPane

SCENARIO = "cold"
SIZE = (120, 36)
POLL_SECONDS = 0.2


def small_course(variant_id: str, name: str) -> Course:
    """The course with one lesson that builds this variant cold; its image gets the name."""
    course = load_course()
    variant = msgspec.structs.replace(course.variants[variant_id], id=name)
    lesson = next(one for one in course.lessons if variant_id in one.variants)
    small = msgspec.structs.replace(
        lesson, variants=(name,), scenarios=(SCENARIO,), comparisons=(), predictions=()
    )
    return msgspec.structs.replace(course, lessons=(small,), variants={name: variant})


def by_run(course: Course) -> float:
    """The build's wall time through what `walkthrough run` calls, with its plain lines."""
    engine = usable_engine()
    result = run_measured(course, course.lessons, engine, runs=1, plain=True)
    return wall_s(result)


def by_app(course: Course) -> float:
    """The same through the app, its screen drawn but not put on a terminal."""
    return asyncio.run(_by_app(course))


def wall_s(result: CourseResult) -> float:
    """The wall time of the only build, of the second where something disturbed the first."""
    return result.lessons[0].variants[0].samples[SCENARIO][-1].wall_s


async def _by_app(course: Course) -> float:
    services = MeasuredServices(course, open_progress(course.title))
    lesson = course.lessons[0]
    app = WalkthroughApp(services)
    async with app.run_test(size=SIZE) as pilot:
        while not app.engine.ready:
            await pilot.pause(POLL_SECONDS)
        app.post_message(OpenLesson(Place(lesson.id, "Build")))
        while not app.screen.query(BuildPane):
            await pilot.pause(POLL_SECONDS)
        pane = app.screen.query_one(BuildPane)
        await app.screen.run_action("build")
        while pane.run is None or pane.is_building:
            await pilot.pause(POLL_SECONDS)
        if pane.run.error is not None:
            raise pane.run.error
    return services.results()[lesson.variants[0]].samples[SCENARIO][-1].wall_s


def main() -> None:
    """`run` or `app`, the variant, and the name its image gets; writes the wall time."""
    way, variant_id, name = sys.argv[1:]
    course = small_course(variant_id, name)
    seconds = by_app(course) if way == "app" else by_run(course)
    sys.stdout.write(f"{seconds}\n")


if __name__ == "__main__":
    main()
