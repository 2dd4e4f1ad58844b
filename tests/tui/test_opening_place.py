"""Where a lesson opens, as the reader has left it."""

from tests.tui.reading import new_progress
from tests.tui.recorded_course import course
from walkthrough.learn.progress import Place, Progress
from walkthrough.report.story import STEPS
from walkthrough.tui.opening_place import opening_place

LESSON = course().lessons[0]


def opened(progress: Progress) -> Place:
    return opening_place(progress, LESSON)


def test_a_lesson_that_was_never_open_begins_with_its_first_page() -> None:
    assert opened(new_progress()) == Place(LESSON.id, "Read", 0)


def test_it_opens_at_the_page_where_it_was_left_whatever_was_open_since() -> None:
    progress = new_progress()
    progress.remember(Place(LESSON.id, "Read", 2))
    progress.remember(Place("multi-stage", "Build"))
    assert opened(progress) == Place(LESSON.id, "Read", 2)


def test_without_a_place_it_opens_at_the_first_step_that_is_not_done() -> None:
    progress = new_progress()
    progress.finish(LESSON.id, "Read")
    progress.finish(LESSON.id, "Predict")
    assert opened(progress) == Place(LESSON.id, "Build")


def test_a_step_that_the_lesson_no_longer_has_is_no_place() -> None:
    progress = new_progress()
    progress.remember(Place(LESSON.id, "Quiz"))
    assert opened(progress) == Place(LESSON.id, "Read")


def test_read_to_its_end_it_opens_at_its_beginning_and_then_where_it_is_left_again() -> None:
    progress = new_progress()
    for step in STEPS:
        progress.finish(LESSON.id, step)
    progress.remember(Place(LESSON.id, "Recap"))
    assert opened(progress) == Place(LESSON.id, "Read")
    progress.remember(Place(LESSON.id, "Compare"))
    assert opened(progress) == Place(LESSON.id, "Compare")


def test_finished_with_an_engine_it_has_its_builds_to_come_with_recorded_runs() -> None:
    progress = new_progress()
    for step in STEPS:
        progress.finish(LESSON.id, step)
    progress.remember(Place(LESSON.id, "Recap"))
    recorded = progress.over_recorded_runs()
    assert opened(recorded) == Place(LESSON.id, "Build")
    recorded.remember(Place(LESSON.id, "Compare"))
    assert opened(recorded) == Place(LESSON.id, "Compare")
