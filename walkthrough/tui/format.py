"""Numbers and words as the screens set them; what tables say too comes from `report`. Pure."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from walkthrough.course.metric import Metric, Unit
from walkthrough.course.model import Course, Scenario
from walkthrough.measure.model import Conditions
from walkthrough.measure.statistics import Spread
from walkthrough.measure.verdict import Comparison
from walkthrough.report.numbers import JOIN, number
from walkthrough.report.words import HIGHER, LOWER, verdict_words

if TYPE_CHECKING:
    from walkthrough.measure.replay import RecordedTime

SIZE_UNITS = (("B", 1.0), ("kB", 1e3), ("MB", 1e6), ("GB", 1e9))
WHOLE_CELLS = 5
PART_CELLS = 3
SMALLEST_SHOWN = 0.01
NUMBER_CELLS = WHOLE_CELLS + PART_CELLS
TITLES = {
    "image.unpacked_bytes": "Image",
    "image.download_bytes": "Download",
    "context.bytes": "Build context",
    "context.files": "Files in the context",
    "build_cache_bytes": "Build cache",
}
PARTS = {
    "resolve_s": "finding the bases",
    "context_s": "sending the context",
    "steps_s": "the steps",
    "export_s": "writing the image",
    "cached_steps": "steps from the cache",
    "total_steps": "steps",
    "modules_downloaded": "modules downloaded",
}


def scale_of(largest: float, unit: Unit) -> tuple[str, float]:
    """The unit's short name and its size for a chart whose largest value this is."""
    if unit == "s":
        return "s", 1.0
    if unit == "count":
        return "", 1.0
    name, factor = next(
        ((name, factor) for name, factor in reversed(SIZE_UNITS) if largest >= factor),
        SIZE_UNITS[0],
    )
    return name, factor


def aligned(value: float) -> str:
    """A number in eight cells, its decimal point always in the same place."""
    if 0 < value < SMALLEST_SHOWN:
        return f"{'< 0':>{WHOLE_CELLS}}.01"
    whole, point, part = number(value).partition(".")
    return f"{whole:>{WHOLE_CELLS}}{point + part:<{PART_CELLS}}"


def with_point(value: float, part_cells: int) -> str:
    """A number in five cells and these for the point and what is behind it."""
    if 0 < value < SMALLEST_SHOWN:
        return f"{'< 0':>{WHOLE_CELLS}}.01"
    whole, point, part = number(value).partition(".")
    return f"{whole:>{WHOLE_CELLS}}{point + part:<{part_cells}}"


def counted(value: float) -> str:
    """A count in eight cells, aligned with other numbers' whole part."""
    return f"{value:>{WHOLE_CELLS},.0f}{'':<{PART_CELLS}}"


def short_verdict(comparison: Comparison, metric: Metric) -> str:
    """The verdict without its range: `19× faster`, `same size`, `none downloaded`."""
    words = verdict_words(comparison, metric).partition(" (")[0]
    if comparison.verdict == "equal" and metric.unit == "bytes":
        return "same size"
    if words == "none" and metric.figure == "modules_downloaded":
        return "none downloaded"
    return words


def conditions_words(conditions: Conditions) -> tuple[str, ...]:
    """What results rest on, from the longest form to the shortest."""
    bases = bases_words(conditions)
    version = ".".join(conditions.engine_version.split(".")[:2])
    cpus = f"{conditions.cpus} {'CPU' if conditions.cpus == 1 else 'CPUs'}"
    if conditions.recorded_on:
        when = f"recorded on {conditions.recorded_on}"
        return (
            f"{when} · engine {version} · {conditions.image_store} · {cpus} · {bases}",
            f"{when} · engine {version} · {cpus}",
            when,
            "recorded",
        )
    return (
        f"engine {version} · {conditions.image_store} · {cpus} · {bases}",
        f"engine {version} · {bases}",
        bases,
        bases.partition(" ")[0],
    )


def bases_words(conditions: Conditions) -> str:
    """`stand-in bases` as soon as one of them is, else `real bases`."""
    kinds = {base.kind for base in conditions.bases}
    return "stand-in bases" if "stand-in" in kinds else "real bases"


def metric_title(metric: Metric, course: Course, spreads: Iterable[Spread] = ()) -> str:
    """What is measured, as a heading: `After a code edit`, `Modules downloaded after a commit`.

    It says so where any of the figures below it is an estimate.
    """
    if metric.scenario is None:
        estimated = any(one.estimated for one in spreads)
        return f"{TITLES[metric.id]}{' (estimated)' if estimated else ''}"
    scenario = course.scenarios[metric.scenario]
    if metric.figure == "wall_s":
        return _capital(after_words(scenario)) if scenario.edit is not None else scenario.title
    return f"{_capital(PARTS[metric.figure])}{_joined(scenario)}"


def gain_words(comparison: Comparison, metric: Metric, course: Course) -> str:
    """What stands beside a large factor: `faster after a code edit`, `smaller image`."""
    directions = LOWER if comparison.verdict == "lower" else HIGHER
    direction = directions[metric.unit]
    if metric.scenario is None:
        return f"{direction} {_small(TITLES[metric.id])}"
    phrase = after_words(course.scenarios[metric.scenario])
    part = PARTS.get(metric.figure, "")
    if metric.unit == "count":
        none = comparison.verdict == "lower" and not comparison.ratio
        return f"{part} {phrase}" if none else f"{direction} {part} {phrase}"
    return f"{direction} at {part} {phrase}" if part else f"{direction} {phrase}"


def after_words(scenario: Scenario) -> str:
    """The scenario within a sentence: `after a code edit`, `in a cold build`."""
    name = _small(scenario.title)
    article = "an" if name[:1] in "aeiou" else "a"
    if scenario.edit is not None:
        return f"after {article} {name}"
    return f"in {article} {name}" if scenario.cache == "fresh" else f"when {name}"


def _joined(scenario: Scenario) -> str:
    by_itself = scenario.edit is None and scenario.cache == "same"
    return f", {_small(scenario.title)}" if by_itself else f" {after_words(scenario)}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _small(words: str) -> str:
    """Without its capital, unless more of its first word is in capitals."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def about_words(seconds_left: float) -> str:
    """A time to wait, roughly: `5 s`, `50 s`, `2 min 40 s`, `1 h 20 min`."""
    step = 5 if seconds_left < 60 else 10 if seconds_left < 600 else 60
    rounded = max(5, round(seconds_left / step) * step)
    minutes, rest = divmod(rounded, 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "min"), (0 if hours else rest, "s"))
    return JOIN.join(f"{count}{JOIN}{unit}" for count, unit in parts if count)


def minutes_words(minutes: int) -> str:
    """`12 min`, never broken."""
    return f"{minutes}{JOIN}min"


def plural(count: int, word: str) -> str:
    """`1 build`, `4 builds`."""
    return f"{count}{JOIN}{word}" if count == 1 else f"{count}{JOIN}{word}s"


def recorded_words(recorded: "RecordedTime") -> str:
    """`Where the course was recorded, with 2 CPUs, these builds took about 1 min 20 s.`"""
    cpus, took = plural(recorded.cpus, "CPU"), about_words(recorded.seconds)
    return f"Where the course was recorded, with {cpus}, these builds took about {took}."
