"""`walkthrough` with the tiny course in place of the one that ships.

Run as `python -m tests.engine.tiny_command FOLDER VARIANT,VARIANT run ...`: the app is written to
FOLDER, and the course's one lesson has these variants. The engine does not hear when the build of
`slow` is to be cancelled.
"""

import sys
from pathlib import Path
from unittest.mock import patch

import msgspec

from tests.engine.tiny_course import tiny_app, tiny_course
from walkthrough.build.engine_api import EngineApiDriver
from walkthrough.cli import main
from walkthrough.course.load import load_course
from walkthrough.course.model import Course


def course_of(variants: tuple[str, ...]) -> Course:
    """The tiny course with these variants in its lesson."""
    base = next(one for one in load_course().bases if one.stand_in == "alpine")
    course = tiny_course(base)
    lesson = msgspec.structs.replace(course.lessons[0], variants=variants)
    return msgspec.structs.replace(course, lessons=(lesson,))


def run_tiny(folder: Path, variants: tuple[str, ...]) -> None:
    """Run the command line on this course; ends the process."""
    course, app = course_of(variants), tiny_app(folder)
    cancel = (lambda *_: None) if "slow" in variants else EngineApiDriver.cancel
    with (
        patch("walkthrough.cli.run.load_course", lambda: course),
        patch("walkthrough.app_context.sample_app", lambda: app),
        patch.object(EngineApiDriver, "cancel", cancel),
    ):
        main.main()


if __name__ == "__main__":
    run_tiny(Path(sys.argv.pop(1)), tuple(sys.argv.pop(1).split(",")))
