"""When a sample is marked as disturbed."""

from walkthrough.engine.build_cache import CacheRecord
from walkthrough.measure.disturbance import disturbance, left_behind


def records(**sizes: int) -> dict[str, CacheRecord]:
    return {name: CacheRecord(name, "regular", "", size, False) for name, size in sizes.items()}


def test_a_build_that_only_adds_to_the_cache_is_undisturbed() -> None:
    before = records(a=1)
    assert disturbance(frozenset("a"), before, records(a=1, b=2)) == ""


def test_a_record_lost_between_two_builds_of_a_series_is_named() -> None:
    said = disturbance(frozenset({"a", "b"}), records(a=1), records(a=1))
    assert said == "before it the engine dropped 1 of the series' cache records"


def test_a_record_lost_while_building_is_named() -> None:
    said = disturbance(frozenset("a"), records(a=1, b=1), records(b=1))
    assert said == "meanwhile the engine dropped 1 of the series' cache records"


def test_what_the_engine_collects_of_others_disturbs_nothing() -> None:
    assert disturbance(frozenset("a"), records(a=1, b=1), records(a=1)) == ""


def test_another_running_build_is_named() -> None:
    busy = {"a": CacheRecord("a", "regular", "", 1, in_use=True)}
    assert disturbance(frozenset(), busy, busy) == "another build was running on the engine"


def test_only_new_records_count_as_left_behind() -> None:
    assert left_behind(records(a=5), records(a=5, b=7, c=11)) == 18
