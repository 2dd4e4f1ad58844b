"""Opening the course: as screens, or as a dialogue in plain lines; measured or recorded."""

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from walkthrough.tui.services import Services


def measured() -> "Services":
    """The course on the reader's own engine, with what the reader has reached."""
    from walkthrough.course.kept import shipped_course
    from walkthrough.learn.progress import open_progress
    from walkthrough.tui.measured import MeasuredServices

    course = shipped_course()
    return MeasuredServices(course, open_progress(course.title))


def recorded() -> "Services":
    """The course with recorded runs. Raises BadInputError where they cannot be read."""
    return measured().as_recorded()


def open_screens(source: "Callable[[], Services]") -> None:
    """Open the terminal app over `measured` or `recorded`, and stay until the reader quits.

    Nothing that is made on the way to the first frame is garbage: it is not searched for any until
    the app has settled.
    """
    gc.disable()
    services = source()
    from walkthrough.tui.app import run_app

    run_app(services)


def open_dialogue(source: "Callable[[], Services]") -> None:
    """Hold the course in plain lines on standard input and output."""
    from walkthrough.cli.plain.course import hold_course
    from walkthrough.cli.plain.dialogue import standard_dialogue

    hold_course(source(), standard_dialogue())
