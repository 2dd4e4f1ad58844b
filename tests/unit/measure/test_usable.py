"""Which samples count as runs, and which of them figures rest on."""

import msgspec
import pytest

from tests.tui.recorded_course import course
from tests.tui.repeated_runs import image, sample
from walkthrough.course.model import Scenario
from walkthrough.measure.model import Sample
from walkthrough.measure.results import VariantResult
from walkthrough.measure.usable import disturbance_of, left_out, runs_counted, usable
from walkthrough.report.story import disturbed_builds, missing_builds, wanted_next

COLD = Scenario("cold", "Cold build", "", "fresh")
EDIT = Scenario("code-edit", "Code edit", "", "same")
BUSY = "somebody else was building"


def calm(wall_s: float = 20.0) -> Sample:
    return sample("simple", "cold", wall_s)


def disturbed(wall_s: float = 40.0) -> Sample:
    return sample("simple", "cold", wall_s, disturbed=BUSY)


def not_cold() -> Sample:
    return msgspec.structs.replace(disturbed(3.0), foreign_steps=2)


@pytest.mark.parametrize(
    ("samples", "runs"),
    [
        ((), 0),
        ((calm(),), 1),
        ((disturbed(),), 0),
        ((disturbed(), calm()), 1),
        ((disturbed(), disturbed()), 1),
        ((not_cold(), disturbed()), 1),
        ((not_cold(), not_cold()), 1),
        ((disturbed(),) * 4, 2),
        ((disturbed(), disturbed(), calm()), 1),
        ((calm(), disturbed(), disturbed()), 1),
        ((disturbed(), calm(), disturbed(), calm()), 2),
    ],
)
def test_a_build_is_done_after_one_calm_try_or_two_disturbed_ones(
    samples: tuple[Sample, ...], runs: int
) -> None:
    assert runs_counted(COLD, samples, weighed=True) == runs
    assert runs_counted(EDIT, samples, weighed=False) == runs


def test_a_cold_build_whose_image_was_never_weighed_is_not_done() -> None:
    assert runs_counted(COLD, (calm(), calm()), weighed=False) == 0


def test_figures_never_mix_disturbed_and_calm_runs() -> None:
    assert usable((disturbed(), calm(), disturbed())) == (calm(),)
    assert disturbance_of((disturbed(), calm(), disturbed())) == ""
    assert len(left_out((disturbed(40.0), calm(), disturbed(41.0)))) == 2


def test_without_a_calm_run_figures_rest_on_the_disturbed_ones_and_say_so() -> None:
    assert usable((disturbed(),)) == ()
    both = (disturbed(40.0), disturbed(41.0))
    assert usable(both) == both
    assert disturbance_of(both) == BUSY


def test_a_build_that_was_not_cold_is_never_a_cold_figure() -> None:
    assert usable((not_cold(), not_cold())) == ()
    assert usable((not_cold(), disturbed())) == (disturbed(),)


def test_a_figure_says_what_disturbed_it() -> None:
    from walkthrough.course.metric import parse_metric

    taken: dict[str, tuple[Sample, ...]] = {"cold": (disturbed(40.0), disturbed(42.0))}
    result = VariantResult(course().variants["simple"], image(15.1), None, taken)
    spread = result.spread(parse_metric("cold.wall_s"))
    assert spread is not None
    assert (spread.median, spread.count, spread.disturbed) == (41.0, 2, BUSY)


def test_building_once_more_first_means_what_is_missing_then_what_was_disturbed() -> None:
    lesson = course().lessons[0]
    everything = {
        name: VariantResult(
            course().variants[name],
            image(15.1),
            None,
            {one: (sample(name, one, 20.0),) for one in lesson.scenarios},
        )
        for name in lesson.variants
    }
    assert wanted_next(course(), lesson, everything).runs == 2

    name, scenario = lesson.variants[0], lesson.scenarios[0]
    everything[name].samples[scenario] = (disturbed(), disturbed())
    assert missing_builds(course(), lesson, everything) == ()
    assert disturbed_builds(lesson, everything) == ((name, scenario),)
    assert wanted_next(course(), lesson, everything).again

    everything[name].samples[scenario] = (disturbed(),)
    assert missing_builds(course(), lesson, everything) == ((name, scenario),)
    assert not wanted_next(course(), lesson, everything).again
