"""Where a lesson opens: where the reader left it, else at the first step that is not done."""

from walkthrough.course.model import Lesson
from walkthrough.learn.progress import Place, Progress
from walkthrough.report.story import is_finished, steps_of


def opening_place(progress: Progress, lesson: Lesson) -> Place:
    """The place; of a lesson that was read to its end the beginning."""
    steps, left, done = steps_of(lesson), progress.place_in(lesson.id), progress.done(lesson.id)
    is_over = is_finished(lesson, done)
    if left is not None and left.step in steps and not (is_over and left.step == steps[-1]):
        return left
    to_come = (step for step in steps if step not in done)
    return Place(lesson.id, steps[0] if is_over else next(to_come))
