"""The same step in two Dockerfiles, whatever has been put around it."""

from walkthrough.course.dockerfile import parse
from walkthrough.course.load import load_course
from walkthrough.report.explained.counterparts import counterparts

COURSE = load_course()


def found(after: str, before: str) -> dict[int, int]:
    texts = (COURSE.variants[name].dockerfile for name in (after, before))
    return counterparts(*map(parse, texts))


def test_a_step_is_found_again_in_another_stage() -> None:
    assert found("multi-stage", "simple") == {3: 2, 4: 3, 5: 4}


def test_a_command_is_found_again_behind_its_mounts_and_flags() -> None:
    assert found("cache-both", "deps-first")[8] == 8
    assert found("cache-both", "deps-first")[4] == 5
    assert found("mounted", "cache-both")[5] == 8
    assert found("final", "simple")[4] == 4


def test_a_step_that_is_new_has_no_counterpart() -> None:
    steps = found("deps-first", "ignored")
    assert 4 not in steps
    assert 5 not in steps
    assert steps[7] == 4


def test_no_step_is_the_counterpart_of_two() -> None:
    for after in COURSE.variants:
        for before in COURSE.variants:
            lines = list(found(after, before).values())
            assert len(lines) == len(set(lines))
