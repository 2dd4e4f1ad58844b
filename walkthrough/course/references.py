"""Whether a pack's files fit together: every id, file and metric that one names exists.

A pack with a finding from here cannot be loaded.
"""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from walkthrough.course.finding import Finding
from walkthrough.course.metric import METRIC_WORDS, Metric, parse_metric
from walkthrough.course.pack import CourseFile, LessonFolder, Pack
from walkthrough.course.toml_file import Keys, TomlFile
from walkthrough.errors import BadInputError


def reference_findings(pack: Pack) -> Iterator[Finding]:
    """Everything that a file of the pack names and that is not there, or is there twice."""
    if pack.course_file is not None and pack.course is not None:
        scenario_ids = [one.id for one in pack.course.scenario]
        yield from _repeated(pack.course_file, "scenario", "id", scenario_ids)
        yield from _named_twice(pack.course_file, ("lessons",), pack.course.lessons)
        yield from _named_twice(pack.course_file, ("extras",), pack.course.extras)
        yield from _both(pack.course_file, pack.course)
    if pack.bases_file is not None and pack.bases is not None:
        references = [one.reference for one in pack.bases.base]
        yield from _repeated(pack.bases_file, "base", "reference", references)
    yield from _repeated_lessons(pack)
    yield from _repeated_variants(pack)
    for folder in pack.lessons:
        yield from _of_lesson(pack, folder)


def _repeated(file: TomlFile, table: str, key: str, values: Sequence[str]) -> Iterator[Finding]:
    for index, value in enumerate(values):
        if value in values[:index]:
            what = f"a second {table} has the {key} {value!r}"
            yield file.finding((table, index, key), what, f"an {key} of its own for each {table}")


def _named_twice(file: TomlFile, keys: Keys, names: Sequence[str]) -> Iterator[Finding]:
    for index, name in enumerate(names):
        if name in names[:index]:
            what = f"{name!r} stands in `{keys[-1]}` twice"
            yield file.finding((*keys, index), what, "each name once")


def _both(file: TomlFile, course: CourseFile) -> Iterator[Finding]:
    for index, name in enumerate(course.extras):
        if name in course.lessons:
            what = f"{name!r} is a lesson and an extra"
            yield file.finding(("extras", index), what, "each folder in one of the two")


def _repeated_lessons(pack: Pack) -> Iterator[Finding]:
    order, extras = (pack.course.lessons, pack.course.extras) if pack.course else ((), ())
    seen: dict[str, str] = {}
    for folder in pack.lessons:
        lesson = folder.lesson
        if lesson.id in seen:
            what = f"the lesson id {lesson.id!r} is that of {seen[lesson.id]} too"
            yield folder.file.finding(("id",), what, "an id of its own for each lesson")
        seen.setdefault(lesson.id, folder.name)
        place = order.index(folder.name) + 1 if folder.name in order else lesson.number
        if place is not None and folder.name not in order and folder.name in extras:
            what = f"the number is {lesson.number}, but course.toml has it as an extra"
            yield folder.file.finding(("number",), what, "no number")
        elif lesson.number is None and place is not None:
            what = f"`number` is missing, and course.toml has the lesson at {place}"
            yield folder.file.finding((), what, f"number = {place}")
        elif lesson.number != place:
            what = f"the number is {lesson.number}, but course.toml has the lesson at {place}"
            yield folder.file.finding(("number",), what, f"number = {place}")


def _repeated_variants(pack: Pack) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for folder in pack.lessons:
        for index, variant in enumerate(folder.lesson.variant):
            if variant.id in seen:
                what = f"the variant {variant.id!r} is defined in {seen[variant.id]} already"
                expected = "one definition; other lessons name the id in `variants`"
                yield folder.file.finding(("variant", index, "id"), what, expected)
            seen.setdefault(variant.id, folder.file.name)


def _of_lesson(pack: Pack, folder: LessonFolder) -> Iterator[Finding]:
    file, lesson = folder.file, folder.lesson
    yield from _known(file, "variants", lesson.variants, pack.declared_variants)
    yield from _known(file, "scenarios", lesson.scenarios, pack.declared_scenarios)
    yield from _repeated(file, "prediction", "id", [one.id for one in lesson.prediction])
    for index, variant in enumerate(lesson.variant):
        keys: Keys = ("variant", index)
        yield from _file_there(pack, folder, (*keys, "dockerfile"), variant.dockerfile)
        if variant.ignore is not None:
            yield from _file_there(pack, folder, (*keys, "ignore"), variant.ignore)
    for index, promise in enumerate(lesson.comparison):
        keys = ("comparison", index)
        yield from _measured_metric(folder, (*keys, "metric"), promise.metric)
        yield from _measured_variant(folder, (*keys, "from"), promise.from_id)
        yield from _measured_variant(folder, (*keys, "to"), promise.to)
    for index, prediction in enumerate(lesson.prediction):
        keys = ("prediction", index)
        yield from _measured_metric(folder, (*keys, "metric"), prediction.metric)
        yield from _measured_variant(folder, (*keys, "variant"), prediction.variant)
    if not (pack.root / folder.name / "page.md").is_file():
        yield Finding(f"{folder.name}/page.md", 1, "is missing", "the lesson's text")


def _known(
    file: TomlFile, key: str, names: Sequence[str], known: frozenset[str] | None
) -> Iterator[Finding]:
    if not names:
        yield file.finding((key,), f"`{key}` is empty", "at least one")
    yield from _named_twice(file, (key,), names)
    for index, name in enumerate(names):
        if known is not None and name not in known:
            what = f"unknown {key.removesuffix('s')} {name!r}"
            yield file.finding((key, index), what, f"one of {', '.join(sorted(known))}")


def _file_there(pack: Pack, folder: LessonFolder, keys: Keys, name: str) -> Iterator[Finding]:
    if PurePosixPath(name).name != name or not (pack.root / folder.name / name).is_file():
        what = f"there is no file {name!r} in {folder.name}"
        yield folder.file.finding(keys, what, "the name of a file beside lesson.toml")


def _measured_variant(folder: LessonFolder, keys: Keys, name: str) -> Iterator[Finding]:
    if name not in folder.lesson.variants:
        expected = f"one of the lesson's `variants`: {', '.join(folder.lesson.variants)}"
        yield folder.file.finding(keys, f"the lesson does not build the variant {name!r}", expected)


def _measured_metric(folder: LessonFolder, keys: Keys, name: str) -> Iterator[Finding]:
    problem = metric_problem(name, folder)
    if problem is not None:
        yield folder.file.finding(keys, *problem)


def metric_problem(name: str, folder: LessonFolder) -> tuple[str, str] | None:
    """What is wrong with a metric in this lesson and what was expected; None for nothing."""
    try:
        metric = parse_metric(name)
    except BadInputError:
        return f"unknown metric {name!r}", METRIC_WORDS
    needed = _scenario_needed(metric)
    if needed is None or needed in folder.lesson.scenarios:
        return None
    scenarios = ", ".join(folder.lesson.scenarios)
    what = f"the lesson takes no sample of {name!r}: it does not measure {needed!r}"
    return what, f"one of the lesson's `scenarios`: {scenarios}"


def _scenario_needed(metric: Metric) -> str | None:
    """The build cache is weighed after cold builds."""
    return "cold" if metric.kind == "build cache" else metric.scenario
