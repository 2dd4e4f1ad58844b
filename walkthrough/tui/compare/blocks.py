"""What there is to compare in a lesson: a block for each metric, and how much room it deserves.

Pure functions over what was measured.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from walkthrough.course.metric import Metric, parse_metric
from walkthrough.course.model import Course, Lesson
from walkthrough.learn.predictions import Outcome
from walkthrough.measure.headline import compared
from walkthrough.measure.model import Conditions
from walkthrough.measure.results import VariantResult
from walkthrough.measure.statistics import Spread
from walkthrough.measure.verdict import Comparison
from walkthrough.report.differences import difference_words
from walkthrough.report.numbers import figure
from walkthrough.report.story import Results

DECIDED = ("lower", "higher")


class Shown(Struct, frozen=True):
    """All that the Compare tab shows of a lesson: `not_shown` are sentences on other conditions."""

    course: Course
    lesson: Lesson
    results: Results
    conditions: Conditions | None = None
    outcomes: tuple[Outcome, ...] = ()
    not_shown: tuple[str, ...] = ()


class Block(Struct, frozen=True):
    """One metric, the variants that the lesson compares in it, and the comparisons.

    `spreads` has what was measured, by the variant's id.
    """

    metric: Metric
    variants: tuple[str, ...]
    comparisons: tuple[Comparison, ...]
    spreads: Mapping[str, Spread]

    @property
    def is_pair(self) -> bool:
        """Whether just two variants are compared, both of them measured."""
        return len(self.variants) == len(self.spreads) == 2

    @property
    def fits_a_line(self) -> bool:
        """Whether bars would show nothing: all figures read the same."""
        told = {figure(one.median, self.metric.unit) for one in self.spreads.values()}
        complete = len(self.variants) == len(self.spreads)
        return complete and self.metric.unit != "s" and len(told) == 1


def blocks(shown: Shown) -> tuple[Block, ...]:
    """The lesson's comparisons by metric, in the order in which they first come."""
    metrics = dict.fromkeys(promise.metric for promise in shown.lesson.comparisons)
    return tuple(_block(shown, parse_metric(metric)) for metric in metrics)


def _block(shown: Shown, metric: Metric) -> Block:
    promises = [one for one in shown.lesson.comparisons if one.metric == metric.id]
    named = {name for one in promises for name in (one.from_id, one.to)}
    variants = tuple(name for name in shown.lesson.variants if name in named)
    return Block(
        metric,
        variants,
        tuple(compared(one, shown.results) for one in promises),
        spreads_of(shown.results, metric, variants),
    )


def spreads_of(results: Results, metric: Metric, variants: Sequence[str]) -> dict[str, Spread]:
    """The metric's medians and ranges of the variants that were measured in it."""
    found = {}
    for name in variants:
        result = results.get(name)
        spread = None if result is None else result.spread(metric)
        if spread is not None:
            found[name] = spread
    return found


def without_told_modules(measured: Sequence[Block], shown: Shown) -> tuple[Block, ...]:
    """The blocks without those that count the modules of a build whose block tells them too, and
    that the reader has not predicted."""
    told = {
        (block.metric.scenario, one.from_id, one.to)
        for block in measured
        for one in block.comparisons
        if block.metric.figure == "wall_s" and one.verdict in DECIDED
    }

    def is_told(block: Block) -> bool:
        if outcome_of(shown, block.metric, shown.lesson.variants) is not None:
            return False
        return block.metric.figure == "modules_downloaded" and all(
            one.verdict in DECIDED and (block.metric.scenario, one.from_id, one.to) in told
            for one in block.comparisons
        )

    return tuple(block for block in measured if not is_told(block))


def cause_of(comparison: Comparison, results: Results) -> str:
    """Where the difference lies; empty where a side was not measured or nothing tells."""
    before, after = results.get(comparison.from_id), results.get(comparison.to)
    return difference_words(comparison, before, after) if before and after else ""


def metrics_in_full(lesson: Lesson) -> tuple[Metric, ...]:
    """What can be looked at alone: what the lesson compares, then its other builds' times."""
    compared_ones = [promise.metric for promise in lesson.comparisons]
    times = [f"{name}.wall_s" for name in lesson.scenarios]
    return tuple(parse_metric(name) for name in dict.fromkeys((*compared_ones, *times)))


def outcome_of(shown: Shown, metric: Metric, variants: Sequence[str]) -> Outcome | None:
    """The reader's prediction of this metric of one of these variants, answered and measured."""
    for one in shown.outcomes:
        answered = one.answer is not None and one.answer.choice is not None
        same = one.prediction.metric == metric.id and one.prediction.variant in variants
        if same and answered and one.figure is not None:
            return one
    return None


def runs_of(result: VariantResult | None, metric: Metric) -> tuple[float, ...]:
    """Every run's figure in the order in which they were made."""
    return () if result is None else result.figures(metric)
