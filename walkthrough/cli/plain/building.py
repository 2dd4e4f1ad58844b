"""A lesson's builds in lines: each step with its time, and what still runs every ten seconds."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from walkthrough.build.model import BuildEvent, ContextSent, Step, StepFinished, StepStarted
from walkthrough.build.steps import text_of
from walkthrough.cli.interrupt import stopping
from walkthrough.cli.plain.dialogue import Dialogue
from walkthrough.cli.progress import PlainProgress
from walkthrough.cli.telling import explained
from walkthrough.course.model import Course, Lesson
from walkthrough.errors import WalkthroughError
from walkthrough.measure.plan import PlannedBuild
from walkthrough.measure.progress import Building, BuildStarting, ImageMeasuring, RunEvent
from walkthrough.report.numbers import seconds, size
from walkthrough.report.story import Wanted
from walkthrough.tui.services import Services

STILL_SECONDS = 10.0


class BuildTeller:
    """Tells a run event by event; `still` says what goes on, for whoever asks meanwhile."""

    def __init__(self, say: Callable[[str], None], course: Course) -> None:
        self._say = say
        self._course = course
        self._plain = PlainProgress(lambda line: say(line.strip()))
        self._running: dict[str, str] = {}
        self._told: dict[str, str] = {}
        self._began = time.monotonic()

    def tell(self, event: RunEvent) -> None:
        """Say what this event means to the reader; most of a build's events mean nothing."""
        match event:
            case BuildStarting():
                self._start(event)
            case Building(event=build_event):
                self._tell_step(build_event)
            case ImageMeasuring(variant_id=variant):
                self._running = {"image": f"weighing the image of {variant}"}
            case _:
                self._running.clear()
                self._plain.show(event)

    def still(self) -> str:
        """What runs now and since when; empty while nothing does."""
        running = list(self._running.values())
        if not running:
            return ""
        return f"{time.monotonic() - self._began:.0f} s: {running[-1]} is still going on."

    def _start(self, event: BuildStarting) -> None:
        self._running.clear()
        self._told.clear()
        self._began = time.monotonic()
        last = f", {seconds(event.last_s)} last time" if event.last_s is not None else ""
        what = build_words(self._course, event.planned)
        self._say(f"Build {event.number} of {event.total}: {what}{last}.")

    def _tell_step(self, event: BuildEvent) -> None:
        match event:
            case StepStarted(step=step) if step.kind != "other":
                self._running[step.id] = step_words(step)
            case ContextSent(bytes=sent, done=True):
                self._say(f"{size(sent)} of build context sent")
            case StepFinished(step=step):
                self._running.pop(step.id, None)
                self._finish(event)

    def _finish(self, event: StepFinished) -> None:
        """Say how the step ended, again only where that has changed."""
        step = event.step
        took = seconds(sum(end - start for start, end in event.intervals))
        ended = "FAILED" if event.error else "CACHED" if event.cached else took
        if step.kind == "instruction" and self._told.get(step.id) != ended:
            self._told[step.id] = ended
            self._say(f"{step_words(step)}: {ended}")


def step_words(step: Step) -> str:
    """`line 8, builder, RUN go build -o app .`"""
    place = "" if step.line is None else f"line {step.line}, "
    stage = f"{step.stage}, " if step.stage else ""
    return f"{place}{stage}{' '.join(text_of(step.name).split())}"


def build_words(course: Course, planned: PlannedBuild) -> str:
    """`multi-stage, code edit`; one that is not measured says what it is for."""
    if not planned.measured:
        return f"{planned.variant_id}, to fill the cache, not measured"
    return f"{planned.variant_id}, {course.scenarios[planned.scenario_id].title.lower()}"


def build(services: Services, lesson: Lesson, wanted: Wanted, dialogue: Dialogue) -> bool:
    """Bring the lesson's builds to the runs that are wanted; whether all went well.

    Ctrl-C stops within a second and what was measured is kept; a failure is told with its reason.
    """
    teller = BuildTeller(dialogue.say, services.course)
    asked = threading.Event()

    def cancel() -> None:
        asked.set()
        services.cancel()

    try:
        with stopping(cancel), _told_meanwhile(teller, dialogue):
            for event in services.run(lesson, wanted):
                if asked.is_set():
                    services.cancel()
                teller.tell(event)
    except Exception as error:
        tell_error(explained(error), dialogue)
        return False
    return True


def tell_error(error: WalkthroughError, dialogue: Dialogue) -> None:
    """Say what happened, why, and what to try next."""
    dialogue.say(error.what)
    dialogue.say(f"Why: {error.why}")
    dialogue.say(f"Next: {error.next_step}")


@contextmanager
def _told_meanwhile(teller: BuildTeller, dialogue: Dialogue) -> Iterator[None]:
    """Within it a thread says every ten seconds what still runs."""
    ended = threading.Event()

    def tell() -> None:
        while not ended.wait(STILL_SECONDS):
            words = teller.still()
            if words:
                dialogue.say(words)

    thread = threading.Thread(target=tell, name="still-running", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
