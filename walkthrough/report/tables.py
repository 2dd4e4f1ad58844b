"""A lesson's results as tables, and the journey over all lessons."""

import textwrap
from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from walkthrough.course.metric import Metric, parse_metric
from walkthrough.course.model import Course, Scenario
from walkthrough.measure.model import Conditions, Sample
from walkthrough.measure.results import CourseResult, LessonResult, VariantResult, over_lessons
from walkthrough.measure.usable import undisturbed, usable
from walkthrough.report.fitting import FittingTable
from walkthrough.report.numbers import JOIN, figure, marked, median, median_of, seconds, size, span
from walkthrough.report.words import figures_of, promise_words, sample_words, verdict_words

NOT_MEASURED = "-"
DISTURBED = "disturbed"
NOT_COLD = "not cold"
AGAIN = "`walkthrough run --again` measures those once more"
BAR_CELLS = 20
STEP_CELLS = 38
ROOMY_COLUMNS = 3


def course_report(course: Course, result: CourseResult) -> RenderableType:
    """Every lesson's tables, then the journey, then the conditions they were taken under."""
    lessons = [lesson_report(course, lesson, result.caveats) for lesson in result.lessons]
    return Group(
        *lessons,
        journey_report(result),
        Text(conditions_line(result.conditions, result.endpoint), style="dim"),
    )


def lesson_report(
    course: Course, result: LessonResult, caveats: Sequence[str] = ()
) -> RenderableType:
    """The lesson's figures, what each rebuild did again, and what follows from them."""
    scenarios = [course.scenarios[name] for name in result.lesson.scenarios]
    return Group(
        _heading(result.lesson.heading, caveats),
        Text(),
        _figures_table(result.variants, scenarios),
        *_estimates(result.variants),
        *_disturbances(result.variants),
        *_not_recorded(result.variants),
        Text(),
        *_work_table(result.variants, scenarios),
        Text(),
        *_slowest_table(result.variants, _telling(scenarios)),
        *_comparison_tables(course, result),
        Text(),
    )


def _not_recorded(variants: Sequence[VariantResult]) -> list[Text]:
    """Which variants a recorded run has nothing of, where there are such."""
    missing = [one.variant.id for one in variants if one.recorded and not any(one.samples.values())]
    return [Text(f"not recorded: {', '.join(missing)}", style="yellow")] if missing else []


def _heading(title: str, caveats: Sequence[str]) -> Text:
    heading = Text(title, style="bold")
    for caveat in caveats:
        heading.append(f"\n{caveat}", style="yellow")
    return heading


def _figures_table(variants: Sequence[VariantResult], scenarios: Sequence[Scenario]) -> Table:
    table = FittingTable("Variant")
    for title in ("Image", "Download", "Context"):
        table.add_column(title, justify="right", no_wrap=True)
    for scenario in scenarios:
        table.add_column(scenario.title, justify="right", width=_width(scenario, len(scenarios)))
    for variant in variants:
        table.add_row(
            variant.variant.id,
            _single(variant, "image.unpacked_bytes"),
            _single(variant, "image.download_bytes"),
            _single(variant, "context.bytes"),
            *(_with_range(variant, parse_metric(f"{one.id}.wall_s")) for one in scenarios),
        )
    return table


def _width(scenario: Scenario, columns: int) -> int | None:
    """Many columns are as narrow as a time and the title's longest word; a range then wraps."""
    if columns <= ROOMY_COLUMNS:
        return None
    return max(len("20.7 to"), *map(len, scenario.title.split()))


def _work_table(variants: Iterable[VariantResult], scenarios: Sequence[Scenario]) -> list[Table]:
    """Of how many steps how many came from the cache, and the modules that were downloaded."""
    rebuilds = [one for one in scenarios if one.cache == "same"]
    if not rebuilds:
        return []
    table = FittingTable("Steps cached")
    for scenario in rebuilds:
        table.add_column(scenario.title, justify="right")
    for variant in variants:
        cells = (_work(variant.samples.get(one.id, ())) for one in rebuilds)
        table.add_row(variant.variant.id, *cells)
    return [table]


def _work(samples: Sequence[Sample]) -> str:
    last = _last(samples)
    if last is None:
        return _unusable(samples)
    modules = last.modules_downloaded
    shown = "modules not shown" if modules is None else f"{modules}{JOIN}modules"
    return marked(f"{last.cached_steps}/{last.total_steps}, {shown}", last.disturbed)


def _last(samples: Sequence[Sample]) -> Sample | None:
    """The newest of the samples that figures rest on."""
    return next(reversed(usable(samples)), None)


def _unusable(samples: Sequence[Sample]) -> str:
    """Why there is no figure."""
    if not samples:
        return NOT_MEASURED
    return NOT_COLD if any(one.foreign_steps for one in samples) else DISTURBED


def _telling(scenarios: Sequence[Scenario]) -> Scenario:
    """The scenario whose slowest line is worth knowing: the code edit, else the first."""
    return next((one for one in scenarios if one.id == "code-edit"), scenarios[0])


def _slowest_table(
    variants: Iterable[VariantResult], scenario: Scenario
) -> Iterable[RenderableType]:
    """For each variant the Dockerfile line that took longest in its last build."""
    table = FittingTable("Slowest")
    table.add_column("Line", justify="right", no_wrap=True)
    table.add_column("Step")
    table.add_column(scenario.title, justify="right", no_wrap=True)
    for variant in variants:
        last = _last(variant.samples.get(scenario.id, ()))
        if last is None or not last.steps:
            continue
        slowest = max(last.steps, key=lambda step: step.seconds)
        took = marked(f"{seconds(slowest.seconds)} of {seconds(last.wall_s)}", last.disturbed)
        table.add_row(variant.variant.id, str(slowest.line or ""), _short(slowest.name), took)
    return [table, Text()] if table.row_count else []


def _short(step: str) -> str:
    """A step on one line without its flags, its end left out where it is long."""
    words = " ".join(word for word in step.split() if not word.startswith("--mount="))
    return textwrap.shorten(words, STEP_CELLS, placeholder=" …")


def _comparison_tables(course: Course, result: LessonResult) -> Iterable[RenderableType]:
    """The lesson's comparisons, grouped by the pair that they are about."""
    pairs = dict.fromkeys((one.to, one.from_id) for one in result.comparisons)
    for after, before in pairs:
        table = FittingTable("Compared", wrapped=True)
        for title in (before, after):
            table.add_column(title, justify="right", no_wrap=True)
        table.add_column(f"Verdict on {after}", no_wrap=True)
        table.add_column("Promise", no_wrap=True)
        for one in result.comparisons:
            if (one.to, one.from_id) == (after, before) and one.verdict != "not measured":
                metric = parse_metric(one.metric)
                said = verdict_words(one, metric), promise_words(one)
                table.add_row(_title(course, metric), *figures_of(one, result), *said)
        if table.row_count:
            yield table
            yield Text()
    if any(one.samples == 1 and parse_metric(one.metric).unit == "s" for one in result.comparisons):
        yield Text("Times are of one build each: --runs 3 shows how they vary.", style="dim")


def _title(course: Course, metric: Metric) -> str:
    """The metric's title with its scenario called as the tables above call it."""
    if metric.scenario is None:
        return metric.title
    own = metric.scenario.replace("-", " ").capitalize()
    return metric.title.replace(own, course.scenarios[metric.scenario].title, 1)


def _single(variant: VariantResult, metric_id: str) -> str:
    metric = parse_metric(metric_id)
    spread = variant.spread(metric)
    return NOT_MEASURED if spread is None else median(spread, metric.unit)


def _estimates(variants: Iterable[VariantResult]) -> list[Text]:
    """What the `~` before a download means, where there is one."""
    if not any(one.image is not None and one.image.download_estimated for one in variants):
        return []
    return [Text("~ estimated: this engine keeps no compressed layers", style="dim")]


def _disturbances(variants: Iterable[VariantResult]) -> list[Text]:
    """What disturbed the builds, where the figures have nothing better to rest on."""
    reasons = {
        sample_words(samples[-1]): None
        for variant in variants
        for samples in variant.samples.values()
        if samples and not undisturbed(samples)
    }
    return [Text(f"{reason}; {AGAIN}", style="dim") for reason in reasons]


def _with_range(variant: VariantResult, metric: Metric) -> str:
    spread = variant.spread(metric)
    if spread is None:
        return _unusable(variant.samples.get(metric.scenario or "", ()))
    shown = figure(spread.median, metric.unit)
    parts = (shown, span(spread, metric.unit), DISTURBED if spread.disturbed else "")
    return "\n".join(filter(None, parts))


def journey_report(result: CourseResult) -> RenderableType:
    """Each variant once, in the order the lessons bring them, as bars of size and edit time.

    Extras are no part of it.
    """
    lessons = [one for one in result.lessons if one.lesson.number is not None]
    if len(lessons) < 2:
        return Text()
    variants = over_lessons(lessons)
    return Group(
        _heading("The journey", result.caveats),
        *(
            _bars(title, parse_metric(metric), variants)
            for title, metric in (
                ("Image", "image.unpacked_bytes"),
                ("Context sent", "context.bytes"),
                ("Build after a code edit", "code-edit.wall_s"),
            )
        ),
    )


def _bars(title: str, metric: Metric, variants: Sequence[VariantResult]) -> Table:
    spreads = {
        one.variant.id: spread for one in variants if (spread := one.spread(metric)) is not None
    }
    medians = {name: spread.median for name, spread in spreads.items()}
    figures = {name: median_of(spread, metric.unit) for name, spread in spreads.items()}
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, padding=(0, 1))
    for column in ("variant", "figure", "bar"):
        table.add_column(column, justify="right" if column == "figure" else "left")
    table.show_header = False
    longest = max(medians.values(), default=0.0)
    for name, value in medians.items():
        table.add_row(name, figures[name], _bar(value, longest))
    return table


def _bar(value: float, longest: float) -> str:
    """Whole cells, at least one above zero, on the scale of the longest."""
    return "▆" * (max(1, round(BAR_CELLS * value / longest)) if value > 0 else 0)


def conditions_line(conditions: Conditions, endpoint: str = "") -> str:
    """Under what the figures were taken, in one line: beside every table that shows them."""
    bases = ", ".join(
        f"{base.reference}{' (stand-in base)' if base.kind == 'stand-in' else ''}"
        for base in conditions.bases
    )
    place = f" at {endpoint}" if endpoint and not conditions.recorded_on else ""
    verb = "Recorded" if conditions.recorded_on else "Measured"
    return (
        f"{verb} with {conditions.engine} {conditions.engine_version} "
        f"({conditions.image_store} image store, {conditions.architecture}){place}, "
        f"{conditions.cpus} CPUs, {size(conditions.memory_bytes)} of memory; bases {bases}."
    )
