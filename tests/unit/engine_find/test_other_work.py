"""Whether the machine is too busy to measure on."""

import os
from pathlib import Path

import pytest

from walkthrough.engine import other_work
from walkthrough.engine.doctor_checks import load_check
from walkthrough.engine.model import Endpoint
from walkthrough.engine.other_work import busy_warning, busy_words, processors_busy

HERE = Endpoint("unix:///var/run/docker.sock", "default socket")
ELSEWHERE = Endpoint("ssh://builder.example.org", "DOCKER_HOST")


@pytest.mark.parametrize(("busy", "processors"), [(None, 2), (0.0, 2), (1.0, 2), (3.9, 8)])
def test_a_quiet_machine_is_not_worth_a_word(busy: float | None, processors: int) -> None:
    assert busy_words(busy, processors) == ""


def test_more_than_half_of_the_processors_busy_is_told_with_the_figure() -> None:
    assert busy_words(1.8, 2) == (
        "the machine is busy: times will be too high (other work keeps 1.8 of 2 CPUs busy)"
    )
    assert "2.0 of 2 CPUs" in busy_words(9.0, 2)


def test_a_load_that_has_ended_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    load_is(monkeypatch, 50.0)
    times = [(100, 1000), (110, 1100)]
    monkeypatch.setattr(other_work, "_times", lambda: times.pop(0))
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert processors_busy() == pytest.approx(0.2)


def test_where_only_the_load_is_known_the_load_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    load_is(monkeypatch, 50.0)
    monkeypatch.setattr(other_work, "PROCESSOR_TIMES", tmp_path / "nothing")
    assert processors_busy() == 50.0


def test_a_system_that_tells_no_load_is_not_called_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "getloadavg", raising=False)
    assert processors_busy() is None
    assert busy_warning(HERE) == ""


def test_nothing_is_said_of_a_machine_that_is_not_this_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    load_is(monkeypatch, 500.0)
    monkeypatch.setattr(other_work, "PROCESSOR_TIMES", tmp_path / "nothing")
    assert busy_warning(HERE).startswith("the machine is busy: times will be too high")
    assert busy_warning(ELSEWHERE) == ""


def test_the_kernels_counters_are_read_without_idle_time_and_guests(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "stat"
    file.write_text("cpu  10 1 5 100 20 1 1 2 7 7\ncpu0 0 0 0 0 0 0 0 0 0 0\n")
    monkeypatch.setattr(other_work, "PROCESSOR_TIMES", file)
    assert other_work._times() == (20, 140)


def test_the_doctor_warns_of_a_busy_machine_and_says_what_to_do() -> None:
    assert load_check("").state == "ok"
    check = load_check(busy_words(2.0, 2))
    assert (check.state, check.next_step) == ("warning", "End it, or measure later.")


def load_is(monkeypatch: pytest.MonkeyPatch, load: float) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (load, load, load), raising=False)
