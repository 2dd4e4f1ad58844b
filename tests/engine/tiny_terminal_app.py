"""The terminal app with the tiny course in place of the one that ships.

Run as `python -m tests.engine.tiny_terminal_app FOLDER VARIANT,VARIANT`: the app is written to
FOLDER unless it is there, and the course's one lesson has these variants.
"""

import sys
from pathlib import Path
from unittest.mock import patch

from tests.engine.tiny_command import course_of
from tests.engine.tiny_course import tiny_app
from tests.engine.tiny_plain import with_pages
from walkthrough.cli import main


def open_app(folder: Path, variants: tuple[str, ...]) -> None:
    """Open the course in the terminal; ends the process."""
    course = with_pages(course_of(variants))
    app = folder / "app" if (folder / "app").is_dir() else tiny_app(folder)
    sys.argv[1:] = ["app"]
    with (
        patch("walkthrough.course.kept.shipped_course", lambda: course),
        patch("walkthrough.app_context.sample_app", lambda: app),
        patch("walkthrough.measure.runner.disturbance", lambda *_: ""),
    ):
        main.main()


if __name__ == "__main__":
    open_app(Path(sys.argv.pop(1)), tuple(sys.argv.pop(1).split(",")))
