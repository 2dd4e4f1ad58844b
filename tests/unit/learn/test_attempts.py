"""Attempts, hints and folders: kept at once, found again by another process."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.learn.practice import EXERCISE
from walkthrough.learn.attempts import LONGEST_PAUSE_S, Attempts
from walkthrough.learn.hints import helpful_hints, next_hint
from walkthrough.learn.model import (
    CheckDone,
    CheckEvent,
    CheckFinished,
    CheckPlanned,
    CheckResult,
    State,
)
from walkthrough.store.database import open_database
from walkthrough.store.progress import ProgressStore


def opened(folder: Path) -> Attempts:
    return Attempts(ProgressStore(open_database(folder / "store.sqlite3")), "A course")


def check(**states: State) -> Iterator[CheckEvent]:
    results = tuple(CheckResult(name, state, "", "", "") for name, state in states.items())
    yield CheckPlanned("first", ())
    for one in results:
        yield CheckDone(one)
    passed = all(one.state == "passed" for one in results)
    yield CheckFinished("first", results, passed, 2.0)


def test_an_attempt_is_found_again_with_what_it_came_to(tmp_path: Path) -> None:
    attempts = opened(tmp_path)
    attempts.start(EXERCISE, tmp_path / "mine")
    list(attempts.keeping("first", check(builds="passed", stops="failed")))
    list(attempts.keeping("first", check(builds="passed", stops="passed")))
    first, second = opened(tmp_path).all("first")
    assert first.results == {"builds": "passed", "stops": "failed"}
    assert (first.passed, second.passed, second.checked_s) == (False, True, 2.0)
    assert 0 <= second.spent_s <= LONGEST_PAUSE_S
    assert opened(tmp_path).passed("first")
    started = opened(tmp_path).started("first")
    assert started is not None and started.folder == str(tmp_path / "mine")


def test_a_kill_in_the_middle_loses_no_result_that_was_told(tmp_path: Path) -> None:
    for event in opened(tmp_path).keeping("first", check(builds="passed", stops="failed")):
        if isinstance(event, CheckDone):
            break
    (attempt,) = opened(tmp_path).all("first")
    assert (attempt.results, attempt.finished) == ({"builds": "passed"}, False)


def test_attempts_at_a_lesson_of_a_similar_name_are_told_apart(tmp_path: Path) -> None:
    attempts = opened(tmp_path)
    list(attempts.keeping("first-steps", check(builds="passed")))
    assert attempts.all("first") == ()


def test_the_hints_follow_what_fails_and_end(tmp_path: Path) -> None:
    attempts = opened(tmp_path)
    assert attempts.failing(EXERCISE) == {"stops"}
    assert helpful_hints(EXERCISE, {"stops"}) == (0, 2, 3)
    given = []
    while (number := next_hint(EXERCISE, {"stops"}, attempts.hints("first"))) is not None:
        attempts.show_hint("first", number)
        given.append(number)
    assert given == [0, 2, 3]
    list(attempts.keeping("first", check(builds="passed", serves="failed", stops="blocked")))
    assert next_hint(EXERCISE, attempts.failing(EXERCISE), attempts.hints("first")) == 1


@pytest.mark.parametrize("shown", [2, 3])
def test_the_solution_opens_with_the_third_hint(tmp_path: Path, shown: int) -> None:
    attempts = opened(tmp_path)
    for number in range(shown):
        attempts.show_hint("first", number)
    assert attempts.solution_is_open("first") is (shown == 3)


def test_the_solution_opens_after_a_pass(tmp_path: Path) -> None:
    attempts = opened(tmp_path)
    assert not attempts.solution_is_open("first")
    list(attempts.keeping("first", check(builds="passed")))
    assert attempts.solution_is_open("first")


def test_starting_again_keeps_the_hints(tmp_path: Path) -> None:
    attempts = opened(tmp_path)
    attempts.show_hint("first", 2)
    attempts.start(EXERCISE, tmp_path)
    assert attempts.hints("first") == (2,)
