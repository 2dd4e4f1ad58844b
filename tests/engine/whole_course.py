"""A reader who goes through the whole course in the app: predicts, builds, looks, practises."""

from tests.tui.reading import Reader, read, seen, seen_within, to_step
from walkthrough.course.model import Course, Lesson
from walkthrough.learn.practice import Practice
from walkthrough.learn.progress import Progress
from walkthrough.report.story import new_variant
from walkthrough.tui.exercises import practice_of
from walkthrough.tui.measured import MeasuredServices

BUILDS_S = 1200.0
CHECKS_S = 600.0


def go_through(course: Course, progress: Progress) -> None:
    """From the first lesson's first page to the last one's recap, on the engine that is found."""

    async def story(pilot: Reader) -> None:
        await seen(pilot, f"start lesson {course.lessons[0].number}", "Engine ready")
        for lesson in course.lessons:
            await pilot.press("enter")
            await seen(pilot, f"{lesson.number}  {lesson.title}", "● Read")
            await predict(pilot, lesson)
            await build_and_look(pilot, lesson)
            practice = practice_of(lesson, progress.attempts)
            assert practice is not None
            await practise(pilot, practice)
            await pilot.press("enter")
            await seen(pilot, "● Recap", "Recap")
        await pilot.press("q")

    read(MeasuredServices(course, progress), story)


async def predict(pilot: Reader, lesson: Lesson) -> None:
    """Take the first choice of each question."""
    await to_step(pilot, "Predict")
    for number, _ in enumerate(lesson.predictions, start=1):
        await seen(pilot, f"Question {number} of {len(lesson.predictions)}")
        await pilot.press("1")
        await seen(pilot, "▌ 1")
        await pilot.press("enter")
    await seen(pilot, "● Build")


async def build_and_look(pilot: Reader, lesson: Lesson) -> None:
    """Build what the lesson wants measured; read the comparison; open the new image."""
    await pilot.press("enter")
    await seen_within(BUILDS_S, pilot, "next: compare")
    await pilot.press("enter")
    await seen(pilot, "● Compare", new_variant(lesson))
    await pilot.press("4")
    await seen(pilot, f"Layers of {new_variant(lesson)}")
    await pilot.press("3", "enter")


async def practise(pilot: Reader, practice: Practice) -> None:
    """Check the start as it is, take a hint, write the solution, pass."""
    await seen(pilot, "● Exercise", "start the exercise")
    await pilot.press("enter")
    await seen(pilot, "save and check")
    await pilot.press("escape")
    await seen(pilot, "check what is there")
    await pilot.press("enter")
    await seen_within(CHECKS_S, pilot, "to go", "edit your files")
    await pilot.press("h")
    await seen(pilot, "Hint 1 of")
    for name, text in practice.exercise.solution.items():
        (practice.folder / name).write_text(text, encoding="utf-8")
    count = len(practice.exercise.checks)
    await seen_within(CHECKS_S, pilot, f"{count} of {count} checks pass", "next: recap")
