"""What the Exercise step knows of a check: its time begins with its turn."""

import pytest

from walkthrough.learn.model import CheckPlanned, CheckStarted, WaitingForTurn
from walkthrough.tui import check_state
from walkthrough.tui.check_state import CheckState


class Clock:
    """A clock that goes on only when told."""

    now = 100.0

    def monotonic(self) -> float:
        return self.now


def test_the_clock_stands_while_another_copy_has_the_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(check_state, "time", clock)
    state = CheckState()
    state.apply(CheckPlanned("first", ()))
    clock.now += 2
    for _ in range(3):
        state.apply(WaitingForTurn("process 7"))
        clock.now += 10
        assert state.elapsed_s == 2
    state.apply(CheckStarted("builds"))
    clock.now += 1
    assert state.elapsed_s == 3
    state.end(None)
    assert state.seconds == 3
