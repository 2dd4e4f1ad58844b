"""`walkthrough lint --build`: whether each exercise's known answers are judged as declared."""

from collections.abc import Callable, Iterator
from pathlib import Path

from walkthrough.app_context import surroundings
from walkthrough.course.exercise import Exercise, Files
from walkthrough.course.exercise_load import exercise_folder, load_answers, load_exercise
from walkthrough.course.finding import Finding
from walkthrough.course.model import Course, Lesson
from walkthrough.course.toml_file import Keys, read_toml
from walkthrough.engine.engine import Engine
from walkthrough.errors import BuildError
from walkthrough.learn.check_run import CheckRun
from walkthrough.learn.model import CheckFinished, CheckResult
from walkthrough.learn.reader_files import reader_files
from walkthrough.learn.surroundings import Surroundings


def exercise_build_findings(
    course: Course, engine: Engine, pack: Path, say: Callable[[str], None]
) -> tuple[Finding, ...]:
    """A finding for each start that passes, and each answer that is not judged as declared.

    Raises NoUsableEngineError where a base is missing.
    """
    lessons = [
        (lesson, exercise)
        for lesson in course.lessons_and_extras
        if (exercise := load_exercise(lesson, pack)) is not None
    ]
    around = surroundings(course, engine) if lessons else None
    return tuple(
        finding
        for lesson, exercise in lessons
        if around is not None
        for finding in _of_exercise(lesson, exercise, pack, around, say)
    )


def _of_exercise(
    lesson: Lesson,
    exercise: Exercise,
    pack: Path,
    around: Surroundings,
    say: Callable[[str], None],
) -> Iterator[Finding]:
    folder = exercise_folder(lesson.folder)
    start = _judged("start", exercise, exercise.start, around, say)
    for check_id in exercise.start_fails:
        if start[check_id].state != "failed":
            what = f"the start does not fail {check_id!r}: {start[check_id].seen}"
            yield _at(pack, f"{folder}/exercise.toml", ("start_fails",), what, "a wrong start")
    solution = _judged("solution", exercise, exercise.solution, around, say)
    for result in _not_passed(solution):
        what = f"the solution does not pass {result.id!r}: {result.seen}"
        yield Finding(f"{folder}/solution/Dockerfile", 1, what, result.expected)
    places = {"right": 0, "wrong": 0}
    for answer in load_answers(lesson, pack):
        kind = "wrong" if answer.caught_by else "right"
        keys: Keys = (kind, places[kind], "name")
        places[kind] += 1
        results = _judged(f"{kind} {answer.name}", exercise, answer.files, around, say)
        name = f"{folder}/answers.toml"
        if answer.caught_by and results[answer.caught_by].state != "failed":
            seen = results[answer.caught_by].seen
            what = f"{answer.name!r} is not caught by {answer.caught_by!r}: {seen}"
            yield _at(pack, name, keys, what, "a check that catches it")
        for result in () if answer.caught_by else _not_passed(results):
            what = f"{answer.name!r} does not pass {result.id!r}: {result.seen}"
            yield _at(pack, name, keys, what, result.expected)


def _judged(
    what: str,
    exercise: Exercise,
    files: Files,
    around: Surroundings,
    say: Callable[[str], None],
) -> dict[str, CheckResult]:
    say(f"checking {exercise.lesson_id}: {what}")
    last = list(CheckRun(exercise, reader_files(files), around).run())[-1]
    if not isinstance(last, CheckFinished):
        raise BuildError(f"The check of {what} did not end.", "It told no verdict.", "Try again.")
    return {one.id: one for one in last.results}


def _not_passed(results: dict[str, CheckResult]) -> list[CheckResult]:
    return [one for one in results.values() if one.state != "passed"]


def _at(pack: Path, name: str, keys: Keys, what: str, expected: str) -> Finding:
    file = read_toml(pack, name)
    return file if isinstance(file, Finding) else file.finding(keys, what, expected)
