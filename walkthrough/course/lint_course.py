"""What the linter has to say about titles, ids, predictions, promises and edits."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path, PurePosixPath

from walkthrough.course.finding import Finding
from walkthrough.course.model import Choice, Edit, Prediction, Promise
from walkthrough.course.pack import LessonFolder, Pack
from walkthrough.course.toml_file import Keys, TomlFile

TITLE_LENGTH = 30
VARIANT_ID_LENGTH = 12
NONCE = "{nonce}"

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_ID_WORDS = "lower-case letters, digits and single hyphens, a letter first"


def course_findings(pack: Pack) -> Iterator[Finding]:
    """Everything wrong with the scenarios and with what course.toml leaves out."""
    if pack.course_file is None or pack.course is None:
        return
    file = pack.course_file
    for index, scenario in enumerate(pack.course.scenario):
        keys: Keys = ("scenario", index)
        yield from _id(file, (*keys, "id"), scenario.id)
        yield from _title(file, (*keys, "title"), scenario.title)
        if scenario.edit is not None:
            yield from _edit(file, (*keys, "edit"), scenario.edit)
    for found in sorted(pack.root.glob("*/lesson.toml")):
        if found.parent.name not in pack.course.folders:
            what = f"course.toml does not list the lesson {found.parent.name!r}"
            expected = "its folder in `lessons` or `extras`, or no such folder"
            yield Finding(f"{found.parent.name}/lesson.toml", 1, what, expected)


def lesson_findings(folder: LessonFolder) -> Iterator[Finding]:
    """Everything wrong with one lesson.toml that does not keep it from being loaded."""
    file, lesson = folder.file, folder.lesson
    yield from _id(file, ("id",), lesson.id)
    yield from _title(file, ("title",), lesson.title)
    if lesson.minutes < 1:
        yield file.finding(("minutes",), f"`minutes` is {lesson.minutes}", "1 or more")
    for index, variant in enumerate(lesson.variant):
        keys: Keys = ("variant", index)
        yield from _id(file, (*keys, "id"), variant.id)
        if len(variant.id) > VARIANT_ID_LENGTH:
            what = f"the variant id {variant.id!r} has {len(variant.id)} characters"
            yield file.finding((*keys, "id"), what, f"at most {VARIANT_ID_LENGTH}")
        yield from _title(file, (*keys, "title"), variant.title)
    for index, promise in enumerate(lesson.comparison):
        yield from _promise(file, ("comparison", index), promise)
    for index, prediction in enumerate(lesson.prediction):
        keys = ("prediction", index)
        yield from _id(file, (*keys, "id"), prediction.id)
        yield from _choices(file, keys, prediction)


def edit_findings(pack: Pack, app: Path) -> Iterator[Finding]:
    """Edits that could not be made to the app of a variant that is measured with them."""
    if pack.course_file is None or pack.course is None:
        return
    for index, scenario in enumerate(pack.course.scenario):
        for folder in sorted(_apps_measured_in(pack, scenario.id)):
            if scenario.edit is None or not (app / folder).is_dir():
                continue
            problem = _edit_problem(scenario.edit, folder, app)
            if problem is not None:
                key, *told = problem
                yield pack.course_file.finding(("scenario", index, "edit", key), *told)


def _apps_measured_in(pack: Pack, scenario: str) -> set[str]:
    """The app folders of all variants that some lesson measures in this scenario."""
    apps = {one.id: one.app for folder in pack.lessons for one in folder.lesson.variant}
    return {
        apps[name]
        for folder in pack.lessons
        if scenario in folder.lesson.scenarios
        for name in folder.lesson.variants
        if name in apps
    }


def _id(file: TomlFile, keys: Keys, name: str) -> Iterator[Finding]:
    if _ID.fullmatch(name) is None:
        yield file.finding(keys, f"{name!r} is no id", _ID_WORDS)


def _title(file: TomlFile, keys: Keys, title: str) -> Iterator[Finding]:
    if not title.strip():
        yield file.finding(keys, "the title is empty", "a title")
    if len(title) > TITLE_LENGTH:
        what = f"the title has {len(title)} characters"
        yield file.finding(keys, what, f"at most {TITLE_LENGTH}")


def _promise(file: TomlFile, keys: Keys, promise: Promise) -> Iterator[Finding]:
    if promise.from_id == promise.to:
        yield file.finding((*keys, "to"), f"{promise.to!r} is compared with itself", "another one")
    if promise.below is not None and promise.equals is not None:
        yield file.finding(keys, "both `below` and `equals` are promised", "one of them")
    if promise.below is not None and promise.below <= 0:
        yield file.finding((*keys, "below"), f"`below` is {promise.below:g}", "more than 0")


def _choices(file: TomlFile, keys: Keys, prediction: Prediction) -> Iterator[Finding]:
    choices = sorted(prediction.choices, key=lambda one: one.at_least)
    place = (*keys, "choices")
    if len(choices) < 2:
        what = f"the prediction {prediction.id!r} has {len(choices)} choices"
        yield file.finding(place, what, "2 or more")
        return
    for one in choices:
        if one.below <= one.at_least:
            at = (*place, prediction.choices.index(one))
            what = f"no figure can make {one.text!r} right"
            yield file.finding(at, what, "`below` greater than `at_least`")
    yield from _coverage(file, place, prediction, choices)


def _coverage(
    file: TomlFile, place: Keys, prediction: Prediction, choices: list[Choice]
) -> Iterator[Finding]:
    if choices[0].at_least > 0:
        what = f"no choice is right from 0 to {choices[0].at_least:g}"
        yield file.finding(place, what, "choices that leave no gap")
    for lower, upper in pairwise(choices):
        at = (*place, prediction.choices.index(upper))
        if lower.below < upper.at_least:
            what = f"no choice is right from {lower.below:g} to {upper.at_least:g}"
            yield file.finding(at, what, "choices that leave no gap")
        if lower.below > upper.at_least:
            what = f"{lower.text!r} and {upper.text!r} can both be right"
            yield file.finding(at, what, "choices that do not overlap")
    highest = max(one.below for one in choices)
    if highest != float("inf"):
        what = f"no choice is right from {highest:g} on"
        yield file.finding(place, what, "a last choice without `below`")


def _edit(file: TomlFile, keys: Keys, edit: Edit) -> Iterator[Finding]:
    if NONCE not in edit.text and edit.kind != "commit":
        what = "the edit's text has no {nonce}: a second run would find the first one's cache"
        yield file.finding((*keys, "text"), what, f"{NONCE} in the text")
    if edit.kind == "replace-line" and not edit.line_start:
        what = "the edit does not say which line it replaces"
        yield file.finding(keys, what, "`line_start`, how exactly one line of the file begins")
    if edit.kind == "build-argument" and not edit.argument:
        what = "the edit does not say which build argument it gives"
        yield file.finding(keys, what, "`argument`, the name of an ARG")


def _edit_problem(edit: Edit, folder: str, app: Path) -> tuple[str, str, str] | None:
    """The edit's key, what is wrong and what was expected; None where the edit can be made."""
    if edit.kind == "build-argument":
        return None
    if edit.kind == "commit":
        if folder == ".":
            return None
        what = f"a lesson commits to the app {folder!r}, which gets no .git"
        return "kind", what, 'only variants with app = "." where `commit` is measured'
    relative = PurePosixPath(edit.file)
    file = app / folder / relative
    if relative.is_absolute() or ".." in relative.parts or not file.is_file():
        what = f"there is no file {edit.file!r} in the app {folder!r}"
        return "file", what, "a file of the sample app"
    if edit.kind == "append" or not edit.line_start:
        return None
    lines = file.read_text(encoding="utf-8").split("\n")
    count = sum(line.startswith(edit.line_start) for line in lines)
    if count == 1:
        return None
    what = f"{count} lines of {edit.file!r} in the app {folder!r} start with {edit.line_start!r}"
    return "line_start", what, "the start of exactly one line"
