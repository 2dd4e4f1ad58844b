"""Checks a whole lesson pack and tells everything that is wrong with it."""

from collections.abc import Iterator
from pathlib import Path

from walkthrough.course.exercise_lint import exercise_findings
from walkthrough.course.finding import Finding
from walkthrough.course.lint_course import course_findings, edit_findings, lesson_findings
from walkthrough.course.lint_dockerfiles import (
    dockerfile_findings,
    line_end_findings,
    unused_dockerfiles,
    variant_findings,
)
from walkthrough.course.lint_pages import ScreenLines, notes_findings, page_findings
from walkthrough.course.pack import Pack, read_pack
from walkthrough.course.references import reference_findings

_TEXTS = ("*.toml", "*/lesson.toml", "*/*.md", "*/*Dockerfile", "*/*.dockerignore")


def lint_pack(path: Path, app: Path, screen_lines: ScreenLines) -> tuple[Finding, ...]:
    """All findings, by file and line. `app` is the sample app that the pack's variants build.

    `screen_lines` counts the lines that a step's text takes at a number of columns.

    Raises BadInputError where there is no pack at `path`. A file whose values have wrong types is
    told so; what else it would mean is looked at once they are right.
    """
    pack = read_pack(path)
    return tuple(
        sorted({*pack.findings, *reference_findings(pack), *_more(pack, app, screen_lines)})
    )


def _more(pack: Pack, app: Path, screen_lines: ScreenLines) -> Iterator[Finding]:
    yield from course_findings(pack)
    yield from edit_findings(pack, app)
    for folder in pack.lessons:
        yield from lesson_findings(folder)
        yield from page_findings(pack.root, folder, screen_lines)
        yield from notes_findings(pack.root, folder.name)
        yield from variant_findings(pack.root, app, folder)
        yield from unused_dockerfiles(pack.root, folder)
        yield from exercise_findings(pack, folder, app)
    for file in sorted(pack.root.glob("*/*Dockerfile")):
        yield from dockerfile_findings(pack, _below(pack.root, file))
    for pattern in _TEXTS:
        for file in sorted(pack.root.glob(pattern)):
            yield from line_end_findings(pack.root, _below(pack.root, file))


def _below(root: Path, file: Path) -> str:
    return file.relative_to(root).as_posix()
