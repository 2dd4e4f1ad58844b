"""Where the difference between two variants lies, in one line, from what was measured alone.

Empty where the samples do not tell: nothing here guesses. Pure functions.
"""

from collections.abc import Sequence
from statistics import median

from msgspec import Struct

from walkthrough.course.metric import Metric, parse_metric
from walkthrough.measure.model import Sample, StepTiming
from walkthrough.measure.results import VariantResult
from walkthrough.measure.usable import usable
from walkthrough.measure.verdict import Comparison
from walkthrough.report.numbers import seconds
from walkthrough.report.size_differences import context_words, layers_words
from walkthrough.report.subjects import subject_of_step

TELLING_SHARE = 0.4
PHASES = (
    ("finding the base images", "resolve_s"),
    ("sending the context", "context_s"),
    ("writing the image", "export_s"),
)
DOWNLOAD = "go mod download"
COMPILE = "go build"
CACHE_MOUNT = "--mount=type=cache"


class Work(Struct, frozen=True):
    """One subject of a build: its line (None for what no instruction does) and its median time."""

    line: int | None
    seconds: float
    cached: bool = False


def difference_words(comparison: Comparison, before: VariantResult, after: VariantResult) -> str:
    """`line 8, go build: 20.3 s, now 0.8 s`; `left out: .git 31.5 MB`; empty where unknown."""
    if comparison.verdict not in ("lower", "higher"):
        return ""
    metric = parse_metric(comparison.metric)
    if metric.kind == "image":
        return layers_words(before, after, metric.figure)
    if metric.kind == "context":
        return context_words(before, after)
    if metric.scenario is None:
        return ""
    old, new = _usable(before, metric.scenario), _usable(after, metric.scenario)
    if not old or not new:
        return ""
    match metric.figure:
        case "wall_s" | "steps_s":
            return "; ".join(filter(None, (_time_words(old, new, metric), modules_words(old, new))))
        case "context_s":
            return context_words(before, after)
        case "modules_downloaded":
            return _download_words(old[-1], new[-1])
        case "cached_steps" | "total_steps":
            return _steps_words(old[-1], new[-1])
    return ""


def modules_words(old: Sequence[Sample], new: Sequence[Sample]) -> str:
    """`14 modules, now none`; empty where they are the same or a log could not show them."""
    was, now = old[-1].modules_downloaded, new[-1].modules_downloaded
    if was is None or now is None or was == now:
        return ""
    return f"{_modules(was)}, now {now or 'none'}"


def _usable(result: VariantResult, scenario_id: str) -> tuple[Sample, ...]:
    return usable(result.samples.get(scenario_id, ()))


def _time_words(old: Sequence[Sample], new: Sequence[Sample], metric: Metric) -> str:
    """The work that most of the time went into, where one is enough to tell."""
    whole = _median(old, metric.figure) - _median(new, metric.figure)
    works = _works(old), _works(new)
    gaps = {
        subject: _took(works[0].get(subject)) - _took(works[1].get(subject))
        for subject in (*works[0], *works[1])
    }
    subject = max(gaps, key=lambda one: gaps[one] * (1 if whole > 0 else -1))
    if gaps[subject] / whole < TELLING_SHARE:
        return ""
    return _work_words(subject, works[0].get(subject), works[1].get(subject))


def _work_words(subject: str, old: Work | None, new: Work | None) -> str:
    if old is None or new is None:
        one = old or new
        assert one is not None
        change = "now gone" if new is None else "not there before"
        return f"{_place(one)}{subject}: {seconds(one.seconds)}, {change}"
    if old.line == new.line:
        return f"{_place(old)}{subject}: {_state(old)}, now {_state(new)}"
    return f"{subject}: {_state(old)} in line {old.line}, now {_state(new)} in line {new.line}"


def _works(samples: Sequence[Sample]) -> dict[str, Work]:
    """What the builds worked on by its subject, each with its median."""
    found: dict[str, Work] = {
        subject: Work(None, _median(samples, figure)) for subject, figure in PHASES
    }
    for step in samples[-1].steps:
        times = [
            sum(one.seconds for one in sample.steps if one.name == step.name) for sample in samples
        ]
        found[subject_of_step(step.name)] = Work(step.line, median(times), step.cached)
    return found


def _median(samples: Sequence[Sample], figure: str) -> float:
    return median(float(getattr(one, figure)) for one in samples)


def _took(work: Work | None) -> float:
    return 0.0 if work is None else work.seconds


def _place(work: Work) -> str:
    return "" if work.line is None else f"line {work.line}, "


def _state(work: Work) -> str:
    return "CACHED" if work.cached else seconds(work.seconds)


def _download_words(old: Sample, new: Sample) -> str:
    """In which line the modules were fetched, and why the other build needs none."""
    was, now = _fetching(old), _fetching(new)
    if was is None or now is None or not old.modules_downloaded:
        return ""
    places = [f"line {one.line}, {subject_of_step(one.name)}" for one in (was, now)]
    first = f"{places[0]}: {_modules(old.modules_downloaded)}"
    same = places[0] == places[1]
    return f"{first}{', now ' if same else f'; now {places[1]}: '}{_fetched(now, new)}"


def _fetched(step: StepTiming, sample: Sample) -> str:
    if sample.modules_downloaded:
        return str(sample.modules_downloaded)
    if step.cached:
        return "CACHED"
    return "0 (cache mount)" if CACHE_MOUNT in step.name else "0"


def _fetching(sample: Sample) -> StepTiming | None:
    """The step that modules are fetched in: the download, else the compiler."""
    for wanted in (DOWNLOAD, COMPILE):
        for step in sample.steps:
            if wanted in subject_of_step(step.name):
                return step
    return None


def _steps_words(old: Sample, new: Sample) -> str:
    had = [subject_of_step(step.name) for step in old.steps]
    has = [subject_of_step(step.name) for step in new.steps]
    gone = [one for one in had if one not in has]
    more = [one for one in has if one not in had]
    parts = (("gone", gone), ("new", more))
    return "; ".join(f"{word}: {', '.join(names)}" for word, names in parts if names)


def _modules(count: int) -> str:
    return f"{count or 'no'} {'module' if count == 1 else 'modules'}"
