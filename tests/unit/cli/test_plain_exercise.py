"""A lesson's exercise in plain lines: started, checked, helped with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.cli.plain_reader import at_once, heard
from walkthrough.build.model import Step, StepFinished
from walkthrough.course.exercise import Exercise
from walkthrough.learn.model import (
    CheckBuilding,
    CheckDone,
    CheckEvent,
    CheckFinished,
    CheckPlanned,
    CheckResult,
    PlannedCheck,
)
from walkthrough.learn.progress import Place
from walkthrough.learn.reader_files import ReaderFiles
from walkthrough.tui.exercises import ExercisesWithoutEngine

COPY = Step("sha256:1", "[2/3] COPY . .", "instruction", "", 2, 3, 3)
RESULT = CheckResult("stops", "failed", "ends within 1.0 s", "still ran after 3 s", "Work is lost.")


class Written:
    """A check whose events are written down."""

    def run(self) -> Iterator[CheckEvent]:
        yield CheckPlanned("simple-build", (PlannedCheck("stops", RESULT.expected, RESULT.why),))
        yield CheckBuilding("the image", StepFinished(1.0, COPY, False, ((0.0, 0.5),)))
        yield CheckDone(RESULT)
        yield CheckFinished("simple-build", (RESULT,), False, 4.0)

    def cancel(self) -> None:
        raise AssertionError("nobody asked for that")


class WrittenExercises(ExercisesWithoutEngine):
    """Exercises whose checks need no engine."""

    can_check = True

    def new_check(self, exercise: Exercise, files: ReaderFiles) -> Written:
        assert "Dockerfile" in files
        return Written()


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKTHROUGH_HOME", str(tmp_path))


def at_the_exercise(*answers: str) -> str:
    """What is said to a reader who left off at lesson 1's exercise."""
    services = at_once()
    services.progress.remember(Place("simple-build", "Exercise"))
    services.exercises = WrittenExercises(services.progress.attempts)
    return heard(services, ["", *answers])


def test_starting_puts_the_files_into_a_folder_that_is_named(tmp_path: Path) -> None:
    said = at_the_exercise("")
    assert "Exercise: A service that stops" in said
    assert [one.name for one in tmp_path.rglob("Dockerfile")] == ["Dockerfile"]
    assert f"It is in {tmp_path}" in said.replace("\n", " ")


def test_a_check_says_what_was_expected_and_seen_and_why_it_matters() -> None:
    said = at_the_exercise("1", "1")
    assert "Building the image, line 3, COPY . .: 0.50 s" in said
    assert "FAILED  stops: ends within 1.0 s\n        seen: still ran after 3 s\n" in said
    assert "why:  Work is lost." in said
    assert "0 of 1 checks pass" in said


def test_hints_come_one_by_one_and_then_the_solution_opens() -> None:
    said = at_the_exercise("1", "2", "2", "2", "3")
    assert said.count("Hint 1 of 3:") == 3
    assert said.count("Hint 3 of 3:") == 1
    assert "3  the solution beside your files" not in said
    assert "One right answer; yours may be another." in said


def test_the_reader_goes_on_to_the_recap_whenever_they_like() -> None:
    assert "Recap.\n" in at_the_exercise("g", "")


def test_recorded_runs_say_that_nothing_is_checked_and_lead_on(tmp_path: Path) -> None:
    services = at_once()
    services.progress.remember(Place("simple-build", "Exercise"))
    said = heard(services, ["", "", "", "", "q"])
    assert "With recorded runs nothing is checked" in said
    assert f"It is in {tmp_path}" in said.replace("\n", " ")
    assert "check Dockerfile" not in said
    assert "Recap.\n" in said
    assert said.endswith("goes on there.\n")
