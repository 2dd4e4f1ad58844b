"""Loads a lesson pack into a Course, or says in which line it is wrong."""

from pathlib import Path

from walkthrough.course.exercise_load import exercise_folder
from walkthrough.course.finding import Finding, bad_pack
from walkthrough.course.model import Course, Lesson, Variant
from walkthrough.course.pack import LessonFolder, Pack, VariantEntry, read_pack
from walkthrough.course.page import split_page
from walkthrough.course.references import reference_findings
from walkthrough.course.text_file import read_text
from walkthrough.home import shipped


def load_course(lessons: Path | None = None) -> Course:
    """The course in the pack at `lessons`, the one that ships with the app for None.

    Raises BadInputError with file and line for a pack whose files are wrong or do not fit together.
    """
    pack = checked_pack(lessons or shipped("lessons"))
    assert pack.course is not None and pack.bases is not None
    read = {folder.name: _lesson(pack.root, folder) for folder in pack.lessons}
    return Course(
        title=pack.course.title,
        lessons=tuple(read[name] for name in pack.course.lessons),
        extras=tuple(read[name] for name in pack.course.extras),
        variants={
            entry.id: _variant(pack.root, folder, entry)
            for folder in pack.lessons
            for entry in folder.lesson.variant
        },
        scenarios={one.id: one for one in pack.course.scenario},
        bases=pack.bases.base,
    )


def checked_pack(root: Path) -> Pack:
    """The pack's TOML files, which fit together. Raises BadInputError where they do not."""
    pack = read_pack(root)
    finding = next(iter(pack.findings), None) or next(reference_findings(pack), None)
    if finding is not None:
        raise bad_pack(root, finding)
    return pack


def _lesson(root: Path, folder: LessonFolder) -> Lesson:
    lesson = folder.lesson
    page = _text(root, f"{folder.name}/page.md")
    return Lesson(
        id=lesson.id,
        number=lesson.number,
        title=lesson.title,
        minutes=lesson.minutes,
        summary=lesson.summary,
        variants=lesson.variants,
        scenarios=lesson.scenarios,
        comparisons=lesson.comparison,
        predictions=lesson.prediction,
        steps=tuple(step.text for step in split_page(page)),
        folder=folder.name,
        compare_page=lesson.compare_page,
        practised=(root / exercise_folder(folder.name) / "exercise.toml").is_file(),
    )


def _variant(root: Path, folder: LessonFolder, entry: VariantEntry) -> Variant:
    return Variant(
        id=entry.id,
        lesson_id=folder.lesson.id,
        title=entry.title,
        summary=entry.summary,
        dockerfile_name=entry.dockerfile,
        dockerfile=_text(root, f"{folder.name}/{entry.dockerfile}"),
        ignore=None if entry.ignore is None else _text(root, f"{folder.name}/{entry.ignore}"),
        app=entry.app,
        target=entry.target,
        build_args=entry.build_args,
        serves=entry.serves,
        platform=entry.platform,
    )


def _text(root: Path, name: str) -> str:
    text = read_text(root, name)
    if isinstance(text, Finding):
        raise bad_pack(root, text)
    return text
