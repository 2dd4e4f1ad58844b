"""`walkthrough app --plain` with the tiny course in place of the one that ships.

Run as `python -m tests.engine.tiny_plain FOLDER VARIANT,VARIANT`: the app is written to FOLDER, and
the course's one lesson has these variants and three pages. What else uses the engine does not count
as a disturbance.
"""

import sys
from pathlib import Path
from unittest.mock import patch

import msgspec

from tests.engine.tiny_command import course_of
from tests.engine.tiny_course import tiny_app
from walkthrough.cli import main
from walkthrough.course.model import Course

PAGES = ("# First page\n\nText.", "## Figures\n\n{{ plain: cold.wall_s }}", "## Recap\n\nDone.")


def with_pages(course: Course) -> Course:
    """The course whose lesson can be read and measures two scenarios."""
    lesson = msgspec.structs.replace(
        course.lessons[0], steps=PAGES, scenarios=("cold", "docs-edit"), compare_page="Figures"
    )
    return msgspec.structs.replace(course, lessons=(lesson,))


def open_tiny(folder: Path, variants: tuple[str, ...]) -> None:
    """Open this course in plain lines; ends the process."""
    course, app = with_pages(course_of(variants)), tiny_app(folder)
    sys.argv[1:] = ["app", "--plain"]
    with (
        patch("walkthrough.course.kept.shipped_course", lambda: course),
        patch("walkthrough.app_context.sample_app", lambda: app),
        patch("walkthrough.measure.runner.disturbance", lambda *_: ""),
    ):
        main.main()


if __name__ == "__main__":
    open_tiny(Path(sys.argv.pop(1)), tuple(sys.argv.pop(1).split(",")))
