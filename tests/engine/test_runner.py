"""Runs of a tiny course on a real engine: what is measured, kept and left behind."""

import threading
from collections.abc import Callable, Iterator

import pytest

from tests.engine.tiny_runs import Tiny, images_of
from walkthrough.engine.engine import Engine
from walkthrough.errors import BuildError, CancelledError
from walkthrough.measure.plan import PlannedBuild
from walkthrough.measure.progress import (
    Building,
    BuildStarting,
    ImageMeasuring,
    MissExplained,
    RunEvent,
    SampleTaken,
    WaitingForOther,
)
from walkthrough.report.causes import cause_words


def test_each_scenario_shows_what_it_is_there_to_show(tiny: Tiny) -> None:
    taken = tiny.sample_events(tiny.runner().run(tiny.plan()))
    assert len(taken) == 8
    cached = {key: (one.sample.cached_steps, one.sample.total_steps) for key, one in taken.items()}
    assert cached["plain", "cold"][0] < cached["plain", "cold"][1]
    assert cached["plain", "rebuild"] == (3, 3)
    assert cached["plain", "code-edit"] == (1, 3)
    assert cached["plain", "docs-edit"] == (1, 3)
    assert cached["ignored", "code-edit"] == (1, 3)
    assert cached["ignored", "docs-edit"] == (3, 3)


def test_the_parts_of_the_wall_time_are_parts_of_it(tiny: Tiny) -> None:
    taken = tiny.sample_events(tiny.runner().run(tiny.plan()))
    for one in taken.values():
        sample = one.sample
        parts = sample.resolve_s + sample.context_s + sample.steps_s + sample.export_s
        assert 0 < parts <= sample.wall_s
    cold = taken["plain", "cold"].sample
    assert cold.steps_s >= 0.3
    assert [(step.line, step.cached) for step in cold.steps][2] == (4, False)
    rewritten_from_line = 1024
    assert abs(cold.context_bytes - taken["plain", "cold"].context.bytes) <= rewritten_from_line


def test_a_sample_tells_why_its_steps_were_not_cached(tiny: Tiny) -> None:
    events = list(tiny.runner().run(tiny.plan()))
    explained = {
        (one.planned.variant_id, one.planned.scenario_id): list(map(cause_words, one.causes))
        for one in events
        if isinstance(one, MissExplained)
    }
    changed = "line 3, COPY . .: {} changed"
    assert len(explained) == 6
    assert explained["plain", "rebuild"] == explained["ignored", "docs-edit"] == []
    (code,), (docs,) = explained["plain", "code-edit"], explained["plain", "docs-edit"]
    assert code.startswith(changed.format("main.txt"))
    assert docs.startswith(changed.format("README.md"))
    taken = tiny.sample_events(iter(events))
    assert {key: bool(one.sample.causes) for key, one in taken.items() if key in explained} == {
        key: bool(words) for key, words in explained.items()
    }
    assert not taken["plain", "cold"].sample.causes


def test_samples_and_sizes_are_used_again(tiny: Tiny) -> None:
    list(tiny.runner().run(tiny.plan()))
    assert tiny.plan() == ()
    assert {build.scenario_id for build in tiny.plan(runs=2)} == set(tiny.course.scenarios)
    plain, ignored = (tiny.archive.image(tiny.hashes[name]) for name in ("plain", "ignored"))
    assert plain is not None
    assert ignored is not None
    assert plain.unpacked_bytes > ignored.unpacked_bytes > 0


def test_a_run_leaves_one_image_a_variant_and_no_workspace(tiny: Tiny, engine: Engine) -> None:
    list(tiny.runner().run(tiny.plan()))
    list(tiny.runner().run(tiny.plan(runs=2)))
    assert images_of(engine.client) == [
        "walkthrough.local/ignored:latest",
        "walkthrough.local/plain:latest",
    ]
    assert list((tiny.home / "workspaces").iterdir()) == []


def test_a_failed_build_names_its_line_and_shows_its_log(tiny: Tiny) -> None:
    broken = PlannedBuild("tiny", "broken", "cold")
    with pytest.raises(BuildError) as failure:
        list(tiny.runner().run((broken,)))
    assert failure.value.what == "The cold build of broken failed at line 4."
    assert "before" in failure.value.why
    assert tiny.archive.samples(tiny.hashes["broken"], "cold") == ()


def when_running(cancel: Callable[[], None], events: Iterator[RunEvent]) -> None:
    """Cancel from another thread as soon as the build's RUN step has begun."""
    for event in events:
        if isinstance(event, Building) and "sleep 60" in str(event.event):
            threading.Thread(target=cancel).start()


def test_cancel_ends_the_build_and_keeps_the_samples_before_it(tiny: Tiny, engine: Engine) -> None:
    runner = tiny.runner()
    builds = (PlannedBuild("tiny", "plain", "cold"), PlannedBuild("tiny", "slow", "cold"))
    with pytest.raises(CancelledError):
        when_running(runner.cancel, runner.run(builds))
    assert tiny.archive.taken(tiny.hashes["plain"], tiny.course.scenarios["cold"]) == 1
    assert tiny.archive.samples(tiny.hashes["slow"], "cold") == ()
    assert images_of(engine.client) == ["walkthrough.local/plain:latest"]
    assert list((tiny.home / "workspaces").iterdir()) == []


def test_a_cancel_while_a_workspace_is_laid_out_builds_nothing(tiny: Tiny) -> None:
    runner = tiny.runner()
    seen: list[RunEvent] = []
    with pytest.raises(CancelledError):
        for event in runner.run((PlannedBuild("tiny", "plain", "cold"),)):
            seen.append(event)
            if isinstance(event, BuildStarting):
                runner.cancel()
    assert not any(isinstance(event, SampleTaken) for event in seen)
    assert tiny.archive.samples(tiny.hashes["plain"], "cold") == ()


def test_a_cancel_while_an_image_is_weighed_waits_for_nothing_and_keeps_the_sample(
    tiny: Tiny,
) -> None:
    runner = tiny.runner()
    seen: list[RunEvent] = []
    with pytest.raises(CancelledError):
        for event in runner.run((PlannedBuild("tiny", "plain", "cold"),)):
            seen.append(event)
            if isinstance(event, ImageMeasuring):
                runner.cancel()
    assert isinstance(seen[-1], ImageMeasuring)
    assert len(tiny.archive.samples(tiny.hashes["plain"], "cold")) == 1


def test_a_run_that_ended_before_its_image_was_weighed_measures_it_again(
    tiny: Tiny,
) -> None:
    events = tiny.runner().run((PlannedBuild("tiny", "plain", "cold"),))
    while not isinstance(next(events), SampleTaken):
        pass
    events.close()
    assert len(tiny.archive.samples(tiny.hashes["plain"], "cold")) == 1
    cold = tiny.course.scenarios["cold"]
    assert tiny.archive.taken(tiny.hashes["plain"], cold) == 0
    assert PlannedBuild("tiny", "plain", "cold") in tiny.plan()


def test_a_second_run_waits_for_the_first(tiny: Tiny) -> None:
    first = tiny.runner().run(tiny.plan())
    while not isinstance(next(first), Building):
        pass
    second = tiny.runner().run(tiny.plan())
    waiting = next(event for event in second if isinstance(event, WaitingForOther))
    assert "process" in waiting.owner
    second.close()
    first.close()


def test_a_cold_build_tells_what_it_left_in_the_build_cache(tiny: Tiny) -> None:
    taken = tiny.sample_events(tiny.runner().run(tiny.plan()))
    left = taken["plain", "cold"].sample.build_cache_bytes
    assert left is not None
    assert left > 0
    assert taken["plain", "rebuild"].sample.build_cache_bytes is None
