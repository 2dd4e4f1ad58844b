"""Numbers and words as the screens set them; what tables say too comes from `report`. Pure."""

from walkthrough.course.metric import Metric, Unit
from walkthrough.course.model import Course
from walkthrough.measure.model import Conditions
from walkthrough.measure.verdict import Comparison
from walkthrough.report.numbers import JOIN, number
from walkthrough.report.words import verdict_words

SIZE_UNITS = (("B", 1.0), ("kB", 1e3), ("MB", 1e6), ("GB", 1e9))
WHOLE_CELLS = 5
PART_CELLS = 3
SMALLEST_SHOWN = 0.01
NUMBER_CELLS = WHOLE_CELLS + PART_CELLS


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


def counted(value: float) -> str:
    """A count in eight cells, aligned with other numbers' whole part."""
    return f"{value:>{WHOLE_CELLS},.0f}{'':<{PART_CELLS}}"


def short_verdict(comparison: Comparison, metric: Metric) -> str:
    """The verdict without its range: `19× faster`."""
    return verdict_words(comparison, metric).partition(" (")[0]


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


def metric_title(metric: Metric, course: Course) -> str:
    """The metric's title with the course's own words for its scenario."""
    if metric.scenario is None:
        return metric.title
    part = metric.title.partition(", ")[2]
    title = course.scenarios[metric.scenario].title
    return f"{title}, {part}" if part else title


def minutes_words(minutes: int) -> str:
    """`12 min`, never broken."""
    return f"{minutes}{JOIN}min"


def plural(count: int, word: str) -> str:
    """`1 build`, `4 builds`."""
    return f"{count}{JOIN}{word}" if count == 1 else f"{count}{JOIN}{word}s"
