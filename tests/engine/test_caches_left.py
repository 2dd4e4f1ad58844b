"""A run goes on with the cache mounts that the run before it left, where they are sound."""

import threading

import pytest

from tests.engine.tiny_runs import Tiny
from walkthrough.build.model import StepLog
from walkthrough.engine.cache_mounts import remembered_cache_mounts, remove_namespace
from walkthrough.engine.engine import Engine
from walkthrough.errors import CancelledError
from walkthrough.measure.plan import PlannedBuild
from walkthrough.measure.progress import Building, BuildStarting, SampleTaken

FOUND = "found:"
COLD = PlannedBuild("tiny", "caching", "cold")
FILLING = PlannedBuild("tiny", "caching", "code-edit", measured=False)
EDIT = PlannedBuild("tiny", "caching", "code-edit")


def namespaces(tiny: Tiny, engine: Engine) -> list[str]:
    """The namespaces that the runs have had, one after the other."""
    engine_id = str(engine.client.info()["ID"])
    return [one.namespace for one in remembered_cache_mounts(tiny.home, engine_id)]


def found_in_the_mount(tiny: Tiny, *builds: PlannedBuild) -> list[str]:
    """What each step with the mount found in it, of those that ran."""
    logged = (
        event.event.text
        for event in tiny.runner().run(builds)
        if isinstance(event, Building) and isinstance(event.event, StepLog)
    )
    return [text.removeprefix(FOUND).strip() for text in logged if text.startswith(FOUND)]


def test_a_build_that_fills_the_cache_finds_all_of_it_there(tiny: Tiny, engine: Engine) -> None:
    assert found_in_the_mount(tiny, COLD) == [""]
    assert found_in_the_mount(tiny, FILLING, EDIT) == ["filled"]
    assert len(namespaces(tiny, engine)) == 1


def test_mounts_that_are_gone_are_filled_anew(tiny: Tiny, engine: Engine) -> None:
    found_in_the_mount(tiny, COLD)
    (first,) = remembered_cache_mounts(tiny.home, str(engine.client.info()["ID"]))
    remove_namespace(engine.client, first)
    assert found_in_the_mount(tiny, FILLING, EDIT) == ["", "filled"]
    assert len(set(namespaces(tiny, engine))) == 2


def test_a_mount_that_goes_between_filling_and_edit_disturbs_the_edit(
    tiny: Tiny, engine: Engine
) -> None:
    found_in_the_mount(tiny, COLD)
    (only,) = remembered_cache_mounts(tiny.home, str(engine.client.info()["ID"]))
    taken = []
    for event in tiny.runner().run((FILLING, EDIT)):
        if isinstance(event, BuildStarting) and event.planned.measured:
            remove_namespace(engine.client, only)
        if isinstance(event, SampleTaken):
            taken.append(event.sample.disturbed)
    assert taken == ["before it the engine dropped 1 of the series' cache mounts", ""]


def test_what_a_cancelled_build_was_filling_serves_no_other(tiny: Tiny, engine: Engine) -> None:
    found_in_the_mount(tiny, COLD)
    runner = tiny.runner()
    with pytest.raises(CancelledError):
        for event in runner.run((FILLING, EDIT)):
            if isinstance(event, Building) and isinstance(event.event, StepLog):
                threading.Thread(target=runner.cancel).start()
    assert len(namespaces(tiny, engine)) == 1
    taken = [
        one.sample for one in tiny.runner().run((FILLING, EDIT)) if isinstance(one, SampleTaken)
    ]
    assert [one.disturbed for one in taken] == [""]
    assert len(set(namespaces(tiny, engine))) == 2
