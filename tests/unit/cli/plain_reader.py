"""The course in plain lines as a reader meets it: what is typed, and all that was said."""

from collections.abc import Sequence
from io import StringIO

from tests.tui.recorded_course import course, hashes, recording
from walkthrough.cli.plain.course import hold_course
from walkthrough.cli.plain.dialogue import Dialogue
from walkthrough.learn.progress import Progress
from walkthrough.store.database import open_database
from walkthrough.store.progress import ProgressStore
from walkthrough.tui.recorded import PACES, RecordedServices
from walkthrough.tui.services import Services


def new_progress() -> Progress:
    """The progress of somebody who has never been here."""
    return Progress(ProgressStore(open_database(None)), course().title)


def at_once(progress: Progress | None = None) -> RecordedServices:
    """The recorded course, replayed at the quickest pace."""
    services = RecordedServices(course(), progress or new_progress(), recording(), hashes())
    while services.pace() != PACES[-1]:
        services.quicken()
    return services


def heard(services: Services, answers: Sequence[str], width: int = 80) -> str:
    """All that was said, the answers with it, until they end."""
    said: list[str] = []
    lines = StringIO("".join(f"{answer}\n" for answer in answers))
    hold_course(services, Dialogue(lines, said.append, width, echo=True))
    return "".join(said)
