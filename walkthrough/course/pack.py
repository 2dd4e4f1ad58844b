"""A lesson pack as its files have it: the schema of the TOML files, and reading them.

What the files mean together is the business of `references`, `load` and `lint`.
"""

from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from walkthrough.course.finding import Finding
from walkthrough.course.model import BaseImage, Prediction, Promise, Scenario
from walkthrough.course.toml_file import TomlFile, read_toml
from walkthrough.errors import BadInputError


class CourseFile(Struct, frozen=True, forbid_unknown_fields=True):
    """course.toml: the folders of lessons and extras in order, and the scenarios."""

    title: str
    lessons: tuple[str, ...]
    scenario: tuple[Scenario, ...]
    extras: tuple[str, ...] = ()

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders of all lessons and extras."""
        return (*self.lessons, *self.extras)


class BasesFile(Struct, frozen=True, forbid_unknown_fields=True):
    """bases.toml: the images that Dockerfiles may start from."""

    base: tuple[BaseImage, ...]


class VariantEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """A `[[variant]]`: `dockerfile` and `ignore` are names of files in the lesson's folder."""

    id: str
    title: str
    summary: str
    dockerfile: str
    ignore: str | None = None
    app: str = "."
    target: str | None = None
    build_args: dict[str, str] = {}
    serves: bool = True
    platform: str | None = None


class LessonFile(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """lesson.toml. An extra has no `number`."""

    id: str
    number: int | None = None
    title: str
    minutes: int
    summary: str
    variants: tuple[str, ...]
    scenarios: tuple[str, ...]
    variant: tuple[VariantEntry, ...] = ()
    comparison: tuple[Promise, ...] = ()
    prediction: tuple[Prediction, ...] = ()
    compare_page: str = ""


class LessonFolder(Struct, frozen=True):
    """A lesson's folder (its name below the pack) with its lesson.toml."""

    name: str
    file: TomlFile
    lesson: LessonFile


class Pack(Struct, frozen=True):
    """All TOML files of a pack; `lessons` are its lessons and, after them, its extras.

    `findings` is what is wrong with the files themselves; a file that could not be read at all, or
    whose values do not fit, is left out. `declared_variants` and `declared_scenarios` are the ids
    that files declare, also those left out; None where a file could not be read at all.
    """

    root: Path
    findings: tuple[Finding, ...]
    course_file: TomlFile | None
    course: CourseFile | None
    bases_file: TomlFile | None
    bases: BasesFile | None
    lessons: tuple[LessonFolder, ...]
    declared_variants: frozenset[str] | None
    declared_scenarios: frozenset[str] | None


_Schema = TypeVar("_Schema", bound=Struct)


def read_pack(root: Path) -> Pack:
    """Read a pack's TOML files. Raises BadInputError where there is no such folder."""
    if not root.is_dir():
        raise BadInputError(
            f"There is no lesson pack {root}.",
            "It is not a folder.",
            "Name the folder that holds course.toml.",
        )
    findings: list[Finding] = []
    course_file, course = _read(root, "course.toml", CourseFile, findings)
    bases_file, bases = _read(root, "bases.toml", BasesFile, findings)
    folders = _lesson_folders(course_file)
    files = [(name, _read(root, f"{name}/lesson.toml", LessonFile, findings)) for name in folders]
    return Pack(
        root=root,
        findings=tuple(findings),
        course_file=course_file,
        course=course,
        bases_file=bases_file,
        bases=bases,
        lessons=tuple(
            LessonFolder(name, file, lesson)
            for name, (file, lesson) in files
            if file is not None and lesson is not None
        ),
        declared_variants=_declared([file for _, (file, _) in files], "variant"),
        declared_scenarios=_declared([course_file], "scenario"),
    )


def _read(
    root: Path, name: str, schema: type[_Schema], findings: list[Finding]
) -> tuple[TomlFile | None, _Schema | None]:
    file = read_toml(root, name)
    if isinstance(file, Finding):
        findings.append(file)
        return None, None
    try:
        return file, msgspec.convert(file.values, schema)
    except msgspec.ValidationError:
        from walkthrough.course.schema import schema_findings, without_unknown_keys

        findings.extend(schema_findings(file, schema))
    try:
        return file, msgspec.convert(without_unknown_keys(file.values, schema), schema)
    except msgspec.ValidationError:
        return file, None


def _lesson_folders(course_file: TomlFile | None) -> list[str]:
    values = course_file.values if course_file else {}
    lists = (values.get("lessons"), values.get("extras"))
    names = [one for entry in lists if isinstance(entry, list) for one in entry]
    return list(dict.fromkeys(one for one in names if isinstance(one, str)))


def _declared(files: list[TomlFile | None], table: str) -> frozenset[str] | None:
    read = [file for file in files if file is not None]
    if len(read) < len(files):
        return None
    entries = [file.values.get(table) for file in read]
    return frozenset(
        one["id"]
        for entry in entries
        if isinstance(entry, list)
        for one in entry
        if isinstance(one, dict) and isinstance(one.get("id"), str)
    )
