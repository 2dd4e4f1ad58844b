"""The time that a check took: what it waited for another copy is no part of it."""

from collections.abc import Generator, Iterator
from typing import Any, ClassVar, cast

import pytest

from tests.unit.learn.practice import EXERCISE
from walkthrough.course.exercise_checks import AnyCheck
from walkthrough.learn import check_run
from walkthrough.learn.check_run import CheckRun
from walkthrough.learn.model import CheckEvent, CheckFinished, CheckResult, WaitingForTurn
from walkthrough.learn.observe import Observer


class Clock:
    """A clock that goes on only when told."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now


class Elsewhere:
    """A turn that another copy has for a minute."""

    clock: ClassVar[Clock]

    def __init__(self, *_: object) -> None:
        pass

    def take(self) -> Iterator[str]:
        yield "process 7"
        self.clock.now += 60.0

    def give_back(self) -> None:
        pass


class Nothing:
    """Stands for a bench, and for what a check is surrounded by."""

    unreadable = None

    def __getattr__(self, name: str) -> "Nothing":
        return self

    def __call__(self, *_: object) -> "Nothing":
        return self


class TwoSecondsEach(CheckRun):
    """Every check passes after two seconds."""

    def _check(
        self, check: AnyCheck, observer: Observer
    ) -> Generator[CheckEvent, None, CheckResult]:
        Elsewhere.clock.now += 2.0
        yield from ()
        return CheckResult(check.id, "passed", "", "", "")


def test_waiting_for_another_copy_is_told_apart_from_the_check(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Elsewhere.clock = Clock()
    nothing: Any = Nothing()
    for name, stand_in in (("time", Elsewhere.clock), ("Bench", nothing), ("Turn", Elsewhere)):
        monkeypatch.setattr(check_run, name, stand_in)
    monkeypatch.setattr(check_run, "remove_left_by_killed", nothing)
    *events, finished = TwoSecondsEach(EXERCISE, {}, nothing).run()
    assert WaitingForTurn("process 7") in events
    finished = cast(CheckFinished, finished)
    assert (finished.seconds, finished.waited_s) == (6.0, 60.0)
