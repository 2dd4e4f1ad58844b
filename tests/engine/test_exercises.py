"""The exercises' known answers on a real engine: each is judged as it is declared.

Here run the wrong ones that are declared quick; with WALKTHROUGH_ALL_ANSWERS set, as `make
test-all` sets it, all of them. Each start, and each solution as a right one, is checked by who goes
through the whole course.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from walkthrough.app_context import surroundings
from walkthrough.course.exercise import Answer, Exercise
from walkthrough.course.exercise_load import load_answers, load_exercise
from walkthrough.course.load import load_course
from walkthrough.engine.engine import Engine
from walkthrough.engine.model import BaseUsed
from walkthrough.learn.check_run import CheckRun
from walkthrough.learn.model import CheckFinished, CheckResult
from walkthrough.learn.reader_files import reader_files
from walkthrough.learn.surroundings import Surroundings

COURSE = load_course()
EXERCISES = tuple(
    exercise for lesson in COURSE.lessons if (exercise := load_exercise(lesson)) is not None
)
ALL = bool(os.environ.get("WALKTHROUGH_ALL_ANSWERS"))
ANSWERS = tuple(
    (exercise, answer)
    for exercise in EXERCISES
    for answer in load_answers(next(one for one in COURSE.lessons if one.id == exercise.lesson_id))
    if answer.quick or ALL
)


@pytest.fixture(scope="module")
def around(
    engine: Engine, bases: tuple[BaseUsed, ...], course_home: Path
) -> Iterator[Surroundings]:
    assert bases
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WALKTHROUGH_HOME", str(course_home))
        yield surroundings(COURSE, engine)


def results(
    exercise: Exercise, files: dict[str, str], around: Surroundings
) -> dict[str, CheckResult]:
    events = list(CheckRun(exercise, reader_files(files), around).run())
    assert isinstance(events[-1], CheckFinished)
    return {one.id: one for one in events[-1].results}


def name_of(value: object) -> str:
    if isinstance(value, Exercise):
        return value.lesson_id
    assert isinstance(value, Answer)
    return value.name


@pytest.mark.parametrize(("exercise", "answer"), ANSWERS, ids=name_of)
def test_a_known_answer_is_judged_as_it_is_declared(
    exercise: Exercise, answer: Answer, around: Surroundings
) -> None:
    found = results(exercise, answer.files, around)
    if answer.caught_by:
        assert found[answer.caught_by].state == "failed", found
    else:
        assert {name: one.state for name, one in found.items()} == dict.fromkeys(found, "passed")


def test_a_check_leaves_no_container_image_or_workspace(
    engine: Engine, around: Surroundings
) -> None:
    label = f"walkthrough.session={around.session}"
    workspaces: Path = around.home / "workspaces"
    before = set(workspaces.glob("*"))
    results(EXERCISES[0], EXERCISES[0].solution, around)
    assert engine.client.containers(all=True, filters={"label": label}) == []
    assert engine.client.images(filters={"label": label}) == []
    assert set(workspaces.glob("*")) == before
