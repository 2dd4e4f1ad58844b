"""Builds that print a lot, without an engine: the app's services over a scripted run."""

import time
from collections.abc import Iterator

from walkthrough.app_context import sample_app, variant_hashes
from walkthrough.build.model import BuildFinished, Step, StepFinished, StepLog, StepStarted
from walkthrough.course.load import load_course
from walkthrough.course.model import Lesson
from walkthrough.learn.progress import open_progress
from walkthrough.measure.plan import PlannedBuild
from walkthrough.measure.progress import Building, BuildStarting, RunEvent, RunPlanned
from walkthrough.measure.recording import load_recording, shipped_recording
from walkthrough.report.story import Wanted
from walkthrough.tui.build_steps import step_rows
from walkthrough.tui.recorded import RecordedServices

AT_ONCE = 0
BATCH_SECONDS = 0.01


class TalkativeServices(RecordedServices):
    """Each run is one build that prints so many lines: at so many a second, or at once."""

    def __init__(self, lines: int, lines_a_second: int) -> None:
        course = load_course()
        progress = open_progress(course.title)
        hashes = variant_hashes(course, sample_app())
        super().__init__(course, progress, load_recording(shipped_recording()), hashes)
        self._lines = lines
        self._rate = lines_a_second
        self._cancelled = False

    def run(self, lesson: Lesson, wanted: Wanted) -> Iterator[RunEvent]:
        """One build of the lesson's last variant, whose last line prints."""
        planned = PlannedBuild(lesson.id, lesson.variants[-1], lesson.scenarios[0])
        row = step_rows(self.course.variants[planned.variant_id])[-1]
        step = Step("talks", row.text, "instruction", row.stage, 1, 1, row.line)
        began = time.monotonic()
        yield RunPlanned((planned,), None)
        yield BuildStarting(1, 1, planned, None)
        yield Building(planned, StepStarted(0.0, step))
        batch = max(1, int(self._rate * BATCH_SECONDS))
        for number in range(self._lines):
            if self._rate and number % batch == 0:
                time.sleep(max(0.0, number / self._rate - (time.monotonic() - began)))
            if self._cancelled:
                break
            passed = time.monotonic() - began
            yield Building(planned, StepLog(passed, step.id, "stderr", output_line(number)))
        passed = time.monotonic() - began
        yield Building(planned, StepFinished(passed, step, False, ((0.0, passed),)))
        yield Building(planned, BuildFinished(passed, "sha256:talked"))

    def cancel(self) -> None:
        """End the run."""
        self._cancelled = True


def output_line(number: int) -> str:
    """A line as go prints it, of ordinary length."""
    return f"go: downloading example.org/module-{number % 997} v1.{number}.0 (h1:{number:064d})"
